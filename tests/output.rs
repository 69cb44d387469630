//! Each format that a search prints in says the same of the hits, and nothing in a document can break out of it: no cell runs
//! as a formula, no text is markup, no link leads elsewhere than to a file.

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::folder::Folder;
use crate::wire::{Hit, Results};

const COLUMNS: &str =
    "rank,score,path,id,title,author,date,language,page,first_line,last_line,start,end,sha256,snippet";

/// What a hostile document may have in its text and its title.
const HOSTILE: [&str; 16] = [
    "=HYPERLINK(\"http://x.example\";\"clic\")",
    " +cmd|'/C calc'!A0",
    "@SUM(A1:A9)",
    "-2+3",
    "＝1+1",
    "titre;=cmd|'/C calc'!A0;\"",
    "\"=HYPERLINK(\"\"http://x.example\"\")\"",
    "a;\"=1+1\";b",
    "a\"b,c\td",
    "<script>alert(1)</script><img src=x onerror='alert(1)'>",
    "</blockquote></p><h1 onclick=\"x\">",
    "](http://x.example) [clic](javascript:alert(1)) ![i](x)",
    "` ``` ~~~ *** ___ # > - 1. | $x$ {{y}} @z",
    "http://x.example www.x.example <http://x.example> a@x.example",
    "&lt;b&gt; \\",
    "\u{1b}[5m\u{1b}]8;;http://x.example\u{1b}\\ \u{9b}5m \u{202e}txt\u{2066}",
];

/// A document for each of these, in its title, its author and its text.
fn hostile() -> Folder {
    let folder = Folder::new();
    for (number, evil) in HOSTILE.iter().enumerate() {
        let yaml = serde_json::to_string(evil).unwrap();
        let text = format!(
            "---\ntitle: {yaml}\nauthor: {yaml}\n---\n{evil} fleuve {evil}\n{evil}\n\n# fleuve\n\n- fleuve {evil}\n"
        );
        folder.write(format!("docs/{number}.md"), text);
    }
    if cfg!(unix) {
        folder.write("docs/javascript:alert(1) \"><b>](x)`\u{1b}[5m\n=1.md", "Le fleuve.");
    }
    folder.corpus(["index", "docs"]).ok();
    folder
}

fn printed(folder: &Folder, format: &str) -> String {
    folder.corpus(["search", "-n", "1000", "fleuve", "--format", format]).ok().out
}

/// The rows of a CSV, read by its standard.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a row ends with CR LF");
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\n' if !quoted => panic!("a line end outside of quotes in {text}"),
            _ => field.push(c),
        }
    }
    assert!(!quoted && field.is_empty() && row.is_empty(), "a row without an end in {text}");
    rows
}

#[test]
fn json_and_its_short_forms_are_the_same() {
    let folder = Folder::with_docs();
    let out = |args: &[&str]| folder.corpus([&["search", "fleuve"], args].concat()).ok();
    let timeless = |args: &[&str]| Results { took_ms: 0.0, ..out(args).json() };
    assert_eq!(timeless(&["--json"]), timeless(&["--format", "json"]));
    assert_eq!(out(&["--jsonl"]).out, out(&["--format", "jsonl"]).out);
    assert_eq!(out(&[]).out, out(&["--format", "text"]).out);
    folder.corpus(["search", "fleuve", "--format", "csv", "--explain"]).fails(&[
        "--explain",
        "json",
        "--format",
    ]);
}

#[test]
fn csv_and_tsv_have_a_row_for_each_hit() {
    let folder = Folder::with_docs();
    let hits: Vec<Hit> = folder.corpus(["search", "--jsonl", "fleuve"]).ok().json_lines();
    let rows = csv(&folder.corpus(["search", "fleuve", "--format", "csv"]).ok().out);
    let tsv = folder.corpus(["search", "fleuve", "--format", "tsv"]).ok().out;
    let lines: Vec<Vec<&str>> = tsv.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((rows[0].join(","), lines[0].join(",")), (COLUMNS.to_owned(), COLUMNS.to_owned()));
    assert_eq!((rows.len(), lines.len()), (hits.len() + 1, hits.len() + 1));
    for ((hit, row), line) in hits.iter().zip(&rows[1..]).zip(&lines[1..]) {
        let (document, passage) = (&hit.document, &hit.passage);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let expected = [
            hit.rank.to_string(),
            hit.score.to_string(),
            hit.path.clone(),
            String::new(),
            text(&document.title),
            text(&document.author),
            text(&document.date),
            text(&passage.language),
            String::new(),
            passage.lines[0].to_string(),
            passage.lines[1].to_string(),
            passage.bytes[0].to_string(),
            passage.bytes[1].to_string(),
            text(&document.sha256),
            // Front matter begins as a formula does.
            hit.snippet.text.replace("---", "'---"),
        ];
        assert_eq!(row, &expected);
        assert_eq!(line.join("\t"), expected.join("\t").replace('\n', "␊"));
    }
    let nothing = folder.corpus(["search", "girafe", "--format", "csv"]).nothing();
    assert_eq!(nothing.out, format!("{COLUMNS}\r\n"), "a table without rows has its header");
    let by_document = folder.corpus(["search", "le fleuve", "--by", "document", "--format", "csv"]).ok().out;
    assert!(csv(&by_document).len() > 1);
}

