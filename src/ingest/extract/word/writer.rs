//! Text put together from paragraphs, lines and table rows, for formats that mark where each ends.

/// What separates the text that comes next from the text before; of several the greatest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    /// So many cells end here.
    Cells(usize),
    Line,
    Paragraph,
}

/// Writes a separator only between two texts: empty paragraphs and rows leave nothing behind, nor do last cells.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    gap: Gap,
    /// The last thing that ended is a table row; what is no row must not continue its lines.
    row_ended: bool,
}

impl Writer {
    pub(super) fn push_str(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(c));
    }

    pub(super) fn push(&mut self, c: char) {
        match c {
            '\0' => {}
            // A place in a symbol font (a bullet, an arrow) means nothing without the font, but parts words.
            '\u{f000}'..='\u{f0ff}' if self.text.ends_with(' ') => {}
            '\u{f000}'..='\u{f0ff}' => self.push(' '),
            ' ' | '\t' | '\u{a0}' if self.gap != Gap::None || self.text.is_empty() => {}
            _ => {
                self.close_gap();
                self.text.push(c);
            }
        }
    }

    fn close_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if gap == Gap::None {
            return;
        }
        self.row_ended = false;
        self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
        match gap {
            _ if self.text.is_empty() => {}
            Gap::None => {}
            Gap::Space => self.text.push(' '),
            Gap::Cells(count) => self.text.extend(std::iter::repeat_n('\t', count)),
            Gap::Line => self.text.push('\n'),
            Gap::Paragraph => self.text.push_str("\n\n"),
        }
    }

    /// Ends a word, as a paragraph within a cell does.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Ends a line within a paragraph.
    pub(super) fn line(&mut self) {
        self.gap = self.gap.max(Gap::Line);
    }

    pub(super) fn paragraph(&mut self) {
        self.gap = Gap::Paragraph;
    }

    /// Ends a cell. Leading cells without content leave nothing, as trailing ones do not.
    pub(super) fn cell(&mut self) {
        self.gap = match self.gap {
            Gap::None | Gap::Space => Gap::Cells(1),
            Gap::Cells(count) => Gap::Cells(count + 1),
            gap => gap,
        };
    }

    /// Ends a table row.
    pub(super) fn row(&mut self) {
        if self.gap < Gap::Paragraph {
            self.gap = Gap::Line;
        }
        self.row_ended = true;
    }

    /// Says that what comes next stands in a table, or does not.
    pub(super) fn in_table(&mut self, inside: bool) {
        if self.row_ended && !inside {
            self.gap = Gap::Paragraph;
        }
    }

    /// Whether a cell ended and nothing was written since.
    pub(super) fn is_behind_cell(&self) -> bool {
        matches!(self.gap, Gap::Cells(_))
    }

    /// The text, which neither begins nor ends with white space.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches([' ', '\t', '\n']).len());
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes letters, and for signs what they stand for.
    fn written(script: &str) -> String {
        let mut writer = Writer::default();
        for sign in script.chars() {
            match sign {
                '¶' => writer.paragraph(),
                '/' => writer.line(),
                '_' => writer.space(),
                '|' => writer.cell(),
                '#' => writer.row(),
                '<' => writer.in_table(true),
                '>' => writer.in_table(false),
                letter => writer.push(letter),
            }
        }
        writer.finish()
    }

    #[test]
    fn a_separator_stands_only_between_two_texts() {
        let cases = [
            ("¶/a¶¶/b¶", "a\n\nb"),
            ("a / b", "a\nb"),
            ("a_b__c", "a b c"),
            ("a \u{a0}b ¶ \u{a0}c", "a \u{a0}b\n\nc"),
            ("<a|b|#c||d|#|||#e", "a\tb\nc\t\td\ne"),
            ("<a_|b#", "a\tb"),
            ("<a|#>b", "a\n\nb"),
            ("a¶<b|#", "a\n\nb"),
            ("\u{f0b7} a\u{f0e0}b \u{f0fc}\0", "a b"),
            (" ¶", ""),
        ];
        for (script, text) in cases {
            assert_eq!(written(script), text, "{script}");
        }
    }
}
