//! Today: what waits for somebody, where it leads, and that it ends.

use tacenda::act::Asked;
use tacenda_desk::access::Reason;
use tacenda_desk::acts::{AssignTask, RaiseWall};
use tacenda_desk::{ClientId, Role, TaskKind, WallReason, Worker};
use tacenda_vault::Passphrase;

use super::{House, PASSWORD};

fn does(house: &House, by: &Worker, act: impl Into<tacenda_desk::acts::Act>) {
    does_for(house, by, Reason::OwnDuty, act);
}

/// The same for another reason.
pub(super) fn does_for(house: &House, by: &Worker, reason: Reason, act: impl Into<tacenda_desk::acts::Act>) {
    let who = house.agency.sign_in(by.id, &Passphrase::new(PASSWORD)).unwrap();
    house.agency.act(&who, Asked::new(act, reason)).unwrap();
}

/// Clients on whose team this worker is not.
fn others(house: &House, worker: &Worker) -> Vec<ClientId> {
    let theirs = house.agency.caseload(worker.id).unwrap();
    let all = house.agency.workers().unwrap().into_iter().flat_map(|w| house.agency.caseload(w.id).unwrap());
    all.filter(|client| !theirs.contains(client)).collect()
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
    let (id, client) = (house.agency.mint().unwrap(), house.agency.caseload(clinician.id).unwrap()[0]);
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
    let to = own(&mut browser, &whom);
    assert_eq!(browser.get(&to).status, 200);
    let officer = house.worker(Role::PrivacyOfficer);
    for client in house.agency.caseload(clinician.id).unwrap() {
        let id = house.agency.mint().unwrap();
        does(&house, &officer, RaiseWall { id, client, worker: clinician.id, why: WallReason::Relative });
    }
    assert_eq!(browser.get(&to).status, 404);
    assert_eq!(browser.post(&to, &[("pick", "attendance")]).status, 404);
    assert_eq!(browser.get(&whom.replace("/whom", "/check")).status, 404);
}

/// Chooses a client of one's own in an open question; where it goes on. One alone is taken, of several one is picked.
fn own(browser: &mut super::Browser<'_>, whom: &str) -> String {
    let letters = ["an", "ma", "jo", "el", "ca", "ro", "al", "da", "mi", "sa", "le", "be"];
    let found = letters.into_iter().find_map(|letters| {
        let found = browser.post(whom, &[("letters", letters)]);
        let several = || found.text.split("name=\"client\" value=\"").nth(1)?.split('"').next();
        if found.status == 303 { Some(found.to.clone()) } else { several().map(|id| browser.post(whom, &[("client", id)]).to) }
    });
    found.unwrap()
}

#[test]
fn a_director_reviews_a_breaking_of_the_glass_from_today() {
    let house = House::new();
    let advocate = house.worker(Role::Advocate);
    let mut browser = house.sign_in(Role::Advocate);
    let form = [("class", "general"), ("reason", "danger"), ("words", "nobody of the team answers"), ("once", "a")];
    // Some files open to their own people alone, whatever happens.
    let opens = |client: &ClientId| {
        let home = format!("/c/{client}");
        browser.post(&format!("{home}/glass"), &form).status == 303 && browser.get(&home).status == 200
    };
    let home = format!("/c/{}", others(&house, &advocate).into_iter().find(opens).unwrap());
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
    assert_eq!(browser.get(&link).status, 404, "it is for those who review");
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
    let client = house.agency.caseload(house.worker(Role::Clinician).id).unwrap()[0];
    browser.press("/ask", &[("danger", "no")]);
    for page in [format!("/c/{client}"), format!("/c/{client}/seen"), "/me/opened".to_owned()] {
        let text = browser.get(&page).text;
        assert!(!["inquiry", "Did something else", "<dd>NM"].iter().any(|word| text.contains(word)), "{page}: {text}");
    }
}
