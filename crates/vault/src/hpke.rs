//! HPKE (RFC 9180), base mode, single shot: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.

use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use zeroize::Zeroizing;

use crate::Error;
use crate::derive::{expand, extract};
use crate::sealed::Cipher;
use crate::secret::Secret;

/// `"HPKE-v1"`, and the suites as section 5.1 writes them.
const VERSION: &[u8] = b"HPKE-v1";
const KEM_SUITE: &[u8] = &[b'K', b'E', b'M', 0x00, 0x20];
const HPKE_SUITE: &[u8] = &[b'H', b'P', b'K', b'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x02];

fn labeled_extract(salt: &[u8], suite: &[u8], label: &[u8], input: &[u8]) -> Result<Secret, Error> {
    extract(salt, &[VERSION, suite, label, input])
}

fn labeled_expand(key: &Secret, suite: &[u8], label: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<(), Error> {
    let length = u16::try_from(out.len()).map_err(|_| Error::Bounds)?.to_be_bytes();
    let mut pieces: Vec<&[u8]> = vec![&length, VERSION, suite, label];
    pieces.extend(info);
    expand(key, &pieces, out)
}

/// A private key made ready, and its public half (RFC 7748).
struct Pair {
    private: PrivateKey,
    public: [u8; 32],
}

impl Pair {
    fn new(secret: &Secret) -> Result<Self, Error> {
        let private = PrivateKey::from_private_key(&X25519, secret.bytes()).map_err(|_| Error::Refused)?;
        let public = private.compute_public_key().map_err(|_| Error::Refused)?;
        let public = public.as_ref().try_into().map_err(|_| Error::Refused)?;
        Ok(Self { private, public })
    }

    /// `ExtractAndExpand` of section 4.1 over the agreement with `theirs`. A public key that gives nothing but zeros is
    /// refused by the library.
    fn agree(&self, theirs: &[u8; 32], encapsulated: &[u8; 32], recipient: &[u8; 32]) -> Result<Secret, Error> {
        let theirs = UnparsedPublicKey::new(&X25519, theirs);
        agree(&self.private, theirs, Error::Refused, |agreed| {
            let early = labeled_extract(&[], KEM_SUITE, b"eae_prk", agreed)?;
            Secret::written(|out| labeled_expand(&early, KEM_SUITE, b"shared_secret", &[encapsulated, recipient], out))
        })
    }
}

/// The public half of a private key.
pub(crate) fn public_half(secret: &Secret) -> Result<[u8; 32], Error> {
    Pair::new(secret).map(|pair| pair.public)
}

/// Key and base nonce: the key schedule of section 5.1 in base mode, without a pre-shared key.
fn schedule(shared: &Secret, info: &[u8]) -> Result<(Cipher, [u8; 12]), Error> {
    let psk_id_hash = labeled_extract(&[], HPKE_SUITE, b"psk_id_hash", &[])?;
    let info_hash = labeled_extract(&[], HPKE_SUITE, b"info_hash", info)?;
    let context: [&[u8]; 3] = [&[0], psk_id_hash.bytes(), info_hash.bytes()];
    let secret = labeled_extract(shared.bytes(), HPKE_SUITE, b"secret", &[])?;
    let key = Secret::written(|out| labeled_expand(&secret, HPKE_SUITE, b"key", &context, out))?;
    let mut nonce = [0; 12];
    labeled_expand(&secret, HPKE_SUITE, b"base_nonce", &context, &mut nonce)?;
    Ok((Cipher::new(&key)?, nonce))
}

/// Seals to a public key with this ephemeral private key, which is used once: encapsulated key and cipher text with tag.
pub(crate) fn seal(
    recipient: &[u8; 32],
    ephemeral: &Secret,
    info: &[u8],
    associated: &[u8],
    plain: &[u8],
) -> Result<([u8; 32], Vec<u8>), Error> {
    let pair = Pair::new(ephemeral)?;
    let (cipher, nonce) = schedule(&pair.agree(recipient, &pair.public, recipient)?, info)?;
    let mut text = Vec::with_capacity(plain.len() + crate::sealed::TAG);
    text.extend_from_slice(plain);
    let tag = cipher.encrypt(nonce, associated, &mut text)?;
    text.extend_from_slice(&tag);
    Ok((pair.public, text))
}

/// Opens what was sealed to the public half of this private key.
pub(crate) fn open(
    private: &Secret,
    encapsulated: &[u8; 32],
    info: &[u8],
    associated: &[u8],
    text: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let pair = Pair::new(private)?;
    let (cipher, nonce) = schedule(&pair.agree(encapsulated, encapsulated, &pair.public)?, info)?;
    cipher.decrypt(nonce, associated, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        std::array::from_fn(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2).unwrap(), 16).unwrap())
    }

    const INFO: [u8; 20] = *b"Ode on a Grecian Urn";
    const PLAIN: [u8; 29] = *b"Beauty is truth, truth beauty";

    /// The working group's vectors for RFC 9180: base mode, KEM 0x0020, KDF 0x0001, AEAD 0x0002, sequence 0.
    #[test]
    fn every_step_agrees_with_the_published_vector() {
        let private = Secret::copy(&hex::<32>("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d")).unwrap();
        let ephemeral = Secret::copy(&hex::<32>("179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11")).unwrap();
        let recipient = hex("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c");
        let encapsulated = hex("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256");
        assert_eq!(public_half(&private).unwrap(), recipient);
        let shared = Pair::new(&ephemeral).unwrap().agree(&recipient, &encapsulated, &recipient).unwrap();
        assert_eq!(*shared.bytes(), hex("3101c54c3a4f87439eaac080699ed9bbcc726ffe44e860c0424ccb7e3e2ead7b"));
        let (cipher, nonce) = schedule(&shared, &INFO).unwrap();
        assert_eq!(nonce, hex("151d9929e2449747889bc923"));
        // The vector's key, by what it seals: a cipher does not give its key back.
        let key = Secret::copy(&hex::<32>("f50b0609186798729ed0564b36ef2ef8044f1f9d05636874d1f46c819c7a669f")).unwrap();
        let (mut ours, mut theirs) = (PLAIN, PLAIN);
        assert_eq!(
            cipher.encrypt(nonce, b"x", &mut ours).unwrap(),
            Cipher::new(&key).unwrap().encrypt(nonce, b"x", &mut theirs).unwrap()
        );
        let expected: [u8; 45] =
            hex("e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a");
        let (sent, text) = seal(&recipient, &ephemeral, &INFO, b"Count-0", &PLAIN).unwrap();
        assert_eq!((sent, text.as_slice()), (encapsulated, expected.as_slice()));
        assert_eq!(*open(&private, &sent, &INFO, b"Count-0", &text).unwrap(), PLAIN);
    }

    #[test]
    fn a_public_key_of_small_order_is_refused() {
        let ephemeral = Secret::copy(&[7; 32]).unwrap();
        assert!(seal(&[0; 32], &ephemeral, &INFO, &[], &PLAIN).is_err());
        let mut one = [0; 32];
        one[0] = 1;
        assert!(seal(&one, &ephemeral, &INFO, &[], &PLAIN).is_err());
    }
}
