//! A page as greys and nothing else: whatever its file held beside them, such as layers, remarks or where it was taken, is not there any more.

use std::io::Cursor;

use anyhow::{Result, ensure};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::thumbnail;
use image::{DynamicImage, GrayImage, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader, Limits, Luma};
use tacenda_desk::{Area, WHOLE};

/// The most pixels of a picture that comes in: a page at 500 to the inch. What is to become of more is refused before any is there.
const MOST: u64 = 24_000_000;
/// The most bytes that they take, and what reading them takes besides.
const BYTES: u64 = 96 << 20;
/// The longer side of a page as it goes: 150 pixels to the inch of a letter.
pub(super) const GOES: u32 = 1650;
/// What is blacked out is so many pixels wider on each side than what was to be.
const WIDER: u32 = 4;
/// Sixteen greys tell handwriting from paper, and keep the file small.
const STEP: u8 = 17;
/// Below that it looks black, and from that on white.
const DARK: u8 = 56;
const LIGHT: u8 = 226;
/// Darker than that is ink, and less of it than one pixel in so many is dust.
const INK: u8 = 160;
const SPECKS: usize = 20_000;

/// The pixels of a picture that came in, as it is meant to be held, upon white paper.
pub(super) fn decoded(bytes: &[u8], media_type: &str) -> Result<GrayImage> {
    let format = if media_type == "image/jpeg" { ImageFormat::Jpeg } else { ImageFormat::Png };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (wide, high) = decoder.dimensions();
    ensure!(u64::from(wide) * u64::from(high) <= MOST && decoder.total_bytes() <= BYTES, "too many pixels");
    ensure!(wide > 0 && high > 0, "no pixels");
    let turned = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(turned);
    Ok(on_paper(image))
}

/// Where nothing is drawn there is white, and what was hidden by being nothing is gone.
fn on_paper(image: DynamicImage) -> GrayImage {
    if !image.color().has_alpha() {
        return image.into_luma8();
    }
    let seen = image.into_luma_alpha8();
    let upon = |grey: u8, ink: u8| {
        let (grey, ink) = (u32::from(grey), u32::from(ink));
        u8::try_from((grey * ink + 255 * (255 - ink)) / 255).unwrap_or(u8::MAX)
    };
    let mut page = GrayImage::new(seen.width(), seen.height());
    for (to, from) in page.pixels_mut().zip(seen.pixels()) {
        let [grey, ink] = from.0;
        *to = Luma([upon(grey, ink)]);
    }
    page
}

/// No longer than that.
pub(super) fn fitted(page: GrayImage, longest: u32) -> GrayImage {
    let (wide, high) = page.dimensions();
    let long = wide.max(high);
    if long <= longest {
        return page;
    }
    let scaled = |side: u32| u32::try_from(u64::from(side) * u64::from(longest) / u64::from(long)).unwrap_or(longest).max(1);
    thumbnail(&page, scaled(wide), scaled(high))
}

/// In few greys.
pub(super) fn plain(mut page: GrayImage) -> GrayImage {
    for pixel in page.pixels_mut() {
        let [grey] = pixel.0;
        // What looks black is black, and what looks white is white: under a marker or a faint copy nothing is left to be brought out.
        let grey = match grey {
            ..DARK => 0,
            LIGHT.. => u8::MAX,
            grey => grey,
        };
        *pixel = Luma([(grey.saturating_add(STEP / 2) / STEP).saturating_mul(STEP)]);
    }
    page
}

/// Black where those areas are, and a little around them.
pub(super) fn blacked(mut page: GrayImage, areas: &[Area]) -> GrayImage {
    let (wide, high) = page.dimensions();
    for area in areas {
        let (left, right) = reach(area.left, area.width, wide);
        let (top, bottom) = reach(area.top, area.height, high);
        for y in top..bottom {
            for x in left..right {
                page.put_pixel(x, y, Luma([0]));
            }
        }
    }
    page
}

/// From which pixel to before which a part of a side reaches.
fn reach(from: u16, long: u16, side: u32) -> (u32, u32) {
    let whole = u64::from(WHOLE);
    let pixels = |part: u64| u32::try_from(part).unwrap_or(side);
    let start = pixels(u64::from(from) * u64::from(side) / whole);
    let end = pixels(((u64::from(from) + u64::from(long)) * u64::from(side)).div_ceil(whole));
    (start.saturating_sub(WIDER), end.saturating_add(WIDER).min(side))
}

/// Whether there is as good as nothing on it: not one dark pixel in so many.
pub(super) fn is_blank(page: &GrayImage) -> bool {
    let dark = page.pixels().filter(|grey| grey.0[0] < INK).count();
    dark.saturating_mul(SPECKS) < page.as_raw().len()
}

