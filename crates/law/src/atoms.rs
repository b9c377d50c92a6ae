//! Atoms: the smallest questions that conditions ask, and their truth in a case as two bit vectors.

use std::collections::BTreeMap;

use crate::facts::{Facts, Value};
use crate::vocabulary::{FactId, Kind, Origin, Vocabulary};

/// What an atom asks of its fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// The boolean is true.
    True,
    /// The enumeration's value is one of these members.
    In(u64),
    /// The set has this member.
    Has(u8),
    /// The set has no member.
    Empty,
    /// The number, or the day's number, is below this.
    Below(i64),
    /// The day is before the day of that other fact.
    Before(FactId),
}

/// One question about one fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom {
    /// The fact asked about.
    pub fact: FactId,
    /// The question.
    pub test: Test,
}

/// Position of an atom; as a bit: word `id / 64`, bit `id % 64`.
pub type AtomId = u32;

/// True, false, or nobody knows (Kleene's strong logic).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tri {
    /// False in every completion of the facts.
    #[default]
    False,
    /// Open.
    Unknown,
    /// True in every completion.
    True,
}

impl Tri {
    /// A plain yes or no.
    pub fn from_bool(b: bool) -> Self {
        if b { Self::True } else { Self::False }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::Unknown => Self::Unknown,
            Self::False => Self::True,
        }
    }
}

impl Atom {
    /// The answer for one value. `other` gives the value of another fact, for dates compared with dates.
    pub fn ask(self, value: Value, other: impl Fn(FactId) -> Value) -> Tri {
        let tri = Tri::from_bool;
        match (self.test, value) {
            (_, Value::Unknown) => Tri::Unknown,
            (Test::True, Value::Bool(b)) => tri(b),
            (Test::In(set), Value::One(i)) => tri(set >> i & 1 == 1),
            (Test::Has(i), Value::Set { has, .. }) if has >> i & 1 == 1 => Tri::True,
            (Test::Has(i), Value::Set { lacks, .. }) => {
                if lacks >> i & 1 == 1 {
                    Tri::False
                } else {
                    Tri::Unknown
                }
            }
            (Test::Empty, Value::Set { has, lacks }) => {
                if has != 0 {
                    Tri::False
                } else if lacks == u64::MAX {
                    Tri::True
                } else {
                    Tri::Unknown
                }
            }
            (Test::Below(n), Value::Int(i)) => tri(i < n),
            (Test::Below(n), Value::Day(d)) => tri(i64::from(d) < n),
            (Test::Before(fact), Value::Day(d)) => match other(fact) {
                Value::Day(limit) => tri(d < limit),
                Value::Unknown => Tri::Unknown,
                _ => Tri::False,
            },
            // A number or day that does not exist is below none. Other pairs do not pass the loader.
            _ => Tri::False,
        }
    }
}

/// The atoms of all loaded packs. Atoms of one fact stand together.
#[derive(Debug, Clone, Default)]
pub struct Atoms {
    list: Vec<Option<Atom>>,
    index: BTreeMap<Atom, AtomId>,
    rows: Vec<Row>,
}

/// How atoms of one fact are answered.
#[derive(Debug, Clone)]
struct Row {
    fact: FactId,
    first: AtomId,
    count: u32,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    /// A yes or no, or an enumeration: the words that each value leads to are known beforehand.
    ByValue(FactTable),
    /// A set: in one word, each atom at the place of its member.
    Members { word: usize, used: u64 },
    /// One atom after the other.
    Each,
}

/// For a yes or no and for an enumeration: the words of its atoms, per value.
#[derive(Debug, Clone)]
pub(crate) struct FactTable {
    pub fact: FactId,
    /// The word in which its atoms begin, and how many words they take.
    start: usize,
    width: usize,
    by_value: Vec<Word>,
}

/// Which of 64 atoms are known to be true, and which false.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Word {
    pub yes: u64,
    pub no: u64,
}

/// Which atoms are known to be true, and which false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(Vec<Word>);

impl Word {
    fn set(&mut self, bit: u64, value: Tri) {
        self.yes = if value == Tri::True { self.yes | bit } else { self.yes & !bit };
        self.no = if value == Tri::False { self.no | bit } else { self.no & !bit };
    }

