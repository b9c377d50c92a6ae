//! R14: the access table through the program's one door and a real database: roles × states × relations × rows, each asked with every
//! reason, held against `crates/desk/tests/access.csv`, which a privacy officer reviews. Where leave is given the act itself is such that it
//! shows something or is refused as badly filled in, so that one cell changes nothing for the next.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use tacenda::act::Asked;
use tacenda::agency::Agency;
use tacenda::problem::Problem;
use tacenda_desk::access::{Reason, Right, RightKind, Row, Way, table};
use tacenda_desk::acts::Act;
use tacenda_desk::{Class, Refusal, Role, WorkerState};

use crate::house::House;
use crate::matrix_scene::{Pair, Relation, Stage};
use crate::{Form, Found, wait};

const REVIEWED: &str = include_str!("../../crates/desk/tests/access.csv");
/// As many ask at a time, so that they share commits.
const CALLERS: usize = 16;

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let home = tempfile::tempdir_in(crate::replay::memory())?;
    let stage = Stage::set(House::create(home.path(), "sqlite")?)?;
    let pairs = pairs(&stage)?;
    let reviewed = reviewed()?;
    let start = wait::now();
    let share = pairs.len().div_ceil(CALLERS).max(1);
    let asked: Vec<Result<Tally>> = std::thread::scope(|scope| {
        let running: Vec<_> = pairs
            .chunks(share)
            .map(|pairs| {
                let (stage, reviewed) = (&stage, &reviewed);
                scope.spawn(move || ask_all(stage, reviewed, pairs, form.long))
            })
            .collect();
        running.into_iter().map(|r| r.join().unwrap_or_else(|_| bail!("a caller panicked"))).collect()
    });
    let mut all = Tally::default();
    for tally in asked {
        all.add(tally?);
    }
    let seconds = start.elapsed().as_secs_f32();
    let rows = table().iter().filter(|row| stage.act_of_row(row).is_some()).count();
    let wrong = all.wrong.first().map(|first| format!(" (first: {first})")).unwrap_or_default();
    Ok(Found {
        figures: format!(
            "{} cells ({} of {} rows of the table have an act that can be asked so), {} calls in {seconds:.1} s, {} opened; not as reviewed: {}{wrong}",
            all.cells,
            rows,
            table().len(),
            all.calls,
            all.open,
            all.wrong.len(),
        ),
        holds: all.wrong.is_empty() && all.open > 50 && all.cells > 1_000,
    })
}

#[derive(Debug, Default)]
struct Tally {
    cells: usize,
    calls: usize,
    open: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.cells += other.cells;
        self.calls += other.calls;
        self.open += other.open;
        self.wrong.extend(other.wrong);
    }
}

/// Somebody and a client for each of roles × states × relations.
fn pairs(stage: &Stage) -> Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for role in Role::ALL {
        for state in WorkerState::ALL {
            for relation in Relation::ALL {
                pairs.push(stage.pair(*role, *state, relation)?);
            }
        }
    }
    Ok(pairs)
}

fn ask_all(stage: &Stage, reviewed: &Reviewed, pairs: &[Pair], long: bool) -> Result<Tally> {
    let mut tally = Tally::default();
    for (number, pair) in pairs.iter().enumerate() {
        // The quick form walks every fourth row with each pair, another fourth with the next: a cell of each role, state and row.
        for (_, row) in table().iter().enumerate().filter(|(at, _)| long || (at + number) % 4 == 0) {
            let Some(act) = stage.act(pair, row) else { continue };
            if act.access() != row.right {
                bail!("{} takes {}", act.word(), act.access().word());
            }
            let ways = reviewed.get(&(row.right, row.class, pair.role)).context("a row that nobody reviewed")?;
            let due = pair.works() && says(ways, row.right, pair.relation);
            let found = opens(&stage.house.agency, pair, &act, &mut tally.calls)?;
            tally.cells += 1;
            tally.open += usize::from(found);
            if found != due {
                tally.wrong.push(format!(
                    "{} {} as {} {} {:?}: reviewed {due}, found {found}",
                    row.right.word(),
                    row.class.map_or("", Class::word),
                    pair.role.word(),
                    pair.state.word(),
                    pair.relation
                ));
            }
        }
    }
    Ok(tally)
}

/// Whether any reason opens it. Who is not at work is refused before any reason is looked at: two will do.
fn opens(agency: &Agency, pair: &Pair, act: &Act, calls: &mut usize) -> Result<bool> {
    let reasons = pair.reasons();
    let enough = if pair.works() { reasons.len() } else { 2 };
    for reason in reasons.into_iter().take(enough) {
        *calls += 1;
        if is_open(agency, pair, act, reason)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_open(agency: &Agency, pair: &Pair, act: &Act, reason: Reason) -> Result<bool> {
    let closed = [Refusal::NotFoundOrNotYours, Refusal::NotYourWork, Refusal::NotAtWork, Refusal::TrainingOverdue];
    loop {
        match agency.act(&pair.who, Asked::new(act.clone(), reason)) {
            Ok(_) => return Ok(true),
            Err(Problem::Refused(refusal)) => return Ok(!closed.contains(&refusal)),
            Err(Problem::Store(error)) if error.is_busy() => wait::pause(std::time::Duration::from_millis(5)),
            Err(problem) => bail!("{} neither opens nor is refused: {problem}", act.word()),
        }
    }
}

fn says(ways: &[Way], right: Right, relation: Relation) -> bool {
    if right.kind() == RightKind::Agency {
        return ways.contains(&Way::Yes);
    }
    match relation {
        Relation::Own => ways.contains(&Way::Own),
        Relation::TeamOther => ways.contains(&Way::Team),
        Relation::Other => ways.contains(&Way::Other),
        Relation::Restricted => false,
        Relation::Destroyed => ways.contains(&Way::Destroyed),
    }
}

type Reviewed = BTreeMap<(Right, Option<Class>, Role), Vec<Way>>;

/// The table as it was reviewed.
fn reviewed() -> Result<Reviewed> {
    let mut lines = REVIEWED.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let roles: Vec<Role> = lines.next().context("no table")?.iter().filter_map(|word| Role::from_word(word)).collect();
    let mut reviewed = BTreeMap::new();
    for cells in lines {
        let [right, class, of_roles @ ..] = cells.as_slice() else { bail!("a line that is no row") };
        let right = Right::from_word(right).context("no such right")?;
        for (role, cell) in roles.iter().zip(of_roles) {
            let ways = cell.split(' ').filter_map(Way::from_word).collect();
            reviewed.insert((right, Class::from_word(class), *role), ways);
        }
    }
    Ok(reviewed)
}

impl Stage {
    /// Whether there is an act for that row.
    fn act_of_row(&self, row: &Row) -> Option<()> {
        self.askable(row).then_some(())
    }
}
