//! Every format that is stored or printed, pinned to its bytes. A change here is a new format version, never a mend.

use tacenda_vault::recovery::{Quorum, SetFingerprint};
use tacenda_vault::{
    Class, ClassKey, ClientKey, Cost, IndexKey, Kek, KeyProvider, Passphrase, PassphraseRoot, PersonKey, Place, RootKey,
};

use crate::support::{Chance, hex, place};

fn at() -> Place {
    Place::new("key").with("client", "0192f0c1")
}

#[test]
fn a_box() {
    let sealed = ClassKey::generate(&mut Chance(1)).unwrap().seal(&place(), b"she moved to Taos", &mut Chance(2)).unwrap();
    assert_eq!(
        hex(&sealed),
        "010100000001ce422f6429b38683ff6c357778dc2583f0b3cc700a1bbc494353abb20247df3bfc643b2fed34f05625065a386d"
    );
}

#[test]
fn wraps_of_keys() {
    let chance = &mut Chance(3);
    let (kek, client, class) = (Kek::generate(chance), ClientKey::generate(chance), ClassKey::generate(chance));
    let (kek, client, class) = (kek.unwrap(), client.unwrap(), class.unwrap());
    assert_eq!(
        hex(&kek.wrap_key(&client, &at(), chance).unwrap()),
        "010100000001fa096023e574b48ea1cc9cc779da3f31b4e331a7f5460fa7e5fedbba70ff5740863fd7937486eec567d5e504c30e512e593f02f68ef86e3814770502adb9585c"
    );
    assert_eq!(
        hex(&client.wrap_class(Class::Sud, &class, &at(), chance).unwrap()),
        "010100000001f4dafe3c862b93bd9598dc2e046849245ff4a4a83c5db00871803a328c4c4c381f5924cbb8d69922fc039ca2d408fbdad580efa9c0f8f3d182146490c107971a"
    );
    let person = PersonKey::generate(chance).unwrap();
    assert_eq!(hex(&person.public().to_bytes()), "00000001efad88e26a29ee8946919b55bf20cd63db9fb65dd4654e7747cc7f4f54745c5c");
    assert_eq!(
        hex(&class.wrap_to(person.public(), Class::Privileged, &at(), chance).unwrap()),
        "010300000001b93bed7e716e8b9e21f086b651376b2cb98bc0f419f294e69e971b8a9dfda62a5acd23c2e7f496055250d447195ac0a777186a3bc6b6c311e22efecb6bfee18ea43e82d523729fdca3295aa0078642b542880346"
    );
}

#[test]
fn keys_behind_a_passphrase() {
    let chance = &mut Chance(4);
    let cost = Cost::new(16, 3, 2).unwrap();
    let locked = PersonKey::generate(chance).unwrap().lock(&Passphrase::new("seven geese"), cost, &at(), chance);
    assert_eq!(
        hex(&locked.unwrap()),
        "01010000001000000003023d5d5d133497e208edfad12d710468a6010100000000386d142cf37ec78f6d6fbe03e74ff7bb20c72f779b9dccd71713c244feb0a24deaa55709b787a10b7835d92d0052507ec69a03b8d342b5b0ce2f2a05a40dfe1a"
    );
    let root = PassphraseRoot::new(Passphrase::new("seven geese"), cost);
    assert_eq!(
        hex(&root.wrap_kek(&Kek::generate(chance).unwrap(), chance).unwrap()),
        "01010000001000000003024ec32c97c3fd3902681899ef43139a4c01010000000047e7a2e58219df95fbed8fd0422f63ee424cdfb92b0e2539455f3c8c4cac7ccf0a7dd4e926fdf830e5519adc9e371638613d97d8a2936c11a3cc8cc8ed7c7b18"
    );
}

#[test]
fn a_key_file_and_its_wrap() {
    let chance = &mut Chance(5);
    let root = RootKey::generate(chance).unwrap();
    assert_eq!(root.to_key_file().as_str(), "tacenda root key 1 WvhHRcVEISvoY6c8-w0XVmv7d9jZyyDv4wPWId-2l_UUN-yI\n");
    assert_eq!(
        hex(&root.wrap_kek(&Kek::generate(chance).unwrap(), chance).unwrap()),
        "010100000001161e03c45f8dc36681993313556be98b579ef6a28b7664683c7dc71901fc19e6f7cf1ac8f68d7af4169bd9f8164d9c8c8e4fd9091e8e2c860883a817f7237961"
    );
}

#[test]
fn a_share_and_its_fingerprint() {
    let chance = &mut Chance(6);
    let shares = RootKey::generate(chance).unwrap().split(Quorum::default(), chance).unwrap();
    assert_eq!(
        shares[1].text().as_str(),
        "1: 040H VSJZ QW10 VA\n2: 60KH RBAQ 4AR7 3T\n3: 8Z10 D2BP MA2Z ZV\n4: 2ZBA 2EPP NGW3 86\n5: GVZJ H7EY JAZS V0\n6: 19BZ 6NJ2 P66P T3\n"
    );
    assert_eq!(
        hex(&SetFingerprint::of(&shares).to_bytes()),
        "76f202a8e8fe7e206845803896ae8511e2acdeaa2563175bfe147a8003935ab5ba674e2d04ae6fe558b6fab671332cd3137a29f1cadcdd1facd68726b65c9fdf1744ed16dd4d440549d415a90628209dc0244a49e48ec39e2dd96a0e285760c5"
    );
}

#[test]
fn blind_indexes() {
    let key = IndexKey::generate(&mut Chance(7)).unwrap();
    let token = key.finder("client.name").unwrap().token("José Muñoz").unwrap();
    assert_eq!(hex(token.bytes()), "39dce9270616fbdd053b972c9dbf5cc96ecb2f50e6cd5a465ecca30aeadb4929");
    assert_eq!(hex(&token.mark("0192f0c1").unwrap()), "beb90ace05a71fa5934701f31a8d5360");
    assert_eq!(hex(&key.slot("0192f0c1").unwrap().0), "13ab452bec86826f4af2022561d3604e16c3d1ee064479fb586a58274d412ef6");
}
