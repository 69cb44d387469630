//! Glyphs → lines: which glyphs stand on one line, and where its words end.

use super::glyph::Glyph;

/// A gap between two glyphs that ends a word, in ems.
const WORD_GAP: f64 = 0.1;
/// The widest gap between the letters of a word that is set wide.
const WIDE_SETTING: f64 = 0.3;
/// A gap that ends a cell.
const CELL_GAP: f64 = 2.0;
/// How far a raised or lowered glyph may stand from the baseline, in ems of the greater glyph.
const RISE: f64 = 0.45;
/// How far glyphs may run into each other, in ems, before it is a new piece.
const OVERLAP: f64 = 0.4;
/// How far apart two baselines may be that are one.
const SAME_BASELINE: f64 = 0.1;
/// How many lines back a line may be taken up again.
const LOOK_BACK: usize = 6;
/// How near to what is there its continuation must begin, in ems; the next column is farther.
const NEAR: f64 = 0.5;

/// A line of text and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) angle: i16,
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    /// Where the line has two cells, the gap between them.
    pub(super) gutter: Option<Gutter>,
}

/// A gap between two cells: where the first ends and the second starts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gutter {
    pub(super) end: f64,
    pub(super) start: f64,
}

/// The lines that the glyphs make, in the order in which they are begun.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut pieces: Vec<Piece> = Vec::new();
    for glyph in glyphs {
        match pieces.last_mut().filter(|piece| piece.takes(&glyph)) {
            Some(piece) => piece.push(glyph),
            None => pieces.push(Piece::new(glyph)),
        }
    }
    let mut lines: Vec<Piece> = Vec::new();
    for piece in pieces {
        let from = lines.len().saturating_sub(LOOK_BACK);
        let last = lines.len().saturating_sub(1);
        match (from..lines.len()).rev().find(|&at| lines[at].continues(&piece, at == last)) {
            Some(at) => lines[at].absorb(piece),
            None => lines.push(piece),
        }
    }
    lines.into_iter().filter_map(Piece::into_line).collect()
}

/// Glyphs on one baseline.
#[derive(Debug)]
struct Piece {
    glyphs: Vec<Glyph>,
    start: f64,
    end: f64,
    y: f64,
    size: f64,
}

impl Piece {
    fn new(glyph: Glyph) -> Self {
        Self { start: glyph.x, end: glyph.end(), y: glyph.y, size: glyph.size, glyphs: vec![glyph] }
    }

    fn angle(&self) -> i16 {
        self.glyphs.first().map_or(0, |glyph| glyph.angle)
    }

    /// Whether the glyph that is drawn next stands on this line.
    fn takes(&self, glyph: &Glyph) -> bool {
        let Some(last) = self.glyphs.last() else { return false };
        let size = self.size.max(glyph.size);
        let rise = (glyph.y - self.y).abs();
        let back = last.end() - glyph.x;
        let level = rise <= SAME_BASELINE * size;
        glyph.angle == last.angle
            && rise <= RISE * size
            && back <= OVERLAP * size
            && (level || -back <= CELL_GAP * size)
    }

    fn push(&mut self, glyph: Glyph) {
        self.start = self.start.min(glyph.x);
        self.end = self.end.max(glyph.end());
        // The baseline is that of the greatest glyphs: a note's mark may come before its text.
        if glyph.size > self.size * 1.05 && !glyph.is_space() {
            (self.y, self.size) = (glyph.y, glyph.size);
        }
        self.glyphs.push(glyph);
    }

    /// Whether `other` stands on the same line, beside what is there.
    fn continues(&self, other: &Self, last: bool) -> bool {
        let size = self.size.max(other.size);
        let apart = (other.start - self.end).max(self.start - other.end);
        self.angle() == other.angle()
            && (self.y - other.y).abs() <= SAME_BASELINE * size
            && apart >= -OVERLAP * size
            && (last || apart <= NEAR * size)
    }

    fn absorb(&mut self, other: Self) {
        for glyph in other.glyphs {
            self.push(glyph);
        }
    }

    /// Whether the mark of a note begins or ends between two glyphs: a raised number behind or before a word.
    fn is_mark(&self, before: &Glyph, glyph: &Glyph, text: &str) -> bool {
        let raised = |glyph: &Glyph| glyph.size < 0.85 * self.size && glyph.y < self.y - 0.15 * self.size;
        let number = |glyph: &Glyph| raised(glyph) && glyph.text.starts_with(|c: char| c.is_ascii_digit());
        let letter = |glyph: &Glyph| !raised(glyph) && glyph.text.starts_with(char::is_alphabetic);
        // Units and formulas have shorter words.
        let word = || text.chars().rev().take_while(|c| c.is_alphabetic()).nth(3).is_some();
        (number(glyph) && letter(before) && word()) || (number(before) && letter(glyph))
    }

    fn into_line(mut self) -> Option<Line> {
        self.glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let word_gap = WORD_GAP + wide_setting(&self.glyphs);
        let mut text = String::new();
        let mut before: Option<&Glyph> = None;
        let mut gutters = Vec::new();
        let mut space = false;
        for glyph in &self.glyphs {
            if glyph.is_space() {
                space = true;
                continue;
            }
            if let Some(before) = before {
                let gap = gap(before, glyph);
                if gap > CELL_GAP {
                    text.push('\t');
                    gutters.push(Gutter { end: before.end(), start: glyph.x });
                } else if space || gap > word_gap || self.is_mark(before, glyph, &text) {
                    text.push(' ');
                }
            }
            space = false;
            text.push_str(&glyph.text);
            before = Some(glyph);
        }
        let start = self.glyphs.iter().find(|glyph| !glyph.is_space())?.x;
        let end = before?.end();
        let gutter = gutters.first().copied().filter(|_| gutters.len() == 1);
        Some(Line { text, angle: self.angle(), start, end, y: self.y, size: self.size, gutter })
    }
}

/// The gap between two glyphs, in ems of the smaller one.
fn gap(before: &Glyph, glyph: &Glyph) -> f64 {
    (glyph.x - before.end()) / before.size.min(glyph.size).max(f64::MIN_POSITIVE)
}

/// How far apart the letters of a line's words are set, in ems: 0 but in headings and the like.
fn wide_setting(glyphs: &[Glyph]) -> f64 {
    let letter = |glyph: &Glyph| glyph.text.starts_with(char::is_alphabetic);
    let pairs = glyphs.windows(2).filter(|pair| letter(&pair[0]) && letter(&pair[1]));
    let mut gaps: Vec<f64> = pairs.map(|pair| gap(&pair[0], &pair[1])).collect();
    gaps.sort_by(f64::total_cmp);
    // A third has the gaps between the words of a formula, not those between letters.
    let usual = gaps.get(gaps.len() / 3).copied().filter(|_| gaps.len() >= 4);
    usual.filter(|gap| (0.03..WIDE_SETTING).contains(gap)).unwrap_or_default()
}
