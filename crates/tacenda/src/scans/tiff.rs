//! A TIFF (6.0) as a PDF of one of its pictures: its strips or tiles as they are, each under the filter that is theirs. So nothing is unpacked here,
//! and what draws PDF draws it. Sixteen bits that are packed with the lower half first are left alone: they would have to be unpacked.

use std::fmt::Write as _;

/// How many pictures are counted, and strips taken.
const MOST: u32 = 999;
const STRIPS: usize = 20_000;
/// The longest side, in pixels.
const LONGEST: u32 = 30_000;

/// The bytes, read in their order.
struct Tiff<'t> {
    bytes: &'t [u8],
    little: bool,
}

impl<'t> Tiff<'t> {
    fn of(bytes: &'t [u8]) -> Self {
        Self { bytes, little: bytes.starts_with(b"II") }
    }

    fn short(&self, at: usize) -> Option<u32> {
        let pair: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(u32::from(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }))
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// Where each directory begins; nothing where they go round in a circle or lead out of the file.
    fn directories(&self) -> Vec<usize> {
        let (mut all, mut next) = (Vec::new(), self.long(4));
        while let Some(at) = next.and_then(|at| usize::try_from(at).ok()).filter(|at| *at != 0) {
            next = self
                .short(at)
                .and_then(|rows| at.checked_add(2)?.checked_add(usize::try_from(rows).ok()?.checked_mul(12)?))
                .and_then(|end| self.long(end));
            if next.is_none() || all.len() >= usize::try_from(MOST).unwrap_or_default() {
                return Vec::new();
            }
            all.push(at);
        }
        all
    }

    /// The row of a field: of which type its values are, how many there are, and where its four bytes of value stand.
    fn row(&self, directory: usize, tag: u32) -> Option<(u32, usize, usize)> {
        let rows = usize::try_from(self.short(directory)?).ok()?;
        let at = (0..rows).map(|row| directory + 2 + row * 12).find(|at| self.short(*at) == Some(tag))?;
        Some((self.short(at + 2)?, usize::try_from(self.long(at + 4)?).ok()?, at + 8))
    }

    /// The numbers of a field.
    fn numbers(&self, directory: usize, tag: u32) -> Option<Vec<u32>> {
        let (kind, count, value) = self.row(directory, tag)?;
        let size = match kind {
            3 => 2,
            4 => 4,
            _ => return None,
        };
        if count > STRIPS {
            return None;
        }
        let from = if count * size <= 4 { value } else { usize::try_from(self.long(value)?).ok()? };
        let one = |at: usize| if size == 2 { self.short(at) } else { self.long(at) };
        (0..count).map(|number| one(from.checked_add(number * size)?)).collect()
    }

    fn number(&self, directory: usize, tag: u32, without: u32) -> Option<u32> {
        self.row(directory, tag).map_or(Some(without), |_| self.numbers(directory, tag)?.first().copied())
    }

    /// The bytes of a field.
    fn blob(&self, directory: usize, tag: u32) -> Option<&'t [u8]> {
        let (_, count, value) = self.row(directory, tag)?;
        self.part(self.long(value)?, u32::try_from(count).ok()?)
    }

    fn part(&self, from: u32, long: u32) -> Option<&'t [u8]> {
        let from = usize::try_from(from).ok()?;
        self.bytes.get(from..from.checked_add(usize::try_from(long).ok()?)?)
    }
}

/// How a picture is laid out.
struct Layout {
    wide: u32,
    high: u32,
    bits: u32,
    samples: u32,
    /// How it is packed, and what grey is nought.
    packed: u32,
    white: bool,
    turned: u32,
    /// How wide and how high its parts are: strips, or tiles.
    part: (u32, u32),
    /// What stands for its numbers, where those are no greys or colours themselves (ISO 32000-1, 8.6.6.3).
    palette: Option<String>,
}

