//! Markdown: the file is the text, marks included, so that byte offsets are those of the file.
//! Front matter and the first heading say what it is.

use super::{Extracted, front_matter};
use crate::ingest::metadata::clean;
use crate::line;

/// A heading is read up to so many code points; a title is far shorter.
const MAX_HEADING: usize = 1000;

/// The decoded text itself, with what its front matter and its first heading declare.
pub(super) fn extract(decoded: String) -> Extracted {
    let front = front_matter::read(&decoded);
    Extracted {
        title: front.title.or_else(|| first_heading(&decoded[front.end..])),
        author: front.author,
        date: front.date,
        language: front.language,
        body: front.end,
        text: decoded,
        ..Extracted::default()
    }
}

/// The first heading that has a text, of whatever level, outside fenced code.
fn first_heading(body: &str) -> Option<String> {
    let mut fence: Option<(char, usize)> = None;
    let (mut before, mut two_before) = ("", "");
    for line in line::lines(body.trim_start_matches('\u{feff}')) {
        match (fence_of(line), fence) {
            (Some((mark, length, rest)), Some(open))
                if mark == open.0 && length >= open.1 && rest.is_empty() =>
            {
                fence = None;
            }
            (_, Some(_)) => {}
            (Some((mark, length, _)), None) => fence = Some((mark, length)),
            (None, None) => {
                let found = atx(line).or_else(|| setext(two_before, before, line));
                if let Some(title) = found.and_then(|heading| clean(&without_marks(heading))) {
                    return Some(title);
                }
            }
        }
        (two_before, before) = (before, line);
    }
    None
}

/// A line's content, unless it is indented as code is.
fn content(line: &str) -> Option<&str> {
    let content = line.trim_start_matches(' ');
    (line.len() - content.len() < 4).then(|| content.trim_end())
}

/// The mark, its count and what follows it, of a line that opens or closes fenced code.
fn fence_of(line: &str) -> Option<(char, usize, &str)> {
    let content = content(line)?;
    let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = content.trim_start_matches(mark);
    let length = content.len() - rest.len();
    // Three backticks with more of them behind are code within a line.
    (length >= 3 && !(mark == '`' && rest.contains('`'))).then_some((mark, length, rest))
}

/// The text of `## a heading ##`.
fn atx(line: &str) -> Option<&str> {
    let content = content(line)?;
    let text = content.trim_start_matches('#');
    let level = content.len() - text.len();
    if !(1..=6).contains(&level) || !text.starts_with([' ', '\t']) {
        return None;
    }
    let unclosed = text.trim_end_matches('#');
    Some(if unclosed.ends_with([' ', '\t']) { unclosed } else { text })
}

/// The line before an underline of `=` or `-`, where it is a paragraph of its own.
fn setext<'a>(two_before: &str, before: &'a str, line: &str) -> Option<&'a str> {
    let underline = content(line)?;
    let underlined = underline.len() >= 2
        && (underline.bytes().all(|b| b == b'=') || underline.bytes().all(|b| b == b'-'));
    let text = content(before)?;
    let paragraph = !text.is_empty() && !text.starts_with(['>', '-', '+', '|', '<', '#', '=', '`', '~']);
    (underlined && paragraph && two_before.trim().is_empty()).then_some(text)
}

/// A heading's text without emphasis, code and link marks, images and a trailing `{#anchor}`.
fn without_marks(heading: &str) -> String {
    let heading: Vec<char> = without_anchor(heading).chars().take(MAX_HEADING).collect();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(&c) = heading.get(at) {
        let next = heading.get(at + 1).copied().unwrap_or(' ');
        let previous = at.checked_sub(1).map_or(' ', |before| heading[before]);
        at += match c {
            '\\' if next.is_ascii_punctuation() => {
                plain.push(next);
                2
            }
            '!' if next == '[' => image_length(&heading[at..]).unwrap_or_else(|| keep(&mut plain, c)),
            '[' if link_text_length(&heading[at..]).is_some() => 1,
            ']' => target_length(&heading[at + 1..]).map_or_else(|| keep(&mut plain, c), |target| 1 + target),
            '`' => 1,
            '*' if !(previous.is_whitespace() && next.is_whitespace()) => 1,
            // Within a word the underscore is a letter: `snake_case`.
            '_' if !(previous.is_alphanumeric() && next.is_alphanumeric()) => 1,
            _ => keep(&mut plain, c),
        };
    }
    plain
}

