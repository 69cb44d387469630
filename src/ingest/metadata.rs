//! Metadata that a document does not declare but shows: at its head, at its end, in its file name.
//!
//! Never the clock and never the file system's dates: the same file always gives the same metadata.

mod act;
mod byline;
mod dateline;
mod file_name;
mod title;

use std::path::Path;

use super::date::without_accent;
use super::extract::Extracted;
use crate::line;

/// Longest metadata value, in code points.
const MAX_VALUE: usize = 300;
/// How many lines, blank ones apart, are a document's head.
const HEAD_LINES: usize = 5;
/// How many lines at a document's end may hold the date that an act closes with, above its signatures.
const TAIL_LINES: usize = 6;

/// Fills in the title, author and date that the format did not give, from the text and the file's name.
pub(crate) fn complete(extracted: &mut Extracted, path: &Path) {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let body = extracted.text.get(extracted.body..).unwrap_or_default();
    let filled = |line: &&str| !line.is_empty();
    let head: Vec<&str> = line::lines(body).map(bare).filter(filled).take(HEAD_LINES).collect();
    // Only a text that shows no date at its head is read from its end.
    let tail = || body.rsplit(['\n', '\r']).map(bare).filter(filled);

    let date = || {
        dateline::of_head(&head)
            .or_else(|| tail().take(TAIL_LINES).find_map(act::of_closing))
            .or_else(|| file_name::of_name(&name))
            .or_else(|| head.iter().find_map(|line| dateline::of_update(line)))
    };
    let author = || head.iter().copied().chain(tail().next()).find_map(byline::of_line);
    let title = || title::of_head(&head).or_else(|| title::of_lines(body)).or_else(|| clean(&name));

    extracted.date = extracted.date.or_else(date);
    extracted.author = extracted.author.take().or_else(author);
    extracted.title = extracted.title.take().or_else(title);
}

/// A metadata value on one line: trimmed, runs of white space and control characters as one space, at most
/// 300 code points and then cut at a word. `None` where nothing is left.
pub(crate) fn clean(value: &str) -> Option<String> {
    let mut clean = String::new();
    let mut length = 0;
    for word in value.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}') {
        let room = MAX_VALUE.saturating_sub(length + usize::from(length > 0));
        let word_length = word.chars().take(MAX_VALUE + 1).count();
        if word_length > room && length > 0 {
            break;
        }
        if word_length > 0 && length > 0 {
            clean.push(' ');
            length += 1;
        }
        clean.extend(word.chars().take(room));
        length += word_length;
    }
    (!clean.is_empty()).then_some(clean)
}

/// A line without the white space, emphasis, quotation and list marks around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || "\u{feff}*_#>~()[]«»–—-".contains(c))
}

/// Whether a line has at most `limit` code points, whatever its length.
fn is_within(line: &str, limit: usize) -> bool {
    line.chars().nth(limit).is_none()
}

/// What follows the whole words `opening` at the start of a line, in whatever case and with or without accents there;
/// `opening` is in lower case and has none.
fn after<'a>(line: &'a str, opening: &str) -> Option<&'a str> {
    let combining = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let mut rest = line.chars();
    for expected in opening.chars() {
        let c = rest.find(|c| !combining(*c))?;
        let mut lower = c.to_lowercase();
        let found = if c == '’' { Some('\'') } else { lower.next().map(without_accent) };
        if (found, lower.nth(usize::from(c == '’'))) != (Some(expected), None) {
            return None;
        }
    }
    let rest = rest.as_str().trim_start_matches(combining);
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

