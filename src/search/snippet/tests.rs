use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;

fn found(text: &str, words: &[&str]) -> Vec<Match> {
    let mut all: Vec<Match> = (words.iter().enumerate())
        .flat_map(|(unit, word)| {
            text.match_indices(word).map(move |(at, word)| Match { bytes: at..at + word.len(), unit })
        })
        .collect();
    all.sort_by_key(|found| found.bytes.start);
    all
}

/// The snippet as it is shown, each of `words` a unit.
fn shown(text: &str, words: &[&str], length: usize) -> String {
    let (windows, _) = snippet(text, &found(text, words), &vec![1.0; words.len()], length);
    let parts: Vec<&str> = windows.into_iter().map(|window| &text[window]).collect();
    parts.join(ELLIPSIS)
}

#[test]
fn one_window_is_the_sentences_that_hold_most() {
    let text = "Le port est calme. Le fleuve monte. Le port et le fleuve se touchent. Rien.";
    let table: [(&[&str], usize, &str); 4] = [
        (&["port", "fleuve"], 40, "Le port est calme. Le fleuve monte."),
        (&["port", "fleuve"], 34, "Le port et le fleuve se touchent."),
        (&["fleuve"], 24, "Le fleuve monte."),
        (&["absent"], 20, "Le port est calme."),
    ];
    for (words, length, expected) in table {
        assert_eq!(shown(text, words, length), expected, "{words:?} in {length}");
    }
}

#[test]
fn words_far_apart_have_windows_of_their_own() {
    let rain = "La pluie tombe sur la plaine. ".repeat(4);
    let text = format!("Le port est calme. {rain}Le fleuve monte. {rain}Un balanzan ombrage la place.");
    let table: [(&[&str], usize, &str); 6] = [
        (&["port", "fleuve"], 40, "Le port est calme. … Le fleuve monte."),
        (&["fleuve", "port"], 37, "Le port est calme. … Le fleuve monte."),
        (
            &["port", "fleuve", "balanzan"],
            80,
            "Le port est calme. … Le fleuve monte. … Un balanzan ombrage la place.",
        ),
        // What is left of the room goes to the sentences around.
        (&["port", "fleuve"], 70, "Le port est calme. La pluie tombe sur la plaine. … Le fleuve monte."),
        // Where sentences do not fit, words do.
        (&["port", "fleuve", "balanzan"], 51, "Le port est calme. … Le fleuve monte. … Un balanzan"),
        (&["port", "absent"], 30, "Le port est calme."),
    ];
    for (words, length, expected) in table {
        assert_eq!(shown(&text, words, length), expected, "{words:?} in {length}");
    }
}

#[test]
fn words_that_fit_together_stay_in_one_window() {
    let rain = "La pluie tombe sur la plaine. ".repeat(4);
    let text = format!("{rain}Le port du fleuve attend le vapeur. {rain}Le port. {rain}Le fleuve.");
    let words = ["port", "fleuve", "vapeur"];
    assert_eq!(shown(&text, &words, 40), "Le port du fleuve attend le vapeur.");
    assert!(!shown(&text, &words, 300).contains('…'));
    let joined = shown("Le port. Le fleuve. Le vapeur.", &words, 29);
    assert!(!joined.contains('…') && joined.contains("port. Le fleuve. Le vapeur"), "{joined}");
}

#[test]
fn four_words_far_apart_have_three_windows_of_the_heaviest() {
    let text = ["un", "deux", "trois", "quatre"].join(&" suite".repeat(60));
    let words = ["un", "deux", "trois", "quatre"];
    let (windows, highlights) = snippet(&text, &found(&text, &words), &[2.0, 1.0, 3.0, 2.5], 100);
    assert_eq!(windows.len(), 3);
    let highlighted: Vec<&str> = highlights.into_iter().map(|span| &text[span]).collect();
    assert_eq!(highlighted, ["un", "trois", "quatre"]);
}

#[test]
fn a_long_sentence_is_cut_between_words() {
    let text = format!("{} but {}", "mot ".repeat(100).trim_end(), "suite ".repeat(100).trim_end());
    let cut = shown(&text, &["but"], 60);
    assert!(cut.contains(" but ") && cut.chars().count() <= 60, "{cut}");
    assert!(cut.starts_with("mot") && cut.ends_with("suite"), "{cut}");
}

