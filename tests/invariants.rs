//! What holds of any text and any question: passages are the text, highlights are the words asked for, the same files
//! give the same answer.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use corpus::analysis::{Kind, Language, Token, is_stop_word, tokens, tokens_in, words};
use corpus::index::{DIRECTORY, Index, State};
use corpus::{ingest, print, search};
use proptest::prelude::*;
use proptest::sample::select;

use crate::folder::{Folder, update_index};
use crate::wire;

/// Each case makes an index, which takes some 50 ms.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() }
}

/// Words in the forms and spellings that the chain brings together, and some that it must keep apart.
const WORDS: &str = "fleuve fleuves Fleuve FLEUVE Niger Mali mal l'armée l’armée armee ARMÉE élection élections \
    e\u{301}lection cœur coeur aujourd’hui Saint-Louis O.N.U. 10\u{a0}000 2025 officiel o\u{FB03}ciel n° 1ᵉʳ à le de \
    pêcheur pêcheurs navigable Koulikoro Kouli\u{ad}koro eau ça où naïve Ségou N'Djamena %PDF- a É";

/// What stands between words.
const BETWEEN: [&str; 16] =
    [" ", " ", " ", " ", ". ", ", ", " ; ", "\u{a0}: ", " « ", " » ", "… ", "! ", "\n", "\u{202f}", ",", "/"];

/// Lines that mean something to a format, and characters that are hard on anyone who counts.
const STRANGE: [&str; 28] = [
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\n \t\n",
    "\n\n\n\n",
    "\r",
    "\n# Un titre\n\n",
    "\n## Le fleuve ##\n",
    "\nUn titre\n=====\n",
    "---\n",
    "+++\n",
    "\n```\n",
    "- ",
    "| a | b |\n",
    "👩🏽‍🌾",
    "🇲🇱",
    "e\u{301}\u{302}\u{303}",
    "\u{301}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\t",
    "\u{c}",
    "\u{2028}",
    "<p>",
    "</p>",
    "<br>",
    "&eacute;",
];

fn word() -> impl Strategy<Value = String> {
    let words: Vec<String> = WORDS.split_ascii_whitespace().map(str::to_owned).collect();
    select(words)
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        30 => word(),
        30 => select(&BETWEEN[..]).prop_map(str::to_owned),
        6 => select(&STRANGE[..]).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,20}",
        1 => (word(), 2..200_usize).prop_map(|(word, times)| word.repeat(times)),
        1 => (word(), select(&BETWEEN[..]), 2..300_usize).prop_map(|(word, between, times)| (word + between).repeat(times)),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let head = prop_oneof![
        4 => Just(""),
        1 => Just("---\ntitle: Le fleuve\ndate: 2025-06\n---\n"),
        1 => Just("\u{feff}---\r\ntitre: Élections\r\n---\r\n"),
        1 => Just("+++\ntitle = \"Mali\"\n+++\n"),
        1 => Just("\r\n\n \n"),
    ];
    (head, prop::collection::vec(piece(), 0..90))
        .prop_map(|(head, pieces)| head.to_owned() + &pieces.concat())
}

/// A text of words alone, so that a case has something to find; some stand without a space, as in tables and links.
fn prose() -> impl Strategy<Value = String> {
    let joined = (word(), select(vec![",", "/", "=", ";"]), 10..60_usize);
    let sentence = prop_oneof![
        60 => (word(), select(&BETWEEN[..])).prop_map(|(word, between)| word + between),
        1 => joined.prop_map(|(word, joint, times)| (word + joint).repeat(times)),
    ];
    prop::collection::vec(sentence, 1..120).prop_map(|pieces| pieces.concat())
}

/// Files `docs/0.txt`, `docs/1.md` and so on.
fn folder_of(texts: &[String]) -> (Folder, Vec<String>) {
    let extensions = ["txt", "md", "html"];
    let name = |number: usize| format!("docs/{number}.{}", extensions[number % extensions.len()]);
    let names: Vec<String> = (0..texts.len()).map(name).collect();
    let folder = Folder::new();
    for (name, text) in names.iter().zip(texts) {
        folder.write(name, text);
    }
    (folder, names)
}

/// `\n`, `\r\n`, `\r\r\n` and `\r` alone are one line end each.
fn line_at(text: &str, byte: usize) -> usize {
    let bytes = text.as_bytes();
    let ends = |at: &usize| match &bytes[*at..] {
        [b'\r', b'\n', ..] | [b'\r', b'\r', b'\n', ..] => false,
        [first, ..] => b"\r\n".contains(first),
        [] => false,
    };
    1 + (0..byte).filter(ends).count()
}