impl Layout {
    fn of(tiff: &Tiff<'_>, at: usize) -> Option<Self> {
        let side = |tag| tiff.number(at, tag, 0).filter(|side| (1..=LONGEST).contains(side));
        let bits = tiff.numbers(at, 258).unwrap_or_else(|| vec![1]);
        let first = *bits.first().filter(|first| matches!(first, 1 | 2 | 4 | 8 | 16) && bits.iter().all(|one| one == *first))?;
        let samples = tiff.number(at, 277, 1)?;
        let meaning = tiff.number(at, 262, 0)?;
        let told = matches!((meaning, samples), (0 | 1 | 3, 1) | (2 | 6, 3) | (5, 4));
        let whole = samples == 1 || tiff.number(at, 284, 1)? == 1;
        let packed = tiff.number(at, 259, 1)?;
        let ordered = first < 16 || packed == 1 || !tiff.little;
        let palette = if meaning == 3 { Some(palette(&tiff.numbers(at, 320)?, first)?) } else { None };
        let turned = match tiff.number(at, 274, 1)? {
            1 => 0,
            3 => 180,
            6 => 90,
            8 => 270,
            _ => return None,
        };
        let (wide, high) = (side(256)?, side(257)?);
        let part = match tiff.row(at, 322) {
            Some(_) => (side(322)?, side(323)?),
            None => (wide, tiff.number(at, 278, high)?.clamp(1, high)),
        };
        let layout = Self { wide, high, bits: first, samples, packed, white: meaning == 0, turned, part, palette };
        Some(layout).filter(|_| told && whole && ordered && (meaning != 6 || packed == 7))
    }

    /// Under which filter a strip of so many rows stands (ISO 32000-1, 7.4).
    fn filter(&self, tiff: &Tiff<'_>, at: usize, rows: u32) -> Option<String> {
        let wide = self.part.0;
        let fax = |more: String| {
            let black = if self.white { "false" } else { "true" };
            format!("/Filter/CCITTFaxDecode/DecodeParms<<{more}/Columns {wide}/Rows {rows}/BlackIs1 {black}/EndOfBlock false>>")
        };
        let before = tiff.number(at, 317, 1)?;
        let told = format!("/Predictor 2/Colors {}/BitsPerComponent {}/Columns {wide}", self.samples, self.bits);
        let parameters = if before == 2 { format!("/DecodeParms<<{told}>>") } else { String::new() };
        Some(match self.packed {
            1 => String::new(),
            2 => fax("/K 0/EncodedByteAlign true".to_owned()),
            3 => fax(format!("/K {}/EndOfLine true", tiff.number(at, 292, 0)? & 1)),
            4 => fax("/K -1".to_owned()),
            5 => format!("/Filter/LZWDecode{parameters}"),
            7 => "/Filter/DCTDecode".to_owned(),
            8 | 32946 => format!("/Filter/FlateDecode{parameters}"),
            32773 => "/Filter/RunLengthDecode".to_owned(),
            _ => return None,
        })
    }

    /// What stands for its colours.
    fn colours(&self) -> &str {
        if let Some(palette) = &self.palette {
            return palette;
        }
        match (self.samples, self.white && !matches!(self.packed, 2..=4)) {
            (1, true) => "/ColorSpace/DeviceGray/Decode[1 0]",
            (1, false) => "/ColorSpace/DeviceGray",
            (3, _) => "/ColorSpace/DeviceRGB",
            _ => "/ColorSpace/DeviceCMYK",
        }
    }
}

/// The colours that numbers stand for: all reds, all greens, all blues, in sixteen bits of which eight are enough.
fn palette(all: &[u32], bits: u32) -> Option<String> {
    let count = 1_usize.checked_shl(bits).filter(|count| bits <= 8 && all.len() == count.saturating_mul(3))?;
    let mut said = format!("/ColorSpace[/Indexed/DeviceRGB {} <", count - 1);
    for number in 0..count {
        for colour in 0..3 {
            let _ = write!(said, "{:02x}", (all.get(colour * count + number)? >> 8) & 0xff);
        }
    }
    Some(format!("{said}>]"))
}

/// So many pictures; none where it is no TIFF, or goes round in a circle.
pub(super) fn count(bytes: &[u8]) -> u32 {
    u32::try_from(Tiff::of(bytes).directories().len()).unwrap_or_default()
}

