//! Passages and entries on their way into the index. The thread of tantivy that takes a passage makes its terms, so that
//! all threads share the analysis, and a text is there once however many passages and fields it has.

use std::borrow::Cow;
use std::iter;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf, Value};
use tantivy::schema::{Document as TantivyDocument, Field};

use super::catalogue::Entry;
use super::schema::{FIRST, FURTHER};
use super::stored::Location;
use super::{BATCH, Fields};
use crate::analysis::{Language, TermMaker, Terms, all_again};
use crate::document::{Document, Passage};

/// What the index is given.
#[derive(Debug)]
pub(super) enum Pending {
    /// A passage of a document.
    Passage(PendingPassage),
    /// An entry of the catalogue, by fields.
    Entry(Vec<(Field, Stored)>),
}

/// The value of a field of an entry.
#[derive(Debug)]
pub(super) enum Stored {
    Text(String),
    Number(u64),
}

/// A passage, and the memory that it takes until it is indexed.
#[derive(Debug)]
pub(super) struct PendingPassage {
    document: Arc<PendingDocument>,
    /// Its place among the document's passages.
    number: usize,
    terms: OnceLock<Terms>,
    /// What is stored of it.
    stored: OnceLock<Vec<u8>>,
    _room: Arc<Room>,
}

/// A document whose passages are not all indexed.
#[derive(Debug)]
pub(super) struct PendingDocument {
    pub(super) fields: Fields,
    pub(super) key: String,
    pub(super) within: Option<String>,
    pub(super) document: Document,
    pub(super) passages: Vec<Passage>,
    pub(super) makers: Arc<Makers>,
    heading: OnceLock<Heading>,
}

/// Terms that all passages of a document have.
#[derive(Debug, Default)]
struct Heading {
    title: String,
    /// The same for the first passages of further batches.
    title_again: String,
    author: String,
}

impl PendingDocument {
    pub(super) fn new(
        fields: Fields,
        entry: &Entry,
        (document, passages): (Document, Vec<Passage>),
        makers: Arc<Makers>,
    ) -> Arc<Self> {
        let (key, within) = (entry.key.clone(), entry.within.clone());
        Arc::new(Self { fields, key, within, document, passages, makers, heading: OnceLock::new() })
    }

    /// The passage with this number.
    pub(super) fn passage(self: &Arc<Self>, number: usize, room: &Arc<Room>) -> Pending {
        Pending::Passage(PendingPassage {
            document: Arc::clone(self),
            number,
            terms: OnceLock::new(),
            stored: OnceLock::new(),
            _room: Arc::clone(room),
        })
    }

    /// The document's language, and of a passage that is in another that one.
    fn language(&self) -> Language {
        Language::of(self.document.language.as_deref().unwrap_or_default())
    }

    fn heading(&self) -> &Heading {
        self.heading.get_or_init(|| {
            let (title, author) = (&self.document.title, &self.document.author);
            self.makers.with(|maker| {
                let stems =
                    title.as_ref().map(|title| maker.stems(title, self.language())).unwrap_or_default();
                Heading {
                    title_again: all_again(&stems),
                    title: stems,
                    author: author.as_ref().map(|author| maker.folded(author)).unwrap_or_default(),
                }
            })
        })
    }
}

impl PendingPassage {
    fn passage(&self) -> &Passage {
        &self.document.passages[self.number]
    }

    fn text(&self) -> &str {
        &self.document.document.text[self.passage().bytes.clone()]
    }

    fn code(&self) -> Option<&str> {
        self.passage().language.as_deref().or(self.document.document.language.as_deref())
    }

    fn terms(&self) -> &Terms {
        self.terms.get_or_init(|| {
            let language = Language::of(self.code().unwrap_or_default());
            self.document.makers.with(|maker| maker.terms(self.text(), language))
        })
    }

    fn stored(&self) -> &[u8] {
        self.stored.get_or_init(|| {
            let passage = self.passage();
            let location = Location {
                start: passage.bytes.start as u64,
                lines: passage.lines,
                page: passage.page,
                language: self.code().unwrap_or_default(),
                line_starts: Cow::Borrowed(&passage.line_starts),
            };
            location.with_text((&self.document.key, passage.ordinal.into()), self.text())
        })
    }

