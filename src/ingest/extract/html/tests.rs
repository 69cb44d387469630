use proptest::prelude::*;

use super::*;
use crate::document::Date;

fn text(source: &str) -> String {
    extract(source).text
}

#[test]
fn the_text_is_what_a_reader_sees() {
    let cases = [
        ("Koulikoro", "Koulikoro"),
        ("<p>Un  deux\n trois</p>", "Un deux trois"),
        ("<p> L’<b>été</b>, <i>oui</i> </p>\n", "L’été, oui"),
        ("<p>Un</p>\n<p>Deux</p>", "Un\n\nDeux"),
        ("<p>Un<p>Deux<div></div><div>Trois", "Un\n\nDeux\n\nTrois"),
        ("<h1>Un</h1>Deux<hr>Trois", "Un\n\nDeux\n\nTrois"),
        ("<P>Un<BR>deux<br/>trois", "Un\ndeux\ntrois"),
        ("Un<br>\n<br>deux<br><br><br>trois", "Un\n\ndeux\n\ntrois"),
        ("<ul><li>un</li> <li>deux <li>trois</ul>fin", "un\ndeux\ntrois\n\nfin"),
        ("<dl><dt>un<dd>deux</dl>", "un\ndeux"),
        ("<table><tr><td>a</td>\n<td> b </td></tr><tr><th>c<th>d</table>", "a\tb\nc\td"),
        ("a<pre>\n  b\n    c\n</pre>d  e", "a\n\n  b\n    c\n\nd e"),
        (
            "<p>&Eacute;t&eacute; &amp; 5&nbsp;&euro; &#8211; &lt;b&gt; &inconnu;",
            "Été & 5\u{a0}€ – <b> &inconnu;",
        ),
        ("10\u{a0}000 \u{202f}; a", "10\u{a0}000 \u{202f}; a"),
        ("Un<script>if (a<b) x(\"</p>\")</script> deux<style>p{}</style>", "Un deux"),
        ("Un<!-- deux -->trois<noscript><img></noscript>", "Untrois"),
        ("a<svg><title>x</title><svg/><text>y</text></svg>b<template><p>c</template>", "ab"),
        ("<img alt='une image'>Texte", "Texte"),
        ("<head><title>T</title><meta name=a content=b></head><body>Texte</body>", "Texte"),
        ("<title/><script src='a'/>Texte<p/>suite", "Texte\n\nsuite"),
        ("<![CDATA[x]]>Texte <a b='<p>'>lié</a></i></div>", "Texte lié"),
        ("", ""),
        (" \n<p> </p>", ""),
    ];
    for (source, expected) in cases {
        assert_eq!(text(source), expected, "{source}");
    }
}

#[test]
fn navigation_is_left_out() {
    let article = "<p>Un texte assez long pour rester.</p>";
    let noise = [
        "<nav><ul><li>Accueil</ul></nav>",
        "<footer>Accueil</footer>",
        "<aside>Accueil<aside>encore</aside>Accueil</aside>",
        "<form>Accueil<input></form>",
        "<button>Accueil</button>",
        "<select><option>Accueil</select>",
        "<textarea>Accueil <p></textarea>",
    ];
    for noise in noise {
        assert_eq!(text(&format!("{noise}{article}{noise}")), "Un texte assez long pour rester.", "{noise}");
    }
    assert_eq!(
        text(&format!("<header>Le Mali</header>{article}")),
        "Le Mali\n\nUn texte assez long pour rester."
    );
}

#[test]
fn a_chapter_of_a_book_is_read_with_its_notes() {
    let page = "<nav>Table</nav><p>Le puits</p><aside>Une note</aside><form>Exercice</form><svg><text>x</text></svg>";
    assert_eq!(chapter(page), "Le puits\n\nUne note\n\nExercice");
}