#[test]
fn no_window_begins_or_ends_within_a_word_or_its_signs() {
    let before = "dit-on encore ".repeat(30);
    let behind = ", dit-on encore".repeat(30);
    for word in ["l’armée", "l'armée", "Saint-Louis", "«\u{a0}armée\u{a0}»", "(l’armée)", "armée\u{202f};"]
    {
        let text = format!("{before}{word}{behind}");
        for length in 20..60 {
            let unit = if word.contains("armée") { "armée" } else { "Louis" };
            let cut = shown(&text, &[unit], length);
            assert!(cut.contains(word), "{cut}");
            let words: Vec<&str> = cut.split(' ').collect();
            for end in [words[0], words[words.len() - 1]] {
                let whole = end.trim_end_matches(',');
                assert!(["dit-on", "encore", word].contains(&whole), "{end:?} in {cut:?}");
            }
        }
    }
}

#[test]
fn a_run_without_spaces_is_cut_at_its_signs() {
    let text = "navigable,".repeat(50) + "vapeur/" + &"navigable/".repeat(50);
    let cut = shown(&text, &["vapeur"], 60);
    assert!(cut.starts_with("navigable,") && cut.ends_with("navigable/"), "{cut}");
}

#[test]
fn a_word_longer_than_the_snippet_is_cut_between_graphemes() {
    let text = "e\u{301}".repeat(500);
    let cut = shown(&text, &[], 21);
    assert_eq!(cut, "e\u{301}".repeat(10));
    assert_eq!(shown(&format!("e{}", "\u{301}".repeat(500)), &[], 300), "");
    assert_eq!(shown(" \n ", &[], 300), "");
}

#[test]
fn a_long_text_takes_time_in_proportion() {
    let table = [
        ("fleuve,port-".repeat(20_000), 300),
        ("fleuve port ".repeat(20_000), usize::from(u16::MAX)),
        ("Le fleuve. Le port. ".repeat(12_000), 20),
    ];
    for (text, length) in table {
        let matches = found(&text, &["fleuve", "port", "e"]);
        let begin = std::time::Instant::now();
        let (windows, _) = snippet(&text, &matches, &[1.0, 1.0, 1.0], length);
        assert!(!windows.is_empty());
        // About a second in a debug build; were it by the square, minutes.
        assert!(begin.elapsed().as_secs() < 20, "{:?} for {length}", begin.elapsed());
    }
}

/// Words, signs and characters that are hard on anyone who counts.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "fleuve",
        "port",
        "l’armée",
        "l'eau",
        "Niger",
        "Saint-Louis",
        "a",
        "e\u{301}te\u{301}",
        " ",
        " ",
        " ",
        " ",
        " ",
        ". ",
        ". ",
        ".",
        " ; ",
        " « ",
        " », ",
        "\n",
        "\n\n",
        "\r\n",
        "\n- ",
        "\n# ",
        ",",
        "/",
        "\u{a0}: ",
        "👩🏽‍🌾",
        "🇲🇱",
        "🇫🇷",
        "\u{301}",
        "\u{200d}",
        "\u{600}",
        "\u{feff}",
        "…",
        " … ",
        "! ",
        "? ",
        "M. ",
        "क\u{94d}ष",
        "\u{1100}\u{1161}",
        "\u{2028}",
    ];
    let long =
        (select(vec!["fleuve", "port ", "Niger/", "e\u{301}", "\u{301}", "Une phrase. "]), 2..60_usize);
    let piece = prop_oneof![
        20 => select(pieces.to_vec()).prop_map(str::to_owned),
        1 => long.prop_map(|(piece, times)| piece.repeat(times)),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..150).prop_map(|pieces| pieces.concat())
}

/// Ranges of characters, some of them long, of five units.
fn matches_in(text: &str, places: &[(prop::sample::Index, usize, usize)]) -> Vec<Match> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let span = |(start, length, unit): &(prop::sample::Index, usize, usize)| {
        let start = start.index(ends.len());
        Match { bytes: ends[start]..ends[(start + length).min(ends.len() - 1)], unit: *unit }
    };
    let mut matches: Vec<Match> = places.iter().map(span).filter(|found| !found.bytes.is_empty()).collect();
    matches.sort_by_key(|found| (found.bytes.start, found.bytes.end, found.unit));
    matches
}