    fn values(&self) -> Vec<(Field, FieldValue<'_>)> {
        use FieldValue::{Bytes, Number, Text};
        let PendingDocument { fields, key, within, document, .. } = &*self.document;
        let (passage, terms) = (self.passage(), self.terms());
        let mut values = Vec::with_capacity(MOST_FIELDS);
        values.extend([
            (fields.path, Text(key)),
            (fields.ordinal, Number(passage.ordinal.into())),
            (fields.passage, Bytes(self.stored())),
            (fields.folded, Text(&terms.folded)),
            (fields.stem, Text(&terms.stem)),
            (fields.exact, Text(&terms.exact)),
        ]);
        values.extend(within.as_ref().map(|within| (fields.within, Text(within))));
        values.extend(passage.front.then_some((fields.front, Number(1))));
        if (passage.ordinal as usize).is_multiple_of(BATCH) {
            let first = passage.ordinal == 0;
            values.push((fields.head, Number(if first { FIRST } else { FURTHER })));
            if document.title.is_some() {
                let Heading { title, title_again, .. } = self.document.heading();
                values.push((fields.title, Text(if first { title } else { title_again })));
            }
        }
        if document.author.is_some() {
            values.push((fields.author, Text(&self.document.heading().author)));
        }
        values.extend(self.code().map(|code| (fields.language, Text(code))));
        if let Some(date) = document.date {
            values.push((fields.from, Number(date.first_day())));
            values.push((fields.until, Number(date.last_day())));
        }
        values
    }
}

/// Values that a passage seldom has more of.
const MOST_FIELDS: usize = 24;

/// The value of a field, as tantivy reads it.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldValue<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    Number(u64),
}

impl<'a> Value<'a> for FieldValue<'a> {
    type ArrayIter = iter::Empty<Self>;
    type ObjectIter = iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self {
            Self::Text(text) => ReferenceValueLeaf::Str(text),
            Self::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            Self::Number(number) => ReferenceValueLeaf::U64(*number),
        })
    }
}

impl TantivyDocument for Pending {
    type Value<'a> = FieldValue<'a>;
    type FieldsValuesIter<'a> = std::vec::IntoIter<(Field, FieldValue<'a>)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let values = match self {
            Self::Passage(passage) => passage.values(),
            Self::Entry(values) => {
                let read = |value| match value {
                    &Stored::Number(number) => FieldValue::Number(number),
                    Stored::Text(text) => FieldValue::Text(text),
                };
                values.iter().map(|(field, value)| (*field, read(value))).collect()
            }
        };
        values.into_iter()
    }
}

/// Makers of terms for the threads of tantivy, which do not say which of them asks.
#[derive(Debug, Default)]
pub(super) struct Makers(Mutex<Vec<TermMaker>>);

impl Makers {
    fn with<T>(&self, make: impl FnOnce(&mut TermMaker) -> T) -> T {
        let mut maker = locked(&self.0).pop().unwrap_or_else(TermMaker::new);
        let made = make(&mut maker);
        locked(&self.0).push(maker);
        made
    }
}

/// What another thread held when it panicked is whole: all changes are single ones.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes of text that wait to be indexed. Tantivy itself counts batches and not bytes.
const MOST_WAITING: usize = 16 << 20;

/// How long one batch waits for room before it goes on without: no thread may be left to make some.
const PATIENCE: Duration = Duration::from_secs(10);

/// Holds up who adds passages faster than they are indexed.
#[derive(Debug, Default)]
pub(super) struct Gate {
    taken: Mutex<usize>,
    freed: Condvar,
}

/// Memory taken behind a gate, given back when the last passage that shares it is indexed.
#[derive(Debug)]
pub(super) struct Room {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Gate {
    /// Waits until there is room for so many bytes; whatever is larger than all of it has it alone.
    pub(super) fn enter(self: &Arc<Self>, bytes: usize) -> Arc<Room> {
        let is_full = |taken: &mut usize| *taken > 0 && *taken + bytes > MOST_WAITING;
        let waited = self.freed.wait_timeout_while(locked(&self.taken), PATIENCE, is_full);
        let (mut taken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        drop(taken);
        Arc::new(Room { gate: Arc::clone(self), bytes })
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        *locked(&self.gate.taken) -= self.bytes;
        self.gate.freed.notify_one();
    }
}
