//! Whether a file begins as a message does.

use super::fields::is_field;

/// Fields that messages have, in lower case, and whether only programs write them.
const KNOWN: [(&[u8], bool); 18] = [
    (b"from", false),
    (b"to", false),
    (b"cc", false),
    (b"date", false),
    (b"subject", false),
    (b"sender", false),
    (b"reply-to", false),
    (b"message-id", true),
    (b"received", true),
    (b"return-path", true),
    (b"delivered-to", true),
    (b"mime-version", true),
    (b"content-type", true),
    (b"content-transfer-encoding", true),
    (b"dkim-signature", true),
    (b"x-mailer", true),
    (b"in-reply-to", true),
    (b"references", true),
];

/// Whether what `sample` is the beginning of is a message: header lines from the first line on, two or more of them of
/// a message, and one of these as only programs write it.
///
/// People head their notes with `From:` and `Date:` too, hence the last.
pub(crate) fn is_mail(sample: &[u8]) -> bool {
    let (mut known, mut by_program) = (Vec::new(), false);
    let mut lines = sample.split(|byte| *byte == b'\n').peekable();
    let mut is_first = true;
    while let Some(line) = lines.next().filter(|line| !line.trim_ascii_end().is_empty()) {
        let goes_on = !is_first && (line.starts_with(b" ") || line.starts_with(b"\t"));
        // The sample may end within a field's name.
        if !goes_on && !is_field(line) && lines.peek().is_some() {
            return false;
        }
        let colon = line.iter().position(|byte| *byte == b':').filter(|_| !goes_on).unwrap_or_default();
        let name = line[..colon].to_ascii_lowercase();
        if let Some((known_name, is_technical)) = KNOWN.iter().find(|(known, _)| *known == name) {
            by_program |= *is_technical || is_address(&name, &line[colon..]);
            if !known.contains(known_name) {
                known.push(known_name);
            }
        }
        is_first = false;
    }
    known.len() >= 2 && by_program
}

/// `From: Awa <awa@exemple.ml>`
fn is_address(name: &[u8], value: &[u8]) -> bool {
    matches!(name, b"from" | b"to" | b"sender") && value.contains(&b'@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_told_by_its_first_lines() {
        let cases = [
            ("From: Awa <awa@exemple.ml>\nDate: Tue, 3 Mar 2026 10:00:00 +0100\n\nBonjour", true),
            ("Return-Path: <awa@exemple.ml>\r\nReceived: from a\r\n\tby b\r\nX-A: 1\r\n\r\nBonjour", true),
            ("subject: Budget\nMESSAGE-ID: <1@exemple.ml>\n\n", true),
            ("X-Spam: non\nTo: awa@exemple.ml\nSubject: sans fin", true),
            ("Date : 3 mai\nObjet : réunion\n\nBonjour", false),
            ("From: Awa\nTo: Oumar\nDate: 3 mai\nSubject: budget\n\nNote", false),
            ("From: awa@exemple.ml\n\nBonjour", false),
            ("From: awa@exemple.ml\nFrom: oumar@exemple.ml\n\nBonjour", false),
            ("Title: Le Mali\nAuthor: Awa\nDate: 2026\n\nTexte", false),
            ("---\nFrom: awa@exemple.ml\nDate: 2026\n---\n", false),
            ("\nFrom: awa@exemple.ml\nDate: 2026\n\n", false),
            (" From: awa@exemple.ml\nDate: 2026\n\n", false),
            ("Bonjour\nFrom: awa@exemple.ml\nDate: 2026\n\n", false),
            ("From: awa@exemple.ml\nsuite sans nom\nDate: 2026\n\n", false),
            ("From: awa@exemple.ml\n\nDate: 2026\n", false),
            ("Il écrit : « Bonjour »\nDate: 3\n", false),
            ("", false),
        ];
        for (sample, expected) in cases {
            assert_eq!(is_mail(sample.as_bytes()), expected, "{sample:?}");
        }
    }
}
