use proptest::prelude::*;

use super::*;
use crate::document::Date;

fn mail(source: &str) -> Mail {
    read(source.as_bytes()).expect("it is a mail")
}

fn body(mail: &Mail) -> &str {
    &mail.extracted.text[mail.extracted.body..]
}

fn names(mail: &Mail) -> Vec<&str> {
    mail.attachments.iter().map(|attachment| attachment.name.as_str()).collect()
}

const HEAD: &str = "From: Awa Diarra <awa@exemple.ml>\n";

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\n\nLe marché de Ségou ouvre lundi.\n";
const HTML: &str = "Content-Type: text/html; charset=utf-8\n\n<p>Le <b>marché</b> de Ségou ouvre lundi, avec des images.</p>\n";
const PICTURE: &str =
    "Content-Type: image/png; name=carte.png\nContent-Transfer-Encoding: base64\n\niVBORw0K\n";

fn multipart(kind: &str, boundary: &str, parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--{boundary}\n{part}\n")).collect();
    format!(
        "Content-Type: multipart/{kind}; boundary=\"{boundary}\"\n\nPour les vieux lecteurs.\n{parts}--{boundary}--\nfin\n"
    )
}

#[test]
fn a_mail_is_its_shown_fields_and_its_body() {
    let found = mail(
        "Received: from a by b\nDate: Tue, 3 Mar 2026 00:30:00 +0300\nFrom: =?ISO-8859-1?Q?A=EFssata_Ba?= <ba@exemple.ml>\n\
         To: \"Diarra, Awa\" <awa@exemple.ml>,\n\toumar@exemple.ml\nCC: \"=?utf-8?Q?Traor=C3=A9=2C_Moussa?=\" <mt@exemple.ml>\n\
         Subject: =?utf-8?B?UsOpdW5pb24=?=\n =?utf-8?Q?_du_comit=C3=A9?=\nMessage-ID: <42@exemple.ml>\n\
         Content-Language: fr-FR\n\nBonjour,\n\nÀ lundi.\n",
    );
    assert_eq!(
        found.extracted.text,
        "Date: Tue, 3 Mar 2026 00:30:00 +0300\nFrom: Aïssata Ba <ba@exemple.ml>\n\
         To: \"Diarra, Awa\" <awa@exemple.ml>, oumar@exemple.ml\nCC: Traoré, Moussa <mt@exemple.ml>\n\
         Subject: Réunion du comité\n\nBonjour,\n\nÀ lundi."
    );
    assert_eq!(body(&found), "Bonjour,\n\nÀ lundi.");
    assert_eq!(found.extracted.title.as_deref(), Some("Réunion du comité"));
    assert_eq!(found.extracted.author.as_deref(), Some("Aïssata Ba"));
    assert_eq!(found.extracted.date, Date::new(2026, Some(3), Some(3)));
    assert_eq!(found.extracted.language.as_deref(), Some("fr"));
    assert_eq!(found.id.as_deref(), Some("42@exemple.ml"));
}

#[test]
fn the_author_is_the_name_of_the_sender_else_the_address() {
    let cases = [
        ("Awa Diarra <awa@exemple.ml>", Some("Awa Diarra")),
        ("\"Diarra, Awa\" <awa@exemple.ml>", Some("Diarra, Awa")),
        ("\"=?utf-8?Q?Traor=C3=A9=2C_Moussa?=\" <mt@exemple.ml>", Some("Traoré, Moussa")),
        ("=?utf-8?Q?Traor=C3?= =?utf-8?Q?=A9?= <mt@exemple.ml>", Some("Traoré")),
        ("awa@exemple.ml", Some("awa@exemple.ml")),
        ("<awa@exemple.ml>", Some("awa@exemple.ml")),
        ("awa@exemple.ml (Awa Diarra)", Some("Awa Diarra")),
        ("", None),
    ];
    for (from, author) in cases {
        let found = mail(&format!("From: {from}\nSubject: x\n\nTexte\n"));
        assert_eq!(found.extracted.author.as_deref(), author, "{from}");
    }
}