#[test]
fn navigation_that_swallows_the_page_is_read_after_all() {
    let cases = [
        ("never closed", "<p>Avant, un texte</p><nav>Menu<p>Le texte", "Avant, un texte\n\nMenu\n\nLe texte"),
        ("never closed, then a heading", "<nav>Menu<h1>Le titre</h1><p>Le texte", "Le titre\n\nLe texte"),
        ("a form around it all", "<form>Menu<main>Le texte</main></form>", "Le texte"),
        ("hardly anything else", "x<aside>Le texte est ici</aside>", "x\n\nLe texte est ici"),
        ("drawings too", "<svg><p>Le texte", "Le texte"),
        ("code never", "Le texte<script>var a;", "Le texte"),
        ("stray end tags", "</nav></aside>Le texte</nav>", "Le texte"),
    ];
    for (case, source, expected) in cases {
        assert_eq!(text(source), expected, "{case}");
    }
}

#[test]
fn the_title_is_declared_or_the_first_heading() {
    let cases = [
        ("<h1>Non</h1><title> Le\n Mali &amp; moi </title>", Some("Le Mali & moi")),
        ("<title> </title><p>x<h1>Le <i>Mali</i></h1><h1>Non</h1>", Some("Le Mali")),
        ("<h1><img></h1><h1>Le Mali</h1>", Some("Le Mali")),
        ("<meta property='og:title' content='Non'><h1>Le Mali</h1>", Some("Le Mali")),
        ("<meta property=og:title content='Le Mali'><h2>Non</h2>", Some("Le Mali")),
        ("<title>Le Mali</title><svg><title>Non</title></svg>", Some("Le Mali")),
        ("<p>Texte", None),
        ("<p>Texte</h1>", None),
    ];
    for (source, title) in cases {
        assert_eq!(extract(source).title.as_deref(), title, "{source}");
    }
}

#[test]
fn the_author_is_declared_and_no_address() {
    let cases = [
        (
            "<meta property=article:author content='Non'><meta name=Author content=' Awa  Diallo '>",
            Some("Awa Diallo"),
        ),
        (
            "<meta property=article:author content='https://a.b/awa'><meta name=DC.creator content=Awa>",
            Some("Awa"),
        ),
        ("<meta name=dcterms.creator content=Awa><meta name=DC.creator content=Oumar>", Some("Awa")),
        ("<meta name=author>", None),
    ];
    for (source, author) in cases {
        assert_eq!(extract(source).author.as_deref(), author, "{source}");
    }
}

#[test]
fn the_date_is_the_best_that_is_declared() {
    let cases = [
        (
            "<time datetime=2020-01-01></time><meta property=article:published_time content=2025-06-30T10:00Z>",
            "2025-06-30",
        ),
        ("<meta name=citation_publication_date content=2025/06/30>", "2025-06-30"),
        ("<meta name=dcterms.created content=2025-06>", "2025-06"),
        ("<meta name=date content=hier><meta name=DC.date content=2025-06>", "2025-06"),
        ("<meta name=dcterms.date content=2020><meta name=date content='30 mai 2025'>", "2025-05-30"),
        ("<meta itemprop=datePublished content=2025-06-30>", "2025-06-30"),
        ("<time>hier</time><time itemprop=datePublished datetime=2025-06-30>", "2025-06-30"),
        (
            "<nav><time datetime=2020></time></nav>Un texte <time datetime=2025-06-30><time datetime=2021>",
            "2025-06-30",
        ),
    ];
    for (source, date) in cases {
        assert_eq!(extract(source).date.map(|d| d.to_string()).as_deref(), Some(date), "{source}");
    }
    assert_eq!(extract("<meta name=date content=hier>").date, None::<Date>);
}

#[test]
fn the_language_is_declared_on_the_root() {
    let cases =
        [("<html lang=FR-fr>", Some("fr")), ("<html xml:lang='en'>", Some("en")), ("<p lang=fr>", None)];
    for (source, language) in cases {
        assert_eq!(extract(source).language.as_deref(), language, "{source}");
    }
}

