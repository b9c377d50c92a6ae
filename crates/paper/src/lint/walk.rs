//! What stands in a file beside the pages: every object that something leads to, every string in it, and whether all the bytes are
//! accounted for.

use std::collections::BTreeSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::content::UntypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, FromBytes as _, MaybeRef, Name, ObjRef, Object, Stream};

use crate::lint::Fault;

/// How deep objects may be nested in one another.
const DEEP: usize = 32;

/// What a document may say of itself.
const INFO: [&[u8]; 5] = [b"Title", b"Creator", b"Producer", b"CreationDate", b"ModDate"];

/// The same in XMP: the names of elements and attributes.
const XMP: [&str; 40] = [
    "dc:format",
    "dc:language",
    "dc:title",
    "pdf:PDFVersion",
    "pdf:Producer",
    "pdfaExtension:schemas",
    "pdfaProperty:category",
    "pdfaProperty:description",
    "pdfaProperty:name",
    "pdfaProperty:valueType",
    "pdfaSchema:namespaceURI",
    "pdfaSchema:prefix",
    "pdfaSchema:property",
    "pdfaSchema:schema",
    "pdfaid:conformance",
    "pdfaid:part",
    "pdfuaid:part",
    "rdf:Alt",
    "rdf:Bag",
    "rdf:Description",
    "rdf:RDF",
    "rdf:Seq",
    "rdf:about",
    "rdf:li",
    "rdf:parseType",
    "stEvt:action",
    "stEvt:instanceID",
    "stEvt:softwareAgent",
    "stEvt:when",
    "x:xmpmeta",
    "x:xmptk",
    "xml:lang",
    "xmp:CreateDate",
    "xmp:CreatorTool",
    "xmp:ModifyDate",
    "xmpMM:DocumentID",
    "xmpMM:History",
    "xmpMM:InstanceID",
    "xmpMM:RenditionClass",
    "xmpTPg:NPages",
];

/// Keys that no packet has.
const KEYS: [(&[u8], Fault); 19] = [
    (b"JS", Fault::Script),
    (b"JavaScript", Fault::Script),
    (b"EmbeddedFiles", Fault::Attachment),
    (b"EF", Fault::Attachment),
    (b"AF", Fault::Attachment),
    (b"Collection", Fault::Attachment),
    (b"OpenAction", Fault::Action),
    (b"AA", Fault::Action),
    (b"URI", Fault::Action),
    (b"OCProperties", Fault::Layer),
    (b"OCGs", Fault::Layer),
    (b"OC", Fault::Layer),
    (b"AcroForm", Fault::Form),
    (b"XFA", Fault::Form),
    (b"FT", Fault::Form),
    (b"PieceInfo", Fault::Metadata),
    (b"LastModified", Fault::Metadata),
    (b"Popup", Fault::Annotation),
    (b"Encrypt", Fault::Encrypted),
];

/// What kinds of action there are but to go to a page of this document.
const ACTIONS: [&[u8]; 16] = [
    b"GoToR",
    b"GoToE",
    b"Launch",
    b"Thread",
    b"URI",
    b"Sound",
    b"Movie",
    b"Hide",
    b"Named",
    b"SubmitForm",
    b"ResetForm",
    b"ImportData",
    b"SetOCGState",
    b"Rendition",
    b"Trans",
    b"GoTo3DView",
];

/// All that stands beside the pages, line by line.
pub(crate) fn beside(bytes: &[u8], pdf: &Pdf, faults: &mut BTreeSet<Fault>) -> String {
    let mut walk = Walk { pdf, faults, strings: Vec::new(), seen: BTreeSet::new(), todo: Vec::new(), known: BTreeSet::new() };
    walk.pages();
    walk.todo.push(pdf.xref().root_id().into());
    walk.trailer(bytes);
    while let Some(at) = walk.todo.pop() {
        if walk.seen.insert((at.obj_number, at.gen_number)) {
            match pdf.xref().get::<Object<'_>>(at.into()) {
                Some(object) => walk.object(&object, 0),
                None => walk.fault(Fault::NotReadable),
            }
        }
    }
    // What nothing leads to is no part of the document, and still goes with it.
    if walk.seen.len() != pdf.len() || objects(bytes) != pdf.len() {
        walk.fault(Fault::Stray);
    }
    walk.strings.join("\n")
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|window| *window == word).count()
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

/// How many objects begin in these bytes, in whatever table they stand.
fn objects(bytes: &[u8]) -> usize {
    let digits = |bytes: &[u8]| bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let begins = |at: &usize| {
        let Some(head) = bytes.get(..*at).filter(|_| bytes.get(*at..).is_some_and(|rest| rest.starts_with(b" obj"))) else {
            return false;
        };
        let Some(number) = head.get(..head.len().saturating_sub(digits(head))).filter(|number| number.len() < head.len()) else {
            return false;
        };
        number.strip_suffix(b" ").is_some_and(|number| digits(number) > 0)
    };
    (0..bytes.len()).filter(begins).count()
}

