//! May I share: the journey, what it costs, and that what the pages say is what the law says.

use serde_json::Value as Json;
use tacenda_desk::Role;
use tacenda_law::{Facts, Kind, Verdict};

use super::{Browser, House, Shown, files};
use crate::run::tacenda;

/// The first word of the chosen name of a client of this worker's own.
fn own_client(house: &House, role: Role) -> Option<String> {
    let worker = house.worker(role);
    let caseload = house.agency.caseload(worker.id).unwrap();
    let mut browser = house.sign_in(role);
    // Letters that occur in names; the page shows those of whom there are several.
    for letters in ["an", "ma", "jo", "el", "ca", "ro", "al", "da", "mi", "sa", "le", "be"] {
        let begun = browser.post("/ask", &[("danger", "no")]);
        let id = begun.to.split('/').nth(2).unwrap().to_owned();
        let found = browser.post(&format!("/ask/{id}/whom"), &[("letters", letters)]);
        if found.status == 303 {
            return Some(letters.to_owned());
        }
        if let Some(name) = found.text.split("name=\"client\" value=\"").nth(1) {
            let name = name.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
            return Some(name.to_owned());
        }
    }
    assert!(caseload.is_empty(), "somebody of {} clients is found by some letters", caseload.len());
    None
}

#[test]
fn a_school_calls_and_the_counsellor_has_an_answer_within_the_budget() {
    let house = House::new();
    let name = own_client(&house, Role::Clinician).unwrap();
    let mut browser = house.sign_in(Role::Clinician);
    browser.activations += 1; // the menu
    assert!(browser.get("/ask").text.contains("danger"));
    let (to, _) = browser.press("/ask", &[("danger", "no")]);
    let id = to.split('/').nth(2).unwrap().to_owned();
    let (to, _) = browser.press(&to, &[("answer", "school")]);
    assert!(to.ends_with("/whom"));
    let (to, page) = browser.press(&to, &[("letters", &name)]);
    assert!(page.text.contains("saved"));
    let (to, _) = browser.press(&to, &[("pick", "attendance")]);
    let (to, _) = browser.press(&to, &[("answer", "education_services")]);
    let (mut to, mut page) = browser.press(&to, &[("answer", "nothing")]);
    while !to.ends_with("/check") {
        assert!(browser.pages < 9, "{to}");
        (to, page) = browser.press(&to, &[("answer", "1")]);
    }
    assert!(page.text.contains("Nothing is shared yet"));
    let before = house.leaves();
    let sent = browser.post(&to, &[("once", "a")]);
    assert_eq!(house.leaves(), before + 1, "finishing is one act and one leaf");
    let answer = browser.get(&sent.to);
    assert!(["wait", "no"].contains(&answer.answer()), "{}", answer.text);
    println!("J1: {} pages, {} activations, 1 field", browser.pages, browser.activations);
    assert!(browser.pages <= 9 && browser.activations <= 10, "{} {}", browser.pages, browser.activations);
    // Sent again, nothing happens, and the answer is there.
    let again = browser.post(&to, &[("once", "a")]);
    assert_eq!(again.to, format!("/ask/{id}/answer"));
    let paper = browser.get(&format!("/ask/{id}/sheet"));
    assert!(paper.text.contains("paper-foot"));
    let found = house.agency.find(tacenda_desk::Index::ClientName, &name).unwrap();
    assert!(found.is_empty() || !paper.text.contains(&name), "no name on the sheet");
}

#[test]
fn danger_is_one_activation_away_and_the_cards_need_nobody() {
    let house = House::new();
    let mut browser = house.passer_by();
    for page in ["/sign-in", "/caller", "/now"] {
        assert!(browser.get(page).text.contains("href=\"/now\""), "{page}");
    }
    let card = browser.get("/now").text;
    for part in ["911", "988", "1-800-422-4453", "1-800-799-7233", "43-1-19"] {
        assert!(card.contains(part), "{part}");
    }
    let spanish = browser.get("/now?lang=es").text;
    assert!(spanish.contains("no necesita pruebas") && spanish.contains("Colorado"));
    assert!(card.len() < 60_000 && spanish.len() < 60_000, "{} {}", card.len(), spanish.len());
    let mut signed_in = house.sign_in(Role::Clinician);
    let sent = signed_in.post("/ask", &[("danger", "yes")]);
    assert_eq!((sent.status, sent.to.as_str()), (303, "/now"));
    assert!(signed_in.get("/caller").text.contains("papers"));
}

