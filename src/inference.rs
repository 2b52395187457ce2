//! A profile proposed for digests of an unknown layout, from some of their pages.
//!
//! In: texts. Out: [`Proposal`], a TOML text and the counts it rests on. Each printed form that a profile can name is counted
//! by itself; a form is taken up when enough of the pages show it. What was counted and not taken up is in the evidence too, with an
//! example: it is what the proposal would miss.

mod forms;
mod proposal;

use std::collections::BTreeMap;

pub(crate) use proposal::Proposal;

use crate::citation;
use crate::date::{NumericOrder, parse_heading};
use crate::profile::Template;
use crate::segment::{Line, is_headline, lines, run_in_end};
use crate::span::Span;
use crate::vocabulary::Vocabulary;
use forms::{BEFORE, MARKS, TITLES, TOP};

/// How often a printed form was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub times: usize,
    /// In how many of the documents.
    pub documents: usize,
    /// The first line that shows it.
    pub example: String,
    last: Option<usize>,
}

/// Printed forms by what they are for and how they are written in a profile.
pub(crate) type Counts = BTreeMap<(&'static str, String), Count>;

/// Proposes a profile for pages of one series.
pub(crate) fn propose(texts: &[&str], name: &str, vocabulary: &Vocabulary) -> Proposal {
    let mut counter = Counter { counts: Counts::new(), document: 0, vocabulary, templates: templates() };
    for (document, text) in texts.iter().enumerate() {
        counter.document = document;
        counter.page(text);
    }
    Proposal::new(name, counter.counts, texts.len())
}

/// The templates that are tried, with what they are for; the shipped profile `any` says how the rest is read.
fn templates() -> Vec<(&'static str, Template)> {
    let of = |key: &'static str, forms: &'static [&'static str]| {
        forms.iter().filter_map(move |form| Some((key, Template::try_from((*form).to_owned()).ok()?)))
    };
    of("titles", TITLES).chain(of("marks", MARKS)).chain(of("before", BEFORE)).collect()
}

struct Counter<'v> {
    counts: Counts,
    document: usize,
    vocabulary: &'v Vocabulary,
    templates: Vec<(&'static str, Template)>,
}

impl Counter<'_> {
    fn count(&mut self, key: &'static str, form: &str, example: &str) {
        let count = self.counts.entry((key, form.to_owned())).or_default();
        count.times += 1;
        if count.last != Some(self.document) {
            count.documents += 1;
            count.last = Some(self.document);
        }
        if count.example.is_empty() {
            count.example = example.chars().take(100).collect();
        }
    }

    fn page(&mut self, text: &str) {
        let lines = lines(text);
        for (index, line) in lines.iter().enumerate() {
            let printed = line.span.of(text);
            if self.drawn(printed) {
                continue;
            }
            // What a template names is no heading by its looks.
            if !self.template(text, index, line.span) {
                self.looks(printed, line);
            }
            self.ending(printed);
        }
    }

    fn drawn(&mut self, line: &str) -> bool {
        let mut marks = line.chars().filter(|c| !c.is_whitespace());
        let Some(first) = marks.next() else { return false };
        let count = 1 + marks.clone().count();
        let drawn = marks.all(|c| c == first) && count >= 5 && !first.is_ascii_digit();
        if drawn {
            self.count("rules", &first.to_string(), line);
        }
        drawn
    }

    /// Each kind of template counts for the first that fits.
    fn template(&mut self, text: &str, index: usize, line: Span) -> bool {
        let mut found: Vec<(&'static str, String)> = Vec::new();
        for (key, template) in &self.templates {
            let known = found.iter().any(|(known, _)| known == key);
            if known || *key == "titles" && index >= TOP {
                continue;
            }
            let Some(captured) = template.captures(text, line, NumericOrder::default()) else { continue };
            let outlet = captured.get(crate::profile::Slot::Outlet).map(|outlet| outlet.of(text));
            let dated = captured.date.is_none_or(|date| *key != "titles" || date.start.year.is_some());
            if dated && outlet.is_none_or(|outlet| captured.date.is_some() || self.vocabulary.names_outlet(outlet)) {
                found.push((key, template.source().to_owned()));
            }
        }
        let any = !found.is_empty();
        for (key, form) in found {
            self.count(key, &form, line.of(text));
        }
        any
    }

    fn looks(&mut self, printed: &str, line: &Line) {
        if parse_heading(printed, false).is_some() {
            self.count("headings", "date-heading", printed);
        } else if parse_heading(printed, true).is_some() {
            self.count("headings", "bare date-heading", printed);
        } else if is_headline(printed) {
            self.count("headline", "capitals", printed);
        } else if run_in_end(printed).is_some_and(|end| end < printed.len()) {
            self.count("headline", "run-in", printed);
        } else if self.vocabulary.country_named(printed).is_some() {
            self.count("section", "country", printed);
        } else if printed.ends_with(':') && printed.len() < 80 && printed.starts_with(char::is_uppercase) {
            self.count("section", "{label}:", printed);
        } else if printed.len() < 80 && Self::numbered(printed) {
            self.count("section", "{numeral}. {label}[.]", printed);
        } else if printed.len() < 60 && line.blank_before > 0 && !printed.ends_with(['.', ')', '?', '!', '"', '”', ','])
        {
            self.count("line", printed, printed);
            self.count("section", "{label}", printed);
        }
    }

    /// `II. Domestic affairs`
    fn numbered(line: &str) -> bool {
        let (numeral, rest) = line.split_once(". ").unwrap_or_default();
        !numeral.is_empty() && numeral.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && !rest.contains(". ")
    }

    /// How a paragraph ends: in which form of citation, or in initials.
    fn ending(&mut self, printed: &str) {
        if printed.len() < 40 {
            return;
        }
        let order = NumericOrder::default();
        let closes = citation::brackets(printed, order).iter().any(|bracket| bracket.closes);
        if closes {
            self.count("citation", "bracket", tail(printed));
        } else if citation::links(printed).iter().any(|link| link.closes) {
            self.count("citation", "link", tail(printed));
        } else if citation::bare(printed, order).is_some() {
            self.count("citation", "bare", tail(printed));
        } else if citation::dateline(printed, order).is_some() {
            self.count("citation", "dateline", printed);
        } else {
            self.count("citation", "none", tail(printed));
        }
        if crate::segment::initials(printed).is_some() {
            self.count("initials", "true", tail(printed));
        }
        for numbers in numeric_dates(printed) {
            let order = if numbers.0 > 12 {
                "day-first"
            } else if numbers.1 > 12 {
                "month-first"
            } else {
                continue;
            };
            self.count("numeric", order, tail(printed));
        }
    }
}

fn tail(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(90))..]
}