    fn get(self, bit: u64) -> Tri {
        match (self.yes & bit != 0, self.no & bit != 0) {
            (true, _) => Tri::True,
            (_, true) => Tri::False,
            _ => Tri::Unknown,
        }
    }
}

impl Bits {
    pub(crate) fn all_false(words: usize) -> Self {
        Self(vec![Word { yes: 0, no: u64::MAX }; words])
    }

    #[inline]
    pub(crate) fn word(&self, at: usize) -> Word {
        self.0.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn set(&mut self, atom: AtomId, value: Tri) {
        let (word, bit) = place(atom);
        if let Some(word) = self.0.get_mut(word) {
            word.set(bit, value);
        }
    }

    /// What is known of an atom.
    pub fn get(&self, atom: AtomId) -> Tri {
        let (word, bit) = place(atom);
        self.word(word).get(bit)
    }
}

pub(crate) fn place(atom: AtomId) -> (usize, u64) {
    ((atom / 64) as usize, 1 << (atom % 64))
}

impl Atoms {
    /// The number of an atom, new or old. Numbers move in [`Atoms::arrange`].
    pub(crate) fn intern(&mut self, atom: Atom) -> AtomId {
        if let Some(id) = self.index.get(&atom) {
            return *id;
        }
        let id = self.next();
        self.list.push(Some(atom));
        self.index.insert(atom, id);
        if !self.rows.is_empty() {
            // Behind the arranged ones: a condition from outside the packs, answered one by one.
            self.rows.push(Row { fact: atom.fact, first: id, count: 1, way: Way::Each });
        }
        id
    }

    fn next(&self) -> AtomId {
        AtomId::try_from(self.list.len()).unwrap_or(AtomId::MAX)
    }

    /// The number of an atom that stands in some condition.
    pub fn find(&self, atom: Atom) -> Option<AtomId> {
        self.index.get(&atom).copied()
    }

    /// The atom of that number.
    pub fn get(&self, id: AtomId) -> Option<Atom> {
        self.list.get(id as usize).copied().flatten()
    }

    /// All atoms with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (AtomId, Atom)> + '_ {
        (0..).zip(&self.list).filter_map(|(i, a)| a.map(|a| (i, a)))
    }