/// As a PNG that says nothing but its pixels: the same ones give the same bytes.
pub(super) fn encoded(page: &GrayImage) -> Result<Vec<u8>> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive);
    encoder.write_image(page.as_raw(), page.width(), page.height(), image::ExtendedColorType::L8)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(grey: u8) -> GrayImage {
        GrayImage::from_pixel(1_000, 500, Luma([grey]))
    }

    #[test]
    fn where_an_area_is_nothing_is_left_but_black() {
        let area = Area { left: 5_000, top: 2_000, width: 1_000, height: 2_000 };
        let done = blacked(page(255), &[area]);
        let black: Vec<(u32, u32)> = done.enumerate_pixels().filter(|(.., grey)| grey.0 == [0]).map(|(x, y, _)| (x, y)).collect();
        assert_eq!((black.first(), black.last()), (Some(&(496, 96)), Some(&(603, 203))));
        assert_eq!(black.len(), 108 * 108, "a whole rectangle");
        assert!(done.pixels().all(|grey| grey.0 == [0] || grey.0 == [255]));
        // The same whatever stood there.
        let cut = |grey| blacked(page(grey), &[Area { left: 0, top: 0, width: WHOLE, height: WHOLE }]);
        assert_eq!(encoded(&cut(10)).unwrap(), encoded(&cut(200)).unwrap());
    }

    #[test]
    fn an_area_at_the_edge_stays_on_the_page() {
        for area in [
            Area { left: 9_999, top: 9_999, width: 1, height: 1 },
            Area { left: 0, top: 0, width: 1, height: 1 },
            Area { left: u16::MAX, top: u16::MAX, width: u16::MAX, height: u16::MAX },
        ] {
            assert_eq!(blacked(page(9), &[area]).dimensions(), (1_000, 500));
        }
    }

    #[test]
    fn what_a_picture_says_beside_its_pixels_is_gone() {
        let mut whole = encoded(&page(200)).unwrap();
        // A remark, as PNG keeps one (ISO/IEC 15948, 11.3.4.3), before the pixels.
        let remark = b"Comment\0taken at 14 Acequia Street";
        let mut chunk = u32::try_from(remark.len()).unwrap().to_be_bytes().to_vec();
        chunk.extend(b"tEXt");
        chunk.extend(remark);
        chunk.extend(crc(&[b"tEXt", &remark[..]].concat()).to_be_bytes());
        whole.splice(33..33, chunk);
        let again = encoded(&plain(decoded(&whole, "image/png").unwrap())).unwrap();
        assert!(!again.windows(7).any(|part| part == b"Acequia") && again.len() < whole.len());
        assert_eq!(decoded(&again, "image/png").unwrap().dimensions(), (1_000, 500));
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
        })
    }

    #[test]
    fn what_was_hidden_by_being_nothing_is_white() {
        let mut picture = image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0]));
        picture.put_pixel(1, 1, image::Rgba([0, 0, 0, 255]));
        let page = on_paper(DynamicImage::ImageRgba8(picture));
        assert_eq!((page.get_pixel(0, 0).0, page.get_pixel(1, 1).0), ([255], [0]));
    }

    #[test]
    fn greys_are_sixteen_and_sides_fit() {
        let fit = fitted(GrayImage::from_fn(3_000, 300, |x, _| Luma([u8::try_from(x % 256).unwrap_or(0)])), GOES);
        assert_eq!(fit.dimensions(), (1_650, 165));
        assert!(plain(fit).pixels().all(|grey| grey.0[0] % STEP == 0));
        // Ink under a felt pen, and pencil on paper: neither is told from what lies around it.
        let marked = plain(GrayImage::from_fn(4, 1, |x, _| Luma([[5, 40, 230, 250][usize::try_from(x).unwrap_or(0)]])));
        assert_eq!(marked.into_raw(), [0, 0, 255, 255]);
        assert_eq!(fitted(page(1), GOES).dimensions(), (1_000, 500), "nothing is made larger");
    }

    #[test]
    fn what_says_that_it_has_more_pixels_than_a_page_is_refused_before_they_are_there() {
        let mut png = encoded(&page(200)).unwrap();
        png.splice(16..24, [60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat());
        let sum = crc(&png[12..29]).to_be_bytes();
        png.splice(29..33, sum);
        assert!(decoded(&png, "image/png").is_err());
        assert!(decoded(b"\x89PNG\r\n\x1a\n", "image/png").is_err() && decoded(b"\xff\xd8\xff", "image/jpeg").is_err());
    }
}
