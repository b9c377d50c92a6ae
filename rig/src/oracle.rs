//! R12, R19: nobody learns from the pages who works here or who is a client. Whatever may not be told is asked for twice, by turns, of what
//! is there and of what is not: the answers must be the same, byte for byte, and their times must not differ (Welch's t).

mod scene;

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::pages::{Server, Shown, Visitor};
use crate::processes::Home;
use crate::{Form, Found, wait};
use scene::{Case, Scene};

/// Above this the times tell one from the other.
const LIMIT: f64 = 4.5;

pub(crate) fn attack(form: &Form) -> Result<Found> {
    let home = Home::new()?;
    let scene = Scene::prepare(&home.folder().join("agency"))?;
    let mut lines = Vec::new();
    {
        let server = Server::start(&scene.home)?;
        let cheap = if form.long { 5_000 } else { 2_000 };
        for case in scene.sign_in(&server)? {
            lines.push(measured(&scene, case, cheap)?);
        }
        for case in scene.portal(&server)? {
            lines.push(measured(&scene, case, cheap)?);
        }
        let each = if form.long { 5_000 } else { 1_000 };
        for case in scene.pages(&server)? {
            lines.push(measured(&scene, case, each)?);
        }
        lines.push(control(&scene, &server)?);
    }
    scene.in_earnest()?;
    let server = Server::start(&scene.home)?;
    for case in scene.sign_in(&server)? {
        lines.push(measured(&scene, case, if form.long { 1_000 } else { 200 })?);
    }
    let holds = lines.iter().all(|line| line.holds);
    let figures: Vec<String> = lines.iter().map(|line| format!("\n  {}", line.text)).collect();
    Ok(Found { figures: format!("{} oracles, |t| below {LIMIT}{}", lines.len() - 1, figures.concat()), holds })
}

#[derive(Debug)]
struct Line {
    text: String,
    holds: bool,
}

/// Asks for both, by turns, and holds what came and how long it took against each other.
fn measured(scene: &Scene, mut case: Case, count: usize) -> Result<Line> {
    let (mut there, mut not) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut differ = 0;
    for turn in 0..count {
        if turn % 40 == 0 {
            scene.forget()?; // else guesses would have to wait, all of them
        }
        // Not always the same one first.
        let (one, other) = if turn % 2 == 0 {
            let one = case.ask(true)?;
            (one, case.ask(false)?)
        } else {
            let other = case.ask(false)?;
            (case.ask(true)?, other)
        };
        differ += usize::from(one.status != other.status || plain(&one, &case) != plain(&other, &case));
        there.push(one.took);
        not.push(other.took);
    }
    let (t, mean) = (welch(&there, &not), middle(&not) * 1e3);
    let text = format!("{}: t = {t:.2}, {differ} of {count} answers differ, {mean:.1} ms", case.name);
    Ok(Line { text, holds: t.abs() < LIMIT && differ == 0 })
}

/// The control: what is somebody's own answers otherwise than what is not there, and must be told apart.
fn control(scene: &Scene, server: &Server) -> Result<Line> {
    let mut case = scene.own(server)?;
    let (one, other) = (case.ask(true)?, case.ask(false)?);
    let apart = one.status != other.status;
    ensure!(one.status == 200, "their own file does not open: {}", one.status);
    Ok(Line { text: format!("control, one's own file: told apart: {apart}"), holds: apart })
}

/// An answer without what was typed and without what is new each time.
fn plain(shown: &Shown, case: &Case) -> String {
    let mut text = shown.text.clone();
    // An address is typed part by part, and a page may give back the file's alone.
    for typed in [&case.there, &case.not].into_iter().flat_map(|typed| typed.split('/')) {
        text = text.replace(typed, "TYPED");
    }
    let is_hex = |word: &str| word.len() >= 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = text.split(['"', '\'', '=', '&', ' ']).map(|word| if is_hex(word) { "RANDOM" } else { word });
    words.collect::<Vec<_>>().join(" ") + &shown.to
}

fn middle(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// Welch's t of two samples. The slowest tenth of each is left out: it is the machine's.
#[expect(clippy::cast_precision_loss, reason = "some thousand samples")]
fn welch(one: &[f64], other: &[f64]) -> f64 {
    let cut = |sample: &[f64]| {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.truncate(sample.len() * 9 / 10);
        let n = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / n;
        (mean, sorted.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0) / n)
    };
    let ((a, va), (b, vb)) = (cut(one), cut(other));
    (a - b) / (va + vb).sqrt()
}

/// One more of these, when the pages have settled.
pub(super) fn settled(visitor: &mut Visitor) -> Result<()> {
    for _ in 0..5 {
        visitor.get("/now")?;
    }
    wait::pause(Duration::from_millis(50));
    Ok(())
}