#[test]
fn what_is_about_nobody_leaves_no_trace_in_any_file() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Advocate);
    let (to, _) = browser.press("/ask", &[("danger", "unknown")]);
    let (to, _) = browser.press(&to, &[("answer", "police")]);
    let (to, _) = browser.press(&to, &[("nobody", "yes")]);
    let chains: Vec<usize> = chains(&house);
    let (mut to, _) = browser.press(&to, &[("pick", "status")]);
    for _ in 0..40 {
        if to.ends_with("/check") {
            break;
        }
        (to, _) = browser.press(&to, &[("dont", "yes")]);
    }
    let (_, answer) = browser.press(&to, &[("once", "a")]);
    assert!(!["yes", "must"].contains(&answer.answer()), "{}", answer.answer());
    assert_eq!(chains, self::chains(&house));
}

/// The length of every client's chain.
fn chains(house: &House) -> Vec<usize> {
    let workers = house.agency.workers().unwrap();
    let clients = workers.iter().flat_map(|w| house.agency.caseload(w.id).unwrap());
    clients.map(|client| house.agency.looks(Some(client)).unwrap().len()).collect()
}

/// Answers by somebody who knows nothing but who asks.
#[test]
fn i_do_not_know_is_an_answer_everywhere_and_never_a_yes() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    for who in ["client", "provider", "insurer", "police", "court", "other", ""] {
        let (mut to, _) = browser.press("/ask", &[("danger", "some")]);
        let first: &[(&str, &str)] = if who.is_empty() { &[("dont", "yes")] } else { &[("answer", who)] };
        (to, _) = browser.press(&to, first);
        for _ in 0..60 {
            if to.ends_with("/check") {
                break;
            }
            (to, _) = browser.press(&to, &[("dont", "yes")]);
        }
        let (_, answer) = browser.press(&to, &[("once", who)]);
        assert!(!["yes", "must", ""].contains(&answer.answer()), "{who}: {}", answer.answer());
    }
}

#[test]
fn the_privacy_officer_reads_the_same_sheet_and_replies_and_nobody_else_does() {
    let house = House::new();
    let mut asker = house.sign_in(Role::Advocate);
    let (mut to, _) = asker.press("/ask", &[("danger", "no")]);
    for fields in
        [("answer", "family"), ("nobody", "yes"), ("pick", "status"), ("answer", "confirm_status"), ("answer", "nothing")]
    {
        (to, _) = asker.press(&to, &[fields]);
    }
    while !to.ends_with("/check") {
        (to, _) = asker.press(&to, &[("dont", "yes")]);
    }
    let (answer, _) = asker.press(&to, &[("once", "a")]);
    let mut stranger = house.sign_in(Role::Clinician);
    assert_eq!(stranger.get(&answer).status, 404);
    let (_, asked) = asker.press(&answer, &[("words", "may I say he is safe"), ("once", "b")]);
    assert!(asked.text.contains("No reply yet"));
    assert_eq!(stranger.get(&answer).status, 404, "still nobody else's");
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let queue = officer.get("/consults");
    let id = answer.split('/').nth(2).unwrap();
    assert!(queue.text.contains(id), "{}", queue.text);
    let reply = format!("/consults/{id}");
    assert_eq!(officer.post(&reply, &[("words", ""), ("decision", "withhold")]).status, 422);
    let (_, replied) = officer.press(&reply, &[("words", "say nothing"), ("decision", "withhold"), ("once", "c")]);
    assert!(replied.text.contains("say nothing"));
    assert!(asker.get(&answer).text.contains("say nothing"));
    assert!(asker.get("/consults").text.contains("the privacy officer replied"));
}

#[test]
fn a_question_goes_to_a_colleague_with_all_its_answers() {
    let house = House::new();
    let mut one = house.sign_in(Role::Advocate);
    let (to, _) = one.press("/ask", &[("danger", "no")]);
    let (to, _) = one.press(&to, &[("answer", "researcher")]);
    let id = to.split('/').nth(2).unwrap().to_owned();
    let colleague = house.worker(Role::Clinician).id.to_string();
    one.press(&format!("/ask/{id}/hand"), &[("to", &colleague)]);
    assert_eq!(one.get(&format!("/ask/{id}")).status, 404, "it is not theirs any more");
    let mut other = house.sign_in(Role::Clinician);
    assert!(other.get("/consults").text.contains(&id));
    let page = other.get(&format!("/ask/{id}"));
    assert!(page.text.contains("Who is it about"), "{}", page.text);
}