struct Walk<'a, 'b> {
    pdf: &'a Pdf,
    faults: &'b mut BTreeSet<Fault>,
    strings: Vec<String>,
    seen: BTreeSet<(i32, i32)>,
    todo: Vec<ObjRef>,
    /// The numbers of the streams that are pages, or say which letters of a font there are.
    known: BTreeSet<(i32, i32)>,
}

impl<'a> Walk<'a, '_> {
    fn fault(&mut self, fault: Fault) {
        self.faults.insert(fault);
    }

    /// What the pages say beside their letters.
    fn pages(&mut self) {
        for page in self.pdf.pages().iter() {
            let mut streams: Vec<ObjRef> = page.raw().get_ref("Contents").into_iter().collect();
            if let Some(several) = page.raw().get::<Array<'_>>("Contents") {
                streams.extend(several.raw_iter().filter_map(|stream| stream.as_obj_ref()));
            }
            self.known.extend(streams.iter().map(|stream| (stream.obj_number, stream.gen_number)));
            match page.page_stream() {
                Some(stream) => self.content(stream),
                None => self.fault(Fault::NotReadable),
            }
        }
    }

    /// Strings that a content stream carries beside its letters, and writing that clips instead of showing.
    fn content(&mut self, stream: &[u8]) {
        let mut instructions = UntypedIter::new(stream);
        let (mut strings, mut unseen) = (Vec::new(), false);
        while let Some(instruction) = instructions.next() {
            let operator: &[u8] = instruction.operator;
            match operator {
                b"BDC" | b"DP" => instruction.operands().for_each(|operand| within(operand, &mut strings, 0)),
                b"Tr" => unseen |= instruction.operands().any(|mode| mode.clone().into_u8().is_none_or(|mode| mode > 2)),
                _ => {}
            }
        }
        self.strings.extend(strings);
        if unseen {
            self.fault(Fault::Unseen);
        }
    }

    /// The end of the file: what it leads to, and that there is one.
    fn trailer(&mut self, bytes: &[u8]) {
        let tail = last(bytes, b"%%EOF").and_then(|at| bytes.get(at..)).unwrap_or_default();
        let once = count(bytes, b"startxref") == 1 && count(bytes, b"\n%%EOF") == 1 && tail.trim_ascii_end() == b"%%EOF";
        if !once || !bytes.starts_with(b"%PDF-") {
            self.fault(Fault::SecondVersion);
        }
        let word = b"trailer";
        let after = last(bytes, word).and_then(|at| bytes.get(at.saturating_add(word.len())..)).unwrap_or_default();
        let Some(trailer) = Dict::from_bytes(after.trim_ascii_start()) else { return self.fault(Fault::NotReadable) };
        for (key, value) in trailer.entries() {
            match (key.as_ref(), value) {
                (b"Size" | b"Root" | b"ID", _) => {}
                (b"Info", MaybeRef::Ref(at)) => {
                    self.todo.push(at);
                    self.info(at);
                }
                (b"Encrypt", _) => self.fault(Fault::Encrypted),
                (b"Prev" | b"XRefStm", _) => self.fault(Fault::SecondVersion),
                _ => self.fault(Fault::Metadata),
            }
        }
    }

    fn info(&mut self, at: ObjRef) {
        let info = self.pdf.xref().get::<Dict<'_>>(at.into()).unwrap_or_default();
        if info.keys().any(|key| !INFO.contains(&key.as_ref())) {
            self.fault(Fault::Metadata);
        }
    }

    fn object(&mut self, object: &Object<'a>, depth: usize) {
        if depth > DEEP {
            return self.fault(Fault::NotReadable);
        }
        match object {
            Object::String(string) => self.strings.push(decoded(string.as_bytes())),
            Object::Name(name) => self.name(name),
            Object::Dict(dict) => self.dict(dict, depth),
            Object::Array(array) => array.raw_iter().for_each(|item| self.maybe(item, depth)),
            Object::Stream(stream) => {
                self.dict(stream.dict(), depth);
                self.stream(stream);
            }
            Object::Null(_) | Object::Boolean(_) | Object::Number(_) => {}
        }
    }

    fn maybe(&mut self, object: MaybeRef<Object<'a>>, depth: usize) {
        match object {
            MaybeRef::Ref(at) => self.todo.push(at),
            MaybeRef::NotRef(object) => self.object(&object, depth.saturating_add(1)),
        }
    }

    /// Names are words of the format; one that is not made like such a word may say something.
    fn name(&mut self, name: &Name<'_>) {
        let bytes: &[u8] = name.as_ref();
        if !bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-_.:".contains(byte)) {
            self.strings.push(decoded(bytes));
        }
    }

    fn dict(&mut self, dict: &Dict<'a>, depth: usize) {
        let is = |key: &str| dict.get::<Name<'_>>(key).map(|name| name.as_ref().to_vec()).unwrap_or_default();
        let (kind, under, does) = (is("Type"), is("Subtype"), is("S"));
        match kind.as_slice() {
            b"EmbeddedFile" | b"Filespec" => self.fault(Fault::Attachment),
            b"OCG" | b"OCMD" => self.fault(Fault::Layer),
            b"XRef" | b"ObjStm" => self.fault(Fault::SecondVersion),
            b"Annot" => self.annotation(dict),
            _ => {}
        }
        if does == b"JavaScript" {
            self.fault(Fault::Script);
        }
        if under == b"Widget" {
            self.fault(Fault::Form);
        }
        if ACTIONS.contains(&does.as_slice()) {
            self.fault(Fault::Action);
        }
        if let Some(annotations) = dict.get::<Array<'_>>("Annots") {
            annotations.iter::<Dict<'_>>().for_each(|annotation| self.annotation(&annotation));
        }
        self.known.extend(dict.get_ref("CIDSet").map(|letters| (letters.obj_number, letters.gen_number)));
        for (key, value) in dict.entries() {
            let fault = KEYS.iter().find(|(word, _)| *word == key.as_ref()).map(|(_, fault)| *fault);
            self.faults.extend(fault);
            self.name(&key);
            self.maybe(value, depth);
        }
    }

    /// A link that leads to a page of this document, and nothing else.
    fn annotation(&mut self, dict: &Dict<'_>) {
        let link = dict.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_ref() == b"Link");
        let within = dict.contains_key("Dest") && !dict.contains_key("A");
        if !link || !within || dict.contains_key("AP") {
            self.fault(Fault::Annotation);
        }
    }

    fn stream(&mut self, stream: &Stream<'_>) {
        let dict = stream.dict();
        let is = |key: &str| dict.get::<Name<'_>>(key).map(|name| name.as_ref().to_vec()).unwrap_or_default();
        let at = stream.obj_id();
        let (kind, under) = (is("Type"), is("Subtype"));
        if under == b"Image" {
            return;
        }
        let Ok(bytes) = stream.decoded() else { return self.fault(Fault::NotReadable) };
        if self.known.contains(&(at.obj_number, at.gen_number)) {
            return;
        }
        if kind == b"Metadata" {
            self.xmp(&String::from_utf8_lossy(&bytes));
        } else if !(font(&bytes) || profile(&bytes) || map(&bytes)) {
            self.fault(Fault::Stray);
            self.content(&bytes);
        }
    }

    fn xmp(&mut self, xmp: &str) {
        for (at, piece) in xmp.split('<').enumerate() {
            let (tag, text) = if at == 0 { ("", piece) } else { piece.split_once('>').unwrap_or((piece, "")) };
            let packet = tag.starts_with("?xpacket ");
            let known = |name: &str| XMP.contains(&name) || name.starts_with("xmlns:");
            let element = tag.trim_matches('/').split_whitespace().next().unwrap_or_default();
            let mut attributes = tag.split_whitespace().skip(1).filter_map(|word| word.split_once('=').map(|(name, _)| name));
            if at > 0 && !packet && !(known(element) && attributes.all(known)) {
                self.fault(Fault::Metadata);
            }
            self.strings.extend(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
        }
    }
}

