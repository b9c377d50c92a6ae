//! Files that were made to break whoever opens them, put in by the front door and shown as any other. Each is refused or tells nothing; what opens it
//! has little memory, little time and no network; and everybody else goes on.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tacenda_desk::Role;

use super::House;
use super::scans::made;

/// What a process that opens a file takes at most: bytes of memory, and work of all that it begins, in hundredths of a second. Two tools may
/// follow one another, each with its ten seconds, but none of these files makes both of them work so long.
const MEMORY: u64 = 256 << 20;
const WORK: u64 = 1_200;
/// How long the desk takes to answer whoever puts one in.
const PATIENCE: Duration = Duration::from_secs(2);

/// A bomb: what it is called, and its bytes.
type Bomb = (&'static str, Vec<u8>);

/// As RFC 1950 wraps it: what makes it has its own wrapping, of ten bytes before and eight behind.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let gzip = made("gzip", &["-9", "-c", "-n"], bytes);
    [&[0x78, 0xda], &gzip[10..gzip.len() - 8], &[0, 0, 0, 0]].concat()
}

/// A PDF of those objects, of which the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut all = b"%PDF-1.7\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        all.extend(format!("{} 0 obj", at + 1).bytes());
        all.extend(object);
        all.extend(b"\nendobj\n");
    }
    all.extend(b"trailer<</Root 1 0 R>>\n%%EOF\n");
    all
}

fn stream(more: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<<{more}/Length {}>>stream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
}

/// One page that draws that, with those resources.
fn one_page(content: Vec<u8>, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<{resources}>>>>");
    let first =
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", &page].map(|object| object.as_bytes().to_vec());
    pdf(&[&first[..], &[content], more].concat())
}

/// A form that draws another one ten times, and so on, and one that draws itself.
fn forms() -> Vec<Bomb> {
    let form = |next: usize, times: usize| {
        let more = format!("/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</F {next} 0 R>>>>");
        stream(&more, "/F Do ".repeat(times).as_bytes())
    };
    let resources = "/XObject<</F 5 0 R>>";
    let laughs: Vec<Vec<u8>> = (6..=14)
        .map(|next| form(next, 10))
        .chain([stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 9 9 re f")])
        .collect();
    vec![
        ("forms-ten-fold.pdf", one_page(stream("", b"/F Do"), resources, &laughs)),
        ("form-of-itself.pdf", one_page(stream("", b"/F Do"), resources, &[form(5, 2)])),
    ]
}

fn documents() -> Vec<Bomb> {
    let zeros = vec![0_u8; 200 << 20];
    let once = deflated(&zeros);
    let twice = deflated(&once);
    let image = |side: u32| {
        let more = format!(
            "/Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
        );
        one_page(stream("", b"q 612 0 0 792 0 0 cm /I Do Q"), "/XObject<</I 5 0 R>>", &[stream(&more, &once)])
    };
    let nested =
        |open: &str, shut: &str| one_page(stream("", b""), &format!("/A {}{}", open.repeat(200_000), shut.repeat(200_000)), &[]);
    let mut thousand = String::new();
    (0..1_000).for_each(|at| write!(thousand, "{} 0 R ", at + 3).unwrap());
    let pages = |kids: &str, count: usize| format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes();
    let catalogue = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    let page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>".to_vec();
    let huge = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1]/UserUnit 75000>>".to_vec();
    let tiling = "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001/Resources<<>>";
    vec![
        ("deflate.pdf", one_page(stream("/Filter[/FlateDecode/FlateDecode]", &twice), "", &[])),
        ("lines.pdf", one_page(stream("/Filter/FlateDecode", &deflated(&b"0 0 m 612 792 l S ".repeat(3_000_000))), "", &[])),
        ("image.pdf", image(60_000)),
        ("image-beyond.pdf", image(2_000_000_000)),
        ("nested-arrays.pdf", nested("[", "]")),
        ("nested-dictionaries.pdf", nested("<</A ", ">>")),
        ("thousand-pages.pdf", pdf(&[vec![catalogue.clone(), pages(&thousand, 1_000)], vec![page; 1_000]].concat())),
        ("pages-of-themselves.pdf", pdf(&[catalogue.clone(), pages("2 0 R 2 0 R", 2_000_000_000)])),
        ("huge-page.pdf", pdf(&[catalogue, pages("3 0 R", 1), huge])),
        (
            "tiles.pdf",
            one_page(
                stream("", b"/Pattern cs /P scn 0 0 612 792 re f"),
                "/Pattern<</P 5 0 R>>",
                &[stream(tiling, b"0 0 1 1 re f")],
            ),
        ),
        ("zip-inside.pdf", [&b"%PDF-1.7\nPK\x03\x04"[..], &once, b"PK\x05\x06", &[0; 18]].concat()),
        (
            "opens-something.pdf",
            pdf(&[b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>".to_vec(), pages("", 0)]),
        ),
        ("cut-off.pdf", one_page(stream("/Filter/FlateDecode", &once), "", &[])[..9_000].to_vec()),
        ("nothing.pdf", b"%PDF-".to_vec()),
    ]
}

/// A PNG of that size, with those pixels and no more.
fn png(side: u32, depth: [u8; 5], pixels: &[u8]) -> Vec<u8> {
    let mut all = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&side.to_be_bytes()[..], &side.to_be_bytes(), &depth].concat();
    for (name, bytes) in [(b"IHDR", header.as_slice()), (b"IDAT", pixels), (b"IEND", &[])] {
        all.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
        let chunk = [&name[..], bytes].concat();
        let sum = !chunk.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
        });
        all.extend(chunk);
        all.extend(sum.to_be_bytes());
    }
    all
}