/// Control characters that make a file count as binary data; one alone does not, except NUL.
fn may_be_binary(text: &str) -> bool {
    text.bytes().any(|byte| byte < 32 && !b"\t\n\r\x0c\x1b".contains(&byte) || byte == 127)
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn passages_put_end_to_end_are_the_text(texts in prop::collection::vec(text(), 12)) {
        let (folder, names) = folder_of(&texts);
        folder.update(&["docs"]);
        let index = folder.index();
        for (name, text) in names.iter().zip(&texts) {
            let entry = index.entry(name).unwrap();
            let passages = index.passages_of(name).unwrap();
            let State::Read(facts) = entry.unwrap().state else {
                let html = name.ends_with("html");
                // A byte order mark alone is no text.
                let blank = text.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
                let excused = blank || may_be_binary(text) || text.trim_start().starts_with("%PDF-") || html;
                prop_assert!(excused && passages.is_empty(), "{} was not read: {:?}", name, text);
                continue;
            };
            prop_assert_eq!(facts.passages as usize, passages.len());
            let whole: String = passages.iter().map(|passage| passage.text.as_str()).collect();
            if !name.ends_with("html") {
                prop_assert_eq!(&whole, text);
            }
            let mut end = 0;
            for passage in &passages {
                prop_assert_eq!(passage.start, end);
                prop_assert!(!passage.text.is_empty());
                end += passage.text.len();
            }
            let last_line = line_at(text, text.len());
            for passage in passages {
                let (first, last) = (passage.lines.0 as usize, passage.lines.1 as usize);
                prop_assert!(1 <= first && first <= last && last <= last_line, "{:?}", passage);
                if !name.ends_with("html") {
                    let end = passage.start + passage.text.len();
                    prop_assert_eq!((first, last), (line_at(text, passage.start), line_at(text, end - 1)));
                }
            }
        }
    }
}

/// A question of words, phrases and beginnings of words.
fn query() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => word(),
        1 => (word(), word()).prop_map(|(one, other)| format!("\"{one} {other}\"")),
        1 => (word(), word()).prop_map(|(one, other)| format!("\"{one} {other}\"~3")),
        1 => select(vec!["fle*".to_owned(), "koul*".to_owned(), "elec*".to_owned()]),
    ];
    prop::collection::vec(leaf, 1..4).prop_map(|leaves| leaves.join(" "))
}