/// What kinds of stream a packet has beside pages and pictures, by their first bytes.
fn font(bytes: &[u8]) -> bool {
    [&b"OTTO"[..], b"\0\x01\0\0", b"true", b"\x01\0\x04"].iter().any(|head| bytes.starts_with(head))
}

fn profile(bytes: &[u8]) -> bool {
    bytes.get(36..40) == Some(b"acsp")
}

fn map(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%!PS-Adobe-3.0 Resource-CMap") || bytes.starts_with(b"/CIDInit")
}

/// The strings in an operand.
fn within(object: &Object<'_>, strings: &mut Vec<String>, depth: usize) {
    let mut deeper = |item: MaybeRef<Object<'_>>| match item {
        MaybeRef::NotRef(item) if depth < DEEP => within(&item, strings, depth.saturating_add(1)),
        _ => {}
    };
    match object {
        Object::String(string) => strings.push(decoded(string.as_bytes())),
        Object::Dict(dict) => dict.entries().for_each(|(_, item)| deeper(item)),
        Object::Array(array) => array.raw_iter().for_each(deeper),
        _ => {}
    }
}

/// A text string: UTF-16, UTF-8, or nearly Latin 1.
fn decoded(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let units = rest.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
        return char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}')).collect();
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(plain).map_or_else(|_| plain.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}