    /// The atoms that ask about one fact.
    pub fn of(&self, fact: FactId) -> impl Iterator<Item = Atom> + '_ {
        let rows = self.rows.iter().filter(move |r| r.fact == fact);
        rows.flat_map(|r| r.first..r.first + r.count).filter_map(|id| self.get(id))
    }

    /// The limits that conditions set to a number or day.
    pub fn limits(&self, fact: FactId) -> impl Iterator<Item = i64> + '_ {
        self.of(fact).filter_map(|a| if let Test::Below(n) = a.test { Some(n) } else { None })
    }

    /// The members of a set that some condition asks for, one bit each.
    pub fn used_members(&self, fact: FactId) -> u64 {
        self.of(fact).fold(0, |bits, a| if let Test::Has(i) = a.test { bits | 1 << i } else { bits })
    }

    pub(crate) fn words(&self) -> usize {
        self.list.len().div_ceil(64)
    }

    /// Puts the atoms of each fact together, those of enumerations and sets on word boundaries, and returns the new number
    /// of each old one.
    pub(crate) fn arrange(&mut self, vocabulary: &Vocabulary) -> Vec<AtomId> {
        let old: Vec<Atom> = std::mem::take(&mut self.list).into_iter().flatten().collect();
        let class = |a: &Atom| (matches!(a.test, Test::In(_)), matches!(a.test, Test::Has(_)), a.fact);
        let mut sorted = old.clone();
        sorted.sort_by_key(|a| (matches!(a.test, Test::In(_)), *a));
        for same in sorted.chunk_by(|a, b| class(a) == class(b)) {
            let Some(Atom { fact, test }) = same.first().copied() else { continue };
            if matches!(test, Test::In(_) | Test::Has(_)) {
                self.list.resize(self.list.len().next_multiple_of(64), None);
            }
            let first = self.next();
            for atom in same {
                if let Test::Has(member) = atom.test {
                    self.list.resize(first as usize + usize::from(member), None);
                }
                self.list.push(Some(*atom));
            }
            let mut row = Row { fact, first, count: self.next() - first, way: Way::Each };
            row.way = if let Test::Has(_) = test {
                let used = same.iter().fold(0, |bits, a| if let Test::Has(i) = a.test { bits | 1 << i } else { bits });
                Way::Members { word: place(first).0, used }
            } else {
                FactTable::new(&self.list, &row, vocabulary).map_or(Way::Each, Way::ByValue)
            };
            self.rows.push(row);
        }
        self.index = self.iter().map(|(id, atom)| (atom, id)).collect();
        old.iter().map(|a| self.index.get(a).copied().unwrap_or(0)).collect()
    }

    /// Answers every atom for a case. Derived facts are still unknown.
    pub(crate) fn answer(&self, facts: &Facts) -> Bits {
        let mut bits = Bits(vec![Word::default(); self.words()]);
        for row in &self.rows {
            match (&row.way, facts.get(row.fact)) {
                (_, Value::Unknown) => {}
                (Way::ByValue(table), value) => table.answer(value, &mut bits),
                (Way::Members { word, used }, Value::Set { has, lacks }) => {
                    if let Some(word) = bits.0.get_mut(*word) {
                        word.yes |= has & used;
                        word.no |= lacks & !has & used;
                    }
                }
                (_, value) => self.answer_each(row, value, facts, &mut bits),
            }
        }
        bits
    }

    fn answer_each(&self, row: &Row, value: Value, facts: &Facts, bits: &mut Bits) {
        for id in row.first..row.first + row.count {
            if let Some(atom) = self.get(id) {
                bits.set(id, atom.ask(value, |other| facts.get(other)));
            }
        }
    }

    /// The facts that are a yes or no or an enumeration.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &FactTable> {
        self.rows.iter().filter_map(|row| if let Way::ByValue(table) = &row.way { Some(table) } else { None })
    }
}

impl FactTable {
    fn new(list: &[Option<Atom>], row: &Row, vocabulary: &Vocabulary) -> Option<Self> {
        let fact = vocabulary.fact(row.fact);
        let values: Vec<Value> = match fact.kind {
            _ if fact.origin != Origin::Stated => return None,
            Kind::Bool => vec![Value::Bool(false), Value::Bool(true)],
            Kind::Enum(_) => (0u8..).zip(&vocabulary.enumeration(fact.kind)?.members).map(|(at, _)| Value::One(at)).collect(),
            Kind::Int | Kind::Date | Kind::Set(_) => return None,
        };
        let (start, _) = place(row.first);
        let width = place(row.first + row.count - 1).0 + 1 - start;
        let mut table = Self { fact: row.fact, start, width, by_value: vec![Word::default(); width * values.len()] };
        for (id, atom) in (row.first..row.first + row.count).zip(list.iter().skip(row.first as usize)) {
            let (word, bit) = place(id);
            for (at, value) in values.iter().enumerate() {
                table.by_value.get_mut(at * width + word - start)?.set(bit, (*atom)?.ask(*value, |_| Value::Unknown));
            }
        }
        Some(table)
    }

    /// How many values there are.
    pub(crate) fn values(&self) -> usize {
        self.by_value.len() / self.width
    }

    /// What a value makes of an atom: unknown if it asks about another fact.
    pub(crate) fn truth(&self, value: usize, atom: AtomId) -> Tri {
        let (word, bit) = place(atom);
        let at = word.checked_sub(self.start).filter(|at| *at < self.width);
        at.and_then(|at| self.by_value.get(value * self.width + at)).map_or(Tri::Unknown, |word| word.get(bit))
    }

    #[inline]
    fn answer(&self, value: Value, bits: &mut Bits) {
        let at = value.position().unwrap_or(0) * self.width;
        for (word, own) in bits.0.iter_mut().skip(self.start).zip(self.by_value.get(at..at + self.width).unwrap_or_default()) {
            word.yes |= own.yes;
            word.no |= own.no;
        }
    }
}
