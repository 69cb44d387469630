//! A normalised query → its leaves, each with every term that it is looked for by.

use anyhow::Result;
use tantivy::collector::Count;

use super::filters;
use super::{By, ExplainedTerm, ExplainedUnit, Role};
use crate::analysis::{Language, is_known, words};
use crate::query::{Node, Polarity, Query};
use crate::search::compile::{Boxed, Compiler, Unit, Word, term};
use crate::search::suggest::{Suggestion, suggest};
use crate::search::terms::{exact_words, folded_words};

/// Words of a prefix or a misspelled word that are named.
const MOST_NAMED: usize = 5;

/// A leaf of the query, with what tells whether a passage has it.
pub(super) struct Part {
    pub(super) unit: ExplainedUnit,
    pub(super) leaf: Node,
    /// Which passages have it.
    pub(super) matching: Boxed,
    /// Which passages have each of the unit's terms.
    pub(super) terms: Vec<Boxed>,
    /// Finds it in a text.
    pub(super) found: Unit,
}

/// Something to look for, with the passages that have it.
type Trial = (By, String, Boxed);

/// The leaves of `query`, in its order.
pub(super) fn parts(compiler: &Compiler<'_>, query: &Query) -> Result<Vec<Part>> {
    let mut tried = Vec::new();
    clauses(compiler, query.clauses(), &mut tried)?;
    let polarities = query.leaves().map(|(polarity, _)| polarity);
    let parts = tried.into_iter().zip(polarities);
    parts.map(|((leaf, tried), polarity)| part(compiler, leaf, &tried, polarity)).collect()
}

/// Adds each leaf of a list of clauses, with every way to write it.
fn clauses(compiler: &Compiler<'_>, list: &[Node], leaves: &mut Vec<(Node, Node)>) -> Result<()> {
    let tried = compiler.spelled(list)?;
    list.iter().zip(tried).try_for_each(|(clause, tried)| pair(compiler, clause, tried, leaves))
}

fn pair(compiler: &Compiler<'_>, node: &Node, tried: Node, leaves: &mut Vec<(Node, Node)>) -> Result<()> {
    match (node, tried) {
        (Node::Must(part), Node::Must(tried)) | (Node::Not(part), Node::Not(tried)) => {
            pair(compiler, part, *tried, leaves)
        }
        (Node::All(parts) | Node::Any(parts), _) => parts.iter().try_for_each(|part| {
            let tried = compiler.spelled_alone(part)?;
            pair(compiler, part, tried, leaves)
        }),
        (Node::Group(list), _) => clauses(compiler, list, leaves),
        (leaf, tried) => {
            leaves.push((leaf.clone(), tried));
            Ok(())
        }
    }
}

fn part(compiler: &Compiler<'_>, leaf: Node, tried: &Node, polarity: Polarity) -> Result<Part> {
    let matching = compiler.node(tried)?;
    let passages = count(compiler, &matching)?;
    let mut trials = trials(compiler, &leaf, tried)?;
    if passages == 0 {
        trials.extend(words_within(compiler, &leaf));
    }
    let many = matches!(leaf, Node::Prefix(_) | Node::Fuzzy { .. });
    let (mut explained, mut terms) = counted(compiler, trials, many)?;
    let stands_for = many.then_some(explained.len());
    if many {
        explained.truncate(MOST_NAMED);
        terms.truncate(MOST_NAMED);
    }
    let unit = ExplainedUnit {
        text: signed(&leaf, polarity),
        role: role(&leaf, polarity),
        passages,
        terms: explained,
        stands_for,
        near: if passages == 0 { near(compiler, &leaf, polarity)? } else { Vec::new() },
    };
    Ok(Part { unit, matching, terms, found: Unit::new(compiler.leaves(tried)?), leaf })
}

/// The terms with how many passages hold each; of `many`, those that some passage holds.
fn counted(
    compiler: &Compiler<'_>,
    trials: Vec<Trial>,
    many: bool,
) -> Result<(Vec<ExplainedTerm>, Vec<Boxed>)> {
    let (mut explained, mut terms) = (Vec::new(), Vec::new());
    for (by, term, query) in trials {
        let passages = count(compiler, &query)?;
        if passages > 0 || !many && is_told_where_absent(by, &term, &explained) {
            explained.push(ExplainedTerm { by, term, passages });
            terms.push(query);
        }
    }
    Ok((explained, terms))
}

/// Whether a term is worth a line where no passage has it. The title or the spelling of a word is not, nor a stem that is
/// the word or of a language in which it is not there.
fn is_told_where_absent(by: By, term: &str, before: &[ExplainedTerm]) -> bool {
    match by {
        By::Lemma | By::Stem => !term.contains(':') && before.last().is_none_or(|word| word.term != term),
        By::Title | By::Written => before.is_empty(),
        _ => true,
    }
}

