//! The best hits and the counts are the same however few hits are asked for, though most passages are then only counted.

use std::collections::BTreeMap;

use corpus::index::Index;
use corpus::search::{self, Listing, Request};

use crate::folder::Folder;

/// Words of which the first are common and the last rare.
const WORDS: [&str; 16] = [
    "fleuve",
    "travail",
    "pont",
    "marché",
    "congé",
    "pêcheur",
    "contrat",
    "élection",
    "préavis",
    "salarié",
    "navire",
    "barrage",
    "moulin",
    "écluse",
    "amiante",
    "koulikoro",
];

const QUERIES: [&str; 16] = [
    "fleuve",
    "Koulikoro",
    "fleuve travail",
    "fleuve travail pont",
    "fleuve travail pont marché écluse amiante",
    "contrat de travail du pêcheur au moulin de Koulikoro",
    "\"travail pont\" fleuve",
    "\"fleuve pont\"~4 marché",
    "fle* amiante",
    "contrqt~ navire",
    "=fleuve +moulin -barrage",
    "(fleuve OU écluse) ET moulin",
    "fleuve chemin:1",
    "lang:fr",
    "salariés marchés élections",
    "fleuve fleuve koulikoro",
];

/// Numbers that look like chance, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// The word in this place of a text, the common ones more often than the rare.
    fn word(&mut self) -> &'static str {
        let end = 1 + self.below(WORDS.len());
        WORDS[self.below(end)]
    }

    fn text(&mut self, paragraphs: usize) -> String {
        let mut text = String::new();
        for _ in 0..paragraphs {
            for _ in 0..6 {
                let words: Vec<_> = (0..6 + self.below(8)).map(|_| self.word()).collect();
                text += &format!("Le {} et la suite de ce que nous disons ici. ", words.join(" "));
            }
            text += "\n\n";
        }
        text
    }
}

/// An index of several segments, some with deleted passages, and with a document that lies in more than one.
fn index() -> (Folder, Index) {
    let (folder, mut chance) = (Folder::new(), Chance(1));
    for update in 0..4 {
        for file in 0..40 {
            let paragraphs = 1 + chance.below(5);
            folder.write(format!("docs/{}.txt", update * 30 + file), chance.text(paragraphs));
        }
        if update == 1 {
            folder.write("docs/long.txt", chance.text(1_300));
        }
        folder.update(&["docs"]);
    }
    folder.remove("docs/7.txt").remove("docs/45.txt");
    folder.update(&["docs"]);
    let index = folder.index();
    (folder, index)
}

fn request(query: &str, limit: usize, listing: Listing) -> Request {
    Request { limit, listing, ..Request::new(query) }
}

/// Key, ordinal and score of the first `limit` hits.
fn places(index: &Index, query: &str, limit: usize, listing: Listing) -> Vec<(String, u32, f32)> {
    let places = search::places(index, &request(query, limit, listing)).unwrap();
    places.into_iter().map(|place| (place.key, place.ordinal, place.score)).collect()
}

#[test]
fn the_best_hits_and_the_counts_do_not_depend_on_how_many_are_asked_for() {
    let (_folder, index) = index();
    for query in QUERIES {
        let passages = places(&index, query, 100_000, Listing::Passages);
        let mut matches: BTreeMap<&str, u64> = BTreeMap::new();
        for (key, ..) in &passages {
            *matches.entry(key).or_default() += 1;
        }
        let documents = places(&index, query, 100_000, Listing::Documents);
        assert_eq!(documents.len(), matches.len(), "{query}");
        for (listing, all) in [(Listing::Passages, &passages), (Listing::Documents, &documents)] {
            for limit in [1, 10, 150] {
                let first = all.len().min(limit);
                assert_eq!(places(&index, query, limit, listing), all[..first], "{query}, the first {limit}");
            }
            let few = search::search(&index, &request(query, 2, listing)).unwrap();
            let counts = (passages.len() as u64, documents.len() as u64);
            assert_eq!((few.total, few.documents), counts, "{query}");
            for (hit, document) in few.hits.iter().filter_map(|hit| Some((hit, hit.document.as_ref()?))) {
                let known = matches.iter().find(|(key, _)| hit.path.ends_with(*key)).map(|(_, known)| *known);
                assert_eq!(known, Some(document.matches), "{query}: {}", hit.path);
            }
        }
    }
}