fn keep(plain: &mut String, c: char) -> usize {
    plain.push(c);
    1
}

fn without_anchor(heading: &str) -> &str {
    let heading = heading.trim();
    let anchor = heading
        .rfind('{')
        .filter(|&at| heading.ends_with('}') && heading[at + 1..].starts_with(['#', '.', ':']));
    &heading[..anchor.unwrap_or(heading.len())]
}

/// How many characters `[text]` takes at the start, where a link's target follows.
fn link_text_length(text: &[char]) -> Option<usize> {
    let end = text.iter().position(|&c| c == ']')? + 1;
    target_length(&text[end..]).map(|_| end)
}

/// How many characters the link target `(…)` or `[…]` takes at the start.
fn target_length(text: &[char]) -> Option<usize> {
    let close = match text.first()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    text.iter().position(|&c| c == close).map(|at| at + 1)
}

fn image_length(text: &[char]) -> Option<usize> {
    let alternative = 1 + link_text_length(&text[1..])?;
    target_length(&text[alternative..]).map(|target| alternative + target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Date;

    #[test]
    fn the_text_is_the_file_and_front_matter_wins_over_the_heading() {
        let source =
            "---\r\ntitre: Un\r\nauteur: Awa Diallo\r\ndate: 2025-06\r\nlang: fr\r\n---\r\n# Deux\r\n*É*";
        let found = extract(source.to_owned());
        assert_eq!(found.text, source);
        assert_eq!(found.title.as_deref(), Some("Un"));
        assert_eq!(found.author.as_deref(), Some("Awa Diallo"));
        assert_eq!(found.date, Date::new(2025, Some(6), None));
        assert_eq!(found.language.as_deref(), Some("fr"));
        assert_eq!(&found.text[found.body..], "# Deux\r\n*É*");
    }

    #[test]
    fn the_title_is_the_first_heading() {
        let cases = [
            ("# Le Mali", Some("Le Mali")),
            ("\u{feff}# Le Mali", Some("Le Mali")),
            ("Texte.\n\n## Le Mali ##\n# Non", Some("Le Mali")),
            ("   # Le Mali", Some("Le Mali")),
            ("    # Code\n# Oui", Some("Oui")),
            ("```sh\n# Code\n```\n# Oui", Some("Oui")),
            ("~~~~\n# a\n~~~\n# b\n```\n~~~~\n# Oui", Some("Oui")),
            ("```a``` en ligne\n# Oui", Some("Oui")),
            ("```\n# Code sans fin", None),
            ("#Mali\n#\n# \n####### sept", None),
            ("# C#", Some("C#")),
            ("Le Mali\n=======\n", Some("Le Mali")),
            ("\nLe Mali\n---\n", Some("Le Mali")),
            ("Une ligne\net une autre\n---\n# Oui", Some("Oui")),
            ("- liste\n---\n# Oui", Some("Oui")),
            ("---\n\n---\n| a |\n|---|\n", None),
            ("# ![logo](l.png)\n# Oui", Some("Oui")),
            ("", None),
        ];
        for (source, title) in cases {
            assert_eq!(extract(source.to_owned()).title.as_deref(), title, "{source:?}");
        }
    }

    #[test]
    fn marks_are_not_part_of_the_title() {
        let cases = [
            ("Le **Mali** _vu_ de `Kayes`", "Le Mali vu de Kayes"),
            ("Le [Mali](http://a.b/c_d) et [l’AES][1]", "Le Mali et l’AES"),
            ("![logo](l.png) Le Mali", "Le Mali"),
            ("[1] et mot_clé et 2 * 3", "[1] et mot_clé et 2 * 3"),
            ("Prix \\*net\\* !", "Prix *net* !"),
            ("Le Mali {#mali .x}", "Le Mali"),
            ("Un ! [", "Un ! ["),
        ];
        for (heading, title) in cases {
            assert_eq!(extract(format!("# {heading}\n")).title.as_deref(), Some(title), "{heading}");
        }
    }

    #[test]
    fn a_hostile_heading_takes_no_time() {
        let source = format!("# {}", "[".repeat(1_000_000));
        assert_eq!(extract(source).title.map(|title| title.len()), Some(300));
    }
}
