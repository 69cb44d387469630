//! CSV: whether a file is a table. Its text stays as it is; each line is a row.
//!
//! Told by the name of the file and its content together: a poem has commas too, and many tables of one column none.

/// Rows that are looked at.
const ROWS: usize = 50;

/// Whether a file with this extension and a text that begins like this is a table: every row, or all but one in ten,
/// has the same number of cells, two or more.
pub(crate) fn is_csv(sample: &str, extension: &str) -> bool {
    let delimiters: &[u8] = match extension.to_ascii_lowercase().as_str() {
        "csv" => b";,\t|",
        "tsv" | "tab" => b"\t",
        _ => return false,
    };
    delimiters.iter().any(|delimiter| is_consistent(sample.as_bytes(), *delimiter))
}

fn is_consistent(sample: &[u8], delimiter: u8) -> bool {
    let mut rows = cells_of_rows(sample, delimiter);
    // The sample may end within a row.
    if rows.len() > 1 {
        rows.pop();
    }
    let Some(first) = rows.first().copied().filter(|cells| *cells > 1) else { return false };
    let alike = rows.iter().filter(|cells| **cells == first).count();
    alike * 10 >= rows.len() * 9
}

/// How many cells each of the first rows has; blank lines are none. A cell in quotation marks may hold anything.
fn cells_of_rows(sample: &[u8], delimiter: u8) -> Vec<usize> {
    let (mut rows, mut cells, mut quoted, mut filled) = (Vec::new(), 1, false, false);
    for byte in sample {
        match *byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if filled {
                    rows.push(cells);
                }
                (cells, filled) = (1, false);
                if rows.len() == ROWS {
                    return rows;
                }
                continue;
            }
            byte if byte == delimiter && !quoted => cells += 1,
            _ => {}
        }
        filled = true;
    }
    if filled {
        rows.push(cells);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_and_the_content_tell_a_table() {
        let cases = [
            ("csv", "nom;ville\nAwa;Kayes\nOumar;Ségou\n", true),
            ("CSV", "nom,ville\r\n\"Diarra, Awa\",Kayes\r\n\r\nOumar,Mopti\r\n", true),
            ("csv", "nom,avis\nAwa,\"un\ndeux, trois\"\nOumar,non\n", true),
            ("csv", "nom\tville\nAwa\tKayes\n", true),
            ("csv", "nom;ville", true),
            ("csv", "nom;ville\nAwa;Ka", true),
            ("tsv", "nom\tville\nAwa\tKayes\n", true),
            ("tab", "nom\tville\nAwa\tKayes\n", true),
            ("tsv", "nom;ville\nAwa;Kayes\n", false),
            ("txt", "nom;ville\nAwa;Kayes\n", false),
            ("csv", "Une phrase, puis.\nUne autre.\nEt, enfin, la fin.\nFin.\n", false),
            ("csv", "nom\nAwa\nOumar\n", false),
            ("csv", "", false),
        ];
        for (extension, sample, expected) in cases {
            assert_eq!(is_csv(sample, extension), expected, "{extension} {sample:?}");
        }
    }
}
