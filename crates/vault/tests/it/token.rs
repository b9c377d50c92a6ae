//! The root in a hardware token, here one of software.

use std::path::Path;
use std::process::Command;

use tacenda_vault::pkcs11::{TokenKey, TokenRoot};
use tacenda_vault::{AgencyKey, Error, Kek, KeyProvider, Place};

use crate::support::{Chance, flips};

const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";
const PIN: &str = "7491";

fn key<'a>(library: &'a Path, key: &'a str) -> TokenKey<'a> {
    TokenKey { library, token: "tacenda test", key }
}

/// Makes a token in a folder of its own and runs the test below in a process that finds it there.
#[test]
fn a_token_wraps_the_key_encryption_key_and_never_gives_its_own() {
    if !Path::new(LIBRARY).exists() {
        println!("skipped: no software token on this machine (Debian: softhsm2)");
        return;
    }
    let folder = std::env::temp_dir().join(format!("tacenda-token-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("tokens")).unwrap();
    let settings = folder.join("softhsm2.conf");
    std::fs::write(&settings, format!("directories.tokendir = {}\n", folder.join("tokens").display())).unwrap();
    let ran = |command: &mut Command| {
        let output = command.env("SOFTHSM2_CONF", &settings).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&[output.stdout, output.stderr].concat()));
    };
    ran(Command::new("softhsm2-util").args([
        "--init-token",
        "--free",
        "--label",
        "tacenda test",
        "--pin",
        PIN,
        "--so-pin",
        "749100",
    ]));
    ran(Command::new(std::env::current_exe().unwrap()).args(["--ignored", "--exact", "token::with_a_token"]));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
#[ignore = "run by the test above, in a process that finds the token"]
fn with_a_token() {
    let (library, chance) = (Path::new(LIBRARY), &mut Chance(1));
    assert_eq!(TokenRoot::open(key(library, "root"), PIN).unwrap_err(), Error::Token, "there is no key yet");
    assert_eq!(TokenRoot::create(key(library, "root"), "0000").unwrap_err(), Error::Token, "wrong PIN");
    let made = TokenRoot::create(key(library, "root"), PIN).unwrap();
    assert_eq!(TokenRoot::create(key(library, "root"), PIN).unwrap_err(), Error::Token, "the label is taken");

    let kek = Kek::generate(chance).unwrap();
    let place = Place::new("agency key");
    let below = kek.wrap_key(&AgencyKey::generate(chance).unwrap(), &place, chance).unwrap();
    let wrapped = made.wrap_kek(&kek, chance).unwrap();
    assert_eq!((made.source(), wrapped.len()), ("token", 70));
    drop((kek, made));

    let found = TokenRoot::open(key(library, "root"), PIN).unwrap();
    let kek = found.unwrap_kek(&wrapped).unwrap();
    assert!(kek.unwrap_key(&place, &below).map(|_: AgencyKey| ()).is_ok());
    for flipped in flips(&wrapped) {
        assert_eq!(found.unwrap_kek(&flipped).unwrap_err(), Error::Refused);
    }
    let other = TokenRoot::create(key(library, "other"), PIN).unwrap();
    assert_eq!(other.unwrap_kek(&wrapped).unwrap_err(), Error::Refused);
    assert_eq!(format!("{found:?}"), "[key]");

    let elsewhere = TokenKey { token: "no such token", ..key(library, "root") };
    assert_eq!(TokenRoot::open(elsewhere, PIN).unwrap_err(), Error::Token);
    assert_eq!(TokenRoot::open(key(Path::new("/nowhere.so"), "root"), PIN).unwrap_err(), Error::Token);
    a_key_that_could_be_read_out_is_refused(library);
}

fn a_key_that_could_be_read_out_is_refused(library: &Path) {
    use cryptoki::mechanism::Mechanism;
    use cryptoki::object::Attribute;
    use cryptoki::session::UserType;

    let context = cryptoki::context::Pkcs11::new(library).unwrap();
    let slot = context.get_slots_with_initialized_token().unwrap()[0];
    let session = context.open_rw_session(slot).unwrap();
    let _ = session.login(UserType::User, Some(&cryptoki::types::AuthPin::new(PIN.into())));
    let attributes = [
        Attribute::Label(b"weak".to_vec()),
        Attribute::ValueLen(32u64.into()),
        Attribute::Token(true),
        Attribute::Extractable(true),
        Attribute::Sensitive(true),
    ];
    session.generate_key(&Mechanism::AesKeyGen, &attributes).unwrap();
    assert_eq!(TokenRoot::open(key(library, "weak"), PIN).unwrap_err(), Error::Token);
}
