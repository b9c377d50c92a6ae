//! The answer, and the sheet that is printed of it. Each look at one is an act.

use askama::Template;
use axum::http::{StatusCode, header};
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AskOfficer, ReadInquiry};
use tacenda_desk::{ClientId, Id, Inquiry, InquiryState, Refusal, Seen};
use tacenda_law::Part;
use tacenda_ledger::HeadCode;
use tacenda_store::sealed;

use super::file;
use super::matter::{self, Next};
use super::paper::Paper;
use super::run::Open;
use crate::language::Language;
use crate::problem::Problem;
use crate::sheet::Sheet;
use crate::sheet::words::{self, Answer as Five, say};
use crate::sheetcode::{self, Proof, Replay};
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};

/// The class of an answer's card.
pub(in crate::web) fn class(answer: Five) -> &'static str {
    match answer {
        Five::OnlyThis => "yes",
        Five::YouMust => "must",
        Five::NotYet => "wait",
        Five::No => "no",
        Five::AskAPerson => "ask",
    }
}

/// Title and class of an answer that was kept, for lists.
pub(in crate::web) fn code_line(language: Language, word: &str) -> (&'static str, &'static str) {
    let all = [Five::OnlyThis, Five::YouMust, Five::NotYet, Five::No, Five::AskAPerson];
    let found = all.into_iter().find(|five| five.word() == word).unwrap_or(Five::AskAPerson);
    (say(found.title(), language), class(found))
}

/// Open questions that stand in sight; the others are folded away.
const ASKED: usize = 6;

#[derive(Template)]
#[template(path = "ask/answer.html")]
struct Page<'a> {
    c: Chrome<'a>,
    inquiry: &'a Inquiry,
    sheet: Sheet,
    class: &'static str,
    same: bool,
    may_ask: bool,
    next: Option<Next>,
    typed: String,
}

impl Page<'_> {
    /// What a rule does in the answer, in a word or two.
    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "the template asks its page, by reference")]
    fn part(&self, part: &Part) -> &'static str {
        match part {
            Part::Commands => "ask-part-commands",
            Part::Gives => "ask-part-gives",
            Part::Forbids => "ask-part-forbids",
            Part::Narrows => "ask-part-narrows",
            Part::Binds => "ask-part-binds",
            Part::Open => "ask-part-open",
            Part::Weighed => "ask-part-weighed",
        }
    }

    /// How many rules hang on what nobody knows.
    fn open(&self) -> usize {
        self.sheet.why.iter().filter(|ground| ground.part == Part::Open).count()
    }

    /// Whether the answer rests on rules that are met; then those that hang on what nobody knows are folded away.
    fn settled(&self) -> bool {
        self.open() < self.sheet.why.len()
    }

    fn w(&self, both: words::Both) -> &'static str {
        say(both, self.c.language)
    }
}

/// Whose file an inquiry stands in, if in any, and why the asker may look: as its asker, or as the one who answers for privacy. It shows
/// nothing.
pub(in crate::web) fn place(ask: &Ask<'_>, id: Id<Inquiry>) -> Result<(Option<ClientId>, Reason), Problem> {
    let line = ask.site.agency.db().read(|tx| sealed::latest(tx, "inquiry", &id.to_string()))?;
    let columns = line.map(|line| line.columns).ok_or(Refusal::NotFoundOrNotYours)?;
    let client = columns.client.parse().ok();
    let own = columns.worker.as_deref() == Some(ask.worker()?.id.to_string().as_str());
    Ok((client, if own { file::reason(ask, client)? } else { Reason::OwnDuty }))
}

pub(super) fn inquiry(ask: &Ask<'_>) -> Result<Inquiry, Problem> {
    let id: Id<Inquiry> = ask.id("id")?;
    let (client, why) = place(ask, id)?;
    let Seen::Inquiry(inquiry) = ask.see(ReadInquiry { id, client }, why)? else { return Err(Problem::BadForm) };
    Ok(*inquiry)
}

pub(super) fn show(ask: &Ask<'_>) -> Result<Answer, Problem> {
    // What is still being answered has no answer yet.
    if let Ok(open) = Open::of(ask) {
        return Ok(Answer::go(&open.next(ask)?));
    }
    page(ask, Vec::new(), String::new())
}

fn page(ask: &Ask<'_>, faults: Vec<Fault>, typed: String) -> Result<Answer, Problem> {
    let inquiry = inquiry(ask)?;
    let bad = !faults.is_empty();
    let packs = &*ask.site.packs;
    let facts = sheetcode::facts(packs, &inquiry.facts, inquiry.day).ok_or_else(unreadable)?;
    let ruling = packs.decide(&facts);
    let sheet = Sheet::of(&ruling, ask.language);
    let may_ask = inquiry.state == InquiryState::Answered && inquiry.by == ask.worker()?.id;
    let next = matter::next(ask, &inquiry)?;
    let page = Page {
        c: ask.chrome(sheet.title).back("/ask").with_faults(faults),
        same: Proof::of(&inquiry).against(&ruling) == Replay::Same,
        class: class(sheet.answer),
        inquiry: &inquiry,
        sheet,
        may_ask,
        next,
        typed,
    };
    let answer = Answer::page(&page)?;
    Ok(if bad { answer.status(StatusCode::UNPROCESSABLE_ENTITY) } else { answer })
}

fn unreadable() -> Problem {
    Problem::Plainly("this sheet was made with words that the law packs no longer have".to_owned())
}

/// Asks the privacy officer about it.
pub(super) fn consult(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["words"], &[])?;
    let words = ask.form.text("words").to_owned();
    if words.is_empty() {
        let fault = Fault { field: "words", text: ask.say("ask-officer-fault", &[]) };
        return page(ask, vec![fault], words);
    }
    let id: Id<Inquiry> = ask.id("id")?;
    let (client, why) = place(ask, id)?;
    match ask.act(AskOfficer { id, client, words }, why) {
        Ok(_) | Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go(&format!("/ask/{id}/answer"))),
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "ask/sheet.html")]
struct Print<'a> {
    c: Chrome<'a>,
    inquiry: &'a Inquiry,
    article: String,
    other: Language,
}

/// One page of paper, in the language asked for.
pub(super) fn print(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let inquiry = inquiry(ask)?;
    let language = ask.paper_language();
    let other = language.other();
    let packs = &*ask.site.packs;
    let facts = sheetcode::facts(packs, &inquiry.facts, inquiry.day).ok_or_else(unreadable)?;
    let sheet = Sheet::of(&packs.decide(&facts), language);
    let c = ask.chrome(sheet.title).back(format!("/ask/{}/answer", inquiry.id));
    let head = HeadCode::of(&ask.site.agency.end()?.frontier.head()).to_string();
    let paper = Paper::new(sheet, language, (&inquiry.code, &inquiry.who, &head));
    let article = paper.render().map_err(|_| Problem::BadForm)?;
    Answer::page(&Print { c, inquiry: &inquiry, article, other })
}

/// The sheet as a file that anybody can check who has the program.
pub(super) fn proof(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let inquiry = inquiry(ask)?;
    let bytes = serde_json::to_vec(&Proof::of(&inquiry)).map_err(|_| Problem::BadForm)?;
    let answer = Answer::new(StatusCode::OK, "application/json", bytes);
    Ok(answer.with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"sheet-{}.json\"", inquiry.code)))
}
