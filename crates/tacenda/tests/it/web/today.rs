//! Today: what waits for somebody, where it leads, and that it ends.

use tacenda::act::Asked;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AssignTask, RaiseWall};
use tacenda_desk::{ClientId, Role, TaskKind, WallReason, Worker};
use tacenda_vault::Passphrase;

use super::{House, PASSWORD};

fn does(house: &House, by: &Worker, act: impl Into<tacenda_desk::acts::Act>) {
    let who = house.agency.sign_in(by.id, &Passphrase::new(PASSWORD)).unwrap();
    house.agency.act(&who, Asked::new(act, Reason::OwnDuty)).unwrap();
}

/// A client on whose team this worker is, or is not.
fn client(house: &House, worker: &Worker, own: bool) -> ClientId {
    let theirs = house.agency.caseload(worker.id).unwrap();
    let all = house.agency.workers().unwrap().into_iter().flat_map(|w| house.agency.caseload(w.id).unwrap());
    if own { theirs[0] } else { { all }.find(|client| !theirs.contains(client)).unwrap() }
}

#[test]
fn a_question_that_a_colleague_handed_over_stands_on_today() {
    let house = House::new();
    let mut one = house.sign_in(Role::Advocate);
    let (to, _) = one.press("/ask", &[("danger", "no")]);
    let (to, _) = one.press(&to, &[("answer", "researcher")]);
    let id = to.split('/').nth(2).unwrap().to_owned();
    one.press(&format!("/ask/{id}/hand"), &[("to", &house.worker(Role::Clinician).id.to_string())]);
    assert!(!one.get("/").text.contains(&id), "it is not theirs any more");
    let today = house.sign_in(Role::Clinician).get("/").text;
    assert!(today.contains(&id) && today.contains(&house.worker(Role::Advocate).name), "{today}");
}

#[test]
fn a_task_leads_from_today_to_its_page_and_is_closed_there() {
    let house = House::new();
    let (officer, clinician) = (house.worker(Role::PrivacyOfficer), house.worker(Role::Clinician));
    let (id, client) = (house.agency.mint().unwrap(), client(&house, &clinician, true));
    let due = house.agency.moment().unwrap().time.plus_days(3);
    does(&house, &officer, AssignTask { id, client, kind: TaskKind::Report, worker: clinician.id, classes: Vec::new(), due });
    let page = format!("/tasks/{id}");
    let mut browser = house.sign_in(Role::Clinician);
    assert!(browser.get("/").text.contains(&page));
    let shown = browser.get(&page);
    assert!(shown.text.contains("Make a report") && shown.text.contains(&officer.name), "{}", shown.text);
    assert_eq!(house.sign_in(Role::Advocate).get(&page).status, 404, "it is nobody else's");
    let empty = browser.post(&page, &[("words", " ")]);
    assert!(empty.status == 422 && empty.text.contains("Say what came of it"));
    let (to, today) = browser.press(&page, &[("words", "The report was made."), ("once", "a")]);
    assert!(to == "/?done=task" && today.text.contains("The task is done.") && !today.text.contains(&page), "{}", today.text);
    assert_eq!(browser.post(&page, &[("words", "The report was made."), ("once", "a")]).to, to, "sent twice it was done once");
    assert_eq!(browser.get(&page).status, 404);
}

#[test]
fn a_wall_that_is_raised_while_a_question_is_open_closes_it() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let clinician = house.worker(Role::Clinician);
    let (to, _) = browser.press("/ask", &[("danger", "no")]);
    let (whom, _) = browser.press(&to, &[("answer", "school")]);
    let (client, to) = own(&mut browser, &whom);
    assert_eq!(browser.get(&to).status, 200);
    let wall = house.agency.mint().unwrap();
    does(
        &house,
        &house.worker(Role::PrivacyOfficer),
        RaiseWall { id: wall, client, worker: clinician.id, why: WallReason::Relative },
    );
    assert_eq!(browser.get(&to).status, 404);
    assert_eq!(browser.post(&to, &[("pick", "attendance")]).status, 404);
    assert_eq!(browser.get(&whom.replace("/whom", "/check")).status, 404);
}

