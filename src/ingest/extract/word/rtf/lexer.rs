//! RTF: bytes → tokens.

/// One token of RTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A backslash and letters, with the number behind them.
    Word(&'a [u8], Option<i32>),
    /// A backslash and one other character.
    Symbol(u8),
    /// `\'e9`: a byte in the code page of the font.
    Hex(u8),
    /// Bytes as they are, line ends apart.
    Text(&'a [u8]),
}

/// The tokens of RTF; what a file cut short lacks at its end is not missed.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    rest: &'a [u8],
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, keep: impl Fn(&u8) -> bool) -> &'a [u8] {
        self.take(self.rest.iter().position(|b| !keep(b)).unwrap_or(self.rest.len()))
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let word = self.take_while(u8::is_ascii_alphabetic);
        if word.is_empty() {
            return match *self.take(1).first()? {
                b'\'' => Some(Token::Hex(self.hex().unwrap_or(b'?'))),
                symbol => Some(Token::Symbol(symbol)),
            };
        }
        let number = self.number();
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        // The bytes of `\bin` are no RTF, whatever they look like.
        if let (b"bin", Some(length)) = (word, number) {
            self.take(usize::try_from(length).unwrap_or_default());
        }
        Some(Token::Word(word, number))
    }

    fn hex(&mut self) -> Option<u8> {
        let digits = self.rest.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
        self.take(2);
        u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }

    /// A number out of range counts as zero: it is damage, and as a count it must do no more.
    fn number(&mut self) -> Option<i32> {
        let signed = self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        let sign = self.take(usize::from(signed));
        let digits = self.take_while(u8::is_ascii_digit);
        if digits.is_empty() {
            return None;
        }
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0);
        Some(if sign.is_empty() { number } else { -number })
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.take_while(|b| matches!(b, b'\r' | b'\n'));
        match *self.rest.first()? {
            b'{' => self.take(1).first().map(|_| Token::Open),
            b'}' => self.take(1).first().map(|_| Token::Close),
            b'\\' => {
                self.take(1);
                self.control()
            }
            _ => Some(Token::Text(self.take_while(|b| !matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n')))),
        }
    }
}
