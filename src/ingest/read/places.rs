//! The places of what lies within a file: each is one path below the file's.

use std::collections::{HashMap, HashSet};

/// The places that were given so far in a file.
#[derive(Default)]
pub(super) struct Places {
    taken: HashSet<String>,
    /// How often each place was asked for.
    asked: HashMap<String, u64>,
}

impl Places {
    /// The place of what is called `name` below `folder`: with nothing in it that leads elsewhere, and unlike all others.
    pub(super) fn below(&mut self, folder: &str, name: &str) -> String {
        let parts = name.split(['/', '\\']).map(|part| part.replace('\0', ""));
        let parts: Vec<String> = parts.filter(|part| !matches!(part.as_str(), "" | "." | "..")).collect();
        let name = if parts.is_empty() { "unnamed".into() } else { parts.join("/") };
        let place = format!("{folder}/{name}");
        let mut distinct = place.clone();
        while !self.taken.insert(distinct.clone()) {
            let asked = self.asked.entry(place.clone()).or_insert(1);
            *asked += 1;
            distinct = format!("{place}~{asked}");
        }
        distinct
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_within_a_file_lead_nowhere_else_and_differ() {
        let mut places = Places::default();
        let table = [
            ("a/b.txt", "/a/b.txt"),
            ("../../etc/passwd", "/etc/passwd"),
            ("/abs.txt", "/abs.txt"),
            ("C:\\lettres\\mai.doc", "/C:/lettres/mai.doc"),
            ("a/./b.txt", "/a/b.txt~2"),
            ("a/b.txt~3", "/a/b.txt~3"),
            ("a/b.txt", "/a/b.txt~4"),
            ("..", "/unnamed"),
            ("", "/unnamed~2"),
            ("x\0y", "/xy"),
        ];
        for (name, place) in table {
            assert_eq!(places.below("", name), place, "{name}");
        }
        assert_eq!(places.below("/a", "b.txt"), "/a/b.txt~5", "in another folder, the same place");
    }

    #[test]
    fn many_equal_names_take_no_time() {
        let mut places = Places::default();
        let last = (0..100_000).map(|_| places.below("", "a")).last();
        assert_eq!(last.as_deref(), Some("/a~100000"));
    }
}
