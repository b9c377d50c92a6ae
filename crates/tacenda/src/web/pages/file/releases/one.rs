//! One permission: the paper to read, to print and to sign; what it does here; how it is stopped.

use askama::Template;
use axum::http::StatusCode;
use serde_json::{Map, Value as Json};
use tacenda_desk::access::Right;
use tacenda_desk::acts::{ReadConsent, SignConsent, StopConsent};
use tacenda_desk::flows::file::Known;
use tacenda_desk::{
    Card, Consent, ConsentState, Id, KnownBy, Now, Permission, Refusal, Seen, Signature, Signed, Signer, Standing, StoppedBy,
    WorkerId,
};

use tacenda_paper::Part;

use super::paper::Paper;
use super::{may, signed, tag, waits};
use crate::language::Language;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::release::{Finding, Release};
use crate::web::answer::Answer;
use crate::web::ask::Ask;
use crate::web::chrome::{Chrome, Fault};
use crate::web::door::Door;
use crate::web::file::{File, Head, Tab, with_card};
use crate::web::print::{self, label};
use crate::web::values::Values;
use crate::web::{dates, words};

#[derive(Template)]
#[template(path = "file/releases/one.html")]
struct Page<'a> {
    c: Chrome<'a>,
    f: Head,
    consent: &'a Consent,
    paper: Paper,
    other: Language,
    tag: &'static str,
    /// Who may sign now: the form's word, and in words.
    signers: Vec<(String, String)>,
    /// Who signed, and what is known of each signature.
    signed: Vec<(String, String)>,
    /// Of a record of several people: who has not.
    missing: Vec<String>,
    /// It names somebody who is not safe for the client.
    endangers: bool,
    stopped: Option<(String, String)>,
    /// What a signed one still lacks, by the law of today.
    lacks: Vec<Finding>,
    /// The matters by which something went under it, and the days; which they are only for those who see them.
    went: Vec<(String, String)>,
    sees_matters: bool,
    may: bool,
    waits: bool,
    today: String,
    v: Values,
}

pub(in crate::web::pages::file) fn one(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| page(file, Values::default(), Vec::new()))
}

impl Page<'_> {
    /// Whether a signed page is there that nobody called a mistake.
    fn has_pages(&self) -> bool {
        self.consent.papers.here().next().is_some()
    }
}

/// That permission of this client.
pub(super) fn read(file: &File<'_>, id: Id<Consent>) -> Result<Permission, Problem> {
    let act = ReadConsent { id, client: file.id };
    let Seen::Consent(read) = file.see(act)? else { return Err(Problem::BadForm) };
    Ok(*read)
}

fn page(file: &File<'_>, v: Values, faults: Vec<Fault>) -> Result<Answer, Problem> {
    let ask = file.ask;
    let Permission { consent, file: known, went, endangers } = read(file, file.ask.id("consent")?)?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let asked = Language::from_code(ask.query.text("in")).or_else(|| Language::from_code(ask.form.text("in")));
    let language = asked.unwrap_or(ask.language);
    let other = language.other();
    let today = dates::today(file.now.time);
    let c = file.chrome("release-one").with_faults(faults);
    let card = file.card()?;
    let page = Page {
        f: file.head(Tab::Releases),
        paper: paper(file, &consent, language)?,
        other,
        tag: tag(&consent, today),
        signers: signers(&c, card, &consent, file.now),
        signed: consent.signatures().map(|signature| (whose(&c, signature), said(&c, file, signature))).collect(),
        missing: missing(&c, &consent),
        endangers,
        stopped: consent.stop.as_ref().map(|s| (c.moment(&s.at), by_whom(&c, file, s.by))),
        lacks: if consent.state == ConsentState::Signed { lacks(ask, &consent, known, today) } else { Vec::new() },
        went: went.iter().map(|(matter, at)| (matter.to_string(), c.day(at))).collect(),
        sees_matters: Door::Right(Right::OpenMatter).lets(ask.worker()?),
        may: may(file),
        waits: waits(&consent),
        today: if v.get("day").is_empty() { today.to_string() } else { v.get("day").to_owned() },
        v,
        consent: &consent,
        c,
    };
    Ok(Answer::page(&page)?.status(status))
}

/// Whose signature it is.
fn whose(c: &Chrome<'_>, signature: &Signature) -> String {
    let who = signature.of.clone().unwrap_or_else(|| c.word("signer", signature.who.word()));
    format!("{who}: {}", signature.name)
}

/// Who entered it; the portal, where somebody did it there.
fn by_whom(c: &Chrome<'_>, file: &File<'_>, who: Option<WorkerId>) -> String {
    who.map_or_else(|| c.t("release-by-portal"), |who| file.name(who).to_owned())
}

