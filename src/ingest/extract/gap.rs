//! What stands between two stretches of a text that is put together from parts.

/// White space between two stretches of visible text, weakest first: of several the strongest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    None,
    Space,
    /// Between the cells of a row.
    Tab,
    /// From `br`; twice in a row it is how old pages separate paragraphs.
    Break,
    Line,
    Paragraph,
}

impl Gap {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Tab => "\t",
            Self::Break | Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}