fn place() -> impl Strategy<Value = (prop::sample::Index, usize, usize)> {
    (any::<prop::sample::Index>(), prop_oneof![9 => 1..9_usize, 1 => 9..200_usize], 0..5_usize)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn windows_are_whole_graphemes_within_the_length_and_hold_the_highlights(
        text in text(),
        places in prop::collection::vec(place(), 0..40),
        weights in prop::collection::vec(prop_oneof![0.0..9.0_f32, Just(0.0), Just(f32::INFINITY), Just(f32::NAN)], 5),
        length in prop_oneof![20..100_usize, 20..400_usize, Just(usize::MAX)],
    ) {
        let matches = matches_in(&text, &places);
        let (windows, highlights) = snippet(&text, &matches, &weights, length);
        let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let points = |span: &Span| text[span.clone()].chars().count();
        let whole = |span: &Span| ends.binary_search(&span.start).is_ok() && ends.binary_search(&span.end).is_ok();
        prop_assert!(windows.len() <= MOST_WINDOWS);
        prop_assert!(windows.iter().all(|window| !window.is_empty() && whole(window)), "{:?} {:?}", windows, text);
        prop_assert!(windows.is_sorted_by(|one, other| one.end < other.start), "{:?}", windows);
        let total = windows.iter().map(points).sum::<usize>() + 3 * windows.len().saturating_sub(1);
        prop_assert!(total <= length, "{} of {}: {:?}", total, length, windows);
        prop_assert!(highlights.is_sorted_by(|one, other| one.end <= other.start), "{:?}", highlights);
        for span in &highlights {
            prop_assert!(windows.iter().any(|window| holds(window, span)), "{:?} {:?}", span, windows);
        }
        let fits = |found: &&Match| {
            let start = ends.partition_point(|end| *end <= found.bytes.start) - 1;
            let end = ends.partition_point(|end| *end < found.bytes.end);
            points(&(ends[start]..ends[end])) <= length
        };
        let shows = matches.iter().any(|found| windows.iter().any(|window| holds(window, &found.bytes)));
        prop_assert!(shows || !matches.iter().any(|found| fits(&found)), "{:?} {:?}", matches, windows);
    }

    #[test]
    fn no_single_stretch_of_the_text_shows_more(
        text in text(),
        places in prop::collection::vec(place(), 1..12),
        weights in prop::collection::vec(0.0..9.0_f32, 5),
        length in 20..200_usize,
    ) {
        let matches = matches_in(&text, &places);
        let (windows, _) = snippet(&text, &matches, &weights, length);
        let weight = |parts: &[Span]| -> u64 {
            let within = |found: &&Match| parts.iter().any(|part| holds(part, &found.bytes));
            let units: BTreeSet<usize> = matches.iter().filter(within).map(|found| found.unit).collect();
            units.into_iter().map(|unit| whole_numbers(&weights)[unit]).sum()
        };
        let shown = weight(&windows);
        let layout = Layout::new(&text);
        for (first, last) in matches.iter().flat_map(|first| matches.iter().map(move |last| (first, last))) {
            let stretch = layout.aligned(&(first.bytes.start..last.bytes.end.max(first.bytes.end)));
            if layout.length(&stretch) <= length {
                prop_assert!(weight(std::slice::from_ref(&stretch)) <= shown, "{:?} beats {:?}: {:?}", stretch, windows, matches);
            }
        }
    }

    #[test]
    fn a_text_that_fits_is_shown_whole(text in text(), places in prop::collection::vec(place(), 0..40)) {
        let matches = matches_in(&text, &places);
        let (windows, highlights) = snippet(&text, &matches, &[1.0; 5], text.chars().count());
        let shown = windows.iter().map(|window| text[window.clone()].trim()).collect::<Vec<_>>();
        prop_assert!(matches!(shown.as_slice(), [] | [_]), "{:?}", shown);
        prop_assert!(shown.concat() == text.trim() , "{:?}", shown);
        prop_assert!(highlights.len() <= matches.len());
    }
}
