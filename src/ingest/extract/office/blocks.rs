//! Paragraphs, list items and table rows → text.
//!
//! Paragraphs end with a blank line, rows and items with a line end, cells with a tab. What stands beside the text
//! (notes, text boxes) is held back to the end of its paragraph or table, so that it does not cut a sentence in two.

use crate::ingest::extract::gap::Gap;

/// Flows that may be open within each other; any deeper content is taken as if it stood in the innermost of them.
const MAX_FLOWS: usize = 32;

/// One sequence of blocks: the body, or what a note or a text box holds.
#[derive(Debug, Default)]
struct Flow {
    text: String,
    /// Written only when text follows.
    gap: Gap,
    /// The gap as it was when the paragraph began.
    gap_before: Gap,
    /// Elements that are open in this flow.
    paragraphs: usize,
    tables: usize,
    lists: usize,
    /// Whether nothing of the open cell has been seen yet.
    cell_is_new: bool,
    /// Whether the open paragraph and the one before are list items.
    item: bool,
    item_before: bool,
    /// Texts that wait for the end of the paragraph or table.
    beside: Vec<String>,
}

/// A text that grows by blocks.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    flow: Flow,
    /// The flows around it, outermost first.
    outer: Vec<Flow>,
    /// Flows that were opened beyond `MAX_FLOWS`.
    beyond: usize,
}

impl Blocks {
    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        while !self.outer.is_empty() {
            self.close_beside();
        }
        self.flow.finish()
    }

    /// How long the open flow's text is.
    pub(super) fn len(&self) -> usize {
        self.flow.text.len()
    }

    /// What was written to the open flow since it was `len` long.
    pub(super) fn since(&self, len: usize) -> &str {
        self.flow.text.get(len..).unwrap_or_default()
    }

    /// Begins a flow of its own.
    pub(super) fn open(&mut self) {
        if self.outer.len() < MAX_FLOWS {
            self.outer.push(std::mem::take(&mut self.flow));
        } else {
            self.beyond += 1;
        }
    }

    /// Ends the flow that was opened last and gives its text.
    pub(super) fn close(&mut self) -> String {
        if self.beyond > 0 {
            self.beyond -= 1;
            return String::new();
        }
        match self.outer.pop() {
            Some(outer) => std::mem::replace(&mut self.flow, outer).finish(),
            None => String::new(),
        }
    }

    /// Ends the flow that was opened last, whose text stands beside the one around it.
    pub(super) fn close_beside(&mut self) {
        let text = self.close();
        self.beside(text);
    }

    /// A finished text that is to follow the open paragraph or table.
    pub(super) fn beside(&mut self, text: String) {
        if !text.is_empty() {
            self.flow.beside.push(text);
        }
        self.flow.release();
    }

    /// A finished text as a paragraph, or several.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.flow.gap(Gap::Paragraph);
        self.flow.write(text);
        self.flow.gap(Gap::Paragraph);
    }

    pub(super) fn start_paragraph(&mut self) {
        let flow = &mut self.flow;
        flow.paragraphs += 1;
        flow.gap_before = flow.gap;
        flow.item = false;
        match flow.tables {
            0 => flow.gap(Gap::Paragraph),
            _ if flow.cell_is_new => flow.gap(Gap::None),
            _ => flow.gap(Gap::Line),
        }
        flow.cell_is_new = false;
        if flow.lists > 0 {
            self.item();
        }
    }

    /// Makes the paragraph that has just begun an item of a list.
    pub(super) fn item(&mut self) {
        let flow = &mut self.flow;
        flow.item = true;
        if flow.item_before && flow.tables == 0 {
            flow.gap = flow.gap_before.max(Gap::Line);
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        let flow = &mut self.flow;
        flow.paragraphs = flow.paragraphs.saturating_sub(1);
        flow.item_before = flow.item;
        flow.release();
    }

    pub(super) fn is_in_paragraph(&self) -> bool {
        self.flow.paragraphs > 0
    }

    pub(super) fn start_list(&mut self) {
        self.flow.lists += 1;
    }

    pub(super) fn end_list(&mut self) {
        self.flow.lists = self.flow.lists.saturating_sub(1);
        // The next list is another one.
        if self.flow.lists == 0 {
            self.flow.item_before = false;
        }
    }

    pub(super) fn start_table(&mut self) {
        self.flow.gap(if self.flow.tables == 0 { Gap::Paragraph } else { Gap::Line });
        self.flow.tables += 1;
    }

    pub(super) fn end_table(&mut self) {
        let flow = &mut self.flow;
        flow.tables = flow.tables.saturating_sub(1);
        flow.cell_is_new = false;
        flow.item_before = false;
        flow.gap(if flow.tables == 0 { Gap::Paragraph } else { Gap::Line });
        flow.release();
    }

    pub(super) fn is_in_table(&self) -> bool {
        self.flow.tables > 0
    }

    pub(super) fn start_row(&mut self) {
        self.flow.gap(Gap::Line);
    }

    pub(super) fn start_cell(&mut self) {
        self.flow.gap(Gap::Tab);
        self.flow.cell_is_new = true;
    }

    pub(super) fn line_break(&mut self) {
        self.flow.gap(Gap::Line);
    }

    /// Adds character data as it is; a line end in it is only a space.
    pub(super) fn characters(&mut self, text: &str) {
        for (at, line) in text.split(['\n', '\r']).enumerate() {
            self.flow.write(if at > 0 { " " } else { "" });
            self.flow.write(line);
        }
    }

    /// Adds character data in which white space of any length means one space.
    pub(super) fn collapsed(&mut self, text: &str) {
        for piece in text.split_inclusive(is_white_space) {
            let word = piece.trim_end_matches(is_white_space);
            self.flow.write(word);
            if word.len() < piece.len() && !self.flow.text.ends_with(is_white_space) {
                self.flow.write(" ");
            }
        }
    }
}

impl Flow {
    fn finish(mut self) -> String {
        self.tables = 0;
        self.paragraphs = 0;
        self.release();
        self.gap(Gap::Line);
        self.text
    }

    fn gap(&mut self, gap: Gap) {
        if gap > Gap::None {
            self.text.truncate(self.text.trim_end_matches(is_white_space).len());
        }
        self.gap = self.gap.max(gap);
    }

    fn write(&mut self, text: &str) {
        let begins = self.text.is_empty() || self.gap > Gap::None;
        let text = if begins { text.trim_start_matches(is_white_space) } else { text };
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(self.gap.as_str());
        }
        self.gap = Gap::None;
        self.text.push_str(text);
    }

    /// Writes what stands beside, where neither a paragraph nor a table is open.
    fn release(&mut self) {
        if self.tables > 0 || self.paragraphs > 0 {
            return;
        }
        for text in std::mem::take(&mut self.beside) {
            self.gap(Gap::Paragraph);
            self.write(&text);
            self.gap(Gap::Paragraph);
        }
    }
}

/// What XML collapses; the no-break spaces are not among it.
fn is_white_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Adds finished paragraphs to finished ones.
pub(super) fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests;
