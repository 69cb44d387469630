//! Files of many documents that are some lines each, and mails with what is attached to them.

use std::path::Path;

use anyhow::Result;

use super::{Item, Reader, content};
use crate::document::Format;
use crate::index::{RECORD, Record, key_of_record};
use crate::ingest::extract::{Extracted, json_lines, mail, mbox};
use crate::ingest::{decode, source};

/// Most attachments of a mail that are read.
const MOST_ATTACHMENTS: usize = 10_000;

impl Reader<'_> {
    /// A mail is a document, and what is attached to it are others.
    pub(super) fn mail(&mut self, item: &Item<'_>) -> Result<()> {
        let mail = match mail::read(&item.bytes) {
            Ok(mail) => mail,
            Err(unread) => return self.fail(item, unread),
        };
        let (size, sha256) = (item.bytes.len() as u64, self.sha256_of(item));
        let mut record = item.record.clone();
        let mut extracted = mail.extracted;
        extracted.cut = item.cut;
        if let Some(record) = &mut record {
            record.id = mail.id;
            extracted.lines = vec![(0, record.lines.0)];
        }
        self.part(item.number, item.place.clone(), size, record, || {
            content(extracted, sha256, Format::Mail, None, item.name)
        })?;
        let too_many = mail.attachments.len() > MOST_ATTACHMENTS;
        let folder = attachments_of(item);
        for attachment in mail.attachments.into_iter().take(MOST_ATTACHMENTS) {
            let place = self.places.below(&folder, &attachment.name);
            let Some(number) = self.begin(&place)? else { continue };
            let (bytes, name) = (attachment.bytes, Path::new(&attachment.name));
            self.item(Item { bytes, name, place, record: None, number, depth: item.depth + 1, cut: None })?;
        }
        if too_many { self.rest(item, "too many attachments") } else { Ok(()) }
    }

    pub(super) fn mbox(&mut self, item: &Item<'_>) -> Result<()> {
        self.contains(item, Format::Mbox);
        for (ordinal, message) in (1..).zip(mbox::messages(&item.bytes)) {
            let place = key_of_record(&item.place, ordinal);
            let Some(number) = self.begin(&place)? else { continue };
            let record = Some(Record { id: None, lines: (message.line, message.last_line) });
            let (bytes, depth) = (message.bytes.into_owned(), item.depth + 1);
            self.mail(&Item { bytes, name: item.name, place, record, number, depth, cut: item.cut })?;
        }
        Ok(())
    }

    pub(super) fn json_lines(&mut self, item: Item<'_>) -> Result<()> {
        self.contains(&item, Format::JsonLines);
        let decoded = match decode::decode(item.bytes, None) {
            Ok(decoded) => decoded,
            Err(unread) => return self.part(item.number, item.place, 0, item.record, || Err(unread)),
        };
        for (ordinal, (line, source, record)) in (1..).zip(json_lines::records(&decoded.text)) {
            let place = key_of_record(&item.place, ordinal);
            let id = record.as_ref().ok().and_then(|record| record.id.clone());
            let own = Some(Record { id, lines: (line, line) });
            self.part(item.number, place, source.len() as u64, own, || {
                let extracted = Extracted { lines: vec![(0, line)], cut: item.cut, ..record?.extracted };
                let sha256 = source::sha256(source.as_bytes());
                content(extracted, sha256, Format::JsonLines, Some(decoded.encoding.clone()), item.name)
            })?;
        }
        Ok(())
    }
}

/// Where the attachments of a mail lie: below the mail, or below its number if it is one of many in a file.
fn attachments_of(mail: &Item<'_>) -> String {
    match mail.place.rsplit_once(RECORD) {
        Some((file, number)) => format!("{file}/{}", number.trim_start_matches('0')),
        None => mail.place.clone(),
    }
}