/// Whether `text` has a word that `query` asks for: in one of its forms, as a phrase's word, or by its beginning.
fn is_asked_for(text: &str, query: &str) -> bool {
    let prefixes = query.split(' ').filter_map(|leaf| leaf.strip_suffix('*')).collect::<Vec<_>>();
    // Short texts are taken for any language.
    let languages = [
        "fr", "ca", "en", "es", "it", "pt", "ro", "nl", "de", "eo", "da", "nb", "sv", "tr", "pl", "hu", "fi",
    ];
    languages.map(Language::of).into_iter().any(|language| {
        let asked: Vec<_> = tokens_in(query, language).collect();
        let meant: Vec<_> = asked.iter().filter(|asked| !is_stop_word(&asked.folded)).collect();
        let joined: Vec<_> = meant.windows(2).map(|two| two[0].folded.clone() + &two[1].folded).collect();
        tokens_in(text, language).any(|token| {
            asked.iter().any(|asked| token.folded == asked.folded || token.stem == asked.stem)
                || joined.contains(&token.folded)
                || prefixes.iter().any(|prefix| token.folded.starts_with(prefix))
        })
    })
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn highlights_are_words_asked_for_in_a_snippet_in_the_passage(
        texts in prop::collection::vec(prop_oneof![text(), prose()], 1..6),
        queries in prop::collection::vec((query(), prop_oneof![Just(300_usize), 20..400_usize]), 6),
    ) {
        let (folder, _) = folder_of(&texts);
        folder.update(&["docs"]);
        let index = folder.index();
        for (query, length) in &queries {
            let request = search::Request { limit: 100, snippet_length: *length, ..search::Request::new(query) };
            let results = search::search(&index, &request).unwrap();
            // A long word that the index lacks may have been meant for the nearest that it names.
            let long = results.suggestions.iter().filter(|missing| missing.word.chars().count() >= 5);
            let near = long.flat_map(|missing| {
                let nearest = missing.near.iter().map(|near| near.distance).min();
                let near = missing.near.iter().filter(move |near| Some(near.distance) == nearest);
                near.map(|near| near.term.as_str())
            });
            let asked: Vec<&str> = [query.as_str()].into_iter().chain(near).collect();
            for hit in results.hits {
                prop_assert_eq!(hit.bytes.len(), hit.text.len());
                let windows = &hit.snippet.windows;
                prop_assert!(windows.len() <= 3 && windows.is_sorted_by(|one, other| one.end < other.start), "{:?}", hit);
                let parts: Vec<&str> = windows.iter().map(|window| &hit.text[window.clone()]).collect();
                let shown = parts.join(search::ELLIPSIS);
                prop_assert!(shown.chars().count() <= *length, "{} of {}: {}", shown.chars().count(), length, shown);
                prop_assert!(hit.lines.0 <= hit.snippet.line && hit.snippet.line <= hit.lines.1, "{:?}", hit);
                let mut end = 0;
                for span in &hit.snippet.highlights {
                    prop_assert!(end <= span.start && span.start < span.end, "{:?}", hit.snippet);
                    let inside = |window: &Range<usize>| window.start <= span.start && span.end <= window.end;
                    prop_assert!(windows.iter().any(inside), "{:?}", hit.snippet);
                    let word = &hit.text[span.clone()];
                    prop_assert!(asked.iter().any(|asked| is_asked_for(word, asked)), "{:?} is not in {:?}", word, asked);
                    end = span.end;
                }
            }
        }
    }

    #[test]
    fn a_passage_with_the_word_shows_it(
        texts in prop::collection::vec(prop_oneof![text(), prose()], 1..6),
        words in prop::collection::vec(word(), 6),
    ) {
        let (folder, _) = folder_of(&texts);
        folder.update(&["docs"]);
        let index = folder.index();
        for word in &words {
            let request = search::Request { limit: 1000, ..search::Request::new(word) };
            // Signs and words such as `à` ask for nothing, or for something else.
            let Ok(results) = search::search(&index, &request) else { continue };
            let mut asked: Vec<_> = tokens(word).map(|token| token.folded).collect();
            if !asked.iter().all(|word| is_stop_word(word)) {
                asked.retain(|word| !is_stop_word(word));
            }
            for hit in &results.hits {
                // A passage may also be found by its title; and no snippet shows a word that is longer than it.
                let holds = tokens(&hit.text)
                    .any(|token| asked.contains(&token.folded) && token.bytes.len() <= request.snippet_length);
                let shows = !hit.snippet.highlights.is_empty();
                prop_assert!(shows || !holds, "{} in {:?} is not in {:?}", word, hit.text, hit.snippet);
            }
        }
    }
}

/// Whether the words stand in `text` one after another, each exactly as written; a compound is not written as one word.
fn is_written(text: &str, asked: &[String]) -> bool {
    let tokens: Vec<Token> = tokens(text).filter(|token| token.kind != Kind::Compound).collect();
    let goes_on = |ends: Vec<usize>, word: &String| -> Vec<usize> {
        let next = |token: &&Token| token.exact == *word && ends.contains(&token.position);
        tokens.iter().filter(next).map(|token| token.position + token.length).collect()
    };
    !asked.is_empty() && !asked.iter().fold((0..=text.len()).collect(), goes_on).is_empty()
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn an_exact_spelling_finds_what_a_look_at_each_passage_does(
        texts in prop::collection::vec(prop_oneof![1 => text(), 3 => prose()], 1..8),
        queries in prop::collection::vec(prop::collection::vec(word(), 1..3), 10),
    ) {
        let (folder, names) = folder_of(&texts);
        folder.update(&["docs"]);
        let index = folder.index();
        for query in queries {
            let query = query.join(" ");
            let asked: Vec<String> = words(&query).map(|word| word.exact).collect();
            let held = |name: &String| {
                let passages = index.passages_of(name).unwrap().into_iter();
                passages.filter(|passage| is_written(&passage.text, &asked)).count()
            };
            let request = search::Request::new(format!("=\"{query}\""));
            let found = search::search(&index, &request).map_or(0, |results| results.total);
            prop_assert_eq!(found as usize, names.iter().map(held).sum::<usize>(), "{:?}", asked);
        }
    }
}

#[test]
fn a_word_in_a_long_run_without_spaces_is_shown() {
    let run = "navigable,".repeat(29);
    let texts = [format!("Voici : {run}"), format!("Voici https://exemple.org/{}.", run.replace(',', "/"))];
    for text in texts {
        let folder = Folder::with(&[("a.txt", &text)]);
        folder.update(&["a.txt"]);
        let results = search::search(&folder.index(), &search::Request::new("navigable")).unwrap();
        assert!(!results.hits[0].snippet.highlights.is_empty(), "{:?}", results.hits[0].snippet);
    }
}