#[test]
fn the_date_is_the_day_where_it_was_sent() {
    let cases = [
        ("Tue, 3 Mar 2026 23:59:00 -1000", Some("2026-03-03")),
        ("3 Mar 2026 00:10 +0200 (CEST)", Some("2026-03-03")),
        ("Fri, 7 Oct 94 16:15:05 GMT", Some("1994-10-07")),
        ("2026-03-03T10:00:00Z", Some("2026-03-03")),
        ("mardi 3 mars 2026 10:00", Some("2026-03-03")),
        ("31 Feb 2026 10:00:00 +0000", None),
        ("hier", None),
    ];
    for (value, date) in cases {
        let found = mail(&format!("From: a@exemple.ml\nDate: {value}\n\nTexte\n"));
        assert_eq!(found.extracted.date.map(|date| date.to_string()).as_deref(), date, "{value}");
    }
}

#[test]
fn a_text_is_read_in_its_encoding() {
    let cases: [(&str, &[u8]); 9] = [
        ("text/plain; charset=iso-8859-1", b"L'\xe9t\xe9 \xe0 Gao co\xfbte 3 F"),
        ("text/plain; charset=windows-1252", b"L'\xe9t\xe9 \xe0 Gao co\xfbte 3 F"),
        ("text/plain; charset=iso-8859-15", b"L'\xe9t\xe9 \xe0 Gao co\xfbte 3 F"),
        ("text/plain; charset=\"UTF-8\"", "L'été à Gao coûte 3 F".as_bytes()),
        ("text/plain; charset=macintosh", b"L'\x8et\x8e \x88 Gao co\x9ete 3 F"),
        ("text/plain; charset=us-ascii", b"L'\xe9t\xe9 \xe0 Gao co\xfbte 3 F"),
        ("text/plain; charset=inconnu", b"L'\xe9t\xe9 \xe0 Gao co\xfbte 3 F"),
        ("text/plain; charset=utf-7", b"L'+AOk-t+AOk- +AOA- Gao co+APs-te 3 F"),
        ("text/plain", b"L'\xe9t\xe9 \xe0 Gao co\xfbte 3 F"),
    ];
    for (content_type, text) in cases {
        let head = format!("{HEAD}Content-Type: {content_type}\nContent-Transfer-Encoding: 8bit\n\n");
        let found = read(&[head.as_bytes(), text].concat()).expect("it is a mail");
        assert_eq!(body(&found), "L'été à Gao coûte 3 F", "{content_type}");
    }
}

#[test]
fn letters_that_stand_in_the_header_as_they_are() {
    let source =
        b"From: A\xefssata Traor\xe9 <a@exemple.ml>\nSubject: R\xe9union du comit\xe9 \xe0 Gao\n\nTexte\n";
    let found = read(source).expect("it is a mail");
    assert_eq!(found.extracted.title.as_deref(), Some("Réunion du comité à Gao"));
    assert_eq!(found.extracted.author.as_deref(), Some("Aïssata Traoré"));
}

#[test]
fn of_alternatives_the_plain_text_is_taken() {
    const REFERS: &str = "Content-Type: text/plain\n\nVotre messagerie ne sait pas afficher le HTML.\n";
    const EMPTY: &str = "Content-Type: text/plain\n\n\n";
    const RICH: &str = "Content-Type: text/enriched\n\n<bold>marché</bold>\n";
    let related = multipart("related", "r", &[HTML, PICTURE]);
    let mixed = multipart("mixed", "m", &[HTML, PICTURE, HTML]);
    let plain = "Le marché de Ségou ouvre lundi.";
    let html = "Le marché de Ségou ouvre lundi, avec des images.";
    let cases: [(&[&str], &str, &[&str]); 8] = [
        (&[PLAIN, HTML], plain, &[]),
        (&[HTML, PLAIN], plain, &[]),
        (&[EMPTY, HTML], html, &[]),
        (&[REFERS, HTML], html, &[]),
        (&[HTML], html, &[]),
        (&[PLAIN, RICH], plain, &[]),
        (&[PLAIN, &related], plain, &["carte.png"]),
        (&[PLAIN, &mixed], plain, &["carte.png"]),
    ];
    for (parts, text, files) in cases {
        let found = mail(&format!("{HEAD}{}", multipart("alternative", "a", parts)));
        assert_eq!((body(&found), names(&found).as_slice()), (text, files), "{parts:?}");
    }
}