#[test]
fn each_stretch_of_text_knows_its_line() {
    let cases: [(&str, &[(&str, u32)]); 8] = [
        ("a", &[("a", 1)]),
        ("\n\n<p>a\n<p>b c\n  d <i>\ne", &[("a", 3), ("b c", 4), ("d", 5), ("e", 6)]),
        ("\r\n<p>é\r\n<p>b\r\nc", &[("é", 2), ("b", 3), ("c", 4)]),
        ("<script>\n\n</script>a<!--\n\n-->b", &[("a", 3), ("b", 5)]),
        ("<nav>\nmenu\n</nav>un texte\n&eacute;\n", &[("un texte", 3), ("é", 4)]),
        ("a&#10;b<p>\nc\n<pre>\nd\n\n e</pre>", &[("a", 1), ("b", 1), ("c", 2), ("d", 4), ("e", 6)]),
        ("<a\nb='\n'>a</a\n>b", &[("a", 3), ("b", 4)]),
        ("\r<p>é\r<p>b\rc<pre>\rd\r\re</pre>", &[("é", 2), ("b", 3), ("c", 4), ("d", 5), ("e", 7)]),
    ];
    for (source, expected) in cases {
        let found = extract(source);
        for (words, line) in expected {
            let at = found.text.find(words).expect(words);
            let (_, found) = *found.lines.iter().rev().find(|(start, _)| *start <= at).expect(words);
            assert_eq!(found, *line, "{source:?}: {words}");
        }
    }
}

#[test]
fn depth_and_disorder_cost_nothing() {
    let deep = 20_000;
    for name in ["div", "nav", "svg", "b", "pre", "h1"] {
        let open = format!("<{name}>").repeat(deep);
        let close = format!("</{name}>").repeat(deep);
        assert_eq!(text(&format!("{open}Le texte")), "Le texte", "{name} unclosed");
        assert_eq!(text(&format!("{close}Le texte")), "Le texte", "{name} unopened");
        assert_eq!(text(&format!("Le texte{open}{close}")), "Le texte", "{name} balanced");
    }
}

proptest! {
    #[test]
    fn lines_ascend_and_exist_whatever_the_markup(
        source in "(</?(p|nav|pre|br|h1|title|script|svg|td|form|main)/?>|[ab\r\n é&#;0<>!-]){0,60}"
    ) {
        let found = extract(&source);
        let last = 1 + line::count_ends(source.as_bytes(), 0..source.len()) as usize;
        prop_assert!(found.lines.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
        prop_assert!(found.lines.iter().all(|&(at, line)| at < found.text.len() && line as usize <= last));
        prop_assert_eq!(found.lines.is_empty(), found.text.is_empty());
        prop_assert_eq!(found.lines.first().map_or(0, |&(at, _)| at), 0);
        prop_assert_eq!(found.text.trim_end_matches([' ', '\n']), &found.text);
    }
}

#[test]
fn the_mark_of_a_note_is_no_part_of_a_word() {
    let cases = [
        ("Kolokani<sup><a href='#n1'>1</a></sup>.", "Kolokani 1."),
        ("Kolokani<a href='#n1'><sup>1</sup></a>, et", "Kolokani 1, et"),
        ("Tombouctou<sup>12</sup>.", "Tombouctou 12."),
        ("le 1<sup>er</sup> mai, 3 km<sup>2</sup>, 10<sup>9</sup>", "le 1er mai, 3 km2, 10 9"),
        ("un <a href='#'>lien</a>s", "un liens"),
    ];
    for (source, text) in cases {
        assert_eq!(extract(source).text, text, "{source}");
    }
}

#[test]
fn linked_data_declares_what_no_meta_does() {
    let script = r#"<script type="application/ld+json">{"datePublished": "2024-05-06", "author": {"name": "Awa Diarra"}}</script>"#;
    let found = extract(&format!(
        "{script}<p>Le <time datetime='2023-01-01'>1er janvier</time></p><script>x</script>"
    ));
    assert_eq!(found.author.as_deref(), Some("Awa Diarra"));
    assert_eq!(found.date, Date::new(2024, Some(5), Some(6)));
    assert_eq!(found.text, "Le 1er janvier");
    let declared = extract(&format!("<meta name=author content='Moussa Ba'>{script}<p>Texte"));
    assert_eq!(declared.author.as_deref(), Some("Moussa Ba"));
}
