//! How many pictures a TIFF holds: its directories, one after another (TIFF 6.0, section 2). Nothing else of it is read here.

/// How many are counted.
const MOST: u32 = 999;

/// So many; none where it is no TIFF, or goes round in a circle.
pub(super) fn count(bytes: &[u8]) -> u32 {
    let little = bytes.starts_with(b"II");
    let short = |at: usize| {
        let pair: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(usize::from(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }))
    };
    let long = |at: usize| {
        let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let after = |at: usize| long(at.checked_add(2)?.checked_add(short(at)?.checked_mul(12)?)?);
    let (mut count, mut next) = (0, long(4));
    while let Some(at) = next.filter(|at| *at != 0) {
        let Some(following) = after(at).filter(|_| count < MOST) else { return 0 };
        count += 1;
        next = Some(following);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Directories of one entry each, where each leads to the next.
    fn chained(nexts: &[u32]) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        for next in nexts {
            bytes.extend(1_u16.to_le_bytes());
            bytes.extend([0; 12]);
            bytes.extend(next.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn directories_are_counted_and_a_circle_is_none() {
        assert_eq!(count(&chained(&[26, 0])), 2);
        assert_eq!(count(&chained(&[0])), 1);
        assert_eq!(count(&chained(&[8])), 0, "it goes round");
        assert_eq!(count(&chained(&[4_000_000_000])), 0, "it leads out of the file");
        assert_eq!(count(b"II*\0"), 0);
        assert_eq!(count(b""), 0);
    }
}