#[test]
fn a_changed_answer_comes_back_to_the_check_and_nothing_is_asked_twice() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let (mut to, _) = browser.press("/ask", &[("danger", "no")]);
    let id = to.split('/').nth(2).unwrap().to_owned();
    for fields in
        [("answer", "school"), ("nobody", "yes"), ("pick", "attendance"), ("answer", "education_services"), ("answer", "nothing")]
    {
        (to, _) = browser.press(&to, &[fields]);
    }
    assert!(to.ends_with("/check"), "{to}");
    let (to, page) = browser.press(&format!("/ask/{id}/what"), &[("pick", "status")]);
    assert!(to.ends_with("/check") && page.text.contains("Whether someone is or was a client"), "{to}");
    let nothing = browser.post(&format!("/ask/{id}/who"), &[("x", "y")]);
    assert_eq!(nothing.status, 422);
    let nothing = browser.post(&format!("/ask/{id}/why"), &[]);
    assert_eq!(nothing.status, 422, "what is left out is asked for, not guessed");
}

/// Facts that the file, the asker's role and program, or a plain answer would say otherwise than the case does.
const SAID_ELSEWHERE: [&str; 34] = [
    "legal_process",
    "order_signed_by_judge",
    "consent_forms",
    "consent_status",
    "event_date",
    "jurisdictions",
    "holder_profession",
    "holder_setting",
    "holder_state_licensed",
    "holder_hipaa_covered_entity",
    "holder_part2_program",
    "holder_victim_funds",
    "holder_victim_counselor_qualified",
    "holder_law_enforcement_affiliated",
    "holder_ferpa_institution",
    "holder_military_provider",
    "holder_gdpr_controller",
    "holder_learned_in_professional_role",
    "data_subject_in_eu",
    "requester_authority",
    "information_identifiable",
    "deidentification",
    "requested_categories",
    "purpose",
    "recipient_kind",
    "client_is_minor",
    "client_age",
    "client_deceased",
    "client_emancipated",
    "client_is_dv_sa_victim",
    "client_lacks_capacity",
    "client_paid_out_of_pocket_restriction",
    "minor_consented_to_own_services",
    "years_since_death",
];

/// What a person types or marks for this fact of the case.
pub(super) fn fields(house: &House, facts: &Facts, name: &str) -> Vec<(&'static str, String)> {
    let vocabulary = &house.packs.vocabulary;
    let id = vocabulary.find(name).unwrap();
    let fact = vocabulary.fact(id);
    let shown = vocabulary.show(id, facts.get(id));
    let members: Vec<&str> = vocabulary.enumeration(fact.kind).map(|e| e.words().collect()).unwrap_or_default();
    let at = |word: &Json| members.iter().position(|m| Some(*m) == word.as_str()).unwrap().to_string();
    match (fact.kind, &shown) {
        (Kind::Date, Json::String(text)) if text == "none" => vec![("typed", String::new())],
        (_, Json::Null) => vec![("dont", "yes".into())],
        (Kind::Bool, yes) => vec![("answer", if yes == &Json::Bool(true) { "0" } else { "1" }.into())],
        (Kind::Enum(_), word) => vec![("answer", at(word))],
        (Kind::Set(_), Json::Array(words)) if words.is_empty() && fact.empty_is_unknown => vec![("dont", "yes".into())],
        (Kind::Set(_), Json::Array(words)) if words.is_empty() => vec![("answer", members.len().to_string())],
        (Kind::Set(_), Json::Array(words)) => words.iter().map(|word| ("answer", at(word))).collect(),
        (_, Json::String(text)) => vec![("typed", text.clone())],
        (_, other) => vec![("typed", other.to_string())],
    }
}

