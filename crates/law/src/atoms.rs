//! Atoms: the smallest questions that conditions ask, and their truth in a case as two bit vectors.

use std::collections::BTreeMap;

use crate::facts::{Facts, Value};
use crate::vocabulary::{FactId, Kind, Vocabulary};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tri {
    /// False in every completion of the facts.
    False,
    /// Open.
    Unknown,
    /// True in every completion.
    True,
}

impl Tri {
    pub(crate) fn from_bool(b: bool) -> Self {
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

/// How the atoms of one fact are answered.
#[derive(Debug, Clone)]
struct Row {
    fact: FactId,
    first: AtomId,
    count: u32,
    /// For an enumeration: the words that start at `first`, per member.
    table: Option<Table>,
}

#[derive(Debug, Clone)]
struct Table {
    width: usize,
    all: Vec<u64>,
    by_member: Vec<u64>,
}

/// Which atoms are known to be true, and which false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    pub(crate) yes: Vec<u64>,
    pub(crate) no: Vec<u64>,
}

impl Bits {
    pub(crate) fn set(&mut self, atom: AtomId, value: Tri) {
        let (word, bit) = place(atom);
        for (bits, wanted) in [(&mut self.yes, Tri::True), (&mut self.no, Tri::False)] {
            if let Some(w) = bits.get_mut(word) {
                *w = if value == wanted { *w | bit } else { *w & !bit };
            }
        }
    }

    pub(crate) fn get(&self, atom: AtomId) -> Tri {
        let (word, bit) = place(atom);
        let has = |bits: &[u64]| bits.get(word).is_some_and(|w| w & bit != 0);
        match (has(&self.yes), has(&self.no)) {
            (true, _) => Tri::True,
            (_, true) => Tri::False,
            _ => Tri::Unknown,
        }
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
        let id = AtomId::try_from(self.list.len()).unwrap_or(AtomId::MAX);
        self.list.push(Some(atom));
        self.index.insert(atom, id);
        if !self.rows.is_empty() {
            // Behind the arranged ones: a condition from outside the packs, answered one by one.
            self.rows.push(Row { fact: atom.fact, first: id, count: 1, table: None });
        }
        id
    }

    /// The number of an atom that stands in some condition.
    pub(crate) fn find(&self, atom: Atom) -> Option<AtomId> {
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
    pub(crate) fn of(&self, fact: FactId) -> impl Iterator<Item = Atom> + '_ {
        let rows = self.rows.iter().filter(move |r| r.fact == fact);
        rows.flat_map(|r| r.first..r.first + r.count).filter_map(|id| self.get(id))
    }

    fn words(&self) -> usize {
        self.list.len().div_ceil(64)
    }

    /// Puts the atoms of each fact together, enumerations on word boundaries, and returns the new number of each old one.
    pub(crate) fn arrange(&mut self, vocabulary: &Vocabulary) -> Vec<AtomId> {
        let old: Vec<Atom> = self.list.iter().flatten().copied().collect();
        let mut sorted = old.clone();
        sorted.sort_by_key(|a| (matches!(a.test, Test::In(_)), *a));
        let mut list: Vec<Option<Atom>> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        for atom in sorted {
            let same = rows.last().is_some_and(|r| r.fact == atom.fact);
            if !same {
                if matches!(atom.test, Test::In(_)) {
                    list.resize(list.len().next_multiple_of(64), None);
                }
                let first = AtomId::try_from(list.len()).unwrap_or(AtomId::MAX);
                rows.push(Row { fact: atom.fact, first, count: 0, table: None });
            }
            list.push(Some(atom));
            if let Some(row) = rows.last_mut() {
                row.count += 1;
            }
        }
        for row in &mut rows {
            row.table = table(&list, row, vocabulary);
        }
        self.index = (0..).zip(&list).filter_map(|(i, a)| a.map(|a| (a, i))).collect();
        self.list = list;
        self.rows = rows;
        old.iter().map(|a| self.index.get(a).copied().unwrap_or(0)).collect()
    }

    /// Answers every atom for a case. Derived facts are still unknown.
    pub(crate) fn answer(&self, facts: &Facts) -> Bits {
        let words = self.words();
        let mut bits = Bits { yes: vec![0; words], no: vec![0; words] };
        for row in &self.rows {
            let value = facts.get(row.fact);
            if value == Value::Unknown {
                continue;
            }
            match (&row.table, value) {
                (None, Value::Bool(b)) if row.count == 1 => {
                    let (word, bit) = place(row.first);
                    let side = if b { &mut bits.yes } else { &mut bits.no };
                    if let Some(w) = side.get_mut(word) {
                        *w |= bit;
                    }
                }
                (Some(table), Value::One(member)) => table.answer(row.first, member, &mut bits),
                _ => self.answer_row(row, value, facts, &mut bits),
            }
        }
        bits
    }

    fn answer_row(&self, row: &Row, value: Value, facts: &Facts, bits: &mut Bits) {
        for id in row.first..row.first + row.count {
            if let Some(atom) = self.get(id) {
                let (word, bit) = place(id);
                let side = match atom.ask(value, |other| facts.get(other)) {
                    Tri::True => &mut bits.yes,
                    Tri::False => &mut bits.no,
                    Tri::Unknown => continue,
                };
                if let Some(w) = side.get_mut(word) {
                    *w |= bit;
                }
            }
        }
    }
}

impl Table {
    fn answer(&self, first: AtomId, member: u8, bits: &mut Bits) {
        let start = (first / 64) as usize;
        let at = usize::from(member) * self.width;
        let row = self.by_member.get(at..at + self.width).unwrap_or_default();
        let yes = bits.yes.get_mut(start..start + self.width).unwrap_or_default();
        let no = bits.no.get_mut(start..start + self.width).unwrap_or_default();
        for (((y, n), row), all) in yes.iter_mut().zip(no).zip(row).zip(&self.all) {
            *y |= row;
            *n |= all & !row;
        }
    }
}

fn table(list: &[Option<Atom>], row: &Row, vocabulary: &Vocabulary) -> Option<Table> {
    let kind = vocabulary.fact(row.fact).kind;
    let Kind::Enum(_) = kind else { return None };
    let members = vocabulary.enumeration(kind)?.members.len();
    let width = (row.count as usize).div_ceil(64);
    let mut table = Table { width, all: vec![0; width], by_member: vec![0; width * members] };
    let atoms = list.iter().skip(row.first as usize).take(row.count as usize);
    for (at, atom) in atoms.enumerate() {
        let Some(Atom { test: Test::In(set), .. }) = atom else { return None };
        let bit = 1u64 << (at % 64);
        *table.all.get_mut(at / 64)? |= bit;
        for member in (0..members).filter(|m| set >> m & 1 == 1) {
            *table.by_member.get_mut(member * width + at / 64)? |= bit;
        }
    }
    Some(table)
}
