//! Before anybody opens a file: what they agree to, and what they learn.

use tacenda_desk::practice::Size;
use tacenda_desk::{Role, WorkerState};
use tacenda_law::{Verdict, WorkedCase};

use super::{Browser, House, Shown, files};

/// The cures by which a no is a not yet, as `docs/concepts` says them.
const CURES: [&str; 5] =
    ["obtain_written_release", "seek_client_authorization", "verify_identity", "ferpa_advance_notice", "seek_part2_court_order"];

const KINDS: [(&str, &str); 4] = [("who", "staff"), ("who", "intern"), ("who", "volunteer"), ("who", "contractor")];

fn policy<'a>(body: &'a str, grace: &'a str) -> Vec<(&'a str, &'a str)> {
    let rest = [("kind", "non_disclosure"), ("established", "2007-06-01"), ("gate", "yes"), ("months", "12"), ("grace", grace)];
    let texts = [("title-en", "Our promise"), ("body-en", body), ("title-es", "Nuestra promesa"), ("body-es", "No lo cuento.")];
    rest.into_iter().chain(KINDS).chain(texts).collect()
}

/// Where the only policy is read and agreed to.
fn where_to_agree(browser: &mut Browser<'_>) -> String {
    let page = browser.get("/learn").text;
    let after = page.split("href=\"/agree/").nth(1).unwrap_or_default();
    assert!(!after.is_empty(), "nothing to agree to: {page}");
    format!("/agree/{}", after.split('"').next().unwrap())
}

/// Whether a page leads to what is asked instead.
fn is_shut(browser: &mut Browser<'_>, path: &str) -> bool {
    let shown = browser.get(path);
    assert_eq!(shown.status, 200, "{path}");
    shown.text.contains("No file opens yet.") && !shown.text.contains("href=\"/c\"")
}

fn agrees(browser: &mut Browser<'_>) {
    let to = where_to_agree(browser);
    let edition = browser.get(&to).value("edition");
    let (at, shown) = browser.press(&to, &[("edition", &edition)]);
    assert!(at.starts_with("/learn") && shown.text.contains("It is written down"), "{at}");
}

#[test]
fn an_agreement_stands_before_every_file_until_it_is_made_also_for_who_put_it_there() {
    let house = House::new();
    let (mut officer, mut clinician) = (house.sign_in(Role::PrivacyOfficer), house.sign_in(Role::Clinician));
    assert!(officer.get("/").text.contains("No agreement stands before a file yet"));
    assert!(officer.get("/agreements").text.contains("What I promise to keep to myself"), "a text of the house to begin with");
    let template = officer.get("/agreements/new?from=agreement").text;
    assert!(template.contains("Lo que prometo no contar") && template.contains("## What I do"), "in both languages");
    assert_eq!(officer.post("/agreements/new", &policy("## One\n\nI tell **nobody**. <script>x</script>", "0")).status, 303);
    // Both are led to what is asked, wherever they go, and the file stays shut.
    let client = house.own_client(Role::Clinician);
    for browser in [&mut officer, &mut clinician] {
        for path in ["/", "/c", &format!("/c/{client}"), "/ask", "/law", "/agreements", "/people", "/office", "/me/opened", "/go"]
        {
            assert!(is_shut(browser, path), "{path}");
        }
        for path in ["/learn", "/me", "/me/factor", "/me/sessions", "/now", "/caller", "/report", "/help"] {
            assert_eq!(browser.get(path).status, 200, "{path}");
        }
    }
    let to = where_to_agree(&mut clinician);
    let page = clinician.get(&to);
    assert!(page.text.contains("<strong>nobody</strong>") && page.text.contains("1 Jun 2007"), "{}", page.text);
    assert!(!page.text.contains("<script>x"), "what somebody writes does nothing");
    assert_eq!(clinician.post(&to, &[("edition", "7")]).status, 409, "nobody agrees to what they did not read");
    agrees(&mut clinician);
    assert!(!is_shut(&mut clinician, "/c"));
    assert!(clinician.get(&to).text.contains("You agreed to this version on"));
    assert!(is_shut(&mut officer, "/c"), "who put it there has not agreed");
    agrees(&mut officer);
    assert!(officer.get("/agreements").text.contains("No file without it"));
    assert!(!officer.get("/").text.contains("No agreement stands before a file yet"));
}

