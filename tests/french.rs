//! The word typed finds the word written whatever either looks like, other words stay apart, and the better text
//! stands above the worse.
//!
//! The tables are in `tests/french/`, with `\n`, `\r`, `\t` and `\u{301}` for what would not show. A row of `found.tsv`
//! and of `apart.tsv` is `kind TAB typed TAB written`, to be true both ways round unless `TAB one way` follows; a row
//! of `ordered.tsv` is `kind TAB query TAB better TAB worse`. A kind `other languages: German` is a part of
//! `other languages`, and its words are written in German.
//!
//! A word is searched with every part required where it must be found, and with none where it must not.

use std::collections::BTreeMap;

use corpus::index::{Index, State};
use corpus::search::{self, Request};

use crate::folder::Folder;

/// Right pairs of a kind, in percent.
const FEWEST_RIGHT: usize = 95;
/// Pairs to find, pairs to keep apart, orderings.
const FEWEST_ROWS: [usize; 3] = [200, 60, 30];

/// Pairs that cannot be had, with the reason.
#[rustfmt::skip]
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("plates-formes", "plateforme", "a compound has the stems of its words, and `plate` is a form of `plat`"),
    ("plonger", "plongeant", "`plongeant` is an adjective too, and of homographs the adjective is the term"),
    ("grandir", "grandissant", "as `plongeant`"),
    ("fuir", "fuyant", "as `plongeant`"),
    ("venir", "venus", "`Vénus` folds alike"),
];

/// What stands before and behind a word that is written: enough to tell the language from, and no word of a table.
struct Carrier {
    language: &'static str,
    code: &'static str,
    before: &'static str,
    behind: &'static str,
}

/// French first.
const CARRIERS: [Carrier; 6] = [
    Carrier {
        language: "French",
        code: "fr",
        before: "Notre greffier recopia cela dans son registre, sans rien y retrancher : ",
        behind: " (et rien de plus).",
    },
    Carrier {
        language: "English",
        code: "en",
        before: "The clerk copied what follows into his book, and nobody had anything to say about it when they came \
                 back in the evening. This is what it says: ",
        behind: " (and nothing more than this).",
    },
    Carrier {
        language: "Spanish",
        code: "es",
        before: "El escribano copió lo que sigue en su libro, y nadie tuvo nada que decir cuando volvieron por la \
                 tarde. Esto es lo que dice: ",
        behind: " (y nada más que esto).",
    },
    Carrier {
        language: "German",
        code: "de",
        before: "Der Schreiber hat das Folgende in sein Buch übertragen, und niemand hatte etwas dagegen, als sie am \
                 Abend wieder zurückkamen. Es lautet so: ",
        behind: " (und nichts weiter als das).",
    },
    Carrier {
        language: "Portuguese",
        code: "pt",
        before: "O escrivão copiou o que se segue no seu livro, e ninguém tinha nada a dizer quando eles voltaram à \
                 tarde. É isto o que diz: ",
        behind: " (e nada mais do que isto).",
    },
    Carrier {
        language: "Italian",
        code: "it",
        before: "Il cancelliere ha copiato quanto segue nel suo libro, e nessuno aveva niente da aggiungere quando \
                 sono tornati più tardi. Ecco che cosa dice: ",
        behind: " (e niente di più di questo).",
    },
];

/// The fields of each row, the kind first.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.is_empty()).map(|line| line.split('\t').collect())
}

/// A field with the characters that its escapes stand for.
fn decode(field: &str) -> String {
    let mut parts = field.split('\\');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (c, rest) = match part.strip_prefix("u{").and_then(|part| part.split_once('}')) {
            Some((code, rest)) => (char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap(), rest),
            None => match part.split_at(1) {
                ("n", rest) => ('\n', rest),
                ("r", rest) => ('\r', rest),
                ("t", rest) => ('\t', rest),
                _ => panic!("no escape: \\{part} in {field}"),
            },
        };
        text.push(c);
        text.push_str(rest);
    }
    text
}

