use super::*;

/// Starts, ends and texts, one after the other.
fn walk(source: &str) -> Result<String, Unread> {
    let mut xml = Xml::new(source, "abîmé");
    let mut seen = Vec::new();
    while let Some(node) = xml.next()? {
        seen.push(match node {
            Node::Start(element) => format!("<{}", element.name()),
            Node::End(element) => format!("{}>", element.name()),
            Node::Text(text) => text.into_owned(),
        });
    }
    Ok(seen.join(" "))
}

#[test]
fn elements_come_by_their_local_names_and_text_without_references() {
    let cases = [
        ("<w:p>Un<a/></w:p>", "<p Un <a a> p>"),
        ("\u{feff}<?xml version='1.0'?><!-- non --><p>d&#233;j&#xe0;</p>", "<p d é j à p>"),
        ("<p>a &lt; b &amp; c</p>", "<p a  <  b  &  c p>"),
        ("<p><![CDATA[a < b]]></p>", "<p a < b p>"),
        ("<!DOCTYPE p [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><p>x&b;y</p>", "<p x y p>"),
    ];
    for (source, expected) in cases {
        assert_eq!(walk(source).as_deref(), Ok(expected), "{source}");
    }
}

#[test]
fn what_is_no_xml_is_damaged() {
    for source in ["", "Du texte.", "\0\u{1}", "<p>", "<p><b></p></b>", "<p", "</p>", "<p>texte"] {
        assert_eq!(walk(source), Err(Unread::failed("abîmé")), "{source}");
    }
}

#[test]
fn an_element_is_skipped_or_read_whole() {
    let source = "<d><a>un<a>deux</a>trois</a><b>quatre<i>cinq</i>&amp;</b><c>six</c></d>";
    let mut xml = Xml::new(source, "abîmé");
    let mut texts = Vec::new();
    while let Some(node) = xml.next().expect("well-formed") {
        match node {
            Node::Start(element) if element.name() == "a" => xml.skip().expect("well-formed"),
            Node::Start(element) if element.name() == "b" => texts.push(xml.text().expect("well-formed")),
            Node::Text(text) => texts.push(text.into_owned()),
            _ => {}
        }
    }
    assert_eq!(texts, ["quatrecinq&", "six"]);
}

#[test]
fn an_attribute_is_found_by_its_local_name() {
    let mut xml = Xml::new("<w:a id='1' r:id='2' w:val='l&apos;eau &x;'/>", "abîmé");
    let Ok(Some(Node::Start(element))) = xml.next() else { panic!("an element") };
    assert_eq!(element.attribute("id").as_deref(), Some("1"));
    assert_eq!(element.prefixed("id").as_deref(), Some("2"));
    assert_eq!(element.attribute("val").as_deref(), Some("l&apos;eau &x;"), "an unknown entity stays");
    assert_eq!(element.attribute("autre"), None);
    assert!(element.has_prefix("w"));
}

#[test]
fn depth_costs_nothing() {
    let deep = 100_000;
    let source = format!("{}eau{}", "<a>".repeat(deep), "</a>".repeat(deep));
    let mut xml = Xml::new(&source, "abîmé");
    assert!(matches!(xml.next(), Ok(Some(Node::Start(_)))));
    assert_eq!(xml.text().as_deref(), Ok("eau"));
    assert!(matches!(xml.next(), Ok(None)));
}

#[test]
fn the_encoding_is_utf_8_or_declared() {
    let utf_16 =
        |order: fn(u16) -> [u8; 2], text: &str| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let cases = [
        ("<p>été</p>".as_bytes().to_vec(), "<p>été</p>"),
        (b"\xEF\xBB\xBF<p>\xC3\xA9</p>".to_vec(), "<p>é</p>"),
        (utf_16(u16::to_le_bytes, "\u{feff}<p>é</p>"), "<p>é</p>"),
        (utf_16(u16::to_be_bytes, "\u{feff}<p>é</p>"), "<p>é</p>"),
        (utf_16(u16::to_le_bytes, "<p>é</p>"), "<p>é</p>"),
        (utf_16(u16::to_be_bytes, "<p>é</p>"), "<p>é</p>"),
        (
            b"<?xml version='1.0' encoding='ISO-8859-1'?><p>\xE9</p>".to_vec(),
            "<?xml version='1.0' encoding='ISO-8859-1'?><p>é</p>",
        ),
        (b"<?xml version='1.0'?><p>\xE9</p>".to_vec(), "<?xml version='1.0'?><p>\u{fffd}</p>"),
        (b"<p>\xE9</p>".to_vec(), "<p>\u{fffd}</p>"),
    ];
    for (bytes, text) in cases {
        assert_eq!(decode(&bytes), text);
    }
}
