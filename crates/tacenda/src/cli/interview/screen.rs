//! Questions on a terminal. The terminal is put back as it was, however the interview ends.

use std::io::Write as _;

use anyhow::Result;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use crossterm::style::{Attribute, Print, SetAttribute};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{cursor, execute, queue};

use super::{Asked, Question, Reply};
use crate::sheet::words::say;

pub(super) struct Screen;

impl Screen {
    pub(super) fn new() -> Result<Self> {
        enable_raw_mode()?;
        execute!(std::io::stderr(), EnterAlternateScreen, cursor::Hide)?;
        Ok(Self)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = execute!(std::io::stderr(), cursor::Show, LeaveAlternateScreen);
        let _ = disable_raw_mode();
    }
}

/// What is marked and typed so far.
#[derive(Default)]
struct State {
    at: usize,
    marked: Vec<usize>,
    typed: String,
    why: bool,
}

impl Asked for Screen {
    fn ask(&mut self, question: &Question) -> Result<Reply> {
        let mut state = State::default();
        loop {
            draw(question, &state)?;
            let Event::Key(key) = read()? else { continue };
            if key.kind == KeyEventKind::Release {
                continue;
            }
            if let Some(reply) = press(question, &mut state, key) {
                return Ok(reply);
            }
        }
    }
}

fn press(question: &Question, state: &mut State, key: KeyEvent) -> Option<Reply> {
    let count = question.choices().len();
    let types = count == 0;
    match key.code {
        KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return Some(Reply::Leave),
        KeyCode::Up => state.at = state.at.checked_sub(1).unwrap_or(count.saturating_sub(1)),
        KeyCode::Down => state.at = if state.at + 1 < count { state.at + 1 } else { 0 },
        KeyCode::Home => state.at = 0,
        KeyCode::End => state.at = count.saturating_sub(1),
        KeyCode::Char('?') => state.why = !state.why,
        KeyCode::Char('-') if !types || state.typed.is_empty() => return Some(Reply::DontKnow),
        KeyCode::Char('b') | KeyCode::Left => return Some(Reply::Back),
        KeyCode::Char('q') | KeyCode::Esc => return Some(Reply::Leave),
        KeyCode::Char(' ') if question.is_many() => match state.marked.iter().position(|m| *m == state.at) {
            Some(at) => drop(state.marked.remove(at)),
            None => state.marked.push(state.at),
        },
        KeyCode::Char(c) if types && (c.is_ascii_digit() || c == '-') => state.typed.push(c),
        KeyCode::Backspace => drop(state.typed.pop()),
        KeyCode::Enter if types => return question.typed(&state.typed).map(Reply::Answer),
        KeyCode::Enter if question.is_many() && !state.marked.is_empty() => {
            return question.chosen(&state.marked).map(Reply::Answer);
        }
        KeyCode::Enter => return question.chosen(&[state.at]).map(Reply::Answer),
        _ => {}
    }
    None
}

fn draw(question: &Question, state: &State) -> Result<()> {
    let mut out = std::io::stderr().lock();
    let (width, height) = size().unwrap_or((80, 24));
    queue!(
        out,
        Clear(ClearType::All),
        cursor::MoveTo(0, 0),
        Print(format!("{}.\r\n", question.number)),
        SetAttribute(Attribute::Bold)
    )?;
    let mut used = 4;
    for line in wrapped(question.text(), usize::from(width)) {
        queue!(out, Print(format!("{line}\r\n")))?;
        used += 1;
    }
    queue!(out, SetAttribute(Attribute::Reset))?;
    if state.why {
        for line in wrapped(question.why(), usize::from(width)) {
            queue!(out, Print(format!("  {line}\r\n")))?;
            used += 1;
        }
    }
    queue!(out, Print("\r\n"))?;
    let choices = question.choices();
    // A long list scrolls round the choice that is pointed at.
    let room = usize::from(height).saturating_sub(used + 2).max(3);
    let first = state.at.saturating_sub(room / 2).min(choices.len().saturating_sub(room));
    for (at, choice) in choices.iter().enumerate().skip(first).take(room) {
        let pointer = if at == state.at { "›" } else { " " };
        let mark = match (question.is_many(), state.marked.contains(&at)) {
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
            _ => "",
        };
        let line: String = format!("{pointer} {mark}{choice}").chars().take(usize::from(width).saturating_sub(1)).collect();
        if at == state.at {
            queue!(out, SetAttribute(Attribute::Reverse))?;
        }
        queue!(out, Print(line), SetAttribute(Attribute::Reset), Print("\r\n"))?;
    }
    if choices.is_empty() {
        queue!(out, Print(format!("> {}\r\n", state.typed)))?;
    }
    let keys = (
        "↑↓ Enter  ·  space marks  ·  ? why  ·  - don't know  ·  b back  ·  q leave",
        "↑↓ Enter  ·  espacio marca  ·  ? por qué  ·  - no sé  ·  b atrás  ·  q salir",
    );
    queue!(out, Print(format!("\r\n{}\r\n{}", question.hint(), say(keys, question.language))))?;
    out.flush()?;
    Ok(())
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let full =
            lines.last().is_some_and(|l| l.chars().count() + word.chars().count() + 1 > width.saturating_sub(2) && !l.is_empty());
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
