//! What a passage that does not match lacks, or has that it must not have.

use anyhow::Result;

use super::parts::shown;
use super::verdict::Document;
use super::{Reason, matches_at};
use crate::query::{Node, Query};
use crate::search::compile::Compiler;

/// A passage that does not match.
pub(super) struct Failing<'a> {
    pub(super) compiler: &'a Compiler<'a>,
    pub(super) document: &'a Document<'a>,
    /// Its place among the document's passages.
    pub(super) place: usize,
}

impl Failing<'_> {
    /// What the normalised query asks for and does not get.
    pub(super) fn reasons(&self, query: &Query) -> Result<Vec<Reason>> {
        let mut reasons = Vec::new();
        self.of_clauses(query.clauses(), &mut reasons)?;
        Ok(reasons)
    }

    /// Adds what a list of clauses asks for and does not get; see [`Node::Group`].
    fn of_clauses(&self, clauses: &[Node], reasons: &mut Vec<Reason>) -> Result<()> {
        let tried = self.compiler.spelled(clauses)?;
        let (wanted, strict): (Vec<_>, Vec<_>) = clauses
            .iter()
            .zip(&tried)
            .partition(|(clause, _)| !matches!(clause, Node::Must(_) | Node::Not(_) | Node::Filter(_)));
        for (clause, tried) in &strict {
            self.of_part(clause, tried, reasons)?;
        }
        if clauses.iter().any(|clause| matches!(clause, Node::Must(_))) {
            return Ok(());
        }
        if let [(clause, tried)] = wanted.as_slice() {
            return self.of_part(clause, tried, reasons);
        }
        for (_, tried) in &wanted {
            if self.has(tried)? {
                return Ok(());
            }
        }
        reasons.extend((!wanted.is_empty()).then_some(Reason::Nothing));
        Ok(())
    }

    /// Adds why the passage does not have a part, if it has not; `tried` is the part with its alternatives.
    fn of_part(&self, part: &Node, tried: &Node, reasons: &mut Vec<Reason>) -> Result<()> {
        if self.has(tried)? {
            return Ok(());
        }
        match part {
            Node::All(parts) => self.of_each(parts, reasons)?,
            Node::Must(inner) => match &**inner {
                Node::All(parts) => self.of_each(parts, reasons)?,
                _ => reasons.push(Reason::Lacks(shown(part))),
            },
            Node::Group(clauses) => self.of_clauses(clauses, reasons)?,
            Node::Not(_) => reasons.push(Reason::Excluded(shown(part))),
            Node::Filter(filter) => {
                reasons.push(Reason::Filtered(shown(part), self.document.fact(filter, self.place)));
            }
            _ => reasons.push(Reason::Lacks(shown(part))),
        }
        Ok(())
    }

    fn of_each(&self, parts: &[Node], reasons: &mut Vec<Reason>) -> Result<()> {
        parts.iter().try_for_each(|part| self.of_part(part, &self.compiler.spelled_alone(part)?, reasons))
    }

    fn has(&self, tried: &Node) -> Result<bool> {
        matches_at(self.compiler, &self.compiler.node(tried)?, self.document.addresses[self.place])
    }
}