/// That picture, from one, as a PDF; none where it is packed in a way that is not known here.
pub(super) fn wrapped(bytes: &[u8], number: u32) -> Option<Vec<u8>> {
    let tiff = Tiff::of(bytes);
    let at = *tiff.directories().get(usize::try_from(number).ok()?.checked_sub(1)?)?;
    let layout = Layout::of(&tiff, at)?;
    let tiled = tiff.row(at, 322).is_some();
    let (from, long) = if tiled { (324, 325) } else { (273, 279) };
    let (from, long) = (tiff.numbers(at, from)?, tiff.numbers(at, long)?);
    let (broad, rows) = layout.part;
    let across = layout.wide.div_ceil(broad);
    // A table that goes before each strip of JPEG, without its end; the strip goes on without its beginning.
    let table = if layout.packed == 7 { tiff.blob(at, 347).and_then(|table| table.strip_suffix(b"\xff\xd9")) } else { None };
    let backwards = tiff.number(at, 266, 1)? == 2 && matches!(layout.packed, 1..=4);
    let swapped = layout.bits == 16 && tiff.little;
    let (mut objects, mut draw, mut names, mut drawn) = (Vec::new(), String::new(), String::new(), 0_u32);
    for (strip, (from, long)) in from.into_iter().zip(long).enumerate() {
        let number = u32::try_from(strip).ok()?;
        let (left, top) = ((number % across) * broad, (number / across).checked_mul(rows)?);
        let below = layout.high.checked_sub(top).filter(|below| *below > 0)?;
        // A tile is whole, and what of it lies off the page is not drawn.
        let here = if tiled { rows } else { rows.min(below) };
        let packed = tiff.part(from, long)?;
        let data = match table {
            Some(table) => [table, packed.strip_prefix(b"\xff\xd8").unwrap_or(packed)].concat(),
            None if swapped => packed.chunks(2).flat_map(|pair| pair.iter().rev().copied()).collect(),
            None if backwards => packed.iter().map(|byte| byte.reverse_bits()).collect(),
            None => packed.to_vec(),
        };
        let told = format!(
            "/Type/XObject/Subtype/Image/Width {}/Height {here}/BitsPerComponent {}{}{}",
            broad,
            layout.bits,
            layout.colours(),
            layout.filter(&tiff, at, here)?
        );
        drawn = drawn.saturating_add(1);
        objects.push(stream(&told, &data));
        let bottom = i64::from(layout.high) - i64::from(top) - i64::from(here);
        let _ = write!(draw, "q {broad} 0 0 {here} {left} {bottom} cm /I{strip} Do Q ");
        let _ = write!(names, "/I{strip} {} 0 R", strip + 5);
    }
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Rotate {}/Contents 4 0 R/Resources<</XObject<<{names}>>>>>>",
        layout.wide, layout.high, layout.turned
    );
    let first = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", &page];
    let all = first.map(|object| object.as_bytes().to_vec()).into_iter().chain([stream("", draw.as_bytes())]).chain(objects);
    // A picture of which a part is missing is none.
    Some(document(all)).filter(|_| drawn == across.saturating_mul(layout.high.div_ceil(rows)))
}

fn stream(told: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<<{told}/Length {}>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
}