/// First and second number of dates such as `03.24.16` and `24/10/2005`.
fn numeric_dates(text: &str) -> impl Iterator<Item = (u32, u32)> + '_ {
    let runs = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '/')));
    runs.filter_map(|run| {
        let parts: Vec<&str> = run.trim_matches('.').split(['.', '/']).collect();
        let [first, second, year] = parts[..] else { return None };
        let fits = (1..=2).contains(&first.len()) && (1..=2).contains(&second.len()) && matches!(year.len(), 2 | 4);
        fits.then(|| Some((first.parse().ok()?, second.parse().ok()?)))?
    })
}

/// The profile that a proposal makes, where it is one.
///
/// # Errors
/// Those of [`crate::profile::Profile::parse`].
#[cfg(test)]
pub(crate) fn read(proposal: &Proposal) -> crate::error::Result<crate::profile::Profile> {
    crate::profile::Profile::parse("proposal", &proposal.toml)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_a_profile_that_reads_the_pages_it_was_made_from() {
        let vocabulary = Vocabulary::shipped().unwrap();
        let page = |number: usize| {
            format!(
                "Coast Letter - May {number}, 2011\n\n_______\n\n• A ship waits off Beira for a pilot and for fuel. (Reuters, 05.2{number}.11)\n\n• Fishermen in Mombasa ask the governor for ice. (AFP, 05.1{number}.11)\n"
            )
        };
        let pages = [page(1), page(2), page(3)];
        let texts: Vec<&str> = pages.iter().map(String::as_str).collect();
        let proposal = propose(&texts, "coast", &vocabulary);
        let profile = read(&proposal).unwrap();
        assert_eq!(profile.items.marks[0].source(), "{bullet} {text}");
        assert_eq!(profile.masthead.titles[0].source(), "{series} - {date}");
        assert_eq!(profile.boilerplate.rules, "_");
        assert_eq!(profile.date.numeric, NumericOrder::MonthFirst);
    }

    #[test]
    fn nothing_to_read_gives_a_profile_all_the_same() {
        let proposal = propose(&[], "empty", &Vocabulary::shipped().unwrap());
        assert_eq!(read(&proposal).unwrap().name, "empty");
    }
}