#[test]
fn other_words_are_a_new_version_and_the_old_one_can_be_read_as_it_was() {
    let house = House::new();
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    officer.post("/agreements/new", &policy("I tell nobody.", "0"));
    agrees(&mut officer);
    let page = officer.get("/agreements").text;
    let after = page.split("href=\"/agreements/").map(|part| part.split('"').next().unwrap()).find(|id| id.len() == 36);
    let at = format!("/agreements/{}", after.unwrap());
    let over = officer.get(&at).value("over");
    // Only what is asked of whom: the version stays, and nobody is asked anew.
    let again = |body: &'static str, grace: &'static str, over: &str| {
        let over = over.to_owned();
        let mut fields: Vec<(String, String)> = policy(body, grace).iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        fields.push(("over".into(), over));
        fields
    };
    let send = |officer: &mut Browser<'_>, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        officer.post(&at, &fields)
    };
    assert_eq!(send(&mut officer, again("I tell nobody.", "5", &over)).status, 303);
    assert_eq!(send(&mut officer, again("I tell nobody, ever.", "5", &over)).status, 409, "somebody else changed it meanwhile");
    let over = officer.get(&at).value("over");
    assert_eq!(send(&mut officer, again("I tell nobody, ever.", "5", &over)).status, 303);
    // Five days of grace: she works on, and Today says it.
    assert!(officer.get("/").text.contains("Something is asked of you: Our promise"));
    assert!(officer.get(&format!("{at}/versions/1")).text.contains("<p>I tell nobody.</p>"));
    assert!(officer.get(&format!("{at}/versions/2")).text.contains("I tell nobody, ever."));
    assert_eq!(officer.get(&format!("{at}/versions/3")).status, 404);
    agrees(&mut officer);
    let over = officer.get(&at).value("over");
    assert_eq!(officer.post(&format!("{at}/end"), &[("over", &over)]).status, 303);
    assert!(officer.get("/agreements").text.contains("No longer asked"));
}

#[test]
fn what_is_not_whole_is_said_and_stays_in_its_field() {
    let house = House::new();
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let bad = [
        ("kind", "policy"),
        ("established", "2999-01-01"),
        ("months", "0"),
        ("grace", "x"),
        ("title-en", "Words"),
        ("body-en", ""),
    ];
    let shown = officer.post("/agreements/new", &bad);
    assert_eq!(shown.status, 422);
    for said in
        ["Check at least one", "today or before", "from 1 to 120", "from 0 to 365", "belongs to this title", "value=\"Words\""]
    {
        assert!(shown.text.contains(said), "{said}");
    }
    assert_eq!(officer.post("/agreements/new", &[("kind", "poem")]).status, 422);
    let shown = officer.post("/learn/office/first-day", &[("months", "-3"), ("grace", "")]);
    assert!(shown.status == 422 && shown.text.contains("from 1 to 120"));
    assert_eq!(officer.get("/learn/office/tango").status, 404);
    assert_eq!(officer.get("/learn/tango").status, 404);
    let mut advocate = house.sign_in(Role::Advocate);
    for path in ["/agreements", "/agreements/new", "/learn/office/first-day"] {
        assert_eq!(advocate.get(path).status, 404, "{path}");
    }
}

/// The cases of the packs.
fn cases(house: &House) -> Vec<WorkedCase> {
    house.packs.cases(&files(), house.agency.moment().unwrap().time.day()).unwrap()
}

/// What the law answers, as the five answers have it.
fn answer(house: &House, case: &WorkedCase) -> &'static str {
    let ruling = house.packs.decide(&case.facts);
    let duty = |at: usize| house.packs.vocabulary.duty(at).id.as_str();
    let curable = ruling.duties.iter().any(|owed| CURES.contains(&duty(owed.duty)));
    match ruling.verdict {
        Verdict::Permitted => "yes",
        Verdict::Required => "must",
        Verdict::Prohibited if curable => "not_yet",
        Verdict::Prohibited => "no",
        Verdict::Conflict | Verdict::NeedsMoreFacts => "ask",
    }
}

