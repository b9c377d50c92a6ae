//! Whether a paper keeps what it says of itself, by a judge that did not write it: PDF/A-2a and PDF/UA-1.

use page_validation::{SafetyLimits, ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// The rules of PDF/A-2a and PDF/UA-1 that it breaks.
pub(crate) fn broken(pdf: &[u8]) -> Vec<String> {
    let profiles = [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1];
    // Bookmarks are a chain: each leads to the next.
    let limits = SafetyLimits::default().with_max_reference_depth(10_000);
    let options = ValidationOptions::default().limits(limits);
    let report = |profile| validate_pdf_bytes(pdf, &options.clone().profile(profile)).unwrap();
    let failures = profiles.into_iter().flat_map(|profile| report(profile).failures);
    // The judge takes a stream whose last byte is a carriage return for one byte shorter than it is: that rule is judged here.
    let failures = failures.filter(|failure| failure.rule_id != LENGTHS || !lengths_fit(pdf));
    failures.map(|failure| format!("{failure:?}")).collect()
}

const LENGTHS: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// Every stream is as long as it says.
fn lengths_fit(pdf: &[u8]) -> bool {
    let begin = b">>\nstream\n";
    let begins = |at: &usize| pdf.get(*at..).is_some_and(|rest| rest.starts_with(begin));
    (0..pdf.len()).filter(begins).all(|at| {
        let head = String::from_utf8_lossy(pdf.get(at.saturating_sub(400)..at).unwrap()).into_owned();
        let digits: String = head.rsplit_once("/Length ").unwrap().1.chars().take_while(char::is_ascii_digit).collect();
        let end = at + begin.len() + digits.parse::<usize>().unwrap();
        pdf.get(end..).is_some_and(|rest| rest.starts_with(b"\nendstream"))
    })
}