fn count(compiler: &Compiler<'_>, query: &Boxed) -> Result<u64> {
    Ok(compiler.statistics.searcher.search(query.as_ref(), &Count)? as u64)
}

/// Everything that a leaf is looked for by.
fn trials(compiler: &Compiler<'_>, leaf: &Node, tried: &Node) -> Result<Vec<Trial>> {
    let named = |terms: Vec<String>| terms.into_iter().map(|term| word(compiler, term)).collect();
    match leaf {
        Node::Filter(filter) => return filters::trials(compiler, filter),
        Node::Prefix(prefix) => return Ok(named(compiler.vocabulary.beginning_with(prefix)?)),
        Node::Fuzzy { word, distance } => return Ok(named(compiler.near(word, *distance)?)),
        _ => {}
    }
    let tried = Query::default().with(tried.clone());
    let mut seen: Vec<&Node> = Vec::new();
    let mut trials = Vec::new();
    for (_, leaf) in tried.leaves() {
        if seen.contains(&leaf) {
            continue;
        }
        seen.push(leaf);
        match leaf {
            Node::Word(text) => trials.extend(forms(compiler, text)),
            Node::Phrase { text, .. } => {
                let words = folded_words(text);
                let by = if words.len() > 1 { By::Phrase } else { By::Word };
                trials.push((by, words.join(" "), compiler.node(leaf)?));
            }
            Node::Exact(text) => {
                trials.push((By::Written, exact_words(text).join(" "), compiler.node(leaf)?));
            }
            _ => {}
        }
    }
    Ok(trials)
}

/// A word of the text as it is folded.
fn word(compiler: &Compiler<'_>, folded: String) -> Trial {
    let query = term(compiler.fields.folded, &folded);
    (By::Word, folded, query)
}

/// The terms of a word: its own, its stems in text and title, its spelling.
fn forms(compiler: &Compiler<'_>, text: &str) -> Vec<Trial> {
    let Word { folded, stems, exact } = Word::new(text, &compiler.languages);
    let fields = &compiler.fields;
    let french = if is_known(&folded) { By::Lemma } else { By::Stem };
    let by = |stem: &String| if Language::is_of_other(stem) { By::Stem } else { french };
    let written = compiler.written(&folded, &exact);
    let mut forms = vec![word(compiler, folded)];
    forms.extend(stems.iter().map(|stem| (by(stem), stem.clone(), term(fields.stem, stem))));
    forms.extend(stems.iter().map(|stem| (By::Title, stem.clone(), term(fields.title, stem))));
    forms.push((By::Written, exact, written));
    forms
}

/// Each word of a phrase or a spelling that is not there, to see what of it is.
fn words_within(compiler: &Compiler<'_>, leaf: &Node) -> Vec<Trial> {
    let words = match leaf {
        Node::Phrase { text, .. } => Some(folded_words(text)).filter(|words| words.len() > 1),
        Node::Exact(text) => Some(folded_words(text)),
        _ => None,
    };
    words.unwrap_or_default().into_iter().map(|folded| word(compiler, folded)).collect()
}

/// The words of a leaf that the index lacks, with what is near them.
fn near(compiler: &Compiler<'_>, leaf: &Node, polarity: Polarity) -> Result<Vec<Suggestion>> {
    if polarity == Polarity::Excluded {
        return Ok(Vec::new());
    }
    suggest(compiler.index, compiler.statistics, &Query::default().with(leaf.clone()))
}

fn role(leaf: &Node, polarity: Polarity) -> Role {
    match (leaf, polarity) {
        (_, Polarity::Excluded) => Role::Excluded,
        (Node::Filter(_), _) => Role::Filter,
        (_, Polarity::Required) => Role::Required,
        (_, Polarity::Wanted) => Role::Wanted,
    }
}

/// The leaf as it is typed.
fn signed(leaf: &Node, polarity: Polarity) -> String {
    let part = Box::new(leaf.clone());
    let node = match role(leaf, polarity) {
        Role::Excluded => Node::Not(part),
        Role::Required => Node::Must(part),
        Role::Wanted | Role::Filter => *part,
    };
    shown(&node)
}

/// A part of a query as it is typed, on one line.
pub(super) fn shown(node: &Node) -> String {
    let shown = Query::default().with(node.clone()).to_string();
    // What the chain reads as one word needs no escapes to be understood.
    let plain = shown.replace('\\', "");
    if words(&plain).count() == 1 { plain } else { shown }
}
