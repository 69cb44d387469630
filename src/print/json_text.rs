//! JSON as text that may be printed on a terminal: what that would obey is escaped. A reader of JSON gets the same strings.

use std::io::{self, Write};

use serde::Serialize;

use super::visible::is_obeyed;

/// Writes a value on one line, and ends the line.
pub(super) fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(Escaping(&mut *out), value)?;
    writeln!(out)
}

/// Writes a value on several lines, and ends the last one.
pub(super) fn lines(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping(&mut *out), value)?;
    writeln!(out)
}

/// Escapes what JSON need not: controls beyond ASCII, changes of direction and the like. Outside of strings JSON has none of
/// them.
struct Escaping<W>(W);

impl<W: Write> Write for Escaping<W> {
    /// Takes whole strings, which is how JSON is written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_obeyed(*c)) {
            self.0.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_read_as_it_was() {
        let text = "été\u{1b}[5m\n\u{7f}\u{9b}5m\u{202e}\u{2066}\u{2028}\u{e0041}\u{200f}";
        let (mut one, mut several) = (Vec::new(), Vec::new());
        line(&mut one, &[(text, 1.5)]).expect("memory can be written to");
        lines(&mut several, &[(text, 1.5)]).expect("memory can be written to");
        let escaped = "été\\u001b[5m\\n\\u007f\\u009b5m\\u202e\\u2066\\u2028\\udb40\\udc41\u{200f}";
        assert_eq!(String::from_utf8_lossy(&one), format!("[[\"{escaped}\",1.5]]\n"));
        assert!(String::from_utf8_lossy(&several).starts_with("[\n  [\n    \"été"));
        for json in [one, several] {
            let read: Vec<(String, f64)> = serde_json::from_slice(&json).expect("it is JSON");
            assert_eq!(read, [(text.to_owned(), 1.5)]);
        }
    }
}
