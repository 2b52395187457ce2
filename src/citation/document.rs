//! Documents cited in place of a medium: `issued a joint Technical Alert`.

use super::{Form, PrintedCitation};
use crate::date::is_blank;
use crate::span::Span;

const VERBS: [&str; 6] = ["issued", "released", "published", "unveiled", "issues", "releases"];
const ARTICLES: [&str; 9] = ["a", "an", "the", "its", "their", "his", "her", "this", "new"];
const DOCUMENTS: [&str; 14] = [
    "Advisory",
    "Alert",
    "Assessment",
    "Bulletin",
    "Communique",
    "Concept",
    "Declaration",
    "Doctrine",
    "Factsheet",
    "Paper",
    "Report",
    "Review",
    "Statement",
    "Strategy",
];

/// The first document that the text says was put out, with the words that describe it and without its article:
/// `document := verb article? word{0,5} ("Alert" | "Report" | ...)`, the last word with a capital. Meant for text that names no
/// other source: a report in a story that rests on a medium is part of the story.
#[must_use]
pub fn document(paragraph: &str) -> Option<PrintedCitation> {
    const MOST_WORDS: usize = 7;
    for verb in VERBS {
        for at in memchr::memmem::find_iter(paragraph.as_bytes(), verb).take(8) {
            let behind = &paragraph[at + verb.len()..];
            let whole = behind.starts_with(is_blank) && paragraph[..at].ends_with(is_blank);
            let mut start = None;
            for word in words(behind).take(if whole { MOST_WORDS } else { 0 }) {
                let printed = &behind[word.clone()];
                if start.is_none() && ARTICLES.contains(&printed) {
                    continue;
                }
                let first = *start.get_or_insert(word.start);
                if DOCUMENTS.contains(&printed.trim_end_matches([',', '.', ';', ':'])) {
                    let end = word.start + printed.trim_end_matches([',', '.', ';', ':']).len();
                    let base = at + verb.len();
                    let outlet = Span::new(base + first, base + end);
                    let span = Span::new(at, base + end);
                    return Some(PrintedCitation { span, outlet, date: None, via: None, form: Form::Document });
                }
                if printed.ends_with(['.', ';', ':', ')', '(']) {
                    break;
                }
            }
        }
    }
    None
}

/// Runs of characters that are no blanks, as ranges.
fn words(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}