#[test]
fn no_cell_runs_as_a_formula() {
    let folder = hostile();
    let rows = csv(&printed(&folder, "csv"));
    let tsv = printed(&folder, "tsv");
    let lines = tsv.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let all: Vec<Vec<String>> = rows.into_iter().chain(lines).collect();
    assert!(all.len() > 2 * HOSTILE.len());
    for row in all {
        assert_eq!(row.len(), COLUMNS.split(',').count(), "{row:?}");
        for (number, field) in row.iter().enumerate().filter(|(number, _)| ![1].contains(number)) {
            // A semicolon or a line end begins a cell where the file is opened with another separator.
            for cell in field.split([';', '\n', '\t']) {
                let cell = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
                    "{number}: {field:?}"
                );
            }
        }
        for field in [&row[0], &row[11], &row[12]] {
            assert!(field == "rank" || field == "start" || field == "end" || field.parse::<u64>().is_ok());
        }
    }
}

/// The cells of a file as a spreadsheet reads them with this separator: a cell is quoted if it begins with a quote.
fn cells(text: &str, separator: char) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            _ if !quoted && (c == separator || c == '\n') => cells.push(String::new()),
            _ => cell.push(c),
        }
    }
    cells
}

#[test]
fn no_quote_hides_a_formula_from_whoever_reads_the_table_otherwise() {
    let folder = hostile();
    let (tsv, as_csv) = (printed(&folder, "tsv"), printed(&folder, "csv"));
    for (text, separator) in [(&tsv, '\t'), (&tsv, ';'), (&as_csv, ','), (&as_csv, ';'), (&as_csv, '\t')] {
        for cell in cells(text, separator).iter().filter(|cell| cell.parse::<f64>().is_err()) {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{separator:?}: {cell:?}");
        }
    }
    let width = COLUMNS.split(',').count();
    assert_eq!(cells(tsv.trim_end(), '\t').len(), width * tsv.lines().count(), "no quote swallows a row");
}

#[test]
fn a_page_of_html_holds_text_and_nothing_else() {
    let folder = hostile();
    let page = printed(&folder, "html");
    let known = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "bdi",
        "article",
        "a",
        "p",
        "blockquote",
        "mark",
    ];
    let (mut text, mut marks, mut open) = (String::new(), 0, Vec::new());
    for token in Tokenizer::new(&page) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.to_vec()).unwrap();
                assert!(known.contains(&name.as_str()), "<{name}> in {page}");
                marks += usize::from(name == "mark");
                for (attribute, value) in &tag.attributes {
                    let value = String::from_utf8_lossy(value).into_owned();
                    match &attribute[..] {
                        b"href" => assert!(
                            value.starts_with("./docs/") && !value.contains([':', ' ', '"']),
                            "{value}"
                        ),
                        b"lang" | b"dir" | b"id" => assert!(value.len() <= 6, "{value}"),
                        other => assert!(name == "meta", "{} in <{name}>", String::from_utf8_lossy(other)),
                    }
                }
                if name != "meta" {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => assert_eq!(open.pop().unwrap().as_bytes(), &tag.name[..], "{page}"),
            Token::String(string) => text += &String::from_utf8_lossy(&string),
            Token::Doctype(_) => {}
            other => panic!("{other:?} in {page}"),
        }
    }
    assert!(open.is_empty() && marks > HOSTILE.len(), "{open:?}");
    // What a browser shows is what the documents have.
    for evil in &HOSTILE[..HOSTILE.len() - 1] {
        assert!(text.contains(evil.trim()), "{evil} is not in {text}");
    }
    assert!(text.contains("␛[5m") && text.contains("‹U+009B›") && text.contains("‹U+202E›"), "{text}");
    assert!(!page.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}']));
    let empty = folder.corpus(["search", "--format", "html", "<girafe>"]).nothing().out;
    assert!(
        empty.contains("<h1><bdi>&lt;girafe&gt;</bdi></h1>") && empty.contains("no passage matches"),
        "{empty}"
    );
}

#[test]
fn markdown_is_a_list_of_quotations_and_nothing_else() {
    let folder = hostile();
    let printed = printed(&folder, "markdown");
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    let (mut text, mut quotes, mut items, mut strong) = (String::new(), 0, 0, 0);
    for event in Parser::new_ext(&printed, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("./docs/") && !dest_url.contains([':', ' ', '<']), "{dest_url}");
            }
            Event::Start(Tag::BlockQuote(None)) => quotes += 1,
            Event::Start(Tag::Item) => items += 1,
            Event::Start(Tag::Strong) => strong += 1,
            Event::Start(Tag::List(Some(1)) | Tag::Paragraph | Tag::Heading { .. }) => {}
            Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::End(_) => {}
            Event::Text(part) => text += &part,
            other => panic!("{other:?} in {printed}"),
        }
    }
    let hits: Vec<Hit> = folder.corpus(["search", "-n", "1000", "--jsonl", "fleuve"]).ok().json_lines();
    let highlights: usize = hits.iter().map(|hit| hit.snippet.highlights.len()).sum();
    assert_eq!((quotes, items, strong), (hits.len(), hits.len(), highlights));
    for evil in &HOSTILE[..HOSTILE.len() - 1] {
        let line = evil.trim().replace('\t', " ");
        assert!(text.contains(&line) || text.contains(evil.trim()), "{evil} is not in {text}");
    }
    assert!(!printed.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}']));
}

#[test]
fn a_page_of_a_pdf_is_linked_to() {
    let pages: [&[&str]; 2] = [&["Rien."], &["Le butor dort au bord."]];
    let folder = Folder::with(&[("docs/é 1.pdf", crate::formats::pdf_of_pages(&pages))]);
    folder.corpus(["index", "docs"]).ok();
    let page = folder.corpus(["search", "butor", "--format", "html"]).ok().out;
    assert!(page.contains("href=\"./docs/%C3%A9%201.pdf#page=2\""), "{page}");
    let text = folder.corpus(["search", "butor", "--format", "markdown"]).ok().out;
    assert!(text.contains("(./docs/%C3%A9%201.pdf)") && text.contains(", p. 2\n"), "{text}");
}
