//! Passwords: what one may be, and how one is kept and held against what was typed.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tacenda_vault::{Entropy as _, SystemEntropy};
use zxcvbn::{Score, zxcvbn};

use crate::problem::Problem;

/// What one guess of a password costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    memory_kib: u32,
    passes: u32,
}

/// How many are stretched at once: each takes its memory.
const AT_ONCE: usize = 4;
/// How many may wait for that.
const WAITING: usize = 24;
/// No password is longer: bytes.
const LONGEST: usize = 1_000;

impl Stretch {
    /// 19 MiB, two passes.
    pub const DEFAULT: Self = Self { memory_kib: 19 * 1024, passes: 2 };
    /// Next to nothing: for fictional agencies and tests.
    pub const CHEAP: Self = Self { memory_kib: 8, passes: 1 };

    /// What is kept of a password: a PHC string.
    pub(crate) fn keep(self, password: &str) -> Result<String, Problem> {
        let fault = || Problem::Plainly("the password cannot be kept".to_owned());
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(|_| fault())?;
        let mut salt = [0; 16];
        SystemEntropy.fill(&mut salt)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let kept: PasswordHash = argon.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| fault())?;
        Ok(kept.to_string())
    }
}

/// Whether this is the password that was kept.
fn is_it(kept: &str, typed: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| Argon2::default().verify_password(typed.as_bytes(), &kept).is_ok())
}

/// Lets few stretch at once, and refuses when too many wait.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    inside: Mutex<(usize, usize)>,
    out: Condvar,
}

impl Gate {
    /// Does what takes much memory, when it is its turn.
    pub(crate) fn through<T>(&self, work: impl FnOnce() -> T) -> Result<T, Problem> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.1 >= WAITING {
            return Err(Problem::Busy);
        }
        inside.1 += 1;
        while inside.0 >= AT_ONCE {
            inside = self.out.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        inside.0 += 1;
        inside.1 -= 1;
        drop(inside);
        let _leaving = Leaving(self);
        Ok(work())
    }

    /// Whether this is the password that was kept. Anything longer than a password is none.
    pub(crate) fn is_it(&self, kept: &str, typed: &str) -> Result<bool, Problem> {
        let typed = if typed.len() > LONGEST { "" } else { typed };
        self.through(|| is_it(kept, typed))
    }

    /// What is kept of a password.
    pub(crate) fn keep(&self, stretch: Stretch, password: &str) -> Result<String, Problem> {
        self.through(|| stretch.keep(password))?
    }
}

/// Makes room, even if the work inside panicked.
struct Leaving<'g>(&'g Gate);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.inside.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
        self.0.out.notify_one();
    }
}

/// Why something is no password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weak {
    Short,
    Long,
    /// Among what is tried first: common words, names, rows of keys, what others leaked, the agency's and the worker's own name.
    Common,
}

impl Weak {
    /// What to do.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Short => "a password has at least 15 characters; four or five words make a good one",
            Self::Long => "that is longer than can be kept",
            Self::Common => "that one is easy to guess: leave out names, well-known words and rows of keys, or make it longer",
        }
    }
}

/// So many letters and figures must be left once one's own names are taken out, however often they are repeated.
const OWN: usize = 6;

fn left_of(password: &str, words: &[&str]) -> usize {
    let mut rest = password.to_lowercase();
    for word in words.iter().filter(|word| word.chars().count() > 2) {
        rest = rest.replace(&word.to_lowercase(), "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether this may be a password. Any letters will do: rules on letters make worse ones.
pub(crate) fn fit(password: &str, least: usize, own: &[&str]) -> Result<(), Weak> {
    if password.chars().count() < least {
        return Err(Weak::Short);
    }
    if password.len() > LONGEST {
        return Err(Weak::Long);
    }
    let mut words: Vec<&str> = own.iter().flat_map(|name| name.split_whitespace()).collect();
    words.extend(own);
    words.push("tacenda");
    if left_of(password, &words) < OWN {
        return Err(Weak::Common);
    }
    if zxcvbn(password, &words).score() < Score::Three { Err(Weak::Common) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_no_password_and_any_long_one_of_ones_own_is() {
        let own = ["Rosa Quintana", "Casa Esperanza"];
        for bad in
            ["password1234", "qwertyuiop12", "aaaaaaaaaaaa", "Rosa Quintana", "casaesperanza", "P@ssw0rd2026!", "123456789012345"]
        {
            assert_eq!(fit(bad, 12, &own), Err(Weak::Common), "{bad}");
        }
        assert_eq!(fit("kite oval mud", 15, &own), Err(Weak::Short));
        for good in ["kite oval mud hen", "la llave verde del patio", "uY7q0sPw2nLx", "ααββ γγδδ εεζζ ηηθθ"] {
            assert_eq!(fit(good, 12, &own), Ok(()), "{good}");
        }
        assert_eq!(fit(&"kite oval mud ".repeat(5), 12, &own), Ok(()), "seventy letters");
        assert_eq!(fit(&"kite oval mud hen ".repeat(60), 12, &own), Err(Weak::Long));
    }

    #[test]
    fn a_password_is_kept_as_argon2id_and_opens_for_itself_alone() {
        let gate = Gate::default();
        let kept = gate.keep(Stretch::CHEAP, "kite oval mud hen").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{kept}");
        assert!(gate.is_it(&kept, "kite oval mud hen").unwrap());
        assert!(!gate.is_it(&kept, "kite oval mud hem").unwrap() && !gate.is_it(&kept, &"x".repeat(2_000)).unwrap());
        assert!(Stretch::DEFAULT.keep("x").unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[test]
    fn no_more_than_four_stretch_at_once() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (gate, now, most) = (Gate::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    gate.through(|| {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        (0..2_000).for_each(|_| std::thread::yield_now()); // long enough for the others to come
                        now.fetch_sub(1, Ordering::SeqCst);
                    })
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), 4);
    }
}