/// The cases that a page asks, in their order.
fn asked<'c>(page: &Shown, cases: &'c [WorkedCase]) -> Vec<&'c WorkedCase> {
    let plain = page.text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&");
    let mut found: Vec<(usize, &WorkedCase)> =
        cases.iter().filter_map(|case| plain.find(&format!("<p>{}</p>", case.story)).map(|at| (at, case))).collect();
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, case)| case).collect()
}

#[test]
fn a_course_is_passed_by_answering_as_the_law_answers_and_opens_the_files() {
    let house = House::new();
    let (mut officer, mut clinician) = (house.sign_in(Role::PrivacyOfficer), house.sign_in(Role::Clinician));
    let cases = cases(&house);
    let rule: Vec<(&str, &str)> = [("gate", "yes"), ("months", "12"), ("grace", "0")].into_iter().chain(KINDS).collect();
    assert_eq!(officer.post("/learn/office/first-day", &rule).status, 303);
    assert!(is_shut(&mut clinician, "/c"));
    assert!(clinician.get("/learn/first-day").text.contains("what is told here stays here"));
    // Wrong answers do not count as right ones, and nothing is kept of a form that is not whole.
    let first = clinician.get("/learn/first-day/quiz");
    let of_first = asked(&first, &cases);
    assert_eq!(of_first.len(), 5, "{}", first.text);
    assert_eq!(asked(&clinician.get("/learn/first-day/quiz"), &cases).len(), 5);
    let number = first.value("number");
    let shown = clinician.post("/learn/first-day/quiz", &[("number", &number), ("q1", "no")]);
    assert!(shown.status == 422 && shown.text.contains("Choose one of the five answers"));
    let wrong = |case: &WorkedCase| if answer(&house, case) == "no" { "yes" } else { "no" };
    let fields = |answers: Vec<&'static str>, number: &str| {
        let mut fields: Vec<(String, String)> = (1..).zip(answers).map(|(at, one)| (format!("q{at}"), one.to_owned())).collect();
        fields.push(("number".to_owned(), number.to_owned()));
        fields
    };
    let send = |browser: &mut Browser<'_>, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        browser.post("/learn/first-day/quiz", &fields)
    };
    let sent = fields(of_first.iter().map(|case| wrong(case)).collect(), &number);
    assert_eq!(send(&mut clinician, &sent).to, "/learn/first-day/done");
    let done = clinician.get("/learn/first-day/done").text;
    assert!(done.contains("0 of 5 right") && done.contains("Not yet"), "{done}");
    assert!(is_shut(&mut clinician, "/c"));
    assert_eq!(clinician.get("/learn/first-day/certificate").status, 404);
    // Sent twice, it is one try; the next has other cases.
    assert_eq!(send(&mut clinician, &sent).to, "/learn/first-day/done");
    let second = clinician.get("/learn/first-day/quiz");
    let of_second = asked(&second, &cases);
    assert!(of_second.iter().all(|case| of_first.iter().all(|before| before.name != case.name)), "the same case came again");
    let right = fields(of_second.iter().map(|case| answer(&house, case)).collect(), &second.value("number"));
    assert_eq!(send(&mut clinician, &right).to, "/learn/first-day/done");
    assert!(clinician.get("/learn/first-day/done").text.contains("5 of 5 right"));
    assert!(!is_shut(&mut clinician, "/c"));
    let certificate = clinician.get("/learn/first-day/certificate").text;
    assert!(certificate.contains("5 of 5 cases right") && certificate.contains("Next by"), "{certificate}");
    let pdf = clinician.bytes("/learn/first-day/certificate/print");
    assert!(pdf.starts_with(b"%PDF-"));
    // The officer has not learned it, and sees nothing of who has.
    assert!(is_shut(&mut officer, "/learn/office"));
}

#[test]
fn a_case_is_told_in_spanish_by_its_facts_and_answers_vary() {
    let house = House::new();
    let mut clinician = house.sign_in(Role::Clinician);
    clinician.post("/language", &[("language", "es"), ("to", "/learn")]);
    for course in ["first-day", "when-somebody-asks"] {
        let page = clinician.get(&format!("/learn/{course}/quiz")).text;
        assert_eq!(page.matches("¿Cuál es la respuesta?").count(), 5, "{page}");
        assert!(page.matches("<div><dt>").count() > 25 && page.len() < 61_440, "{}", page.len());
        assert!(!page.contains("counsellor") && !page.contains("<summary>Los datos"), "no story in another language");
    }
}

