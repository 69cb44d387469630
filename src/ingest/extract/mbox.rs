//! mbox: many messages in one file, each behind a line that begins with `From `.

use std::borrow::Cow;

use memchr::memchr;
use memchr::memmem::Finder;

use crate::line;

/// Bytes of an envelope line that are looked at.
const ENVELOPE: usize = 300;

/// One message of a mail folder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message<'a> {
    /// The message, without its envelope line and with `>From ` unquoted.
    pub(crate) bytes: Cow<'a, [u8]>,
    /// The line of the file, from 1, that the envelope line is.
    pub(crate) line: u32,
    /// The last line that is of the message.
    pub(crate) last_line: u32,
}

/// Whether what `sample` is the beginning of is a mail folder.
pub(crate) fn is_mbox(sample: &[u8]) -> bool {
    let sample = sample.trim_ascii_start();
    let behind = memchr(b'\n', sample).map_or(sample.len(), |at| at + 1);
    // Behind the envelope the message begins, or nothing is there at all.
    is_envelope(sample)
        && sample[behind..].split(|byte| *byte == b'\n').next().is_some_and(|line| {
            line.trim_ascii().is_empty() || line.starts_with(b">From ") || super::mail::is_field(line)
        })
}

/// The messages of a mail folder, in order. What stands before the first envelope line comes as a message too.
pub(crate) fn messages(bytes: &[u8]) -> impl Iterator<Item = Message<'_>> {
    let at = bytes.len() - bytes.trim_ascii_start().len();
    let line = line::count_ends(bytes, 0..at).saturating_add(1);
    let mut folder = Folder { bytes, at, line, separator: Finder::new("\nFrom ") };
    std::iter::from_fn(move || folder.next_message())
}

struct Folder<'a> {
    bytes: &'a [u8],
    /// Where the next message's envelope line begins, and the number of that line.
    at: usize,
    line: u32,
    separator: Finder<'static>,
}

impl<'a> Folder<'a> {
    fn next_message(&mut self) -> Option<Message<'a>> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let envelope =
            if is_envelope(rest) { memchr(b'\n', rest).map_or(rest.len(), |at| at + 1) } else { 0 };
        let length = self.end_of_message(rest, envelope);
        let content = without_separator(&rest[envelope..length]);
        // A line end that is the last byte does not begin another line.
        let last = self.at + (envelope + content.len()).saturating_sub(1);
        let end = self.at + length;
        let line = self.line;
        let last_line = line.saturating_add(line::count_ends(self.bytes, self.at..last));
        self.line = last_line.saturating_add(line::count_ends(self.bytes, last..end));
        self.at = end;
        Some(Message { bytes: unquoted(content), line, last_line })
    }

    /// Where in `rest` the message ends whose text begins at `start`: before the next envelope line, or at the end.
    fn end_of_message(&self, rest: &[u8], start: usize) -> usize {
        // The envelope line's own end may be the blank line before the next one.
        let from = start.saturating_sub(1);
        let found = self.separator.find_iter(&rest[from..]).map(|at| from + at + 1);
        let begins = |at: &usize| follows_blank_line(&rest[..*at]) && is_envelope(&rest[*at..]);
        found.filter(|at| *at >= start.max(1)).find(begins).unwrap_or(rest.len())
    }
}

/// Whether the last line of `text`, which ends with a line end, is blank.
fn follows_blank_line(text: &[u8]) -> bool {
    let line_end = |text: &[u8]| text.ends_with(b"\n") || text.is_empty();
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    line_end(text.strip_suffix(b"\r").unwrap_or(text))
}

/// The message without the blank line that separates it from the next one.
fn without_separator(message: &[u8]) -> &[u8] {
    let Some(rest) = message.strip_suffix(b"\n") else { return message };
    let rest = rest.strip_suffix(b"\r").unwrap_or(rest);
    if rest.is_empty() || rest.ends_with(b"\n") { rest } else { message }
}

