//! Which language a text is in, and a passage of it.

use whatlang::{Info, Lang, detect};

/// Bytes of a text that its language is told from: enough for any, and the cost does not grow with the file.
const SAMPLE: usize = 1 << 10;

/// ISO 639-1 code of the main language of `text`, where it can be told.
///
/// What the detector is not sure of counts as what the document declares, else as French if that is the guess.
pub(super) fn language(text: &str, declared: Option<&str>) -> Option<String> {
    let info = detect(sample(text));
    let sure = info.as_ref().filter(|info| info.is_reliable()).map(|info| code(info.lang()).to_owned());
    let french = info.filter(|info| info.lang() == Lang::Fra).map(|_| "fr".to_owned());
    sure.or_else(|| declared.map(str::to_owned)).or(french)
}

/// Bytes under which a passage is taken to be in its document's language: names and titles look like anything.
const SHORTEST_PASSAGE: usize = 120;

/// Bytes of a passage that its language is told from.
const PASSAGE_SAMPLE: usize = 400;

/// ISO 639-1 code of the passage's language, where it is surely another than `main`, that of its document.
///
/// The detector is asked only where the small words of French are few, since it takes longer than all of the analysis.
pub(super) fn other_language(passage: &str, main: Option<&str>) -> Option<&'static str> {
    let sample = &passage[..passage.floor_char_boundary(PASSAGE_SAMPLE)];
    if sample.trim().len() < SHORTEST_PASSAGE || main.is_none_or(|main| main == "fr") && is_french(sample) {
        return None;
    }
    let code = detect(sample).filter(Info::is_reliable).map(|info| code(info.lang()))?;
    (code != main.unwrap_or("fr")).then_some(code)
}

/// Words that are frequent in French and rare in its neighbours.
#[rustfmt::skip]
const SMALL_WORDS: [&str; 24] = [
    "le", "les", "des", "du", "et", "est", "une", "dans", "qui", "pour", "au", "aux", "sur", "par", "il", "elle", "à",
    "ont", "sont", "ce", "cette", "avec", "plus", "pas",
];

/// Of so many words one must be among the small ones for a text to pass as French; in French it is one of four.
const SMALL_WORD_IN: usize = 8;

fn is_french(text: &str) -> bool {
    let words = || text.split_whitespace();
    let small =
        words().filter(|word| SMALL_WORDS.iter().any(|small| word.eq_ignore_ascii_case(small))).count();
    small * SMALL_WORD_IN >= words().count()
}

/// A stretch from the middle of a long text: its beginning may be a title page or a table of contents.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let start = text.ceil_char_boundary((text.len() - SAMPLE) / 2);
    &text[start..text.floor_char_boundary(start + SAMPLE)]
}

/// The two-letter code where the language has one, else the three-letter one.
fn code(language: Lang) -> &'static str {
    match language {
        Lang::Fra => "fr",
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Cat => "ca",
        Lang::Ara => "ar",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Pol => "pl",
        Lang::Tur => "tr",
        Lang::Lat => "la",
        Lang::Ron => "ro",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Cmn => "zh",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Epo => "eo",
        Lang::Cym => "cy",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Afr => "af",
        Lang::Ind => "id",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Bel => "be",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let french = "Le fleuve traverse la ville et les pêcheurs y jettent leurs filets chaque matin.";
        let english = "The river crosses the town and the fishermen throw their nets there every morning.";
        assert_eq!(language(french, None).as_deref(), Some("fr"));
        assert_eq!(language(english, None).as_deref(), Some("en"));
        assert_eq!(language(english, Some("fr")).as_deref(), Some("en"), "the text is surer than its label");
        assert_eq!(language("12 34", Some("fr")).as_deref(), Some("fr"));
        assert_eq!(language("12 34", None), None);
    }

    #[test]
    fn a_passage_may_be_in_another_language_than_its_document() {
        let french = "Le fleuve traverse la ville et les pêcheurs y jettent leurs filets chaque matin, avant que le \
                      soleil ne chauffe les berges.";
        let english = "The river crosses the town and the fishermen throw their nets there every morning, before the \
                       sun heats the banks and the boats.";
        assert_eq!(other_language(french, Some("fr")), None);
        assert_eq!(other_language(french, Some("en")), Some("fr"));
        assert_eq!(other_language(english, Some("fr")), Some("en"));
        assert_eq!(other_language(english, Some("en")), None);
        assert_eq!(other_language(english, None), Some("en"));
        assert_eq!(other_language("Traoré, Keïta, Coulibaly, Diarra", Some("fr")), None, "too short to tell");
        assert_eq!(other_language(&"é".repeat(300), Some("fr")), None);
    }

    #[test]
    fn a_sample_never_cuts_a_character() {
        for length in SAMPLE..SAMPLE + 9 {
            let _ = language(&"é".repeat(length), None);
        }
    }
}