/// Answers as the case does, about that client or about nobody; some of what is asked, nobody knows. The answer's address and page.
pub(super) fn through(
    house: &House,
    browser: &mut Browser<'_>,
    (name, facts): (&str, &Facts),
    unknown: usize,
    client: Option<&str>,
) -> (String, Shown) {
    let (mut to, _) = browser.press("/ask", &[("danger", "some")]);
    let id = to.split('/').nth(2).unwrap().to_owned();
    let whom = client.map_or(("nobody", "yes"), |client| ("client", client));
    for plain in [("answer", "client"), whom, ("pick", "status"), ("answer", "client_access"), ("answer", "several")] {
        (to, _) = browser.press(&to, &[plain]);
    }
    let send = |browser: &mut Browser<'_>, name: &str, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let sent = browser.post(&format!("/ask/{id}/{name}"), &fields);
        assert_eq!(sent.status, 303, "{name}: {}", sent.text);
        sent.to
    };
    for fact in SAID_ELSEWHERE {
        to = send(browser, fact, fields(house, facts, fact));
    }
    let mut asked = 0;
    while !to.ends_with("/check") {
        let fact = to.rsplit('/').next().unwrap().to_owned();
        asked += 1;
        let answer = if asked <= unknown { vec![("dont", "yes".to_owned())] } else { fields(house, facts, &fact) };
        to = send(browser, &fact, answer);
    }
    browser.press(&to, &[("once", name)])
}

#[test]
fn worked_cases_through_the_pages_get_the_laws_verdict_and_not_knowing_never_makes_a_yes() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let cases = house.packs.cases(&files(), jiff::civil::date(2026, 11, 22)).unwrap();
    let step = (cases.len() / 8).max(1);
    let mut seen = 0;
    for case in cases.iter().step_by(step) {
        let verdict = house.packs.decide(&case.facts).verdict;
        let (_, shown) = through(&house, &mut browser, (&case.name, &case.facts), 0, None);
        let fits: &[&str] = match verdict {
            Verdict::Permitted => &["yes"],
            Verdict::Required => &["must"],
            Verdict::Prohibited => &["no", "wait"],
            Verdict::Conflict | Verdict::NeedsMoreFacts => &["ask"],
        };
        assert!(!shown.text.contains("by 2026-"), "{}: a day as machines write it", case.name);
        assert!(fits.contains(&shown.answer()), "{}: {verdict:?}, the page says {}", case.name, shown.answer());
        if !verdict.is_yes() {
            let (_, shown) = through(&house, &mut browser, (&case.name, &case.facts), 1, None);
            assert!(!["yes", "must"].contains(&shown.answer()), "{}: not knowing made a yes", case.name);
        }
        seen += 1;
    }
    println!("{seen} of {} worked cases", cases.len());
}

#[test]
fn a_sheet_is_checked_by_its_file_and_a_changed_one_is_not() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let (mut to, _) = browser.press("/ask", &[("danger", "no")]);
    for fields in
        [("answer", "police"), ("nobody", "yes"), ("pick", "whole"), ("answer", "criminal_investigation"), ("answer", "nothing")]
    {
        (to, _) = browser.press(&to, &[fields]);
    }
    while !to.ends_with("/check") {
        (to, _) = browser.press(&to, &[("answer", "1")]);
    }
    let (answer, _) = browser.press(&to, &[("once", "a")]);
    let file = browser.get(&answer.replace("/answer", "/proof")).text;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.json");
    std::fs::write(&path, &file).unwrap();
    let ran = tacenda(&["verify", path.to_str().unwrap()], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("holds"), "{}", ran.out);
    std::fs::write(&path, file.replace("criminal_investigation", "payment")).unwrap();
    let ran = tacenda(&["verify", path.to_str().unwrap()], b"");
    assert_eq!(ran.code, 3, "{}", ran.out);
}

#[test]
fn a_note_from_the_phone_reaches_the_supervisor_alone_and_looks_nobody_up() {
    let house = House::new();
    let mut worker = house.sign_in(Role::Advocate);
    let before = house.leaves();
    let sent = worker.post("/caller", &[("words", "a man asked for somebody, twice")]);
    assert_eq!((sent.status, sent.to.as_str()), (303, "/caller?note=kept"));
    assert_eq!(house.leaves(), before, "no act, no client, no leaf");
    assert!(!worker.get("/consults").text.contains("twice"));
    let mut supervisor = house.sign_in(Role::Supervisor);
    let page = supervisor.get("/consults");
    assert!(page.text.contains("twice"), "{}", page.text);
    let note = page.text.split("name=\"note\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(worker.post("/consults", &[("note", &note)]).status, 404);
    supervisor.press("/consults", &[("note", &note)]);
    assert!(!supervisor.get("/consults").text.contains("twice"));
    assert_eq!(house.passer_by().post("/caller", &[("words", "x")]).status, 303, "nobody signed in: to the sign-in");
}