#[test]
fn the_office_sees_who_has_done_it_and_says_who_took_it_elsewhere() {
    let house = House::new();
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let rule: Vec<(&str, &str)> = [("months", "12"), ("grace", "0")].into_iter().chain(KINDS).collect();
    officer.press("/learn/office/first-day", &rule);
    let page = officer.get("/learn/office").text;
    let (me, ana) = (house.worker(Role::PrivacyOfficer), house.worker(Role::Clinician));
    assert!(page.contains(&ana.name) && page.contains("0 of 3 passed"), "{page}");
    assert!(page.contains("Due") && !page.contains("No file opens"), "asked, and no gate");
    let say =
        |officer: &mut Browser<'_>, worker: &str| officer.post("/learn/office", &[("worker", worker), ("course", "first-day")]);
    assert_eq!(say(&mut officer, &me.id.to_string()).status, 422, "never one's own");
    assert_eq!(say(&mut officer, &ana.id.to_string()).status, 303);
    assert!(officer.get("/learn/office").text.contains("1 of 3 passed"));
    let mut clinician = house.sign_in_as(&ana);
    let certificate = clinician.get("/learn/first-day/certificate").text;
    assert!(certificate.contains(&format!("Seen by {}", me.name)), "{certificate}");
    let mut advocate = house.sign_in(Role::Advocate);
    assert_eq!(advocate.get("/learn/office").status, 404);
}

#[test]
fn what_followed_a_broken_rule_is_read_by_the_officer_and_that_person() {
    let house = House::new();
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    let (me, ana) = (house.worker(Role::PrivacyOfficer), house.worker(Role::Clinician));
    let at = format!("/people/{}/sanctions", ana.id);
    let bad = officer.post(&at, &[("day", ""), ("what", ""), ("rule", "")]);
    assert!(bad.status == 422 && bad.text.contains("Choose what followed"));
    let entered = [("day", "2026-03-01"), ("what", "Looked up a neighbor."), ("rule", "Policy, 2"), ("measure", "retraining")];
    let (_, shown) = officer.press(&at, &entered);
    assert!(shown.text.contains("Looked up a neighbor.") && shown.text.contains("Training again"));
    assert_eq!(officer.get(&format!("/people/{}/sanctions", me.id)).status, 404, "nobody keeps their own");
    let mut clinician = house.sign_in_as(&ana);
    assert!(clinician.get("/me/sanctions").text.contains("Looked up a neighbor."));
    assert_eq!(clinician.get(&at).status, 404);
    let mut advocate = house.sign_in(Role::Advocate);
    assert!(advocate.get("/me/sanctions").text.contains("Nothing was entered"));
    assert_eq!(advocate.get(&at).status, 404);
}

#[test]
fn in_the_fictional_agency_everybody_has_agreed_and_learned_but_an_intern() {
    let folder = tempfile::tempdir().unwrap();
    let mut loading = crate::practice::begin(folder.path(), Size::Practice, false);
    loading.finish().unwrap();
    let agency = loading.agency().clone();
    let house = House::over(folder, agency, House::settings(0, None), None);
    let mut clinician = house.sign_in(Role::Clinician);
    assert_eq!(clinician.get("/c").status, 200);
    let learn = clinician.get("/learn").text;
    assert!(learn.contains("What I promise to keep to myself") && learn.contains("Certificate"), "{learn}");
    let intern = house.agency.workers().unwrap().into_iter().find(|w| w.is(Role::Intern) && w.state == WorkerState::Confirmed);
    let mut intern = {
        let mut browser = house.passer_by();
        let name = intern.unwrap().name;
        assert_eq!(browser.post("/sign-in", &[("name", &name), ("password", super::PASSWORD), ("to", "/c")]).status, 303);
        browser
    };
    assert!(is_shut(&mut intern, "/c"));
    let page = intern.get("/learn").text;
    assert_eq!(page.matches("tag grave").count(), 4, "two texts and two courses: {page}");
    let mut officer = house.sign_in(Role::PrivacyOfficer);
    assert!(officer.get("/learn/office").text.contains("No file opens"));
}