#[test]
fn mixed_parts_are_texts_in_order_and_attachments() {
    const FILE: &str = "Content-Type: application/pdf;\n name*0*=utf-8''r%C3%A9sum;\n name*1*=%C3%A9.pdf\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n";
    const NOTE: &str =
        "Content-Type: text/plain; name=\"note.txt\"\nContent-Disposition: attachment\n\nUne note\n";
    const SIGNATURE: &str = "Content-Type: application/pgp-signature; name=s.asc\n\nxyz\n";
    const FORWARDED: &str =
        "Content-Type: message/rfc822\n\nFrom: Oumar <o@exemple.ml>\nSubject: x\n\nDe loin\n";
    let signed = multipart("signed", "s", &[PLAIN, SIGNATURE]);
    let parts = [&signed, FILE, NOTE, FILE, FORWARDED, PICTURE, "\nÀ bientôt.\n"];
    let found = mail(&format!("{HEAD}{}", multipart("mixed", "m", &parts)));
    assert_eq!(body(&found), "Le marché de Ségou ouvre lundi.\n\nÀ bientôt.");
    let files = ["résumé.pdf", "note.txt", "résumé-2.pdf", "attachment-4.eml", "carte.png"];
    assert_eq!(names(&found), files);
    assert_eq!(found.attachments[0].bytes, b"%PDF-");
    let forwarded = read(&found.attachments[3].bytes).expect("it is a mail");
    assert_eq!(body(&forwarded), "De loin");
}

#[test]
fn a_digest_holds_messages() {
    let message = "\nFrom: o@exemple.ml\nSubject: un\n\nDe loin\n";
    let found = mail(&format!("{HEAD}{}", multipart("digest", "d", &[message, message])));
    assert_eq!(names(&found), ["attachment-1.eml", "attachment-2.eml"]);
    assert_eq!(read(&found.attachments[0].bytes).expect("a mail").extracted.title.as_deref(), Some("un"));
}

#[test]
fn a_boundary_is_the_whole_line() {
    let inner = multipart("alternative", "a.ALT", &[PLAIN, HTML]);
    let found = mail(&format!("{HEAD}{}", multipart("mixed", "a", &[&inner, "\n--ab\nFin\n"])));
    assert_eq!(body(&found), "Le marché de Ségou ouvre lundi.\n\n--ab\nFin");
}

#[test]
fn what_is_broken_gives_what_is_left() {
    let unended = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n{PLAIN}--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi"
    );
    let found = mail(&unended);
    assert_eq!((body(&found), names(&found)), ("Le marché de Ségou ouvre lundi.", vec!["a.pdf"]));
    assert_eq!(found.attachments[0].bytes, b"%PDF");
    let cases = [
        ("Content-Type: multipart/mixed; boundary=b\n\nBonjour\n", "Bonjour"),
        ("Content-Type: multipart/mixed\n\nBonjour\n", "Bonjour"),
        ("Content-Type: multipart/mixed; boundary=b\n--b\nX-A: b\n\nBonjour\n--b--\n", "Bonjour"),
        ("Content-Type: multipart/mixed; boundary=b\n--b\n\nBonjour\n--b--\n", "Bonjour"),
        (
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nBonjour sans en-tête\n--b--\n",
            "Bonjour sans en-tête",
        ),
        ("Content-Type: n'importe quoi\n\nBonjour\n", "Bonjour"),
        ("Content-Transfer-Encoding: quoted-printable\n\nBon=6Aour =\n==\n", "Bonjour ="),
        ("Content-Type: text/plain; name=corps.txt\n\nBonjour\n", "Bonjour"),
        ("une ligne cassée\nX-A: b\n\nBonjour\n", "Bonjour"),
        (
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nBonjour\nNote: à lundi\n--b--\n",
            "Bonjour\nNote: à lundi",
        ),
        ("Une ligne sans nom\nBonjour\n", "Une ligne sans nom\nBonjour"),
    ];
    for (source, expected) in cases {
        assert_eq!(body(&mail(&format!("{HEAD}{source}"))), expected, "{source}");
    }
}

#[test]
fn flowed_lines_are_joined() {
    let flowed = |parameters: &str, text: &str| {
        body(&mail(&format!("{HEAD}Content-Type: text/plain; format=flowed{parameters}\n\n{text}")))
            .to_owned()
    };
    let text = "Le marché \nouvre \nlundi.\n\n> Quel \n> jour ?\n Dit-elle.\n-- \nAwa\n";
    assert_eq!(flowed("", text), "Le marché ouvre lundi.\n\n> Quel jour ?\nDit-elle.\n-- \nAwa");
    assert_eq!(flowed("; delsp=yes", "mar \nché\n"), "marché");
    assert_eq!(flowed("", "> un \n>> deux\ntrois \n"), "> un \n>> deux\ntrois");
}