fn pictures() -> Vec<Bomb> {
    let few = deflated(&vec![0; 1 << 16]);
    let many = deflated(&vec![0; 40 << 20]);
    let jpeg = |side: u16| {
        let [a, b] = side.to_be_bytes();
        let frame = [0xff, 0xc2, 0, 17, 8, a, b, a, b, 3, 1, 0x44, 0, 2, 0x11, 0, 3, 0x11, 0];
        [&[0xff, 0xd8][..], &frame, &[0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0], &[0x5a; 4_000]].concat()
    };
    let tiff = |wide: u32, high: u32, next: u32| {
        let mut all = b"II*\0\x08\0\0\0\x09\0".to_vec();
        for (tag, value) in
            [(256_u16, wide), (257, high), (258, 8), (259, 5), (262, 1), (273, 122), (277, 1), (278, high), (279, 64)]
        {
            all.extend([&tag.to_le_bytes()[..], &[4, 0, 1, 0, 0, 0], &value.to_le_bytes()].concat());
        }
        all.extend(next.to_le_bytes());
        all.extend([0x80; 64]);
        all
    };
    vec![
        ("png-60000.png", png(60_000, [8, 2, 0, 0, 0], &few)),
        ("png-30000-bits.png", png(30_000, [1, 0, 0, 0, 0], &few)),
        ("png-4800.png", png(4_800, [16, 6, 0, 0, 0], &many)),
        ("png-4899-grey.png", png(4_899, [8, 0, 0, 0, 0], &many)),
        ("png-interlaced.png", png(4_800, [8, 6, 0, 0, 1], &many)),
        ("png-cut-off.png", png(100, [8, 2, 0, 0, 0], &few)[..60].to_vec()),
        ("jpeg-65500.jpg", jpeg(65_500)),
        ("jpeg-4800.jpg", jpeg(4_800)),
        ("jpeg-cut-off.jpg", vec![0xff, 0xd8, 0xff, 0xe0, 0, 16]),
        ("tiff-huge.tif", tiff(u32::MAX, u32::MAX, 0)),
        ("tiff-60000.tif", tiff(60_000, 60_000, 0)),
        ("tiff-20000.tif", tiff(20_000, 20_000, 0)),
        ("tiff-circle.tif", tiff(10, 10, 8)),
        ("tiff-beyond.tif", b"II*\0\xff\xff\xff\xff".to_vec()),
    ]
}

