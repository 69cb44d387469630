//! HTML: the text that a reader of the page sees, without markup, scripts and navigation.
//!
//! One pass over the tokens of html5gum, no tree: an element that is left out is followed by the count of its
//! own start and end tags, so nesting costs nothing and mis-nesting cannot confuse anything else. Where that
//! goes wrong (the element is never closed, or hardly a text remains), the page is read again with everything.

mod flow;
mod head;
mod linked_data;

use flow::Flow;
use head::Head;
use html5gum::{DefaultEmitter, HtmlString, Span, Spanned, StartTag, State, Token, Tokenizer};

use super::Extracted;
use super::gap::Gap;
use crate::line;

type Tag = StartTag<usize>;

/// The page's text, its metadata and the lines of the source that the text stands on.
pub(super) fn extract(source: &str) -> Extracted {
    let article = Page::read(source, Reading::Article);
    let page = if article.is_plausible() { article } else { Page::read(source, Reading::Everything) };
    let (text, lines) = page.flow.into_parts();
    let (title, author, date, language) = page.head.into_parts();
    Extracted { text, title, author, date, language, lines, ..Extracted::default() }
}

/// The text of a chapter of an e-book. What surrounds a web page's text belongs to the text of a book: its notes are
/// `aside`, and its exercises forms.
pub(super) fn chapter(source: &str) -> String {
    Page::read(source, Reading::Chapter).flow.into_parts().0
}

/// How much of a page is taken for its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Without navigation, forms and the like.
    Article,
    /// Without navigation.
    Chapter,
    /// All that is not code.
    Everything,
}

/// Letters of the longest unit that is raised to a power.
const LONGEST_UNIT: usize = 3;

/// Why an element's content is not part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Omitted {
    /// Not meant for readers, or, as the title, read elsewhere. The tokenizer gives most of them as one string.
    Code,
    /// Pictures, and markup kept for scripts.
    Drawing,
    /// Around the text, not of it. `header` stays: it often holds the article's own heading.
    Noise,
}

fn omitted(name: &[u8]) -> Option<Omitted> {
    match name {
        b"script" | b"style" | b"title" | b"noscript" | b"iframe" | b"noembed" => Some(Omitted::Code),
        b"svg" | b"math" | b"template" => Some(Omitted::Drawing),
        b"nav" | b"footer" | b"aside" | b"form" | b"button" | b"select" | b"textarea" => Some(Omitted::Noise),
        _ => None,
    }
}

/// What the start and the end of an element put between the text before and behind.
fn gap_around(name: &[u8]) -> Gap {
    match name {
        b"td" | b"th" => Gap::Tab,
        b"li" | b"tr" | b"dt" | b"dd" | b"option" | b"legend" => Gap::Line,
        b"button" | b"select" | b"textarea" => Gap::Space,
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption" | b"center"
        | b"details" | b"dialog" | b"dir" | b"div" | b"dl" | b"fieldset" | b"figcaption" | b"figure"
        | b"footer" | b"form" | b"frameset" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"header"
        | b"hgroup" | b"hr" | b"main" | b"menu" | b"nav" | b"noframes" | b"ol" | b"p" | b"pre"
        | b"section" | b"summary" | b"table" | b"ul" => Gap::Paragraph,
        _ => Gap::None,
    }
}

/// An element that is being left out, with the elements of its name that are open in it, itself included.
struct Skip {
    name: Vec<u8>,
    why: Omitted,
    depth: usize,
}

/// What was read of a page so far.
struct Page<'a> {
    reading: Reading,
    lines: LineCounter<'a>,
    flow: Flow,
    head: Head,
    skip: Option<Skip>,
    /// Where in the flow's text the open `h1` began.
    heading: Option<usize>,
    /// Whether the open script holds linked data.
    linked_data: bool,
    /// Whether a link and a raised part are open.
    link: bool,
    raised: bool,
    /// Visible bytes taken, and those left out with drawings and noise.
    taken: usize,
    left_out: usize,
}

impl<'a> Page<'a> {
    fn new(source: &'a str, reading: Reading) -> Self {
        Self {
            reading,
            lines: LineCounter { source: source.as_bytes(), at: 0, line: 1 },
            flow: Flow::default(),
            head: Head::default(),
            skip: None,
            heading: None,
            linked_data: false,
            link: false,
            raised: false,
            taken: 0,
            left_out: 0,
        }
    }