/// Words that are to find each other, or to stay apart.
struct Pair {
    kind: &'static str,
    carrier: &'static Carrier,
    /// As they stand in the table.
    fields: [&'static str; 2],
    typed: String,
    written: String,
    one_way: bool,
}

impl Pair {
    fn new(row: &[&'static str]) -> Self {
        let (kind, fields, one_way) = match *row {
            [kind, typed, written] => (kind, [typed, written], false),
            [kind, typed, written, "one way"] => (kind, [typed, written], true),
            _ => panic!("not `kind TAB typed TAB written`: {row:?}"),
        };
        let (kind, language) = kind.split_once(": ").unwrap_or((kind, "French"));
        let carrier = CARRIERS.iter().find(|carrier| carrier.language == language).unwrap();
        let [typed, written] = fields.map(decode);
        Self { kind, carrier, fields, typed, written, one_way }
    }

    /// Each query with the text that it is to find or to miss. The quotes of a phrase are typed, not written.
    fn searches(&self) -> Vec<(String, &str)> {
        let there = (self.typed.clone(), self.written.as_str());
        let text = self.typed.trim_matches(['"', '«', '»', ' ']);
        let is_phrase = text.len() < self.typed.len();
        let back = if is_phrase { format!("\"{}\"", self.written) } else { self.written.clone() };
        if self.one_way { vec![there] } else { vec![there, (back, text)] }
    }
}

/// An index with a document for each text of the tables.
struct Documents {
    folder: Folder,
    index: Index,
    /// By language and text.
    names: BTreeMap<(&'static str, String), String>,
}

impl Documents {
    fn new(pairs: &[Pair], orderings: &[Ordering]) -> Self {
        let (folder, mut names) = (Folder::new(), BTreeMap::new());
        for pair in pairs {
            for (_, text) in pair.searches() {
                let Carrier { code, before, behind, .. } = pair.carrier;
                let name = format!("pairs/t{}.txt", names.len());
                let name = names.entry((*code, text.to_owned())).or_insert(name);
                folder.write(name, format!("{before}{text}{behind}\n"));
            }
        }
        for (number, Ordering { better, worse, .. }) in orderings.iter().enumerate() {
            let carrier = CARRIERS[0].before;
            folder.write(format!("ordered/{number}/a.txt"), format!("{carrier}{worse}\n"));
            folder.write(format!("ordered/{number}/b.txt"), format!("{carrier}{better}\n"));
        }
        folder.update(&["pairs", "ordered"]);
        let documents = Self { index: folder.index(), folder, names };
        documents.check_languages();
        documents
    }

    fn check_languages(&self) {
        let entries = self.index.entries().unwrap().into_iter();
        let languages: BTreeMap<String, State> = entries.map(|entry| (entry.key, entry.state)).collect();
        for ((code, text), name) in &self.names {
            let State::Read(facts) = &languages[name] else { panic!("{text} was not read") };
            assert_eq!(facts.language.as_deref(), Some(*code), "the language of the text with {text:?}");
        }
    }

    /// The documents that are found, the best first.
    fn found(&self, request: Request) -> Vec<String> {
        let results = search::search(&self.index, &Request { limit: 10_000, ..request }).unwrap();
        results.hits.into_iter().map(|hit| hit.entry.key).collect()
    }

    /// Whether every search of the pair finds its text, or whether every one misses it.
    fn agree(&self, pair: &Pair, wanted: bool) -> bool {
        pair.searches().into_iter().all(|(query, text)| {
            let found = self.found(Request { all: wanted, ..Request::new(&query) });
            assert!(found.len() * 20 < self.names.len(), "{query} is a word of the carriers");
            found.contains(&self.names[&(pair.carrier.code, text.to_owned())]) == wanted
        })
    }

    /// Whether the better text stands first, although the worse one's path does.
    fn in_order(&self, number: usize, ordering: &Ordering) -> bool {
        let paths = vec![self.folder.path(format!("ordered/{number}"))];
        let found = self.found(Request { paths, ..Request::new(&ordering.query) });
        found.first() == Some(&format!("ordered/{number}/b.txt"))
    }
}

/// Two texts, of which one answers a query better.
struct Ordering {
    kind: &'static str,
    fields: [&'static str; 2],
    query: String,
    better: String,
    worse: String,
}

impl Ordering {
    fn new(row: &[&'static str]) -> Self {
        let [kind, query, better, worse] = *row else {
            panic!("not `kind TAB query TAB better TAB worse`: {row:?}");
        };
        let words =
            |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
        assert_eq!(words(better), words(worse), "the shorter of these would stand first: {row:?}");
        let fields = [query, better];
        Self { kind, fields, query: decode(query), better: decode(better), worse: decode(worse) }
    }
}

/// A row, and whether it is right.
struct Outcome {
    kind: &'static str,
    fields: [&'static str; 2],
    right: bool,
}

/// How the rows of a table came out.
struct Tally {
    name: &'static str,
    rows: Vec<Outcome>,
}

impl Tally {
    fn right(&self) -> usize {
        self.rows.iter().filter(|row| row.right).count()
    }