#[cfg(test)]
mod heads;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Date;

    fn completed(text: &str, path: &str) -> Extracted {
        let mut extracted = Extracted { text: text.to_owned(), ..Extracted::default() };
        complete(&mut extracted, Path::new(path));
        extracted
    }

    #[test]
    fn a_document_that_shows_everything() {
        let text =
            " date 2025-06 L’alliance fait face.\n\nAu matin du 30 mai 2025, rien.\n\nPar Awa Diallo\n";
        let found = completed(text, "d/n1.txt");
        assert_eq!(found.date, Date::new(2025, Some(6), None));
        assert_eq!(found.author.as_deref(), Some("Awa Diallo"));
        assert_eq!(found.title.as_deref(), Some("n1"));
        assert_eq!(found.text, text);
    }

    #[test]
    fn what_is_declared_stays() {
        let mut extracted = Extracted {
            text: "Non\n\nPar Oumar Ba\n2020-01-01".to_owned(),
            title: Some("Oui".to_owned()),
            author: Some("Awa".to_owned()),
            date: Date::new(2025, None, None),
            ..Extracted::default()
        };
        let before = extracted.clone();
        complete(&mut extracted, Path::new("2024-01-01.txt"));
        assert_eq!(extracted, before);
    }

    #[test]
    fn the_head_is_looked_for_behind_the_front_matter() {
        let text = "---\nx: y\n---\nLe Mali\n\n*Par Awa Diallo*\n\nBamako, le 30 mai 2025\n\nTexte.";
        let mut extracted = Extracted { text: text.to_owned(), body: 13, ..Extracted::default() };
        complete(&mut extracted, Path::new("a.md"));
        assert_eq!(extracted.title.as_deref(), Some("Le Mali"));
        assert_eq!(extracted.author.as_deref(), Some("Awa Diallo"));
        assert_eq!(extracted.date, Date::new(2025, Some(5), Some(30)));
    }

    #[test]
    fn the_first_line_is_the_title_where_it_looks_like_one() {
        let long = format!("{}\n\nTexte.", "mot ".repeat(40));
        let cases = [
            ("Le Mali\n\nTexte.", "Le Mali"),
            ("\u{feff}\n  Le\tMali ? \r\n\r\nTexte.", "Le Mali ?"),
            ("Le Mali", "Le Mali"),
            ("30 mai 2025 : l’attaque de Kayes\n\nTexte.", "30 mai 2025 : l’attaque de Kayes"),
            ("Par ailleurs\n\nTexte.", "Par ailleurs"),
            ("Le Mali\nTexte.", "nom.v2"),
            ("Une phrase.\n\nTexte.", "nom.v2"),
            ("Note :\n\nTexte.", "nom.v2"),
            ("Monsieur le Maire\n\nTexte.", "nom.v2"),
            ("Madame, Monsieur !\n\nTexte.", "nom.v2"),
            ("Par Awa Diallo\n\nTexte.", "nom.v2"),
            ("Koulikoro, le 12 août 1926\n\nTexte.", "nom.v2"),
            ("date 2025-06\n\nTexte.", "nom.v2"),
            ("* * *\n\nTexte.", "nom.v2"),
            ("- un\n\n- deux", "nom.v2"),
            ("12345\n\nTexte.", "nom.v2"),
            (&long, "nom.v2"),
            ("", "nom.v2"),
        ];
        for (text, title) in cases {
            assert_eq!(completed(text, "d/nom.v2.txt").title.as_deref(), Some(title), "{text}");
        }
    }

    #[test]
    fn the_author_is_at_the_head_or_on_the_last_line() {
        let cases = [
            ("Le Mali\n\nPar Awa Diallo\n\nTexte.", Some("Awa Diallo")),
            ("Texte.\n\nAutre.\n\nEncore.\n\nPar Awa Diallo.\n\n", Some("Awa Diallo")),
            ("Un.\n\nDeux.\n\nTrois.\n\nQuatre.\n\nCinq.\n\nPar Awa Diallo\n\nSix.", None),
        ];
        for (text, author) in cases {
            assert_eq!(completed(text, "a").author.as_deref(), author, "{text}");
        }
    }

    #[test]
    fn the_text_says_the_date_before_the_name_does() {
        let cases = [
            ("Le Mali\n\nBamako, 30 mai 2025\n\nTexte.", "2024-01.txt", Some("2025-05-30")),
            ("Un.\nDeux.\nTrois.\nQuatre.\nCinq.\nBamako, 30 mai 2025", "a.txt", None),
            ("Texte.", "d/20240131_a.txt", Some("2024-01-31")),
            ("Texte.", "2024-01-31/a.txt", None),
        ];
        for (text, path, date) in cases {
            assert_eq!(completed(text, path).date.map(|d| d.to_string()).as_deref(), date, "{text} {path}");
        }
    }

    #[test]
    fn a_value_is_one_short_line() {
        let words = "été ".repeat(100);
        let cases = [
            (" Le\u{a0}\n\tMali\u{0} ", Some("Le Mali".to_owned())),
            ("\u{feff}Le Mali", Some("Le Mali".to_owned())),
            (" \n\u{1b}", None),
            (words.as_str(), Some("été ".repeat(75).trim_end().to_owned())),
        ];
        for (value, expected) in cases {
            assert_eq!(clean(value), expected, "{value}");
        }
        assert_eq!(clean(&"é".repeat(400)).map(|value| value.chars().count()), Some(300));
        assert_eq!(clean(&format!("{} b", "a".repeat(299))).map(|value| value.len()), Some(299));
    }
}
