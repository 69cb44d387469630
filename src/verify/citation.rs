//! What a citation is: a quoted text, the document that it is from, and where it stood there.

use serde_json::Value;

use crate::document::Span;

/// A quotation and its source, as a hit of `corpus search --jsonl` gives them, or less.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// Path of the document, as `corpus search` shows it.
    pub path: String,
    /// Path of the file that the document is or lies within, where the citation says so.
    pub file: Option<String>,
    /// What a record calls itself.
    pub id: Option<String>,
    /// SHA-256 of the document's bytes, or of its file's, in hexadecimal.
    pub sha256: Option<String>,
    /// SHA-256 of the file's bytes.
    pub file_sha256: Option<String>,
    /// The quoted text.
    pub text: String,
    /// Where it stood.
    pub place: CitedPlace,
}

/// Where a quotation stood, as far as the citation tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitedPlace {
    /// Bytes of the extracted text: of the quotation, or of a passage that it is a part of.
    pub bytes: Option<Span>,
    /// First and last line of the source, from 1.
    pub lines: Option<(u32, u32)>,
    /// Page of the source, from 1.
    pub page: Option<u32>,
}

impl Citation {
    /// Reads an object: a hit, or what was cut out of one, or the same by hand. The other passages of a hit that stands
    /// for a document are citations too.
    ///
    /// The quotation is `text`, else that of `passage`, else that of `snippet`; a string in the place of one of these two
    /// is its text. Its place is beside it or, where that is missing, in `passage`.
    ///
    /// # Errors
    ///
    /// Why it is no citation.
    pub fn all_of(value: &Value) -> Result<Vec<Self>, String> {
        if !value.is_object() {
            return Err("is no JSON object".into());
        }
        let mut all = vec![Self::of(value)?];
        for other in value["others"].as_array().into_iter().flatten() {
            let Self { path, file, id, sha256, file_sha256, .. } = all[0].clone();
            let (text, place) = quotation(other)?;
            all.push(Self { path, file, id, sha256, file_sha256, text, place });
        }
        Ok(all)
    }

    fn of(value: &Value) -> Result<Self, String> {
        let (document, file) = (&value["document"], &value["file"]);
        let path = string(value, "path")?.or(string(file, "path")?);
        let path = path.filter(|path| !path.is_empty()).ok_or("has no path")?;
        let id = string(value, "id")?.or(string(document, "id")?);
        let sha256 = string(value, "sha256")?.or(string(document, "sha256")?);
        let (text, place) = quotation(value)?;
        Ok(Self {
            path,
            file: string(file, "path")?,
            id,
            sha256: sha256.map(|sum| sum.to_ascii_lowercase()),
            file_sha256: string(file, "sha256")?.map(|sum| sum.to_ascii_lowercase()),
            text,
            place,
        })
    }
}

/// The quoted text of an object, and its place.
fn quotation(value: &Value) -> Result<(String, CitedPlace), String> {
    let (passage, snippet) = (&value["passage"], &value["snippet"]);
    let whole = string(value, "text")?.or(text_of(passage)?);
    let (text, cut) = match whole {
        Some(text) => (Some(text), &Value::Null),
        None => (text_of(snippet)?, snippet),
    };
    let text = text.filter(|text| !text.trim().is_empty()).ok_or("has no text to look for")?;
    let bytes = range(value, "bytes")?.or(range(cut, "bytes")?).or(range(passage, "bytes")?);
    let lines = range(value, "lines")?.or(range(passage, "lines")?);
    let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    let page = number(value, "page")?.or(number(passage, "page")?);
    let lines = lines.map(|lines| (line(lines.start), line(lines.end)));
    Ok((text, CitedPlace { bytes, lines, page: page.map(line) }))
}

fn text_of(value: &Value) -> Result<Option<String>, String> {
    if value.is_string() { Ok(value.as_str().map(str::to_owned)) } else { string(value, "text") }
}

