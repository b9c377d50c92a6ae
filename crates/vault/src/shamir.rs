//! Shamir's secret sharing (1979) over GF(256): any `threshold` of the shares give the secret, fewer give nothing at all.
//!
//! Multiplication takes the same steps whatever the values are: no branch and no table looks at a secret.

use zeroize::Zeroizing;

use crate::secret::Secret;
use crate::{Entropy, Error};

/// One value of the polynomials: where (never 0), and the value of each of the 32 polynomials there.
pub(crate) struct Point {
    pub(crate) x: u8,
    pub(crate) y: Secret,
}

/// The most shares of one secret.
pub(crate) const MOST: u8 = 16;

/// Splits a secret into `total` points of which any `threshold` give it back; 2 ≤ threshold ≤ total ≤ 16.
pub(crate) fn split(secret: &Secret, threshold: u8, total: u8, entropy: &mut dyn Entropy) -> Result<Vec<Point>, Error> {
    if threshold < 2 || threshold > total || total > MOST {
        return Err(Error::Bounds);
    }
    let coefficients = (1..threshold).map(|_| Secret::random(entropy)).collect::<Result<Vec<_>, _>>()?;
    (1..=total).map(|x| Ok(Point { x, y: value_at(secret, &coefficients, x)? })).collect()
}

/// Horner's rule, byte by byte; the secret is the value at 0.
fn value_at(secret: &Secret, coefficients: &[Secret], x: u8) -> Result<Secret, Error> {
    Secret::written(|out| {
        for higher in coefficients.iter().rev() {
            out.iter_mut().zip(higher.bytes()).for_each(|(y, c)| *y = multiply(*y ^ c, x));
        }
        out.iter_mut().zip(secret.bytes()).for_each(|(y, c)| *y ^= c);
        Ok(())
    })
}

/// The polynomials' value at `x`, through these points (Lagrange). Their `x` are different and not 0.
pub(crate) fn interpolate(points: &[&Point], x: u8) -> Result<Secret, Error> {
    Secret::written(|out| {
        for point in points {
            let (mut over, mut under) = (1, 1);
            for other in points.iter().filter(|other| other.x != point.x) {
                over = multiply(over, x ^ other.x);
                under = multiply(under, point.x ^ other.x);
            }
            let weight = Zeroizing::new(multiply(over, inverse(under)));
            out.iter_mut().zip(point.y.bytes()).for_each(|(sum, y)| *sum ^= multiply(*y, *weight));
        }
        Ok(())
    })
}

/// Product in GF(256) modulo x⁸ + x⁴ + x³ + x + 1, eight equal steps.
pub(crate) fn multiply(a: u8, b: u8) -> u8 {
    let (mut a, mut product) = (a, 0);
    for bit in 0..8 {
        product ^= a & all_or_none(b >> bit);
        a = (a << 1) ^ (0x1b & all_or_none(a >> 7));
    }
    product
}

/// 0xff for a lowest bit of one, else 0.
fn all_or_none(bit: u8) -> u8 {
    (bit & 1).wrapping_neg()
}

/// The inverse: a²⁵⁴; of 0 it is 0.
fn inverse(a: u8) -> u8 {
    (0..6).fold(multiply(a, a), |power, _| multiply(multiply(power, a), multiply(power, a)))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(u8);

    impl Entropy for Counting {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), Error> {
            for byte in out {
                self.0 = self.0.wrapping_mul(29).wrapping_add(17);
                *byte = self.0;
            }
            Ok(())
        }
    }

    #[test]
    fn the_field_is_a_field() {
        // FIPS 197, 4.2: {57} • {83} = {c1}.
        assert_eq!(multiply(0x57, 0x83), 0xc1);
        for a in 0..=255 {
            assert_eq!(multiply(a, 1), a);
            assert_eq!(multiply(a, inverse(a)), u8::from(a != 0));
            for b in 0..=255 {
                assert_eq!(multiply(a, b), multiply(b, a));
                assert_eq!(multiply(a, b ^ 7), multiply(a, b) ^ multiply(a, 7));
            }
        }
    }

    #[test]
    fn any_three_of_five_give_the_secret_and_every_two_fit_every_secret() {
        let secret = Secret::copy(&[7; 16].map(|a: u8| [a, 99]).concat()).unwrap();
        let points = split(&secret, 3, 5, &mut Counting(1)).unwrap();
        for (a, b, c) in [(0, 1, 2), (4, 2, 0), (1, 3, 4), (3, 2, 1)] {
            let three = [&points[a], &points[b], &points[c]];
            assert_eq!(interpolate(&three, 0).unwrap().bytes(), secret.bytes());
        }
        let two = [&points[1], &points[4]];
        assert_ne!(interpolate(&two, 0).unwrap().bytes(), secret.bytes());
    }

    /// Whoever holds one share of two-of-n learns nothing: for every value of a secret byte there is exactly one polynomial
    /// through what they hold, and all polynomials are equally likely.
    #[test]
    fn one_share_fits_every_secret_equally_often() {
        for share in [0u8, 1, 77, 255] {
            for x in 1..=MOST {
                let mut fits = [0u32; 256];
                for secret in 0..=255u8 {
                    for slope in 0..=255u8 {
                        fits[usize::from(secret)] += u32::from(secret ^ multiply(slope, x) == share);
                    }
                }
                assert_eq!(fits, [1; 256]);
            }
        }
    }

    #[test]
    fn the_shares_of_two_different_secrets_look_alike() {
        // Chi-squared over the bytes of one share, 255 degrees of freedom: 99.99 % of uniform samples stay below 347.
        for byte in [0u8, 255] {
            let secret = Secret::copy(&[byte; 32]).unwrap();
            let mut counts = [0f64; 256];
            for _ in 0..2000 {
                let points = split(&secret, 2, 3, &mut crate::SystemEntropy).unwrap();
                points[0].y.bytes().iter().for_each(|y| counts[usize::from(*y)] += 1.0);
            }
            let expected = 2000.0 * 32.0 / 256.0;
            let chi: f64 = counts.iter().map(|n| (n - expected) * (n - expected) / expected).sum();
            assert!(chi < 400.0, "{chi}");
        }
    }
}
