//! JSON-LD: what many pages of newspapers declare about themselves in a script, in the terms of schema.org.

use serde_json::{Map, Value};

/// What an article says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    pub(super) headline: Option<String>,
    /// The names of its authors, with commas between.
    pub(super) author: Option<String>,
    /// As it is written, mostly ISO 8601.
    pub(super) published: Option<String>,
}

/// The first object of a script that has a day of publication; nothing where the script is no JSON.
pub(super) fn article(script: &str) -> Option<Article> {
    let value = serde_json::from_str(script.trim()).ok()?;
    // Articles stand alone, in a list, or in the `@graph` of an object.
    let mut left: Vec<&Value> = vec![&value];
    while let Some(value) = left.pop() {
        match value {
            Value::Object(object) if object.contains_key("datePublished") => return Some(read(object)),
            Value::Object(object) => left.extend(object.get("@graph")),
            Value::Array(values) => left.extend(values.iter().rev()),
            _ => {}
        }
    }
    None
}

fn read(object: &Map<String, Value>) -> Article {
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let authors = match object.get("author") {
        Some(Value::Array(authors)) => authors.iter().filter_map(name).collect(),
        author => author.and_then(name).into_iter().collect::<Vec<_>>(),
    };
    Article {
        headline: text("headline"),
        author: (!authors.is_empty()).then(|| authors.join(", ")),
        published: text("datePublished"),
    }
}

/// A person is an object with a name, or a name.
fn name(person: &Value) -> Option<&str> {
    person.as_str().or_else(|| person.get("name")?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_where_it_stands() {
        let whole = r#"{"@type": "NewsArticle", "headline": "La crue", "datePublished": "2024-05-06T08:00:00Z",
            "author": [{"name": "Awa Diarra"}, "Moussa Ba"]}"#;
        let expected = Article {
            headline: Some("La crue".into()),
            author: Some("Awa Diarra, Moussa Ba".into()),
            published: Some("2024-05-06T08:00:00Z".into()),
        };
        for script in [
            whole.to_owned(),
            format!("[{{\"@type\": \"Organization\"}}, {whole}]"),
            format!("{{\"@context\": \"x\", \"@graph\": [{{}}, {whole}]}}"),
        ] {
            assert_eq!(article(&script).as_ref(), Some(&expected), "{script}");
        }
        for script in ["", "{", "[1, null]", r#"{"name": "x"}"#, "var a = 1;"] {
            assert_eq!(article(script), None, "{script}");
        }
        let alone = article(r#"{"datePublished": 2024, "author": {"name": "Awa"}}"#);
        assert_eq!(alone, Some(Article { author: Some("Awa".into()), ..Article::default() }));
    }
}
