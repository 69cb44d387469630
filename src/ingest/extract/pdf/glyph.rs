//! A page's drawing instructions → its glyphs: which characters, where, how wide.

use std::collections::{HashMap, HashSet};

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::declared::text_string;
use super::unnamed::Codes;

/// Glyph space has a thousand units to the em.
const EM: f64 = 1000.0;
/// Of two equal glyphs so near to each other, in ems, the second is a shadow that makes the first bold.
const SHADOW: f64 = 0.06;
/// No page has more text; what is behind so many glyphs is not read.
const MAX_GLYPHS: usize = 1_000_000;

/// What one glyph says and where it stands, turned so that its line runs to the right and `y` grows downwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// The code of a glyph that the file gives no character: `text` is empty until it is guessed.
    pub(super) code: Option<u8>,
    /// Direction of the line on the page, in degrees clockwise.
    pub(super) angle: i16,
    /// Where it begins on its line.
    pub(super) x: f64,
    /// Its baseline.
    pub(super) y: f64,
    pub(super) advance: f64,
    /// Height of the em.
    pub(super) size: f64,
}

impl Glyph {
    pub(super) fn end(&self) -> f64 {
        self.x + self.advance
    }

    pub(super) fn is_space(&self) -> bool {
        matches!(self.text.as_str(), " " | "\t" | "\n" | "\r")
    }
}

/// A device that draws nothing and notes the glyphs, in the order in which the page draws them.
#[derive(Debug, Default)]
pub(super) struct Collector {
    glyphs: Vec<Glyph>,
    /// Places where a character stands, by its size, in steps of `SHADOW`.
    seen: HashSet<(char, i16, i64, i64, i64)>,
    /// Of each open stretch of marked content, the text that stands for its glyphs, and how many were there before.
    marked: Vec<Option<(String, usize)>>,
    /// How wide the glyphs of drawn (Type 3) fonts are together, and how many they are, by the scale of the font.
    drawn: HashMap<u64, (f64, f64)>,
    /// How many glyphs have no character and no code that tells.
    lost: usize,
}

impl Collector {
    /// The glyphs, and the count of those that are left out because nobody knows what they say.
    pub(super) fn into_parts(self, codes: &mut Codes) -> (Vec<Glyph>, usize) {
        let mut glyphs = self.glyphs;
        let lost = codes.guess(&mut glyphs);
        (glyphs, self.lost + lost)
    }

    /// Notes a glyph unless it only thickens one that is there.
    fn push(&mut self, glyph: Glyph) {
        let code = glyph.code.map(char::from).unwrap_or_default();
        let first = glyph.text.chars().next().unwrap_or(code);
        let cell = (glyph.size * SHADOW).max(0.01);
        let place = |at: f64| (at / cell).round() as i64;
        let (x, y) = (place(glyph.x), place(glyph.y));
        let size = (glyph.size * 16.0).round() as i64;
        let near = |dx: i64, dy: i64| (first, glyph.angle, size, x.saturating_add(dx), y.saturating_add(dy));
        let shadow = (-1..=1).any(|dx| (-1..=1).any(|dy| self.seen.contains(&near(dx, dy))));
        if !shadow || glyph.is_space() {
            self.seen.insert(near(0, 0));
            self.glyphs.push(glyph);
        }
    }

    /// The height of the em of a drawn font, which says nothing of it: twice the width of its usual letter.
    fn drawn_size(&mut self, scale: f64, advance: f64) -> f64 {
        // Without the last digits, in which equal scales may differ.
        let (sum, count) = self.drawn.entry(scale.to_bits() >> 32).or_default();
        *sum += advance;
        *count += 1.0;
        2.0 * *sum / *count
    }

    fn note(&mut self, drawn: &Drawn<'_>, place: Affine, unit: f64) {
        let [a, b, c, d, e, f] = place.as_coeffs();
        let text = match drawn.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let text = without_controls(&text);
        let code = match drawn {
            Drawn::Type3(glyph) if text.is_empty() => u8::try_from(glyph.char_code()).ok(),
            _ => None,
        };
        if text.is_empty() && code.is_none() {
            self.lost += 1;
            return;
        }
        if !(e.is_finite() && f.is_finite()) {
            return;
        }
        let direction = b.atan2(a);
        let (sin, cos) = direction.sin_cos();
        let (advance, size) = match drawn {
            Drawn::Outline(glyph) => {
                let width = f64::from(glyph.advance_width().unwrap_or(500.0));
                (width * unit, c.hypot(d) * EM)
            }
            Drawn::Type3(glyph) => {
                let advance = f64::from(glyph.advance_width().unwrap_or_default()) * unit;
                (advance, self.drawn_size(unit, advance))
            }
        };
        self.push(Glyph {
            text,
            code,
            angle: direction.to_degrees().round() as i16,
            x: e * cos + f * sin,
            y: f * cos - e * sin,
            advance,
            size,
        });
    }
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect()
}

/// How long a unit of glyph space is along the line.
///
/// A glyph of a substitute font is stretched to the width that the missing one had, each by another factor, and the
/// widths are before the stretching; a whole run stretched alike is condensed type.
fn unit_along(places: &[Affine]) -> Option<f64> {
    let along = |place: &Affine| place.as_coeffs()[0].hypot(place.as_coeffs()[1]);
    let first = places.first()?;
    let uniform = places.iter().all(|place| (along(place) - along(first)).abs() <= along(first) * 1e-3);
    Some(if uniform { along(first) } else { first.as_coeffs()[2].hypot(first.as_coeffs()[3]) })
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let places: Vec<Affine> =
            run.glyphs().iter().map(|glyph| props.transform * glyph.transform()).collect();
        let Some(unit) = unit_along(&places).filter(|_| self.glyphs.len() < MAX_GLYPHS) else { return };
        for (glyph, place) in run.glyphs().iter().zip(places) {
            self.note(glyph, place, unit);
        }
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let actual = properties.and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText"));
        let text = actual.map(|text| without_controls(&text_string(text.as_bytes())));
        self.marked.push(text.map(|text| (text, self.glyphs.len())));
    }

    fn end_marked_content(&mut self) {
        let Some(Some((text, start))) = self.marked.pop() else { return };
        let Some(covered) = self.glyphs.get(start..).filter(|covered| !covered.is_empty()) else { return };
        let first = &covered[0];
        // What covers more than a line would lose its place; its glyphs are as good.
        if covered.iter().any(|g| g.angle != first.angle || (g.y - first.y).abs() > first.size) {
            return;
        }
        let x = covered.iter().map(|g| g.x).fold(f64::INFINITY, f64::min);
        let end = covered.iter().map(Glyph::end).fold(f64::NEG_INFINITY, f64::max);
        let whole = Glyph { text, code: None, x, advance: end - x, ..first.clone() };
        self.glyphs.truncate(start);
        if !whole.text.is_empty() {
            self.glyphs.push(whole);
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
