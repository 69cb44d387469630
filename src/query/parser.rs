//! Tokens → tree. Recursion follows parentheses only, and [`balance`] leaves at most [`MAX_DEPTH`] of them.

use super::Node;
use super::lexer::{Kind, Operator, Token, has_alphanumeric};
use super::limits::{MAX_DEPTH, Notes};

/// The clauses of the whole query.
pub(super) fn parse(tokens: Vec<Token>, notes: &mut Notes) -> Vec<Node> {
    let tokens = balance(tokens, notes);
    let mut clauses = Parser { tokens: tokens.into_iter(), notes }.clauses();
    // Parentheses around the whole say nothing.
    match (clauses.pop(), clauses.is_empty()) {
        (Some(Node::Group(inner)), true) => return inner,
        (Some(all @ Node::All(_)), true) => clauses.push(Node::Must(Box::new(all))),
        (last, _) => clauses.extend(last),
    }
    clauses
}

/// The same tokens with every parenthesis paired and none nested deeper than [`MAX_DEPTH`].
fn balance(tokens: Vec<Token>, notes: &mut Notes) -> Vec<Token> {
    let mut balanced = Vec::with_capacity(tokens.len());
    let mut open = Vec::new();
    // Parentheses left out for their depth, of those that are open; always the innermost ones.
    let mut left_out = 0;
    let mut too_deep = None;
    for token in tokens {
        match token.kind {
            Kind::Open if open.len() == MAX_DEPTH => {
                left_out += 1;
                too_deep = too_deep.or(Some(token.at));
                continue;
            }
            Kind::Open => open.push(token.at),
            Kind::Close if left_out > 0 => {
                left_out -= 1;
                continue;
            }
            Kind::Close if open.pop().is_none() => {
                notes.warn(token.at, "`)` without `(`: ignored");
                continue;
            }
            _ => {}
        }
        balanced.push(token);
    }
    if let Some(at) = too_deep {
        notes.warn(at, format!("parentheses are nested deeper than {MAX_DEPTH}: the inner ones are ignored"));
    }
    if let Some(at) = open.last() {
        notes.warn(*at, "`(` is not closed: it is read as closed at the end of the query");
    }
    balanced.extend(open.iter().map(|at| Token { kind: Kind::Close, at: *at }));
    balanced
}

struct Parser<'n> {
    tokens: std::vec::IntoIter<Token>,
    notes: &'n mut Notes,
}

impl Parser<'_> {
    /// Clauses up to a closing parenthesis or the end, which is left there.
    fn clauses(&mut self) -> Vec<Node> {
        let mut clauses = Vec::new();
        while self.has_more() {
            clauses.extend(self.clause());
        }
        clauses
    }

    /// Alternatives, each of one or more operands.
    fn clause(&mut self) -> Option<Node> {
        let at = self.tokens.as_slice().first()?.at;
        let mut alternatives = vec![self.both(false)];
        while self.accept(Operator::Or) {
            alternatives.push(self.both(true));
        }
        alternatives.retain(|parts| !parts.is_empty());
        if alternatives.len() > 1 {
            return Some(self.any(alternatives, at));
        }
        let mut parts = alternatives.pop()?;
        // Who writes ET means it, also beside other clauses.
        if parts.len() > 1 { Some(Node::Must(Box::new(all(parts)))) } else { parts.pop() }
    }

    fn any(&mut self, alternatives: Vec<Vec<Node>>, at: usize) -> Node {
        let parts: Vec<Node> = alternatives.into_iter().map(all).collect();
        if parts.iter().any(|part| matches!(part, Node::Must(_))) {
            self.notes.warn(at, "`+` has no meaning among alternatives: write `+(a OU b)`");
        }
        if parts.iter().any(|part| matches!(part, Node::Not(_))) {
            let both = "to exclude both write `-(a OU b)`";
            self.notes.warn(at, format!("an exclusion among alternatives matches nearly everything: {both}"));
        }
        Node::Any(parts.into_iter().map(without_must).collect())
    }

    /// The operands that `ET` joins.
    fn both(&mut self, after_operator: bool) -> Vec<Node> {
        let mut parts: Vec<Node> = self.operand(after_operator).into_iter().collect();
        while self.accept(Operator::And) {
            parts.extend(self.operand(true));
        }
        parts
    }

    /// A leaf or a parenthesis with its signs. Takes at least one token where there is one.
    fn operand(&mut self, mut after_operator: bool) -> Option<Node> {
        let mut sign = None;
        while self.has_more() {
            let Token { kind, at } = self.tokens.next()?;
            let node = match kind {
                Kind::Operator(operator, spelled) if self.is_word(operator, after_operator) => {
                    self.operator_word(spelled, at)
                }
                Kind::Operator(operator @ (Operator::Not | Operator::Must), _) => {
                    sign = sign.filter(|sign| *sign == Operator::Not).or(Some(operator));
                    after_operator = true;
                    continue;
                }
                Kind::Operator(_, spelled) => {
                    self.notes.warn(at, format!("`{spelled}` follows another operator: ignored"));
                    continue;
                }
                Kind::Leaf(leaf) => Some(leaf),
                Kind::Open | Kind::Close => self.parenthesis(),
            };
            if node.is_none() && sign.is_some() {
                self.notes.warn(at, "there is nothing to exclude or to require here: the sign is ignored");
            }
            return node.map(|node| signed(node, sign));
        }
        None
    }

    /// Whether an operator where an operand belongs is a word: `OR` is gold, and kinder than nothing.
    fn is_word(&self, operator: Operator, after_operator: bool) -> bool {
        let next_operator = match self.tokens.as_slice().first() {
            None | Some(Token { kind: Kind::Close, .. }) => return true,
            Some(Token { kind: Kind::Operator(next, _), .. }) => Some(*next),
            _ => None,
        };
        let joins = |operator| matches!(operator, Operator::And | Operator::Or);
        let joined = next_operator.is_some_and(|next| joins(next) && next != operator);
        joins(operator) && (!after_operator || joined)
    }

    fn operator_word(&mut self, spelled: String, at: usize) -> Option<Node> {
        if !has_alphanumeric(&spelled) {
            self.notes.warn(at, format!("`{spelled}` has nothing to exclude or to require: ignored"));
            return None;
        }
        self.notes.warn(at, format!("`{spelled}` has nothing to join or exclude: read as a word"));
        let word = Node::Word(spelled);
        self.notes.admit(&word, at).then_some(word)
    }

    /// What follows `(`, to its `)`.
    fn parenthesis(&mut self) -> Option<Node> {
        let mut clauses = self.clauses();
        self.tokens.next();
        if clauses.len() > 1 { Some(Node::Group(clauses)) } else { clauses.pop().map(without_must) }
    }

    fn has_more(&self) -> bool {
        self.tokens.as_slice().first().is_some_and(|token| token.kind != Kind::Close)
    }

    /// Takes this operator if it comes next and something follows it.
    fn accept(&mut self, operator: Operator) -> bool {
        let joins = match self.tokens.as_slice() {
            [Token { kind: Kind::Operator(next, _), .. }, right, ..] => {
                *next == operator && right.kind != Kind::Close
            }
            _ => false,
        };
        if joins {
            self.tokens.next();
        }
        joins
    }
}