    /// Each kind with its right rows and all of its rows, in the order of the table.
    fn kinds(&self) -> Vec<(&'static str, usize, usize)> {
        let mut kinds: Vec<(&str, usize, usize)> = Vec::new();
        for row in &self.rows {
            let at = kinds.iter().position(|(kind, ..)| *kind == row.kind).unwrap_or_else(|| {
                kinds.push((row.kind, 0, 0));
                kinds.len() - 1
            });
            kinds[at].1 += usize::from(row.right);
            kinds[at].2 += 1;
        }
        kinds
    }

    fn summary(&self) -> String {
        format!("{} {} of {}", self.name, self.right(), self.rows.len())
    }
}

fn pairs(table: &'static str) -> Vec<Pair> {
    rows(table).map(|row| Pair::new(&row)).collect()
}

/// The tables of pairs to find, of pairs to keep apart, and of orderings, each as it came out.
fn tallies() -> [Tally; 3] {
    let mut all = pairs(include_str!("french/found.tsv"));
    let to_find = all.len();
    all.extend(pairs(include_str!("french/apart.tsv")));
    let orderings: Vec<_> = rows(include_str!("french/ordered.tsv")).map(|row| Ordering::new(&row)).collect();
    let documents = Documents::new(&all, &orderings);
    let (found, apart) = all.split_at(to_find);
    let outcomes = |pairs: &[Pair], wanted| {
        let outcome = |pair: &Pair| {
            let Pair { kind, fields, .. } = *pair;
            Outcome { kind, fields, right: documents.agree(pair, wanted) }
        };
        pairs.iter().map(outcome).collect()
    };
    let in_order = |(number, ordering): (usize, &Ordering)| {
        let Ordering { kind, fields, .. } = *ordering;
        Outcome { kind, fields, right: documents.in_order(number, ordering) }
    };
    [
        Tally { name: "found", rows: outcomes(found, true) },
        Tally { name: "kept apart", rows: outcomes(apart, false) },
        Tally { name: "ordered right", rows: orderings.iter().enumerate().map(in_order).collect() },
    ]
}

/// Tables and kinds that are too small or not right enough.
fn shortfalls(tallies: &[Tally]) -> Vec<String> {
    let mut shortfalls = Vec::new();
    for (tally, fewest) in tallies.iter().zip(FEWEST_ROWS) {
        if tally.rows.len() < fewest {
            shortfalls.push(format!("{}: fewer than {fewest} rows", tally.summary()));
        }
        let poor = tally.kinds().into_iter().filter(|(_, right, all)| right * 100 < all * FEWEST_RIGHT);
        shortfalls.extend(poor.map(|(kind, right, all)| {
            format!("{}, {kind}: {right} of {all} is less than {FEWEST_RIGHT} %", tally.name)
        }));
    }
    shortfalls
}

/// Rows that are wrong without being excused, and excuses for what is right.
fn surprises(tallies: &[Tally]) -> Vec<String> {
    let wrong: Vec<_> = tallies.iter().flat_map(|tally| &tally.rows).filter(|row| !row.right).collect();
    let is = |row: &Outcome, (one, other, _): &(&str, &str, &str)| row.fields == [*one, *other];
    let unexcused = wrong.iter().filter(|row| !EXCEPTIONS.iter().any(|exception| is(row, exception)));
    let rows = unexcused.map(|row| format!("{}: {}", row.kind, row.fields.join(" | ")));
    let needless = EXCEPTIONS.iter().filter(|exception| !wrong.iter().any(|row| is(row, exception)));
    let excuses = needless.map(|(one, other, _)| format!("right by now, or in no table: {one} | {other}"));
    rows.chain(excuses).collect()
}

#[test]
fn the_word_typed_finds_the_word_written_and_no_other() {
    let tallies = tallies();
    for tally in &tallies {
        println!("{}:", tally.name);
        for (kind, right, all) in tally.kinds() {
            println!("  {kind}: {right} of {all}");
        }
    }
    let summary = tallies.each_ref().map(Tally::summary).join(", ");
    println!("{summary}");
    let mut failures = [shortfalls(&tallies), surprises(&tallies)].concat();
    if !include_str!("../README.md").contains(&summary) {
        failures.push(format!("the README does not say: {summary}"));
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
