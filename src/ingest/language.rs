//! Which language a text is in, and a passage of it.

use whatlang::{Info, Lang, detect};

/// Bytes of a text that its language is told from: enough for any, and the cost does not grow with the file.
const SAMPLE: usize = 1 << 10;

/// ISO 639-1 code of the main language of `text`, where it can be told.
///
/// What the detector is not sure of counts as what the document declares, else as French if that is the guess. It is not
/// asked where the small words of French are many, since it takes longer than all of the analysis.
pub(super) fn language(text: &str, declared: Option<&str>) -> Option<String> {
    let sample = sample(text);
    if sample.len() >= SHORTEST_PASSAGE && is_french(sample, SMALL_WORD_IN) {
        return Some("fr".to_owned());
    }
    let info = detect(sample);
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
/// The detector is asked as for a document.
pub(super) fn other_language(passage: &str, main: Option<&str>) -> Option<&'static str> {
    let sample = &passage[..passage.floor_char_boundary(PASSAGE_SAMPLE)];
    if sample.trim().len() < SHORTEST_PASSAGE
        || main.is_none_or(|main| main == "fr") && is_french(sample, SMALL_WORD_WITHIN)
    {
        return None;
    }
    let code = detect(sample).filter(Info::is_reliable).map(|info| code(info.lang()))?;
    (code != main.unwrap_or("fr")).then_some(code)
}

/// Words that are frequent in French and not in its neighbours.
#[rustfmt::skip]
const OWN_WORDS: [u64; 30] = [
    key(b"les"), key(b"des"), key(b"du"), key(b"une"), key(b"dans"), key(b"pour"), key(b"au"), key(b"aux"), key(b"sur"),
    key(b"par"), key(b"elle"), key(b"elles"), key(b"ils"), key("à".as_bytes()), key(b"ont"), key(b"sont"), key(b"ces"),
    key(b"cette"), key(b"avec"), key(b"pas"), key(b"leur"), key(b"leurs"), key(b"dont"), key("être".as_bytes()), key(b"nous"),
    key(b"vous"), key(b"sans"), key(b"sous"), key("était".as_bytes()), key("même".as_bytes()),
];

/// Words that are frequent in French, and in Italian, Latin or Portuguese too.
#[rustfmt::skip]
const SHARED_WORDS: [u64; 8] = [
    key(b"le"), key(b"et"), key(b"est"), key(b"il"), key(b"qui"), key(b"ou"), key(b"ce"), key(b"plus"),
];

/// Of so many words one must be among these for a text to pass as French; in French it is one of four.
const SMALL_WORD_IN: usize = 8;

/// Of so many words one must be among them for a passage of a French document to pass as French.
const SMALL_WORD_WITHIN: usize = 12;

/// Of so many of the small words one must be French's own; in French it is every other one.
const OWN_WORD_IN: usize = 4;

/// Whether one of `many` words, or more, is a small word of French.
fn is_french(text: &str, many: usize) -> bool {
    let (mut words, mut own, mut shared) = (0, 0, 0);
    for word in text.split_ascii_whitespace().map(str::as_bytes) {
        words += 1;
        if word.len() < 8 {
            let key = key(word);
            own += usize::from(OWN_WORDS.contains(&key));
            shared += usize::from(SHARED_WORDS.contains(&key));
        }
    }
    (own + shared) * many >= words && own * OWN_WORD_IN >= own + shared && own > 0
}

/// A word of less than eight bytes as one number, the same for capitals without accents.
const fn key(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = key << 8 | word[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    key
}

/// A stretch from the middle of a long text: its beginning may be a title page or a table of contents.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let start = text.ceil_char_boundary((text.len() - SAMPLE) / 2);
    &text[start..text.floor_char_boundary(start + SAMPLE)]
}

/// The ISO 639-1 code, which every language that the detector knows has.
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
        Lang::Ben => "bn",
        Lang::Kat => "ka",
        Lang::Yid => "yi",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Tam => "ta",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Tel => "te",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_code_of_two_letters_of_its_own() {
        let codes: std::collections::BTreeSet<_> = Lang::all().iter().map(|lang| code(*lang)).collect();
        assert_eq!(codes.len(), Lang::all().len());
        assert!(codes.iter().all(|code| code.len() == 2), "{codes:?}");
        let thai = "ราชอาณาจักรไทยเป็นรัฐชาติอันตั้งอยู่ในภูมิภาคเอเชียตะวันออกเฉียงใต้";
        assert_eq!(language(thai, None).as_deref(), Some("th"));
    }

    #[test]
    fn languages_are_told_apart() {
        let french = "Le fleuve traverse la ville et les pêcheurs y jettent leurs filets chaque matin.";
        let english = "The river crosses the town and the fishermen throw their nets there every morning.";
        assert_eq!(language(french, None).as_deref(), Some("fr"));
        assert_eq!(language(english, None).as_deref(), Some("en"));
        assert_eq!(language(english, Some("fr")).as_deref(), Some("en"), "the text is surer than its label");
        let italian = "Il sindaco e il consiglio comunale approvano le spese per il porto, le strade e le scuole del paese; il \
                       presidente firma il verbale e le lettere che il segretario ha scritto.";
        let latin = "Credo in unum Deum, Patrem omnipotentem, factorem caeli et terrae, visibilium omnium et invisibilium. \
                     Et incarnatus est de Spiritu Sancto ex Maria Virgine, et homo factus est.";
        assert_eq!(language(italian, None).as_deref(), Some("it"));
        assert_eq!(language(latin, None).as_deref(), Some("la"));
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
        let italian = "Il capitano del porto disse che le barche non potevano uscire finché non fosse salita l'acqua, perché \
                       il fiume era molto basso e le pietre si vedevano dalla riva.";
        assert_eq!(other_language(italian, Some("fr")), Some("it"));
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
