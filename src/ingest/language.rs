//! Which language a text is in.

use whatlang::{Lang, detect};

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
    fn a_sample_never_cuts_a_character() {
        for length in SAMPLE..SAMPLE + 9 {
            let _ = language(&"é".repeat(length), None);
        }
    }
}