/// What is known of a signature, in a line.
fn said(c: &Chrome<'_>, file: &File<'_>, signature: &Signature) -> String {
    let named = |key: &str, name: &Option<String>| name.as_ref().map(|name| format!("{}: {name}", c.t(key)));
    let parts = [
        Some(c.t2("release-signed-line", &("day", c.date(&signature.day)), &("who", by_whom(c, file, signature.by)))),
        Some(c.word("release-how", signature.how.word())),
        signature.known_by.map(|known| c.word("release-known-by", known.word())),
        signature.meant.then(|| c.t("release-meant")),
        signature.aloud.then(|| c.t("release-aloud")),
        named("release-interpreter", &signature.interpreter),
        named("release-witness", &signature.witness),
    ];
    parts.into_iter().flatten().map(|part| part.trim_end_matches('.').to_owned()).collect::<Vec<_>>().join(" \u{b7} ")
}

/// Whose signature a record of several people waits for.
fn missing(c: &Chrome<'_>, consent: &Consent) -> Vec<String> {
    let shared = consent.terms.joint.is_some() && consent.signature.is_none();
    let client = shared.then(|| c.word("signer", Signer::Client.word()));
    client.into_iter().chain(consent.members().filter(|(_, signed)| !signed).map(|(name, _)| name.to_owned())).collect()
}

/// The letter that tells of an end.
const ENDED: &str = "release_ended";
/// What is filled in by hand.
const BLANK: &str = "____________________";

/// One page, whatever laws it serves.
fn paper(file: &File<'_>, consent: &Consent, language: Language) -> Result<Paper, Problem> {
    let card = file.card()?;
    let who = card.legal_name.as_deref().or(card.chosen_name.as_deref()).unwrap_or(BLANK);
    let named = file.ask.agency_name();
    let agency = if named.is_empty() { BLANK.to_owned() } else { named };
    Ok(Paper::of(&file.ask.site.packs, language, consent, (who, &agency)))
}

/// How the form calls one of the others: by their place on the paper.
const OTHER: &str = "member-";

/// Who may sign for the client is asked only where the card says that somebody else might; the others sign each for themself.
fn signers(c: &Chrome<'_>, card: &Card, consent: &Consent, now: Now) -> Vec<(String, String)> {
    let minor = matches!(card.standing, Some(Standing::Minor));
    let acts = card.representatives.iter().flatten().any(|one| one.span.holds(now)) || card.died.is_some();
    let guarded = matches!(card.standing, Some(Standing::Guardianship));
    let mut who = vec![Signer::Client];
    if minor {
        who.extend([Signer::ParentGuardian, Signer::MinorAndParent]);
    }
    if acts || guarded {
        who.push(Signer::PersonalRepresentative);
    }
    who.retain(|_| consent.signature.is_none());
    let theirs = who.into_iter().map(|who| (who.word().to_owned(), c.word("signer", who.word())));
    let others = consent.members().enumerate().filter(|(_, (_, signed))| !signed);
    theirs.chain(others.map(|(at, (name, _))| (format!("{OTHER}{at}"), name.to_owned()))).collect()
}

/// How many signatures it waits for.
fn signers_left(consent: &Consent) -> usize {
    usize::from(consent.signature.is_none()) + consent.members().filter(|(_, signed)| !signed).count()
}

/// Who signs, as the form says it.
fn who(consent: &Consent, word: &str) -> Option<(Signer, Option<String>)> {
    match word.strip_prefix(OTHER) {
        Some(at) => consent.members().nth(at.parse().ok()?).map(|(name, _)| (Signer::Member, Some(name.to_owned()))),
        None => Signer::from_word(word).map(|who| (who, None)),
    }
}

/// What it lacks for what it is meant to do, by the law as it is today.
fn lacks(ask: &Ask<'_>, consent: &Consent, known: Known, today: jiff::civil::Date) -> Vec<Finding> {
    let file = known.into_iter().map(|(name, (value, _))| (name, value));
    let facts: Map<String, Json> = file.chain(consent.terms.asked()).chain(consent.facts(today)).collect();
    Release::lacking(&ask.site.packs, &facts, today, ask.language)
}

/// The paper as PDF, to be signed by hand.
pub(in crate::web::pages::file) fn printed(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let Permission { consent, endangers, .. } = read(file, file.ask.id("consent")?)?;
        // Once it is signed, stopped or over nobody signs it again.
        if endangers || !waits(&consent) {
            return Err(Refusal::NotFoundOrNotYours.into());
        }
        let language = ask.paper_language();
        let part = paper(file, &consent, language)?.part(print::headed(ask, language, String::new())?);
        print::pdf(ask, "release", vec![part])
    })
}

/// The letter that tells the other side that it has ended, as PDF.
pub(in crate::web::pages::file) fn ended(ask: &Ask<'_>) -> Result<Answer, Problem> {
    with_card(ask, |file| {
        let consent = read(file, file.ask.id("consent")?)?.consent;
        let letter = ask.site.packs.letters.iter().find(|letter| letter.id == ENDED);
        // What never held told nobody anything: to say that it has ended would.
        let last = consent.signatures().map(|signature| signature.day).max().filter(|_| consent.is_whole());
        let (Some(signed), Some(stop), Some(letter)) = (last, &consent.stop, letter) else {
            return Err(Refusal::NotFoundOrNotYours.into());
        };
        let card = file.card()?;
        let who = card.legal_name.as_deref().or(card.chosen_name.as_deref()).unwrap_or_default();
        let first = ask.paper_language();
        let part = |language: Language| {
            let t = |key: &str| words::say(language, key, &[]);
            let lines = vec![
                (t("matter-letter-date"), dates::day(language, file.now.time)),
                (t("matter-letter-to"), consent.terms.other.clone()),
                (label(&t("release-line-who")), who.to_owned()),
                (label(&t("release-ended-signed")), dates::date(language, signed)),
                (label(&t("release-ended-since")), dates::day(language, stop.at)),
            ];
            Ok(Part { lines, ..print::letter(ask, letter, language)? })
        };
        let parts = [first, first.other()].into_iter().map(part).collect::<Result<_, Problem>>()?;
        print::pdf(ask, "release-ended", parts)
    })
}

