//! Private notes: sealed to people alone. Whoever wrote them, and those with whom they were shared, open them with their own key.

use askama::Template;
use tacenda_desk::acts::{EndShare, ShareNotes};
use tacenda_desk::{Category, Class, Id, Share, WorkerId};

use super::notes::{Pager, Row, headings, paged};
use super::write;
use crate::problem::Problem;
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::Chrome;
use crate::web::file::{File, Head, Tab, with_card};

#[derive(Template)]
#[template(path = "file/private.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    vault: bool,
    rows: Vec<Row>,
    pager: Pager,
    kinds: Vec<&'static str>,
    /// Levels at which the asker wrote here, to be shared.
    mine: Vec<&'static str>,
    colleagues: Vec<(String, String)>,
    shares: Vec<Shared>,
}

struct Shared {
    id: String,
    class: &'static str,
    with: String,
    since: String,
}

pub(super) fn list(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let c = file.chrome("private-title");
        let vault = ask.signed_in()?.is_open();
        let private =
            if vault { headings(file)?.into_iter().filter(|h| h.class.is_person_wrapped()).collect() } else { Vec::new() };
        let me = ask.worker()?.id;
        let wrote = |class: &Class| private.iter().any(|heading| heading.class == *class && heading.author == me);
        let mine = Class::of_clients().filter(|class| class.is_person_wrapped()).filter(wrote).map(Class::word).collect();
        let (some, pager) = paged(ask, private.iter().collect());
        let is_private = |word: &&str| Category::from_word(word).is_some_and(|category| category.class().is_person_wrapped());
        let page = Page {
            rows: some.into_iter().map(|heading| Row::of(&c, file, heading)).collect(),
            f: file.head(Tab::Private),
            kinds: write::categories(file).into_iter().filter(is_private).collect(),
            colleagues: file.colleagues().into_iter().filter(|(id, _)| *id != me.to_string()).collect(),
            shares: shares(file, &c, me),
            vault,
            pager,
            mine,
            c,
        };
        Answer::page(&page)
    })
}

fn shares(file: &File<'_>, c: &Chrome<'_>, me: WorkerId) -> Vec<Shared> {
    let own = file.ties.shares.iter().filter(|share| share.author == me && share.span.holds(file.now));
    own.map(|share| Shared {
        id: share.id.to_string(),
        class: share.class.word(),
        with: file.name(share.to).to_owned(),
        since: c.day(&share.span.from),
    })
    .collect()
}

/// The program of the asker's own that the client is in.
fn program(file: &File<'_>, class: Class) -> Result<tacenda_desk::ProgramId, Problem> {
    let programs = write::programs(file);
    let fits = |program: &&&tacenda_desk::Program| class != Class::SudCounselingNotes || program.is_part2();
    let found = programs.iter().find(fits).map(|program| program.id);
    found.ok_or_else(|| tacenda_desk::Refusal::WrongProgram.into())
}

/// Lets a colleague read one's own notes.
pub(super) fn share(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["class", "to"], &[])?;
    let class = Class::from_word(ask.form.text("class")).ok_or(Problem::BadForm)?;
    let to: WorkerId = ask.form.text("to").parse().map_err(|_| Problem::BadForm)?;
    with_card(ask, |file| {
        let (id, program) = (ask.site.agency.mint()?, program(file, class)?);
        file.act(ShareNotes { id, client: file.id, class, program, to })?;
        Ok(Answer::go(&file.path("/private?done=shared")))
    })
}

/// Stops letting them.
pub(super) fn end(ask: &Ask<'_>) -> Result<Answer, Problem> {
    ask.form.only(&["share"], &[])?;
    let share: Id<Share> = ask.form.text("share").parse().map_err(|_| Problem::BadForm)?;
    with_card(ask, |file| {
        let there = file.ties.shares.iter().find(|s| s.id == share).ok_or(tacenda_desk::Refusal::NotFoundOrNotYours)?;
        let (class, program) = (there.class, program(file, there.class)?);
        file.act(EndShare { client: file.id, class, program, share })?;
        Ok(Answer::go(&file.path("/private?done=saved")))
    })
}