fn all(mut parts: Vec<Node>) -> Node {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Node::All(parts.into_iter().chain(last).map(without_must).collect()),
    }
}

fn signed(node: Node, sign: Option<Operator>) -> Node {
    match (sign, node) {
        (Some(Operator::Not), Node::Not(inner)) => *inner,
        (Some(Operator::Not), node) => Node::Not(Box::new(without_must(node))),
        (Some(Operator::Must), Node::Not(inner)) => Node::Not(inner),
        (Some(Operator::Must), node) => Node::Must(Box::new(without_must(node))),
        (_, node) => node,
    }
}

/// The node without a `+` that its place makes meaningless.
fn without_must(node: Node) -> Node {
    if let Node::Must(inner) = node { *inner } else { node }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn check(cases: &[(&str, &str, &[usize])]) {
        for (text, shown, at) in cases {
            let parsed = parse(text);
            assert_eq!(parsed.query.to_string(), *shown, "{text}");
            let places: Vec<usize> = parsed.warnings.iter().map(|warning| warning.at).collect();
            assert_eq!(places, *at, "{text}: {:?}", parsed.warnings);
        }
    }

    #[test]
    fn operators_bind_as_documented() {
        check(&[
            ("a OU b c", "a OU b c", &[]),
            ("(a OU b) c", "a OU b c", &[]),
            ("a OU (b c)", "a OU (b c)", &[]),
            ("a AND b OR c", "a ET b OU c", &[]),
            ("a ET (b OU c)", "a ET (b OU c)", &[]),
            ("a ET b c", "a ET b c", &[]),
            ("+(a ET b) c", "a ET b c", &[]),
            ("(a ET b) c", "(a ET b) c", &[]),
            ("(a ET b)", "a ET b", &[]),
            ("((a b))", "a b", &[]),
            ("a SAUF b", "a -b", &[]),
            ("a NOT (b c)", "a -(b c)", &[]),
            ("a ET SAUF b", "a ET -b", &[]),
            ("a –b −c", "a -b -c", &[]),
            ("a – b", "a b", &[]),
            ("-\"a b\" +(c OU d)", "-\"a b\" +(c OU d)", &[]),
            ("SAUF -a b", "-a b", &[]),
            ("-(-a)", "a", &[]),
            ("+(-a) b", "-a b", &[]),
            ("(+a) b", "a b", &[]),
            ("SAUF(a OU b)", "-(a OU b)", &[]),
            ("a (OU b)", "a (\\OU b)", &[3]),
        ]);
    }

    #[test]
    fn operators_that_lack_a_side() {
        check(&[
            ("OR ET argent", "\\OR ET argent", &[0]),
            ("mines OR", "mines \\OR", &[6]),
            ("argent ET OR ET cuivre", "argent ET \\OR ET cuivre", &[10]),
            ("a ET OU b", "a ET b", &[5]),
            ("a ET ET b", "a ET b", &[5]),
            ("a SAUF", "a \\SAUF", &[2]),
            ("(a OU) b", "(a \\OU) b", &[3]),
            ("+a OU b", "a OU b", &[0]),
            ("a OU -b", "a OU -b", &[0]),
            ("-() a", "a", &[1]),
            ("-\"?\" a", "a", &[]),
        ]);
    }

    #[test]
    fn parentheses_that_lack_a_side() {
        check(&[
            ("(a b", "a b", &[0]),
            ("a) b", "a b", &[1]),
            ("x ((a OU b) c", "x (a OU b c)", &[2]),
            ("()", "", &[]),
        ]);
    }
}