pub(in crate::web::pages::file) fn save(ask: &Ask<'_>) -> Result<Answer, Problem> {
    let fields = [
        "do",
        "shown",
        "who",
        "name",
        "how",
        "day",
        "in",
        "known_by",
        "meant",
        "aloud",
        "interpreter",
        "witness",
        "words",
        "drawn",
        "paper",
    ];
    ask.form.only(&fields, &[])?;
    let mut file = File::come(ask)?;
    match ask.form.text("do") {
        "sign" => sign(&mut file),
        "stop" => stop(&file),
        "retract" => signed::retract(&file),
        _ => Err(Problem::BadForm),
    }
}

pub(super) fn again(file: &File<'_>, field: &'static str, key: &str) -> Result<Answer, Problem> {
    let fault = Fault { field, text: file.ask.say(key, &[]) };
    with_card(file.ask, |file| page(file, Values::sent(&file.ask.form), vec![fault]))
}

fn sign(file: &mut File<'_>) -> Result<Answer, Problem> {
    let (ask, form) = (file.ask, &file.ask.form);
    file.open()?;
    let consent = read(file, file.ask.id("consent")?)?.consent;
    let language = Language::from_code(form.text("in")).unwrap_or(ask.language);
    let shown = paper(file, &consent, language)?.digest();
    if form.filled("shown").is_some_and(|read| read != shown) {
        return again(file, "name", "release-fault-shown");
    }
    let (who, how) = (who(&consent, form.text("who")), Signed::from_word(form.text("how")));
    let day = form.filled("day").and_then(|text| text.parse().ok());
    let (Some((who, of)), Some(how), Some(name)) = (who, how, form.filled("name")) else {
        return again(file, "name", "release-fault-sign");
    };
    let Some(day) = day else { return again(file, "day", "release-fault-day") };
    let known_by = KnownBy::from_word(form.text("known_by"));
    if known_by.is_none() {
        return again(file, "known_by", "release-fault-known-by");
    }
    let meant = form.filled("meant").is_some();
    if !meant {
        return again(file, "meant", "release-fault-meant");
    }
    let text = |field: &str| form.filled(field).map(str::to_owned);
    let signature = Signature {
        who,
        of,
        name: name.to_owned(),
        how,
        day,
        shown,
        language: language.code().to_owned(),
        known_by,
        meant,
        aloud: form.filled("aloud").is_some(),
        interpreter: text("interpreter"),
        witness: text("witness"),
        at: file.now.time,
        by: Some(ask.worker()?.id),
    };
    let same = |other: &Signature| other.language != signature.language || other.shown == signature.shown;
    if !consent.signatures().all(same) {
        return again(file, "name", "release-fault-words");
    }
    let witnessed = consent.witnessed && signature.witness.is_none();
    let drawn = if how == Signed::Drawn { signed::drawn(form)? } else { None };
    if how == Signed::Drawn && drawn.is_none() {
        return again(file, "pad", "release-fault-drawn");
    }
    let done = if signers_left(&consent) > 1 { "entered" } else { "signed" };
    let sign = SignConsent { id: consent.id, client: file.id, signature, drawn: None };
    match signed::enter(file, sign, drawn.as_ref()) {
        Ok(_) => Ok(Answer::go(&file.path(&format!("/releases/{}?done={done}", consent.id)))),
        Err(Problem::Refused(Refusal::BadValue)) if witnessed => again(file, "witness", "release-fault-witness"),
        Err(Problem::Refused(Refusal::BadValue | Refusal::WrongState)) => again(file, "name", "release-fault-sign-value"),
        Err(problem) => Err(problem),
    }
}

fn stop(file: &File<'_>) -> Result<Answer, Problem> {
    let id: Id<Consent> = file.ask.id("consent")?;
    let how = StoppedBy::from_word(file.ask.form.text("how")).unwrap_or(StoppedBy::Spoken);
    let said = file.ask.form.text("words");
    let consent = read(file, file.ask.id("consent")?)?.consent;
    let plainly = if consent.terms.joint.is_some() { "release-stopped-by-one" } else { "release-stopped-plainly" };
    let words = if said.is_empty() { file.ask.say(plainly, &[]) } else { said.to_owned() };
    match file.act(StopConsent { id, client: file.id, how, words }) {
        Ok(_) | Err(Problem::Refused(Refusal::WrongState)) => Ok(Answer::go(&file.path(&format!("/releases/{id}?done=stopped")))),
        Err(problem) => Err(problem),
    }
}
