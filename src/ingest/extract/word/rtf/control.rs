//! RTF: what control words mean, as far as text needs it.

use encoding_rs::Encoding;

use crate::ingest::extract::word::code_page::code_page;

/// What the content of a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Body,
    /// Foot- and endnotes, comments, text boxes: they interrupt a sentence, so they are put behind the text.
    Note,
    /// The number or bullet of a list item, as the program showed it.
    Label,
    FontTable,
    /// Of the document's properties only some are read, each a group of its own.
    Info,
    Title,
    Author,
    Created,
    /// A drawing: nothing but the text in it counts.
    Drawing,
    Skipped,
}

/// The destination that a control word opens where `outer` is open, or `None` where it opens none.
///
/// Headers and footers are left out: they repeat on every page. `starred` groups are those that a reader may
/// skip if it does not know them, and does.
pub(super) fn destination(word: &[u8], starred: bool, outer: Destination) -> Option<Destination> {
    use Destination::{Author, Created, Drawing, FontTable, Info, Label, Note, Skipped, Title};
    match (outer, word) {
        (Skipped | FontTable | Title | Author | Created, _) => starred.then_some(Skipped),
        (Info, b"title") => Some(Title),
        (Info, b"author") => Some(Author),
        (Info, b"creatim") => Some(Created),
        // The same value again, in Unicode.
        (Info, _) => starred.then_some(Skipped),
        (Drawing, b"shptxt" | b"dptxbxtext") => Some(Note),
        (_, b"shprslt") => Some(Skipped),
        (Drawing, _) => None,
        (_, b"footnote" | b"annotation") => Some(Note),
        (_, b"listtext" | b"pntext") => Some(Label),
        (_, b"shpinst" | b"do") => Some(Drawing),
        (_, b"fonttbl") => Some(FontTable),
        (_, b"info") => Some(Info),
        (
            _,
            b"colortbl" | b"stylesheet" | b"listtable" | b"listoverridetable" | b"revtbl" | b"rsidtbl"
            | b"filetbl" | b"pict" | b"nonshppict" | b"objdata" | b"fldinst" | b"nonesttables" | b"header"
            | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr" | b"footerf"
            | b"ftnsep" | b"ftnsepc" | b"ftncn" | b"aftnsep" | b"aftnsepc" | b"aftncn" | b"xe" | b"tc"
            | b"rxe" | b"txe" | b"bkmkstart" | b"bkmkend" | b"private" | b"pnseclvl" | b"generator"
            | b"themedata" | b"datastore",
        ) => Some(Skipped),
        _ => starred.then_some(Skipped),
    }
}

/// The character that a control word stands for. `\-`, a place where a word may be cut, stands for none.
pub(super) fn character(word: &[u8]) -> Option<char> {
    Some(match word {
        b"tab" => '\t',
        b"emdash" => '—',
        b"endash" => '–',
        b"lquote" => '‘',
        b"rquote" => '’',
        b"ldblquote" => '“',
        b"rdblquote" => '”',
        b"bullet" => '•',
        b"emspace" => '\u{2003}',
        b"enspace" => '\u{2002}',
        b"qmspace" => '\u{2005}',
        b"zwj" => '\u{200d}',
        b"zwnj" => '\u{200c}',
        _ => return None,
    })
}

/// The encoding of a font's character set; `None` for the document's own.
pub(super) fn charset(number: i32) -> Option<&'static Encoding> {
    Some(code_page(match number {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    }))
}