fn string(value: &Value, name: &str) -> Result<Option<String>, String> {
    match &value[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        // Some name their records by numbers.
        Value::Number(number) if name == "id" => Ok(Some(number.to_string())),
        _ => Err(format!("its {name} is no string")),
    }
}

fn number(value: &Value, name: &str) -> Result<Option<usize>, String> {
    match &value[name] {
        Value::Null => Ok(None),
        found => whole(found).map(Some).ok_or_else(|| format!("its {name} is no whole number")),
    }
}

fn range(value: &Value, name: &str) -> Result<Option<Span>, String> {
    match &value[name] {
        Value::Null => Ok(None),
        found => {
            let ends: Option<Vec<usize>> =
                found.as_array().and_then(|ends| ends.iter().map(whole).collect::<Option<_>>());
            match ends.as_deref() {
                Some([start, end]) if start <= end => Ok(Some(*start..*end)),
                _ => Err(format!("its {name} are not two whole numbers, the smaller one first")),
            }
        }
    }
}

fn whole(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|number| usize::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_hit_and_what_was_cut_out_of_it_are_citations() {
        let hit = json!({
            "rank": 1, "path": "a.zip/b.txt", "file": { "path": "a.zip", "sha256": "FF" },
            "document": { "id": null, "sha256": "AB" },
            "passage": { "bytes": [10, 20], "lines": [3, 4], "page": 2, "text": "Le port dort." },
            "snippet": { "text": "Le port", "bytes": [10, 17] }
        });
        let place = CitedPlace { bytes: Some(10..20), lines: Some((3, 4)), page: Some(2) };
        let whole = Citation {
            path: "a.zip/b.txt".into(),
            file: Some("a.zip".into()),
            id: None,
            sha256: Some("ab".into()),
            file_sha256: Some("ff".into()),
            text: "Le port dort.".into(),
            place,
        };
        assert_eq!(Citation::all_of(&hit), Ok(vec![whole.clone()]));
        let least = Citation { path: "b".into(), text: "Le port".into(), ..Citation::default() };
        let cuts = [
            json!({ "path": "b", "text": "Le port" }),
            json!({ "path": "b", "passage": "Le port" }),
            json!({ "path": "b", "snippet": { "text": "Le port", "line": 3 } }),
            json!({ "file": { "path": "b" }, "snippet": "Le port" }),
        ];
        for cut in cuts {
            let found = Citation::all_of(&cut).expect("a citation").remove(0);
            assert_eq!(Citation { file: None, ..found }, least, "{cut}");
        }
        let mut several = hit.clone();
        several["others"] = json!([{ "passage": { "bytes": [30, 35], "text": "Là." } }]);
        let others = Citation::all_of(&several).expect("citations");
        assert_eq!(
            (others.len(), others[1].path.as_str(), others[1].text.as_str()),
            (2, "a.zip/b.txt", "Là.")
        );
        assert_eq!(others[1].place.bytes, Some(30..35));
    }

    #[test]
    fn what_is_no_citation_says_why() {
        let table = [
            (json!(5), "is no JSON object"),
            (json!({ "text": "Le port" }), "has no path"),
            (json!({ "path": "a.txt" }), "has no text to look for"),
            (json!({ "path": "a.txt", "text": " \n" }), "has no text to look for"),
            (json!({ "path": 5, "text": "Le port" }), "its path is no string"),
            (json!({ "path": "a", "text": "b", "bytes": [5] }), "its bytes are not two whole numbers"),
            (json!({ "path": "a", "text": "b", "lines": [5, 2] }), "its lines are not two whole numbers"),
            (json!({ "path": "a", "text": "b", "page": "iv" }), "its page is no whole number"),
        ];
        for (value, reason) in table {
            let error = Citation::all_of(&value).expect_err("no citation");
            assert!(error.starts_with(reason), "{error}");
        }
    }
}
