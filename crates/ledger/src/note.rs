//! Signed notes (c2sp.org/signed-note): text, and lines that say who signed it.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use crate::{Error, Hash, cosignature, encoding};

/// The most signature lines a note may have; the standard asks for at least 16.
const MOST_SIGNATURES: usize = 64;

/// The kinds of key this crate knows, by the note's type byte. A new kind is one more line here; lines signed by other
/// kinds are passed over when read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// `0x01`: Ed25519 over the note's text.
    Ed25519,
    /// `0x04`: Ed25519 over time and text, as witnesses sign (c2sp.org/tlog-cosignature).
    CosignatureV1,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignatureV1 => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::CosignatureV1].into_iter().find(|a| a.byte() == byte)
    }
}

/// A public key with its owner's name: `name+hash+base64`, the text that people hand to each other.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    algorithm: Algorithm,
    key: [u8; 32],
}

impl VerifierKey {
    /// A public key under a name.
    ///
    /// # Errors
    /// [`Error::Key`] if the name is empty or has a space, a plus or a control character.
    pub fn new(name: &str, algorithm: Algorithm, key: [u8; 32]) -> Result<Self, Error> {
        if !is_name(name) {
            return Err(Error::Key);
        }
        let hash = Hash::of_parts(&[name.as_bytes(), b"\n", &[algorithm.byte()], &key]);
        let id = u32::from_be_bytes(*hash.0.first_chunk().unwrap_or(&[0; 4]));
        Ok(Self { name: name.to_owned(), id, algorithm, key })
    }

    /// Whose key it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256(name, newline, type, key).
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What kind of signature it checks.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether a signature line says that it is by this key.
    pub fn is_of(&self, line: &SignatureLine) -> bool {
        self.name == line.name && self.id == line.id
    }

    /// Checks a signature line over a text. The answer is the time of signing, in seconds since 1970, where the kind of
    /// signature has one.
    ///
    /// # Errors
    /// [`Error::Signature`].
    pub fn verify(&self, text: &str, line: &SignatureLine) -> Result<Option<u64>, Error> {
        if !self.is_of(line) {
            return Err(Error::Signature);
        }
        match self.algorithm {
            Algorithm::Ed25519 => self.verify_bytes(text.as_bytes(), &line.signature).map(|()| None),
            Algorithm::CosignatureV1 => cosignature::verify(self, text, &line.signature).map(Some),
        }
    }

    pub(crate) fn verify_bytes(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        UnparsedPublicKey::new(&ED25519, self.key).verify(message, signature).map_err(|_| Error::Signature)
    }
}

impl FromStr for VerifierKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let read = || {
            let (name, rest) = text.split_once('+')?;
            let (id, key) = rest.split_once('+')?;
            let key = encoding::from_base64(key)?;
            let (kind, key) = key.split_first()?;
            let key = Self::new(name, Algorithm::from_byte(*kind)?, key.try_into().ok()?).ok()?;
            (format!("{:08x}", key.id) == id).then_some(key)
        };
        read().ok_or(Error::Key)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<u8> = std::iter::once(self.algorithm.byte()).chain(self.key).collect();
        write!(f, "{}+{:08x}+{}", self.name, self.id, encoding::base64(&bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

/// A private key with its owner's name.
pub struct SignerKey {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
}

impl SignerKey {
    /// The key that grows from a seed of 32 random bytes (RFC 8032).
    ///
    /// # Errors
    /// [`Error::Key`] if the name cannot be one.
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<Self, Error> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| Error::Key)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| Error::Key)?;
        Ok(Self { pair, verifier: VerifierKey::new(name, algorithm, public)? })
    }

    /// The public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a text. `time` is in seconds since 1970; only witnesses' keys sign it too.
    pub fn sign(&self, text: &str, time: u64) -> SignatureLine {
        let signature = match self.verifier.algorithm {
            Algorithm::Ed25519 => self.sign_bytes(text.as_bytes()),
            Algorithm::CosignatureV1 => cosignature::sign(self, text, time),
        };
        SignatureLine { name: self.verifier.name.clone(), id: self.verifier.id, signature }
    }

    pub(crate) fn sign_bytes(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

/// One line under a note: an em dash, the signer's name, and the key's id with the signature in base64.
#[derive(Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// Who signed, as they call themselves.
    pub name: String,
    /// Which key of theirs.
    pub id: u32,
    /// The rest is the algorithm's own matter.
    pub signature: Vec<u8>,
}

impl FromStr for SignatureLine {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self, Error> {
        let read = || {
            let (name, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
            let bytes = encoding::from_base64(bytes)?;
            let (id, signature) = bytes.split_first_chunk::<4>()?;
            let whole = is_name(name) && !signature.is_empty();
            whole.then(|| Self { name: name.to_owned(), id: u32::from_be_bytes(*id), signature: signature.to_vec() })
        };
        read().ok_or(Error::Note)
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<u8> = self.id.to_be_bytes().into_iter().chain(self.signature.iter().copied()).collect();
        write!(f, "— {} {}", self.name, encoding::base64(&bytes))
    }
}

impl fmt::Debug for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[signature]")
    }
}

/// Text with the lines of those who signed it. Its text means nothing until a signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Ends in a newline.
    pub text: String,
    /// At least one, where the note was read.
    pub signatures: Vec<SignatureLine>,
}

impl FromStr for Note {
    type Err = Error;

    fn from_str(note: &str) -> Result<Self, Error> {
        let clean = !note.chars().any(|c| c < ' ' && c != '\n');
        let (text, lines) = note.rsplit_once("\n\n").ok_or(Error::Note)?;
        let lines = lines.strip_suffix('\n').ok_or(Error::Note)?;
        let signatures: Vec<SignatureLine> = lines.split('\n').map(str::parse).collect::<Result<_, _>>()?;
        if !clean || signatures.len() > MOST_SIGNATURES {
            return Err(Error::Note);
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A name is not empty and has no space, plus or control character.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c == '+' || c < ' ')
}