/// Chooses a client of one's own in an open question. Whom, and where it goes on.
fn own(browser: &mut super::Browser<'_>, whom: &str) -> (ClientId, String) {
    let letters = ["an", "ma", "jo", "el", "ca", "ro", "al", "da", "mi", "sa", "le", "be"];
    let found = letters.into_iter().find_map(|letters| {
        let found = browser.post(whom, &[("letters", letters)]);
        found.text.split("name=\"client\" value=\"").nth(1)?.split('"').next().map(str::to_owned)
    });
    let id = found.unwrap();
    (id.parse().unwrap(), browser.post(whom, &[("client", &id)]).to)
}

#[test]
fn a_director_reviews_a_breaking_of_the_glass_from_today() {
    let house = House::new();
    let clinician = house.worker(Role::Clinician);
    let client = client(&house, &clinician, false);
    let mut browser = house.sign_in(Role::Clinician);
    let form = [("class", "general"), ("reason", "danger"), ("words", "nobody of the team answers"), ("once", "a")];
    let broken = browser.post(&format!("/c/{client}/glass"), &form);
    assert_eq!(broken.status, 303, "{}", broken.text);
    let home = format!("/c/{client}");
    assert_eq!(browser.get(&home).status, 200);
    // The reason lives on when the session gets a new secret.
    browser.post("/me/prove", &[("password", PASSWORD), ("to", "/me")]);
    let after = browser.get(&home);
    assert!(after.status == 200 && after.text.contains("class=\"file\""), "{}", after.text);
    let mut director = house.sign_in(Role::Director);
    let today = director.get("/").text;
    let link = today.split("href=\"").find(|rest| rest.starts_with(&format!("{home}/glass/"))).unwrap();
    let link = link.split('"').next().unwrap().to_owned();
    let page = director.get(&link);
    assert!(page.status == 200 && page.text.contains("nobody of the team answers"), "{}", page.text);
    let (to, _) = director.press(&link, &[("proper", "yes"), ("words", "She was in danger."), ("once", "b")]);
    assert_eq!(to, "/?done=review");
    assert_eq!(house.sign_in(Role::Advocate).get(&link).status, 404);
}

#[test]
fn what_is_left_to_set_up_is_said_to_those_who_run_the_place_until_it_is_done() {
    let house = House::new();
    let mut director = house.sign_in(Role::Director);
    assert!(director.get("/").text.contains("href=\"/office\">Set up"));
    assert!(!house.sign_in(Role::Advocate).get("/").text.contains("Set up"));
    for what in ["law", "tls", "shelf", "tour"] {
        let page = format!("/office/told/{what}");
        assert!(director.get("/office").text.contains(&page));
        let (to, _) = director.press(&page, &[]);
        assert!(to == "/office" && director.get(&page).text.contains("This was said on"));
    }
    assert_eq!(director.get("/office/told/else").status, 404);
}

#[test]
fn the_menu_marks_one_place_and_no_page_shows_a_word_that_only_programs_read() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    // Once in the wide menu, once in the narrow one.
    assert_eq!(browser.get("/consults").text.matches("aria-current").count(), 2);
    let go = browser.get("/go").text;
    assert!(!go.contains("-also"), "{go}");
    let client = client(&house, &house.worker(Role::Clinician), true);
    browser.press("/ask", &[("danger", "no")]);
    for page in [format!("/c/{client}"), format!("/c/{client}/seen"), "/me/opened".to_owned()] {
        let text = browser.get(&page).text;
        assert!(!["inquiry", "Did something else", "<dd>NM"].iter().any(|word| text.contains(word)), "{page}: {text}");
    }
}
