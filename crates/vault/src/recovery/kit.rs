//! The pages of a recovery kit, to be printed: one for each custodian. They need no network and no script.

use zeroize::Zeroizing;

use super::{Opens, Share};

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

/// What stands on a page beside the share itself.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The custodian who will keep this page.
    pub holder: &'a str,
    /// The agency, as the custodian knows it.
    pub agency: &'a str,
    /// The day on which the kit was made, as it shall be read.
    pub date: &'a str,
    /// The language.
    pub language: Language,
}

struct Words {
    lang: &'static str,
    title: &'static str,
    kept_by: &'static str,
    made_on: &'static str,
    set: &'static str,
    /// With the share's number and how many there are.
    share: fn(u8, u8) -> String,
    root: &'static str,
    people: &'static str,
    takes: fn(u8) -> String,
    what_to_do: &'static str,
    steps: [&'static str; 5],
    check: &'static str,
    signed: &'static str,
}

const ENGLISH: Words = Words {
    lang: "en",
    title: "Recovery share",
    kept_by: "Kept by",
    made_on: "Made on",
    set: "Set",
    share: |index, total| format!("Share {index} of {total}"),
    root: "Together with others it starts the agency's record system when its usual key is lost. It does not open \
           psychotherapy notes, substance use counselling notes or privileged files.",
    people: "Together with others it opens psychotherapy notes, substance use counselling notes and privileged files when the \
             people who could open them are gone. Each use is recorded for ever.",
    takes: |threshold| format!("It takes {threshold} shares of this set. This page alone opens nothing and tells nothing."),
    what_to_do: "What to do with this page",
    steps: [
        "Before you put it away, read the six lines back into the program. It says whether the page is right.",
        "Keep it on paper, in a closed envelope, where only you can reach it. Do not photograph, scan, copy or dictate it.",
        "Do not keep it together with another share of this set, nor with a backup.",
        "If it is lost, or somebody may have read it, tell the agency the same day. A new set is made, and this one is void.",
        "Give it only to the agency's own program, in person, when the agency's leadership asks for it in writing.",
    ],
    check: "There is no letter I, L, O or U: it is 1 or 0. The last two letters of each line find typing errors.",
    signed: "Received (date and signature)",
};

const SPANISH: Words = Words {
    lang: "es",
    title: "Parte de recuperación",
    kept_by: "La guarda",
    made_on: "Hecha el",
    set: "Juego",
    share: |index, total| format!("Parte {index} de {total}"),
    root: "Junto con otras, pone en marcha el sistema de expedientes de la agencia cuando se ha perdido su llave habitual. No \
           abre las notas de psicoterapia, las notas de consejería por uso de sustancias ni los expedientes privilegiados.",
    people: "Junto con otras, abre las notas de psicoterapia, las notas de consejería por uso de sustancias y los expedientes \
             privilegiados cuando ya no están las personas que podían abrirlos. Cada uso queda registrado para siempre.",
    takes: |threshold| format!("Hacen falta {threshold} partes de este juego. Esta hoja sola no abre nada y no revela nada."),
    what_to_do: "Qué hacer con esta hoja",
    steps: [
        "Antes de guardarla, escriba las seis líneas en el programa. Le dirá si la hoja está bien.",
        "Guárdela en papel, en un sobre cerrado, donde solo usted la alcance. No la fotografíe, escanee, copie ni dicte.",
        "No la guarde junto con otra parte de este juego ni con una copia de seguridad.",
        "Si se pierde, o alguien puede haberla leído, avise a la agencia el mismo día. Se hace un juego nuevo y este deja de valer.",
        "Entréguela solo al programa de la propia agencia, en persona, cuando la dirección lo pida por escrito.",
    ],
    check: "No hay letras I, L, O ni U: son 1 o 0. Las dos últimas letras de cada línea descubren errores al escribir.",
    signed: "Recibida (fecha y firma)",
};

const STYLE: &str = "@page{size:auto;margin:18mm}\
body{font:12pt/1.45 Georgia,serif;color:#000;background:#fff;max-width:46em;margin:2em auto;padding:0 1em}\
section{break-after:page}section:last-child{break-after:auto}h1{font-size:20pt;margin:0 0 .6em}\
h2{font-size:13pt;margin:1.4em 0 .3em}dl{display:grid;grid-template-columns:max-content 1fr;gap:.15em 1em;margin:0}\
dt{font-weight:bold}dd{margin:0}pre{font:bold 17pt/1.7 'DejaVu Sans Mono',Consolas,monospace;border:2px solid;\
padding:.5em .8em;margin:1em 0 .5em}li{margin:.25em 0}.sign{margin-top:2.5em;border-top:1px solid;padding-top:.3em;\
width:22em}@media print{body{margin:0;padding:0;max-width:none}}";

/// One HTML document with a page for each share. Print it and let it go: whoever has the file has the shares.
pub fn html(pages: &[(&Share, Page<'_>)]) -> Zeroizing<String> {
    let lang = pages.first().map_or(&ENGLISH, |(_, page)| words(page.language));
    let room = 1024 + pages.len() * 8192;
    let mut html = Zeroizing::new(String::with_capacity(room));
    for piece in [
        "<!doctype html>\n<html lang=\"",
        lang.lang,
        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
        lang.title,
        "</title>\n<style>",
        STYLE,
        "</style>\n</head>\n<body>\n",
    ] {
        html.push_str(piece);
    }
    pages.iter().for_each(|(share, page)| section(&mut html, share, page));
    html.push_str("</body>\n</html>\n");
    html
}

fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

fn section(html: &mut String, share: &Share, page: &Page<'_>) {
    let words = words(page.language);
    let quorum = share.quorum();
    let opens = match share.opens() {
        Opens::Root => words.root,
        Opens::People => words.people,
    };
    let mut element = |name: &str, text: &str| {
        html.push_str(name);
        text.chars().for_each(|letter| push_escaped(html, letter));
    };
    element("<section lang=\"", words.lang);
    element("\">\n<h1>", words.title);
    element(": ", page.agency);
    element("</h1>\n<dl>\n<dt>", words.kept_by);
    element("</dt><dd>", page.holder);
    element("</dd>\n<dt>", words.made_on);
    element("</dt><dd>", page.date);
    element("</dd>\n<dt>", words.set);
    element("</dt><dd>", &share.set());
    element(" · ", &(words.share)(share.index(), quorum.total));
    element("</dd>\n</dl>\n<p>", opens);
    element(" ", &(words.takes)(quorum.threshold));
    element("</p>\n<pre>", &share.text());
    element("</pre>\n<p>", words.check);
    element("</p>\n<h2>", words.what_to_do);
    element("</h2>\n<ol>\n", "");
    for step in words.steps {
        element("<li>", step);
        element("</li>\n", "");
    }
    element("</ol>\n<p class=\"sign\">", words.signed);
    element("</p>\n</section>\n", "");
}

fn push_escaped(html: &mut String, letter: char) {
    match letter {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        _ => html.push(letter),
    }
}
