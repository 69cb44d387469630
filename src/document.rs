//! The nouns: what the two flows hand from stage to stage. No logic
//! beyond reading and writing a date.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A half-open range of **bytes** of a document's extracted text.
pub type Span = Range<usize>;

/// A document that was read: its extracted text and what is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The extracted text, as it is in the source; nothing is normalised.
    pub text: String,
    /// What the text is called: first heading, front matter or HTML title, else the file name.
    pub title: Option<String>,
    /// Who wrote it, where the document says so.
    pub author: Option<String>,
    /// The document's own date, never the clock's or the file system's.
    pub date: Option<Date>,
    /// ISO 639-1 code of the text's main language, where it could be told.
    pub language: Option<String>,
    /// How the bytes were read.
    pub format: Format,
    /// Name of the character encoding that the bytes were decoded from, e.g. `UTF-8` or `windows-1252`; none of a format
    /// that is not text.
    pub encoding: Option<String>,
}

/// How a document's text is found in its bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text: the file is the text.
    #[default]
    Text,
    /// Markdown: the file is the text, marks included; front matter gives metadata.
    Markdown,
    /// HTML: the text without markup, scripts and styles.
    Html,
    /// Values separated by commas, semicolons or tabs: the file is the text, a row is a line.
    Csv,
    /// One record of a file that has a JSON object on each line.
    JsonLines,
    /// PDF, page by page.
    Pdf,
    /// Word.
    Docx,
    /// Word 97 to 2003.
    Doc,
    /// Rich text.
    Rtf,
    /// LibreOffice Writer.
    Odt,
    /// PowerPoint; a slide is a page.
    Pptx,
    /// LibreOffice Impress; a slide is a page.
    Odp,
    /// Excel; a row is a line.
    Xlsx,
    /// Excel 97 to 2003; a row is a line.
    Xls,
    /// LibreOffice Calc; a row is a line.
    Ods,
    /// E-book, chapter by chapter.
    Epub,
    /// A mail.
    Mail,
    /// Mails in one file; each is a document.
    Mbox,
    /// Zip archive; each file in it is a document.
    Zip,
}

/// As in JSON.
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Why nothing, or not all, was read of a file or of a document in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unread {
    /// What kind of shortfall it is.
    pub kind: Shortfall,
    /// The reason, for a person; the same for all files of which the same is true.
    pub reason: String,
}

/// The kinds of reasons for which nothing, or not all, is read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shortfall {
    /// There is no text in it; a scan may hold pictures of some.
    Empty,
    /// It should be read and cannot: damaged, encrypted, too large, not permitted.
    Failed,
    /// It is no document, or of a format that is not read.
    Skipped,
    /// It was read, but not all of it.
    Partial,
}

impl Unread {
    /// There is no text in it.
    pub fn empty(reason: impl Into<String>) -> Self {
        Self { kind: Shortfall::Empty, reason: reason.into() }
    }

    /// It should be read and cannot.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self { kind: Shortfall::Failed, reason: reason.into() }
    }

    /// It is not for reading.
    pub fn skipped(reason: impl Into<String>) -> Self {
        Self { kind: Shortfall::Skipped, reason: reason.into() }
    }
}

/// As in JSON.
impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A calendar date as precise as its source: a year, a month or a day (proleptic Gregorian).
///
/// The order is chronological; of dates that begin alike the less precise one comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month 1 to 12, where known.
    pub month: Option<u8>,
    /// Day of the month 1 to 31, where known; never without a month.
    pub day: Option<u8>,
}

impl Date {
    /// The date of these parts, or `None` where the calendar has no such day.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let date = Self { year, month, day };
        let known = (1..=9999).contains(&year)
            && month.is_none_or(|month| (1..=12).contains(&month))
            && (day.is_none() || month.is_some())
            && day.is_none_or(|day| (1..=date.days_in_month()).contains(&day));
        known.then_some(date)
    }

    /// The first day that the date may mean, as the number `yyyymmdd`.
    pub fn first_day(self) -> u64 {
        self.number(self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date may mean, as the number `yyyymmdd`.
    pub fn last_day(self) -> u64 {
        self.number(self.month.unwrap_or(12), self.day.unwrap_or_else(|| self.days_in_month()))
    }

    fn number(self, month: u8, day: u8) -> u64 {
        u64::from(self.year) * 10_000 + u64::from(month) * 100 + u64::from(day)
    }

    fn days_in_month(self) -> u8 {
        let leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) if leap => 29,
            Some(2) => 28,
            _ => 31,
        }
    }
}

/// ISO 8601 with the precision that is known: `2025`, `2025-06` or `2025-06-30`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// The text is not a date of the form `yyyy`, `yyyy-mm` or `yyyy-mm-dd`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADate(pub String);

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a date: {:?} (write 2025, 2025-06 or 2025-06-30)", self.0)
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads what `Display` writes; months and days may lack their leading zero.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let number = |part: &str, longest: usize| {
            let digits = (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten()
        };
        let mut parts = text.trim().split('-');
        let year = parts.next().filter(|year| year.len() == 4).and_then(|year| number(year, 4));
        let small: Option<Vec<u8>> =
            parts.map(|part| number(part, 2).and_then(|n| u8::try_from(n).ok())).collect();
        match (year, small.as_deref()) {
            (Some(year), Some([])) => Self::new(year, None, None),
            (Some(year), Some([month])) => Self::new(year, Some(*month), None),
            (Some(year), Some([month, day])) => Self::new(year, Some(*month), Some(*day)),
            _ => None,
        }
        .ok_or_else(|| NotADate(text.to_owned()))
    }
}

/// A stretch of a document that is found, ranked and cited as one.
///
/// The passages of a document, put end to end, are its extracted text, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Position among the document's passages, from 0.
    pub ordinal: u32,
    /// Where the passage lies in the extracted text, in bytes.
    pub bytes: Span,
    /// First and last line of the source that the passage touches, from 1, both included; of a format without lines, of the
    /// extracted text.
    pub lines: (u32, u32),
    /// Where in the passage, in bytes, other lines of the source begin than its first, with these lines; none where the
    /// text has the source's own line ends.
    pub line_starts: Vec<(u32, u32)>,
    /// Page of the source, from 1, where it has pages.
    pub page: Option<u32>,
    /// ISO 639-1 code of its language, where it is surely in another than the document's main language.
    pub language: Option<String>,
    /// Whether it is front matter: metadata at the head of the file rather than text.
    pub front: bool,
}