/// What a process and all that it began took: the most memory of one of them in bytes, and their work in hundredths of a second.
#[derive(Debug, Default)]
struct Took {
    memory: u64,
    work: u64,
    time: Duration,
}

/// The processes that this one began, and those that they began.
fn family(of: u32) -> Vec<u32> {
    let began = std::fs::read_to_string(format!("/proc/{of}/task/{of}/children")).unwrap_or_default();
    let mut all: Vec<u32> = began.split_whitespace().filter_map(|id| id.parse().ok()).collect();
    for child in all.clone() {
        all.extend(family(child));
    }
    all
}

/// How much memory that process ever had, in bytes.
fn peak(of: u32) -> u64 {
    let said = std::fs::read_to_string(format!("/proc/{of}/status")).unwrap_or_default();
    let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() << 10
}

/// The work of all that ended and was waited for, in hundredths of a second.
fn worked() -> u64 {
    let said = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = said.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[13].parse::<u64>().unwrap() + fields[14].parse::<u64>().unwrap()
}

/// Shows the first page of that file as the desk does.
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is asked")]
fn opened(program: &str, words: &[&str], bytes: &Path) -> Took {
    let (before, start) = (worked(), Instant::now());
    let input = std::fs::File::open(bytes).unwrap();
    let mut child = Command::new(program).args(words).stdin(input).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut took = Took::default();
    while child.try_wait().unwrap().is_none() {
        let all = [&[child.id()][..], &family(child.id())].concat();
        took.memory = all.into_iter().map(peak).fold(took.memory, u64::max);
        std::thread::sleep(Duration::from_millis(4));
    }
    Took { work: worked() - before, time: start.elapsed(), ..took }
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg") => "image/jpeg",
        _ => "image/tiff",
    }
}

fn corpus() -> Vec<Bomb> {
    [documents(), forms(), pictures()].concat()
}

#[test]
fn what_opens_a_bomb_has_little_memory_little_time_and_no_network() {
    let folder = tempfile::tempdir().unwrap();
    let ours = env!("CARGO_BIN_EXE_tacenda");
    let has_strace = Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok();
    for (name, bytes) in corpus() {
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        for verb in [&["scan", "page", media(name), "1", "eng+spa", "0"][..], &["read", media(name), "1", "seen", "eng+spa"]] {
            let took = opened(ours, verb, &path);
            println!("{name} {}: {} MiB, {} ms of work, {:?}", verb[0], took.memory >> 20, took.work * 10, took.time);
            assert!(took.memory <= MEMORY && took.work <= WORK, "{name}: {took:?}");
        }
        if has_strace {
            let told = folder.path().join("told");
            let to = told.to_str().unwrap();
            let traced =
                [&["-f", "-qq", "-e", "trace=network", "-o", to, ours][..], &["scan", "page", media(name), "1", "eng", "0"]];
            opened("strace", &traced.concat(), &path);
            let told = std::fs::read_to_string(&told).unwrap();
            assert!(!told.contains("AF_INET"), "{name}: {told}");
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is asked")]
fn a_bomb_that_is_put_in_tells_nothing_and_everybody_else_goes_on() {
    let house = House::new();
    let client = house.own_client(Role::Clinician);
    let mut browser = house.sign_in(Role::Clinician);
    for (name, bytes) in corpus() {
        let (once, start) = (format!("bomb {name}"), Instant::now());
        let fields = [("category", "correspondence"), ("title", name), ("once", once.as_str())];
        let kept = browser.put_with(&format!("/c/{client}/files"), &fields, ("file", name), &bytes);
        assert!(matches!(kept.status, 303 | 422), "{name}: {}", kept.text);
        assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
        assert_eq!(browser.get(&format!("/c/{client}/files")).status, 200, "{name}");
    }
}