#[test]
fn what_cannot_be_read_says_why() {
    let pgp = multipart(
        "encrypted",
        "e",
        &[
            "Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
            "Content-Type: application/octet-stream\n\nxyz\n",
        ],
    );
    let cases = [
        (String::new(), Unread::empty("empty mail")),
        ("\n\n".to_owned(), Unread::empty("empty mail")),
        ("From a@exemple.ml Tue Mar  3 10:00:00 2026\n".to_owned(), Unread::empty("empty mail")),
        ("Bonjour tout le monde\n".to_owned(), Unread::failed("damaged mail")),
        (format!("{HEAD}{pgp}"), Unread::failed("encrypted mail")),
        (
            format!(
                "{HEAD}Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nxyz"
            ),
            Unread::failed("encrypted mail"),
        ),
        (format!("{HEAD}\n-----BEGIN PGP MESSAGE-----\n\nxyz\n"), Unread::failed("encrypted mail")),
    ];
    for (source, expected) in cases {
        assert_eq!(read(source.as_bytes()).expect_err("nothing is read"), expected, "{source}");
    }
    let beside = mail(&format!("{HEAD}{}", multipart("mixed", "m", &[&pgp, PICTURE])));
    assert_eq!((body(&beside), names(&beside)), ("", vec!["carte.png"]));
}

#[test]
fn a_text_that_is_none_is_an_attachment() {
    let found = mail(&format!("{HEAD}Content-Type: text/plain\n\n\0\x01\x02\n"));
    assert_eq!((body(&found), names(&found)), ("", vec!["attachment-1.txt"]));
    let binary = "Content-Type: text/plain\n\n\0\x01\x02\n";
    let found = mail(&format!("{HEAD}{}", multipart("alternative", "a", &[binary, PLAIN])));
    assert_eq!(body(&found), "Le marché de Ségou ouvre lundi.");
    assert_eq!(names(&found), ["attachment-1.txt"]);
}

#[test]
fn depth_and_number_cost_nothing() {
    let nested: String = (0..100_000)
        .map(|level| format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"))
        .collect();
    assert_eq!(body(&mail(&format!("{HEAD}{nested}\nAu fond\n"))), "Au fond");
    let messages = "Content-Type: message/rfc822\n\n".repeat(100_000);
    assert_eq!(mail(&format!("{HEAD}{messages}\nAu fond\n")).attachments.len(), 1);
    let many = "--b\n\nx\n".repeat(100_000);
    let found = mail(&format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{many}"));
    assert_eq!(body(&found).len(), 3 * 100_000 - 2);
    let absent: String =
        (0..20_000).map(|at| format!("--b\nContent-Type: multipart/mixed; boundary=n{at}\n\nx\n")).collect();
    let found = mail(&format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{absent}"));
    assert_eq!(found.extracted.text.matches('x').count(), 20_001);
    assert_eq!(mail(&format!("Subject: {}\n\nx", "=?utf-8?Q?a?= ".repeat(100_000))).extracted.body, 100_011);
}

fn sample() -> String {
    let alternative = multipart("alternative", "a", &[PLAIN, &multipart("related", "r", &[HTML, PICTURE])]);
    format!("{HEAD}Subject: =?utf-8?Q?March=C3=A9?=\n{}", multipart("mixed", "m", &[&alternative, PICTURE]))
}

#[test]
fn a_mail_cut_anywhere_is_read() {
    let source = sample();
    for end in (0..source.len()).step_by(7) {
        let _ = read(&source.as_bytes()[..end]);
    }
    let found = mail(&source[..source.find("Content-Type: multipart/related").expect("it has one")]);
    assert_eq!(body(&found), "Le marché de Ségou ouvre lundi.");
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(flips in proptest::collection::vec((0..10_000_usize, any::<u8>()), 0..30)) {
        let mut source = sample().into_bytes();
        let length = source.len();
        for (at, byte) in flips {
            source[at % length] = byte;
        }
        if let Ok(found) = read(&source) {
            prop_assert!(found.extracted.text.is_char_boundary(found.extracted.body));
        }
    }
}
