//! Tokens to an expression over atoms, with every word checked against the vocabulary.

use super::lexer::{Token, tokens};
use super::{ConditionError, Expr};
use crate::atoms::{Atom, Atoms, Test};
use crate::nearest::hint;
use crate::vocabulary::{Enumeration, Fact, FactId, Kind, MAX_INT, Vocabulary};

const DEEPEST: usize = 32;

type Parsed<T> = Result<T, ConditionError>;

/// Reads a condition.
pub(crate) fn parse(text: &str, vocabulary: &Vocabulary, atoms: &mut Atoms) -> Parsed<Expr> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0, vocabulary, atoms };
    let expr = parser.any()?;
    match parser.peek() {
        Token::End => Ok(expr),
        _ => parser.fail("expected `&&`, `||` or the end here"),
    }
}

struct Parser<'a> {
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
    vocabulary: &'a Vocabulary,
    atoms: &'a mut Atoms,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(_, t)| t)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(0, |(at, _)| *at)
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        self.next += 1;
        token
    }

    fn eat(&mut self, sign: &str) -> bool {
        let here = matches!(self.peek(), Token::Sign(s) if *s == sign);
        self.next += usize::from(here);
        here
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.eat(sign) { Ok(()) } else { self.fail(format!("expected `{sign}` here")) }
    }

    fn fail<T>(&self, message: impl Into<String>) -> Parsed<T> {
        Err(ConditionError { at: self.at(), message: message.into() })
    }

    fn any(&mut self) -> Parsed<Expr> {
        let mut parts = vec![self.all()?];
        while self.eat("||") {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Expr::Or))
    }

    fn all(&mut self) -> Parsed<Expr> {
        let mut parts = vec![self.unary()?];
        while self.eat("&&") {
            parts.push(self.unary()?);
        }
        Ok(one_or(parts, Expr::And))
    }

    fn unary(&mut self) -> Parsed<Expr> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.fail("the condition is nested too deeply");
        }
        let expr = if self.eat("!") {
            negated(self.unary()?)
        } else if self.eat("(") {
            let inner = self.any()?;
            self.expect(")")?;
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        let at = self.at();
        match self.take() {
            Token::Name(word) if word == "true" || word == "false" => Ok(Expr::Always(word == "true")),
            Token::Name(name) => {
                let (id, fact) = self.fact(&name, at)?;
                self.about(id, fact)
            }
            Token::Text(word) => self.membership(&word, at),
            _ => Err(ConditionError { at, message: "expected the name of a fact here".to_owned() }),
        }
    }

    fn fact(&self, name: &str, at: usize) -> Parsed<(FactId, &'a Fact)> {
        let names = self.vocabulary.facts.iter().map(|f| f.name.as_str());
        match self.vocabulary.find(name) {
            Some(id) => Ok((id, self.vocabulary.fact(id))),
            None => Err(ConditionError { at, message: format!("there is no fact `{name}`{}", hint(name, names)) }),
        }
    }

    /// `fact`, `fact == x`, `fact in […]`, `fact < x`
    fn about(&mut self, id: FactId, fact: &'a Fact) -> Parsed<Expr> {
        let list = self.vocabulary.enumeration(fact.kind);
        match (fact.kind, list) {
            (Kind::Bool, _) => self.about_bool(id),
            (Kind::Int | Kind::Date, _) => self.about_number(id, fact),
            (Kind::Enum(_), Some(list)) => self.about_word(id, fact, list),
            (Kind::Set(_), _) => {
                let negative = if self.eat("!=") { true } else { self.expect("==").map(|()| false)? };
                self.expect("[")?;
                self.expect("]")?;
                Ok(self.literal(id, Test::Empty, negative))
            }
            _ => self.fail("this fact has no words"),
        }
    }

    fn about_bool(&mut self, id: FactId) -> Parsed<Expr> {
        let negative = self.eat("!=");
        if !negative && !self.eat("==") {
            return Ok(self.literal(id, Test::True, false));
        }
        match self.take() {
            Token::Name(word) if word == "true" => Ok(self.literal(id, Test::True, negative)),
            Token::Name(word) if word == "false" => Ok(self.literal(id, Test::True, !negative)),
            _ => self.fail("expected `true` or `false`"),
        }
    }

    fn about_word(&mut self, id: FactId, fact: &Fact, list: &Enumeration) -> Parsed<Expr> {
        if let Token::Name(word) = self.peek()
            && word == "in"
        {
            self.next += 1;
            let set = self.words(list)?;
            return Ok(self.literal(id, Test::In(set), false));
        }
        let negative = self.eat("!=");
        if !negative && !self.eat("==") {
            return self.fail(format!("`{}` needs `==`, `!=` or `in` after it", fact.name));
        }
        let at = self.at();
        match self.take() {
            Token::Text(word) => {
                let set = 1 << word_of(list, &word, at)?;
                Ok(self.literal(id, Test::In(set), negative))
            }
            _ => Err(ConditionError { at, message: "expected a word in quotes".to_owned() }),
        }
    }

    fn words(&mut self, list: &Enumeration) -> Parsed<u64> {
        self.expect("[")?;
        let mut set = 0u64;
        loop {
            let at = self.at();
            let Token::Text(word) = self.take() else {
                return Err(ConditionError { at, message: "expected a word in quotes".to_owned() });
            };
            set |= 1 << word_of(list, &word, at)?;
            if self.eat("]") {
                return Ok(set);
            }
            self.expect(",")?;
        }
    }

    fn about_number(&mut self, id: FactId, fact: &Fact) -> Parsed<Expr> {
        let at = self.at();
        let Token::Sign(sign @ ("==" | "!=" | "<" | "<=" | ">" | ">=")) = self.take() else {
            return Err(ConditionError { at, message: format!("`{}` needs a comparison after it", fact.name) });
        };
        let at = self.at();
        let limit = match (self.take(), fact.kind) {
            (Token::Int(n), Kind::Int) if (0..=MAX_INT).contains(&n) => n,
            (Token::Name(word), Kind::Date) if word == "date" => self.date()?,
            (Token::Name(name), Kind::Date) => return self.two_dates(id, sign, &name, at),
            _ => return Err(ConditionError { at, message: "expected a whole number, or `date(\"2026-03-02\")`".to_owned() }),
        };
        let below = |parser: &mut Self, n: i64| parser.literal(id, Test::Below(n), false);
        Ok(match sign {
            "<" => below(self, limit),
            "<=" => below(self, limit + 1),
            ">=" => negated(below(self, limit)),
            ">" => negated(below(self, limit + 1)),
            equal => {
                let same = Expr::And(vec![negated(below(self, limit)), below(self, limit + 1)]);
                if equal == "==" { same } else { negated(same) }
            }
        })
    }

    /// Two dates are compared through one question: is this one before that one?
    fn two_dates(&mut self, id: FactId, sign: &str, name: &str, at: usize) -> Parsed<Expr> {
        let (other, fact) = self.fact(name, at)?;
        if fact.kind != Kind::Date {
            return Err(ConditionError { at, message: format!("`{name}` is no date") });
        }
        let mut before = |a: FactId, b: FactId| self.literal(a, Test::Before(b), false);
        Ok(match sign {
            "<" => before(id, other),
            ">" => before(other, id),
            "<=" => negated(before(other, id)),
            ">=" => negated(before(id, other)),
            equal => {
                let same = Expr::And(vec![negated(before(id, other)), negated(before(other, id))]);
                if equal == "==" { same } else { negated(same) }
            }
        })
    }

    fn date(&mut self) -> Parsed<i64> {
        self.expect("(")?;
        let at = self.at();
        let day = match self.take() {
            Token::Text(text) => text.parse::<jiff::civil::Date>().ok(),
            _ => None,
        };
        let Some(day) = day else {
            return Err(ConditionError { at, message: "expected a day like \"2026-03-02\"".to_owned() });
        };
        self.expect(")")?;
        Ok(i64::from(crate::facts::day_number(day)))
    }

    /// `"word" in set_fact`
    fn membership(&mut self, word: &str, word_at: usize) -> Parsed<Expr> {
        let at = self.at();
        let (Token::Name(keyword), Token::Name(name)) = (self.take(), self.take()) else {
            return Err(ConditionError { at, message: "expected `in` and the name of a set".to_owned() });
        };
        let (id, fact) = self.fact(&name, at)?;
        match (keyword.as_str(), fact.kind, self.vocabulary.enumeration(fact.kind)) {
            ("in", Kind::Set(_), Some(list)) => {
                let member = word_of(list, word, word_at)?;
                Ok(self.literal(id, Test::Has(member), false))
            }
            _ => Err(ConditionError { at, message: format!("write `\"{word}\" in` and a fact that is a set") }),
        }
    }

    fn literal(&mut self, fact: FactId, test: Test, negative: bool) -> Expr {
        let atom = Expr::Atom(self.atoms.intern(Atom { fact, test }));
        if negative { negated(atom) } else { atom }
    }
}

fn word_of(list: &Enumeration, word: &str, at: usize) -> Parsed<u8> {
    let words = list.members.iter().map(|m| m.id.as_str());
    list.position(word).ok_or_else(|| ConditionError {
        at,
        message: format!("`{word}` is not one of the words for `{}`{}", list.name, hint(word, words)),
    })
}

fn negated(expr: Expr) -> Expr {
    match expr {
        Expr::Not(inner) => *inner,
        other => Expr::Not(Box::new(other)),
    }
}

fn one_or(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            join(parts)
        }
        (_, None) => Expr::Always(true),
    }
}