/// A PDF of those objects, with the table by which they are found.
fn document(objects: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let (mut pdf, mut places) = (b"%PDF-1.7\n".to_vec(), String::new());
    let mut count = 1;
    for object in objects {
        let _ = write!(places, "{:010} 00000 n\r\n", pdf.len());
        pdf.extend(format!("{count} 0 obj").bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
        count += 1;
    }
    let at = pdf.len();
    pdf.extend(
        format!("xref\n0 {count}\n0000000000 65535 f\r\n{places}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n")
            .bytes(),
    );
    pdf
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

    #[test]
    fn a_picture_is_wrapped_as_it_is_and_what_lies_outside_of_the_file_is_not() {
        let of = |packed: u32, from: u32| {
            let mut bytes = b"MM\0*\0\0\0\x08\0\x06".to_vec();
            for (tag, value) in [(256_u16, 8), (257, 1), (259, packed), (262, 0), (273, from), (279, 1)] {
                bytes.extend(tag.to_be_bytes());
                bytes.extend([0, 4, 0, 0, 0, 1]);
                bytes.extend(u32::to_be_bytes(value));
            }
            bytes.extend([0, 0, 0, 0, 0b1010_1010]);
            wrapped(&bytes, 1).map(|pdf| String::from_utf8_lossy(&pdf).into_owned())
        };
        assert!(of(1, 86).unwrap().contains("/Width 8/Height 1/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]/Length 1"));
        assert!(of(4, 86).unwrap().contains("/K -1/Columns 8/Rows 1/BlackIs1 false"));
        assert!([of(1, 87), of(1, u32::MAX), of(99, 86)].iter().all(Option::is_none));
    }

    /// A picture with those fields, each a number or the place of some, and those bytes behind them.
    fn picture(little: bool, fields: &[(u16, u16, u32, u32)], behind: &[u8]) -> Option<String> {
        let short = |value: u16| if little { value.to_le_bytes() } else { value.to_be_bytes() };
        let long = |value: u32| if little { value.to_le_bytes() } else { value.to_be_bytes() };
        let mut bytes = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
        bytes.extend(long(8));
        bytes.extend(short(u16::try_from(fields.len()).unwrap()));
        for (tag, kind, count, value) in fields {
            bytes.extend([short(*tag), short(*kind)].concat());
            bytes.extend([long(*count), long(*value)].concat());
        }
        bytes.extend(long(0));
        bytes.extend(behind);
        wrapped(&bytes, 1).map(|pdf| String::from_utf8_lossy(&pdf).into_owned())
    }

    #[test]
    fn tiles_stand_side_by_side_and_a_missing_one_is_no_picture() {
        // Behind eight fields: the places of four tiles, how long each is, and their bytes.
        let at = 10 + 9 * 12 + 4;
        let of = |count: u32| {
            let fields = [
                (256, 4, 1, 20),
                (257, 4, 1, 20),
                (258, 4, 1, 8),
                (259, 4, 1, 1),
                (262, 4, 1, 1),
                (322, 4, 1, 16),
                (323, 4, 1, 16),
                (324, 4, count, at),
                (325, 4, count, at + 16),
            ];
            let places = [[at + 32; 4], [256; 4]].concat();
            picture(true, &fields, &[places.iter().flat_map(|place| place.to_le_bytes()).collect(), vec![7; 256]].concat())
        };
        let pdf = of(4).unwrap();
        for tile in ["q 16 0 0 16 0 4 cm", "q 16 0 0 16 16 4 cm", "q 16 0 0 16 0 -12 cm", "q 16 0 0 16 16 -12 cm"] {
            assert!(pdf.contains(tile), "{tile}");
        }
        assert_eq!(of(3), None);
    }

    #[test]
    fn a_palette_goes_along_and_halves_of_sixteen_bits_are_put_in_order() {
        let at = 10 + 7 * 12 + 4;
        let fields = |bits: u32, meaning: u32, last: (u16, u16, u32, u32)| {
            [(256, 4, 1, 2), (257, 4, 1, 1), (258, 4, 1, bits), (262, 4, 1, meaning), (273, 4, 1, at), (279, 4, 1, 4), last]
        };
        let colours: Vec<u8> = [0_u16, 0xff00, 0x1200, 0x3400, 0x5600, 0x7800].iter().flat_map(|one| one.to_be_bytes()).collect();
        let pdf = picture(false, &fields(1, 3, (320, 3, 6, at)), &colours).unwrap();
        assert!(pdf.contains("/ColorSpace[/Indexed/DeviceRGB 1 <001256ff3478>]"), "{pdf}");
        assert_eq!(picture(false, &fields(1, 3, (320, 3, 5, at)), &colours), None, "a colour is missing");
        for (little, packed, is_known) in [(true, 1, true), (false, 1, true), (true, 5, false), (false, 5, true)] {
            let pdf = picture(little, &fields(16, 1, (259, 4, 1, packed)), b"badc");
            assert_eq!(pdf.is_some(), is_known, "{little} {packed}");
            assert!(pdf.is_none_or(|pdf| pdf.contains(if little && packed == 1 { "\nabcd\n" } else { "\nbadc\n" })));
        }
    }
}
