//! Results as a page of HTML that stands alone: no scripts, nothing loaded, every text escaped.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

use super::link::encoded;
use super::snippet::{Kind, pieces};
use super::terminal::summary;
use super::{visible, visible_line};
use crate::document::Format;
use crate::index::State;
use crate::search::{Hit, Results};

/// What a browser may do with the page, should one text ever be escaped badly: nothing but show it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}\
    h2{font-size:1.1rem;margin:1.5rem 0 0}p{margin:.2rem 0;color:#555}\
    blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #ccc;white-space:pre-line}";

/// Writes one page with all hits. `path` gives the file that a hit's link opens: absolute, or relative to the folder in which
/// the page will stand.
pub fn results_html(
    out: &mut impl Write,
    results: &Results,
    path: impl Fn(&Hit) -> PathBuf,
) -> io::Result<()> {
    let query = line(&results.query);
    writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">")?;
    writeln!(out, "<title>{query}</title>\n<style>{STYLE}</style>\n</head>\n<body>")?;
    writeln!(out, "<h1><bdi>{query}</bdi></h1>")?;
    for hit in &results.hits {
        article(out, hit, &path(hit))?;
    }
    writeln!(out, "<p>{}</p>\n</body>\n</html>", escaped(&summary(results)))
}

fn article(out: &mut impl Write, hit: &Hit, path: &std::path::Path) -> io::Result<()> {
    let facts = match &hit.entry.state {
        State::Read(facts) => Some(facts),
        State::Container(_) | State::Unread(_) => None,
    };
    let title = facts.and_then(|facts| facts.title.as_deref()).unwrap_or(&hit.path);
    let language = lang(facts.and_then(|facts| facts.language.as_deref()));
    // Viewers of PDF open it there.
    let page = hit.page.filter(|_| facts.is_some_and(|facts| facts.format == Format::Pdf));
    let page = page.map(|page| format!("#page={page}")).unwrap_or_default();
    writeln!(out, "<article id=\"hit-{}\">", hit.rank)?;
    // In front of a relative path, so that it can be nothing else.
    let here = if path.is_absolute() { "" } else { "./" };
    let (href, title) = (encoded(path), line(title));
    writeln!(out, "<h2><a href=\"{here}{href}{page}\"{language}><bdi>{title}</bdi></a></h2>")?;
    let known = [facts.and_then(|facts| facts.author.clone()), facts.and_then(|facts| facts.date.clone())];
    let mut about = place(hit, &hit.path);
    for fact in known.into_iter().flatten() {
        // Writing to a string cannot fail.
        let _ = write!(about, " · <bdi>{}</bdi>", line(&fact));
    }
    writeln!(out, "<p>{about}</p>")?;
    quotation(out, hit)?;
    for other in hit.document.iter().flat_map(|document| &document.others) {
        writeln!(out, "<p>{}</p>", place(other, &other.path))?;
        quotation(out, other)?;
    }
    writeln!(out, "</article>")
}

/// Where a passage stands.
fn place(hit: &Hit, path: &str) -> String {
    let page = hit.page.map(|page| format!(" · p. {page}")).unwrap_or_default();
    format!("<bdi>{}</bdi>:{}{page}", line(path), hit.snippet.line)
}

fn quotation(out: &mut impl Write, hit: &Hit) -> io::Result<()> {
    write!(out, "<blockquote dir=\"auto\"{}>", lang(hit.language.as_deref()))?;
    for (text, kind) in pieces(hit) {
        let text = escaped(&visible(&text.replace("\r\n", "\n")));
        match kind {
            Kind::Highlight => write!(out, "<mark>{text}</mark>")?,
            Kind::Plain | Kind::Ellipsis => write!(out, "{text}")?,
        }
    }
    writeln!(out, "</blockquote>")
}

fn lang(language: Option<&str>) -> String {
    language.map(|code| format!(" lang=\"{}\"", escaped(code))).unwrap_or_default()
}

fn line(text: &str) -> String {
    escaped(&visible_line(text))
}

/// Text that is nothing but text, in an element as in an attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