    fn read(source: &'a str, reading: Reading) -> Self {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut tokenizer = Tokenizer::new_with_emitter(source, emitter);
        let mut page = Self::new(source, reading);
        while let Some(Ok(token)) = tokenizer.next() {
            match token {
                Token::StartTag(tag) => {
                    // In XHTML `<script src="…"/>` is complete; as HTML it would swallow the page.
                    if tag.self_closing {
                        tokenizer.set_state(State::Data);
                    }
                    page.open(&tag);
                }
                Token::EndTag(tag) => page.close(&tag.name),
                Token::String(text) => page.characters(&text),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        page
    }

    /// Whether leaving out was right: all that began also ended, and a tenth of the page or more remains.
    fn is_plausible(&self) -> bool {
        let closed = self.skip.as_ref().is_none_or(|skip| skip.why == Omitted::Code);
        closed && self.taken.saturating_mul(10) >= self.taken.saturating_add(self.left_out)
    }

    fn open(&mut self, tag: &Tag) {
        let name = tag.name.as_slice();
        self.head.declared_by(tag);
        // No menu holds the text's own heading: it was not closed, or it is a form around the whole page.
        if matches!(name, b"h1" | b"main")
            && self.skip.as_ref().is_some_and(|skip| skip.why == Omitted::Noise)
        {
            self.skip = None;
            self.flow.gap(Gap::Paragraph);
        }
        if let Some(skip) = &mut self.skip {
            skip.depth += usize::from(skip.name == name && !tag.self_closing);
            return;
        }
        self.linked_data = head::is_linked_data(tag);
        self.head.timed_by(tag);
        self.boundary(name);
        self.note_mark(name);
        match name {
            b"h1" => self.heading = Some(self.flow.text().len()),
            b"pre" if !tag.self_closing => self.flow.keep_white_space(true),
            _ => self.skip = self.omission(tag),
        }
    }

    /// A raised link is the mark of a note, which is no part of the word before it.
    fn note_mark(&mut self, name: &[u8]) {
        match name {
            b"a" => self.link = true,
            b"sup" => self.raised = true,
            _ => return,
        }
        if self.link && self.raised {
            self.flow.gap(Gap::Space);
        }
    }

    /// So is a raised number behind a word; behind a short one it is an exponent, as in `km2`.
    fn raised_number(&mut self, text: &str) {
        let before =
            || self.flow.text().chars().rev().take_while(|c| c.is_alphabetic()).take(LONGEST_UNIT + 1);
        let after_digit = || self.flow.text().ends_with(|c: char| c.is_ascii_digit());
        if text.starts_with(|c: char| c.is_ascii_digit())
            && (before().count() > LONGEST_UNIT || after_digit())
        {
            self.flow.gap(Gap::Space);
        }
    }

    fn omission(&self, tag: &Tag) -> Option<Skip> {
        let why = omitted(&tag.name).filter(|_| !tag.self_closing)?;
        let applies = match self.reading {
            Reading::Article => true,
            Reading::Chapter => why != Omitted::Noise || tag.name.as_slice() == b"nav",
            Reading::Everything => why == Omitted::Code,
        };
        applies.then(|| Skip { name: tag.name.to_vec(), why, depth: 1 })
    }

    fn close(&mut self, name: &[u8]) {
        if let Some(skip) = &mut self.skip {
            skip.depth -= usize::from(skip.name == name);
            if skip.depth == 0 {
                self.skip = None;
            }
            return;
        }
        match (name, self.heading) {
            (b"h1", Some(start)) => {
                self.head.heading(&self.flow.text()[start..]);
                self.heading = None;
            }
            (b"pre", _) => self.flow.keep_white_space(false),
            (b"a", _) => self.link = false,
            (b"sup", _) => self.raised = false,
            _ => {}
        }
        self.boundary(name);
    }

    fn boundary(&mut self, name: &[u8]) {
        match name {
            b"br" => self.flow.line_break(),
            _ => self.flow.gap(gap_around(name)),
        }
    }

    fn characters(&mut self, token: &Spanned<HtmlString, usize>) {
        let text = String::from_utf8_lossy(token);
        let visible = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        match &self.skip {
            None => {
                self.taken += visible;
                if self.raised {
                    self.raised_number(&text);
                }
                let Span { start, end } = token.span;
                let (first, last) = (self.lines.line_at(start), self.lines.line_at(end));
                self.flow.write(&text, first, last);
            }
            Some(skip) if skip.name == b"title" => self.head.title(&text),
            Some(_) if self.linked_data => self.head.linked_data(&text),
            Some(skip) if skip.why == Omitted::Code => {}
            Some(_) => self.left_out += visible,
        }
    }
}

/// Lines of the source by byte offset, for offsets that ascend.
struct LineCounter<'a> {
    source: &'a [u8],
    at: usize,
    line: u32,
}

impl LineCounter<'_> {
    /// The line, from 1, of the byte at `offset`, or at the greatest offset asked for so far.
    fn line_at(&mut self, offset: usize) -> u32 {
        let offset = offset.min(self.source.len()).max(self.at);
        self.line = self.line.saturating_add(line::count_ends(self.source, self.at..offset));
        self.at = offset;
        self.line
    }
}

#[cfg(test)]
mod tests;