/// The results as the program prints them, without the time that they took.
fn printed(index: &Index, query: &str) -> String {
    let request = search::Request { limit: 1000, ..search::Request::new(query) };
    let mut results = search::search(index, &request).unwrap();
    results.time = std::time::Duration::ZERO;
    let mut out = Vec::new();
    print::results_json(&mut out, &results, false).unwrap();
    String::from_utf8(out).unwrap()
}

/// Makes an index in `name`, with a run for each of `runs`. No index lies above the files, so that paths are absolute.
fn index_in(folder: &Folder, name: &str, runs: &[Vec<PathBuf>]) -> Index {
    let dir = folder.path(name).join(DIRECTORY);
    for paths in runs {
        update_index(&dir, &ingest::Request { paths: paths.clone(), ..Default::default() });
    }
    Index::open(&dir).unwrap()
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn the_same_files_give_the_same_answer_however_they_were_indexed(
        texts in prop::collection::vec(prop_oneof![prose(), text()], 1..10),
        queries in prop::collection::vec(query(), 8),
    ) {
        let (folder, names) = folder_of(&texts);
        let files: Vec<PathBuf> = names.iter().map(|name| folder.path(name)).collect();
        let whole = index_in(&folder, "whole", &[vec![folder.path("docs")]]);
        let again = index_in(&folder, "again", &[vec![folder.path("docs")]]);
        let singly: Vec<_> = files.iter().rev().map(|file| vec![file.clone()]).collect();
        let singly = index_in(&folder, "singly", &singly);
        for query in &queries {
            let answer = printed(&whole, query);
            prop_assert_eq!(&answer, &printed(&whole, query), "asked again");
            prop_assert_eq!(&answer, &printed(&again, query), "another index");
            let places = |json: &str| -> Vec<_> {
                let results: wire::Results = serde_json::from_str(json).unwrap();
                results.hits.into_iter().map(|hit| (hit.path, hit.passage.bytes, hit.snippet)).collect()
            };
            prop_assert_eq!(places(&answer), places(&printed(&singly, query)), "{}", query);
        }
    }
}

/// Strings that hardly anyone types: operators in odd places, all of Unicode.
fn odd_query() -> impl Strategy<Value = String> {
    let operators = "\" « » “ ” ( ) -( + - SAUF NOT ET AND OU OR * ~ ~1 \"~2 = \\ titre: auteur: date: lang: chemin: \
        2025-06..2025 .. < >= fleuve Niger l'armée koul* fleuvr~ \"le fleuve\" -\"le Niger\" -fleuve +Mali";
    let operators: Vec<String> = operators.split_ascii_whitespace().map(str::to_owned).collect();
    prop_oneof![
        4 => prop::collection::vec(prop_oneof![8 => select(operators), 1 => Just("\u{a0}".to_owned())], 1..10)
            .prop_map(|pieces| pieces.join(" ")),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn any_string_has_an_answer_in_order(query in odd_query(), all in any::<bool>(), page in 1..7_usize) {
        thread_local!(static SEEDS: (Folder, Index) = {
            let folder = Folder::with_seeds();
            folder.update(&["seeds"]);
            let index = folder.index();
            (folder, index)
        });
        SEEDS.with(|(_, index)| {
            let request = search::Request { limit: 1000, all, ..search::Request::new(&query) };
            let results = match search::search(index, &request) {
                Ok(results) => results,
                Err(error) => {
                    let message = error.to_string();
                    prop_assert!(message.contains("no word in it") || message.contains("only excludes"), "{}", message);
                    return Ok(());
                }
            };
            prop_assert_eq!(results.total, results.hits.len() as u64);
            let paths: BTreeSet<&str> = results.hits.iter().map(|hit| hit.path.as_str()).collect();
            prop_assert_eq!(results.documents, paths.len() as u64);
            prop_assert!(results.hits.iter().zip(1..).all(|(hit, rank)| hit.rank == rank));
            let ordered = results.hits.is_sorted_by(|one, other| {
                let by_score = other.score.total_cmp(&one.score);
                by_score.then_with(|| (&one.entry.key, one.ordinal).cmp(&(&other.entry.key, other.ordinal))).is_lt()
            });
            prop_assert!(ordered, "not by score, path and ordinal");
            let offset = results.hits.len() / 2;
            let second = search::search(index, &search::Request { offset, limit: page, ..request.clone() }).unwrap();
            let place = |hit: &search::Hit| (hit.rank, hit.path.clone(), hit.bytes.clone(), hit.snippet.clone());
            let expected: Vec<_> = results.hits.iter().skip(offset).take(page).map(place).collect();
            prop_assert_eq!(second.hits.iter().map(place).collect::<Vec<_>>(), expected);
            Ok(())
        })?;
    }
}