/// Whether a line that begins here reads `From sender date`, and not as a sentence does.
fn is_envelope(text: &[u8]) -> bool {
    let text = &text[..text.len().min(ENVELOPE)];
    let line = text.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let has_address = words.next().is_some_and(|sender| sender.contains(&b'@'));
    let has = |is: fn(&[u8]) -> bool| words.clone().any(is);
    [has_address, has(is_year), has(is_month), has(is_time)].into_iter().filter(|found| *found).count() >= 2
}

/// `10:00` or `10:00:00`
fn is_time(word: &[u8]) -> bool {
    let mut parts = word.split(|byte| *byte == b':');
    let number = |part: Option<&[u8]>| {
        part.is_some_and(|part| matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit))
    };
    number(parts.next()) && number(parts.next())
}

/// `2026` or `2026-03-03`
fn is_year(word: &[u8]) -> bool {
    let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits == 4
        && (word.starts_with(b"19") || word.starts_with(b"20"))
        && word.get(4).is_none_or(|c| *c == b'-')
}

fn is_month(word: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    MONTHS.contains(&word)
}

/// Lines as they were before `>` was put before their `From `.
fn unquoted(message: &[u8]) -> Cow<'_, [u8]> {
    let quoted = Finder::new(">From ");
    let mut plain: Option<Vec<u8>> = None;
    let mut copied = 0;
    for at in quoted.find_iter(message) {
        let marks = message[..at].iter().rev().take_while(|byte| **byte == b'>').count();
        if at == marks || message[at - marks - 1] == b'\n' {
            plain.get_or_insert_default().extend_from_slice(&message[copied..at]);
            copied = at + 1;
        }
    }
    match plain {
        Some(mut plain) => {
            plain.extend_from_slice(&message[copied..]);
            plain.into()
        }
        None => message.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FROM: &str = "From awa@exemple.ml Tue Mar  3 10:00:00 2026";

    fn read(folder: &str) -> Vec<(String, u32, u32)> {
        let text = |message: &Message<'_>| String::from_utf8_lossy(&message.bytes).into_owned();
        messages(folder.as_bytes()).map(|found| (text(&found), found.line, found.last_line)).collect()
    }

    #[test]
    fn messages_come_in_order_with_their_lines() {
        let folder = format!("{FROM}\nSubject: un\n\nBonjour\n\n{FROM}\nSubject: deux\n\nMerci\n");
        let expected =
            [("Subject: un\n\nBonjour\n".to_owned(), 1, 4), ("Subject: deux\n\nMerci\n".to_owned(), 6, 9)];
        assert_eq!(read(&folder), expected);
        let windows = expected.map(|(text, first, last)| (text.replace('\n', "\r\n"), first, last));
        assert_eq!(read(&folder.replace('\n', "\r\n")), windows);
    }

    #[test]
    fn the_edges_of_a_folder() {
        type Found = [(&'static str, u32, u32)];
        let cases: [(String, &Found); 8] = [
            (String::new(), &[]),
            ("\n\n".to_owned(), &[]),
            (FROM.to_owned(), &[("", 1, 1)]),
            (format!("{FROM}\n"), &[("", 1, 1)]),
            (format!("{FROM}\n\n{FROM}\n"), &[("", 1, 1), ("", 3, 3)]),
            (format!("{FROM}\na: b\n\nfin"), &[("a: b\n\nfin", 1, 4)]),
            (format!("\n{FROM}\na: b\n"), &[("a: b\n", 2, 3)]),
            (format!("Avant\n\n{FROM}\na: b"), &[("Avant\n", 1, 1), ("a: b", 3, 4)]),
        ];
        for (folder, expected) in cases {
            let found = read(&folder);
            let found: Vec<_> =
                found.iter().map(|(text, line, last)| (text.as_str(), *line, *last)).collect();
            assert_eq!(found, expected, "{folder:?}");
        }
    }

    #[test]
    fn only_an_envelope_line_behind_a_blank_line_separates() {
        let envelopes = [
            FROM,
            "From - Tue Mar 03 10:00:00 2026",
            "From ???@??? Tue Mar 03 10:00:00 2026",
            "From awa at exemple.ml  Tue Mar  3 10:00:00 2026",
            "From awa@exemple.ml 2026-03-03",
            "From MAILER-DAEMON Tue Mar 3 2026",
        ];
        for envelope in envelopes {
            assert_eq!(read(&format!("{FROM}\na: b\n\nc\n\n{envelope}\na: b\n")).len(), 2, "{envelope}");
        }
        let sentences = [
            "From there on we went",
            "From 1990 to 2000 nothing",
            "From Bamako, in 2026, nothing",
            "From Jan 2020 on nothing",
            "From 10:00 to 12:00 nothing",
            "from awa@exemple.ml Tue Mar  3 10:00:00 2026",
            ">From awa@exemple.ml Tue Mar  3 10:00:00 2026",
            "From",
        ];
        for sentence in sentences {
            assert_eq!(read(&format!("{FROM}\na: b\n\nc\n\n{sentence}\nd\n")).len(), 1, "{sentence}");
        }
        assert_eq!(read(&format!("{FROM}\na: b\n\nc\n{FROM}\na: b\n")).len(), 1, "no blank line");
    }

    #[test]
    fn quoted_lines_are_unquoted() {
        let folder = format!("{FROM}\n\n>From moi\n>>From toi\na >From b\n> From c\n>From");
        assert_eq!(read(&folder)[0].0, "\nFrom moi\n>From toi\na >From b\n> From c\n>From");
        let plain = format!("{FROM}\na: b\n\nc\n");
        assert!(messages(plain.as_bytes()).all(|message| matches!(message.bytes, Cow::Borrowed(_))));
    }

    #[test]
    fn a_folder_is_told_by_its_first_lines() {
        let cases = [
            (format!("{FROM}\nSubject: a\n"), true),
            (format!("{FROM}\r\nSubject: a\r\n"), true),
            (FROM.to_owned(), true),
            (format!("{FROM}\nUne phrase.\n"), false),
            ("From there on we went\nSubject: a\n".to_owned(), false),
            ("Subject: a\nFrom: b@c.fr\n".to_owned(), false),
            (String::new(), false),
        ];
        for (sample, expected) in cases {
            assert_eq!(is_mbox(sample.as_bytes()), expected, "{sample:?}");
        }
    }

    #[test]
    fn long_lines_and_many_messages_take_no_time() {
        let many = format!("{FROM}\n\n").repeat(100_000);
        assert_eq!(messages(many.as_bytes()).count(), 100_000);
        let long = format!("{FROM}\n\n{}", ">From ".repeat(1_000_000));
        assert_eq!(messages(long.as_bytes()).count(), 1);
        let marks = format!("{FROM}\n\n{}From ", ">".repeat(5_000_000));
        assert_eq!(messages(marks.as_bytes()).count(), 1);
    }

    proptest! {
        #[test]
        fn only_envelopes_are_left_out_and_lines_ascend(folder in "(From a@b 2026|>|From |\n|\r|a|: ){0,40}") {
            let found: Vec<_> = messages(folder.as_bytes()).collect();
            let letters = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'a').count();
            let kept: usize = found.iter().map(|message| letters(&message.bytes)).sum();
            let begins = |line: &&str| is_envelope(line.as_bytes());
            let lines = folder.trim_ascii_start().split('\n');
            let envelopes: usize = lines.filter(begins).map(|line| letters(line.as_bytes())).sum();
            let all = letters(folder.as_bytes());
            prop_assert!(kept <= all && kept + envelopes >= all);
            prop_assert!(found.iter().all(|message| message.line >= 1 && message.line <= message.last_line));
            prop_assert!(found.is_sorted_by(|a, b| a.last_line < b.line));
        }
    }
}
