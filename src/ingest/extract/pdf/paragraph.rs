//! Lines → text: where a paragraph ends, as the spacing, the indentation and the size of the lines show it.

use super::line::Line;

/// Lines of one paragraph differ by less in size.
const OTHER_SIZE: f64 = 1.15;
/// A line this many ems below the one before it belongs to something else.
const FAR: f64 = 2.5;
/// How much wider than usual a step between two lines is at a paragraph's end.
const WIDE_STEP: f64 = 1.25;
/// A step between lines where the page has too few to tell, in ems.
const USUAL_STEP: f64 = 1.25;
/// The least indentation, in ems, that begins a paragraph.
const INDENT: f64 = 0.7;
/// How far short of the margin a paragraph's last line ends, in ems.
const SHORT: f64 = 2.0;

/// The text of a page: a line feed after a line, a blank line after a paragraph.
pub(super) fn text(lines: &[Line]) -> String {
    let page_step = usual_step(lines).unwrap_or(USUAL_STEP);
    let mut text = String::new();
    for block in lines.chunk_by(goes_on) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let block = Block::new(block, page_step);
        for (at, line) in block.lines.iter().enumerate() {
            if at > 0 {
                text.push_str(if block.begins_at(at) { "\n\n" } else { "\n" });
            }
            text.push_str(&line.text);
        }
    }
    text
}

/// Whether a line stands under the one before it as lines of one column do.
fn goes_on(before: &Line, line: &Line) -> bool {
    let size = before.size.min(line.size);
    let step = line.y - before.y;
    before.angle == line.angle
        && step > -0.5 * size
        && step < FAR * size
        && line.start <= before.end
        && before.start <= line.end
        && before.size.max(line.size) <= OTHER_SIZE * size
}

/// How far below each other lines usually are, in ems.
fn usual_step(lines: &[Line]) -> Option<f64> {
    let pairs = lines.windows(2).filter(|pair| goes_on(&pair[0], &pair[1]));
    let mut steps: Vec<f64> = pairs.map(|pair| (pair[1].y - pair[0].y) / pair[1].size).collect();
    steps.retain(|step| *step > 0.5);
    steps.sort_by(f64::total_cmp);
    // Below the middle: on a page of many short paragraphs most steps are wide.
    steps.get(steps.len() / 3).copied()
}

/// Lines one under the other, of one size.
struct Block<'a> {
    lines: &'a [Line],
    step: f64,
    left: f64,
    right: f64,
}

impl<'a> Block<'a> {
    fn new(lines: &'a [Line], page_step: f64) -> Self {
        let own = if lines.len() > 4 { usual_step(lines) } else { None };
        Self {
            lines,
            step: own.unwrap_or(page_step),
            left: lines.iter().map(|line| line.start).fold(f64::INFINITY, f64::min),
            right: lines.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// Whether the line at `at`, which is not the first, begins a paragraph.
    fn begins_at(&self, at: usize) -> bool {
        let (before, line) = (&self.lines[at - 1], &self.lines[at]);
        let wide = line.y - before.y > WIDE_STEP * self.step * line.size;
        wide || self.is_indented(at) || self.is_last(before)
    }

    /// Whether a line is indented as the first of a paragraph, not as what follows the mark of a list.
    fn is_indented(&self, at: usize) -> bool {
        let (before, line) = (&self.lines[at - 1], &self.lines[at]);
        let indent = INDENT * line.size;
        let goes_back = self.lines.get(at + 1).is_some_and(|next| next.start < line.start - indent);
        line.start - before.start > indent
            && !is_centred(before, line)
            && (self.right - before.end > SHORT * line.size || (goes_back && !is_item(&before.text)))
    }

    /// Whether a line ends a sentence and stops well short of the margin.
    fn is_last(&self, line: &Line) -> bool {
        let closed = line.text.trim_end_matches(['»', '”', '"', ')', ' ', '\u{a0}', '\u{202f}']);
        closed.ends_with(['.', '!', '?', '…', ':', ';'])
            && self.right - line.end > 0.2 * (self.right - self.left)
    }
}

fn is_centred(before: &Line, line: &Line) -> bool {
    let centre = |line: &Line| (line.start + line.end) / 2.0;
    (centre(before) - centre(line)).abs() < 0.5 * line.size
}

/// Whether a line begins with the mark of a list's item: a dash, a bullet, a number.
fn is_item(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let label = first.trim_end_matches(['.', ')', '°', ':']);
    let numbered = label.len() < first.len() && label.chars().count() <= 3;
    numbered || (first.chars().count() == 1 && !first.chars().all(char::is_alphanumeric))
}
