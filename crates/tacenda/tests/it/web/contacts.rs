//! The address book: who is reached how, and what of it somebody checked.

use tacenda_desk::Role;

use super::House;

#[test]
fn a_number_is_entered_checked_and_changed_and_then_has_to_be_checked_again() {
    let house = House::new();
    let mut browser = house.sign_in(Role::Clinician);
    let lacking = browser.post("/contacts", &[("name", "Mesa Clinic"), ("recipient", "treating_provider"), ("fax", "")]);
    assert!(lacking.status == 422 && lacking.text.contains("at least one number") && lacking.text.contains("Mesa Clinic"));
    for near in ["client", "family_friend", "abuser_or_perpetrator", "nobody"] {
        let sent = browser.post("/contacts", &[("name", "Someone"), ("recipient", near), ("phone", "505-555-0101")]);
        assert_eq!(sent.status, 422, "{near}");
    }
    let form = [("name", "Mesa Clinic"), ("recipient", "treating_provider"), ("phone", "505-555-0101"), ("fax", "505-555-0142")];
    let (contact, page) = browser.press("/contacts", &form);
    assert_eq!(page.text.matches("not checked").count(), 2, "{}", page.text);
    // What was checked is said with how; nothing is checked by a click alone.
    let over =
        |page: &str| page.split("name=\"over\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let seen = over(&page.text);
    assert_eq!(browser.post(&contact, &[("do", "check"), ("over", &seen), ("way", "fax")]).status, 422);
    let (_, page) = browser.press(&contact, &[("do", "check"), ("over", &seen), ("way", "fax"), ("how", "called_back")]);
    assert!(
        page.text.contains("Called back on a known number") && page.text.matches("not checked").count() == 1,
        "{}",
        page.text
    );
    let stale = browser.post(&contact, &[("do", "check"), ("over", &seen), ("way", "phone"), ("how", "in_person")]);
    assert_eq!(stale.status, 409, "somebody else changed it first");
    // Another fax number has to be checked anew; what stays as it was is as it was.
    let seen = over(&page.text);
    let other =
        [("do", "keep"), ("over", &seen), ("name", "Mesa Clinic"), ("recipient", "treating_provider"), ("phone", "505-555-0101")];
    let (_, page) = browser.press(&contact, &[&other[..], &[("fax", "505-555-0142")]].concat());
    assert!(page.text.contains("Called back on a known number"), "{}", page.text);
    let seen = over(&page.text);
    let other =
        [("do", "keep"), ("over", &seen), ("name", "Mesa Clinic"), ("recipient", "treating_provider"), ("fax", "505-555-0143")];
    let (_, page) = browser.press(&contact, &other);
    assert!(page.text.contains("not checked") && !page.text.contains("505-555-0101"), "{}", page.text);
    // As somebody else it is nobody's checked number.
    let seen = over(&page.text);
    let (_, page) = browser.press(&contact, &[("do", "check"), ("over", &seen), ("way", "fax"), ("how", "official_list")]);
    assert!(page.text.contains("An official list says so") && !page.text.contains("not checked"), "{}", page.text);
    let seen = over(&page.text);
    let other = [
        ("do", "keep"),
        ("over", &seen),
        ("name", "Law office X"),
        ("recipient", "opposing_party_attorney"),
        ("fax", "505-555-0143"),
    ];
    let (_, page) = browser.press(&contact, &other);
    assert!(page.text.contains("not checked"), "{}", page.text);
    let seen = over(&page.text);
    let (_, page) = browser.press(&contact, &[("do", "end"), ("over", &seen)]);
    assert!(page.text.contains("no longer used") && !page.text.contains("value=\"check\""), "{}", page.text);
    assert!(house.sign_in(Role::Advocate).get("/contacts").text.contains("Law office X"), "a colleague finds it");
}
