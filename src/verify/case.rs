//! A citation on the way to its verdict: what the documents that were read say of it.

use std::path::PathBuf;

use super::locate::{Source, locate};
use super::quote::{self, At, Judged};
use super::text::Text;
use super::{Citation, Outcome, Place, Verdict};
use crate::ingest::Found;

/// A citation on the way to its verdict.
pub(super) struct Case {
    line: usize,
    pub(super) citation: Citation,
    /// Where its document is, or why it is nowhere.
    pub(super) source: Result<Source, String>,
    /// The best answer so far, and where that is.
    best: Option<(Judged, Named)>,
    /// Why its document, or its file, was not read.
    pub(super) unread: Option<String>,
    /// Whether its document was come upon.
    met: bool,
    pub(super) changed: Option<bool>,
}

/// The sum of a file, which is made when it is asked for.
pub(super) type FileSum<'f> = dyn Fn() -> Option<String> + 'f;

/// The document that an answer is from.
#[derive(Debug, Clone)]
struct Named {
    path: String,
    id: Option<String>,
}

impl Case {
    pub(super) fn new(line: usize, citation: Citation, bases: &[PathBuf]) -> Self {
        let source = locate(&citation, bases);
        Self { line, citation, source, best: None, unread: None, met: false, changed: None }
    }

    /// Whether a document of the citation's file is the cited one. A record is told by what it calls itself, else by its
    /// line or its sum.
    pub(super) fn is_of(&self, found: &Found) -> bool {
        let Ok(source) = &self.source else { return false };
        let Citation { id, sha256, place, .. } = &self.citation;
        source.place == found.place
            && match (&found.record, id) {
                (None, _) => true,
                (Some(record), Some(id)) => record.id.as_ref() == Some(id),
                (Some(record), None) => {
                    let stands =
                        place.lines.map(|(first, _)| record.lines.0 <= first && first <= record.lines.1);
                    let same = sha256.is_some() && self.has_sum_of(found);
                    stands.unwrap_or(sha256.is_none()) || same
                }
            }
    }

    pub(super) fn has_sum_of(&self, found: &Found) -> bool {
        found.content.as_ref().is_ok_and(|read| self.citation.sha256.as_ref() == Some(&read.sha256))
    }

    /// Whether a document, or its file if only the sum of that is cited, has the cited bytes.
    fn is_as_cited(&self, found: &Found, file_sum: &FileSum<'_>) -> bool {
        let Citation { sha256, file_sha256, .. } = &self.citation;
        let cited = sha256.as_ref().or(file_sha256.as_ref());
        self.has_sum_of(found) || cited.is_some() && cited == file_sum().as_ref()
    }

    /// Judges by the cited document.
    pub(super) fn meet(&mut self, found: &Found, text: Option<&Text<'_>>, file_sum: &FileSum<'_>) {
        self.met = true;
        match text {
            Some(text) => {
                if let Some(judged) =
                    quote::judge(&self.citation, text, &|| self.is_as_cited(found, file_sum))
                {
                    self.add(judged, found);
                }
            }
            None => {
                let reason = found.content.as_ref().err().map(|unread| unread.reason.clone());
                self.unread = self.unread.take().or(reason);
            }
        }
        if self.citation.sha256.is_some() && found.content.is_ok() {
            // Of records of one name one may be as it was.
            self.changed = Some(self.changed.unwrap_or(true) && !self.has_sum_of(found));
        }
    }

    /// Looks for the quotation in another document.
    pub(super) fn look_in(&mut self, found: &Found, text: &Text<'_>, file_sum: &FileSum<'_>) {
        let is_as_cited = || self.is_as_cited(found, file_sum);
        if let Some(Judged::There(at) | Judged::Elsewhere(at)) =
            quote::find(&self.citation, text, &is_as_cited)
        {
            self.add(Judged::Elsewhere(at), found);
        }
    }

    fn add(&mut self, judged: Judged, found: &Found) {
        if self.best.as_ref().is_none_or(|(best, _)| judged.is_better(best)) {
            let shown = self.source.as_ref().map_or("", |source| source.shown.as_str());
            let id = found.record.as_ref().and_then(|record| record.id.clone());
            self.best = Some((judged, Named { path: format!("{shown}{}", found.place), id }));
        }
    }

    /// Compares the sum of the file with the cited ones; that of a file may be cited as its document's.
    pub(super) fn compare_file(&mut self, sum: Option<&str>) {
        let Some(sum) = sum else { return };
        let Citation { sha256, file_sha256, .. } = &self.citation;
        if sha256.as_deref() == Some(sum) {
            self.changed = Some(false);
        } else if sha256.is_some() && self.changed.is_none() {
            self.changed = Some(true);
        } else if let Some(cited) = file_sha256.as_ref().filter(|_| sha256.is_none()) {
            self.changed = Some(cited != sum);
        }
    }

    pub(super) fn is_found(&self) -> bool {
        self.best.as_ref().is_some_and(|(judged, _)| judged.is_found())
    }

    /// Whether an index may know a file with the cited bytes that has the quotation. Where the cited file has something
    /// like it, that says more than a copy would.
    pub(super) fn may_be_copied(&self) -> bool {
        self.best.is_none() && (self.citation.sha256.is_some() || self.citation.file_sha256.is_some())
    }

    pub(super) fn verdict(self) -> Verdict {
        let Self { line, citation, source, best, unread, met, changed } = self;
        let place = |at: At, named: Named| Place {
            path: named.path,
            id: named.id,
            bytes: at.bytes,
            lines: at.lines,
            page: at.page,
            text: at.text,
            exact: at.exact,
        };
        let outcome = match best {
            Some((Judged::There(at), named)) => Outcome::Unchanged(place(at, named)),
            Some((Judged::Elsewhere(at), named)) => Outcome::Moved(place(at, named)),
            Some((Judged::Near(at, pieces, _), named)) => Outcome::Altered(place(at, named), pieces),
            None => Outcome::Gone(match (source, unread) {
                (Err(reason), _) => reason,
                (Ok(_), Some(reason)) => format!("not read: {reason}"),
                (Ok(_), None) if met => "the text is no longer in it".into(),
                (Ok(_), None) => "its file has no such document".into(),
            }),
        };
        Verdict { line, citation, outcome, changed }
    }
}
