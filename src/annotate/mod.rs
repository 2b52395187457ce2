//! What the hits of an item mean: countries, outlets, categories.
//!
//! In: an item's spans, the vocabulary's hits in them, and what the issue declares. Out: [`Annotation`]: mentions with the
//! rule that resolved each, outlets of the citations, categories with their basis. Dates are resolved in `chronology`.

pub(crate) mod categories;
pub(crate) mod countries;
pub(crate) mod outlets;

use crate::diagnostic::Diagnostic;
use crate::format::Link;
use crate::matcher::Hit;
use crate::parse::{Issue, Item, Stages};
use crate::vocabulary::{CountryId, Vocabulary};

pub(crate) use categories::{Assignment, TermHit};
pub(crate) use countries::{Field, Mention, Passage, focus, mentions};
pub(crate) use outlets::Citation;

pub(crate) struct Annotation {
    pub mentions: Vec<Mention>,
    /// The country that the section heading declares, and those truly mentioned, the item's focus first.
    pub countries: Vec<CountryId>,
    pub country_basis: Option<CountryBasis>,
    pub citations: Vec<Citation>,
    pub categories: Assignment,
}

/// How the country of an item is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CountryBasis {
    /// The heading above the item names it.
    Section,
    Mentions,
}

impl CountryBasis {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Mentions => "mentions",
        }
    }
}

/// What an issue declares or implies for all of its items; of a loose text, nothing.
#[derive(Default)]
pub(crate) struct Context {
    /// Known labels among the declared ones: topics.
    pub topics: Vec<usize>,
    /// Countries of declared regions that are single countries, and of the series' name.
    pub near: Vec<CountryId>,
    /// The year of the issue, where its text prints one.
    pub year: Option<i16>,
    /// Which recognisers run.
    pub stages: Stages,
}

impl Context {
    pub(crate) fn of(text: &str, issue: &Issue, series: Option<&str>, vocabulary: &Vocabulary, stages: Stages) -> Self {
        let known = issue.masthead.labels.iter().filter_map(|label| vocabulary.categories.find(label.of(text)));
        let (mut topics, mut near) = (Vec::new(), Vec::new());
        for index in known {
            let category = vocabulary.categories.get(index);
            match category.kind {
                crate::vocabulary::LabelKind::Topic => topics.push(index),
                crate::vocabulary::LabelKind::Region if category.countries.len() == 1 => {
                    near.extend(&category.countries);
                }
                crate::vocabulary::LabelKind::Region => {}
            }
        }
        if let Some(series) = series {
            near.extend(countries::named_in(series, vocabulary));
        }
        Self { topics, near, year: year_of(issue), stages }
    }
}

/// The year of the declared date, else the latest year cited in the issue.
fn year_of(issue: &Issue) -> Option<i16> {
    let declared = issue.masthead.published.and_then(|(date, _)| date.start.year);
    let cited = issue.items.iter().flat_map(Item::citations).filter_map(|c| c.date?.0.start.year);
    declared.or_else(|| cited.max())
}

/// Annotates one item. `hits` and `links` are those of the whole document.
#[expect(clippy::too_many_arguments, reason = "what is known of an item stands at four levels")]
pub(crate) fn annotate(
    text: &str,
    issue: &Issue,
    item: &Item,
    hits: &[Hit],
    links: &[Link],
    context: &Context,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Annotation {
    let passages = passages(item);
    let (found, mut countries) = if context.stages.countries {
        let found = mentions(text, &passages, &item.masked, hits, context, vocabulary);
        let countries = focus(&found, item.paragraphs.first().map(|first| first.start()), 0.0);
        (found, countries)
    } else {
        (Vec::new(), Vec::new())
    };
    let declared = item.sections.iter().rev().find_map(|heading| heading.country);
    if let Some(country) = declared {
        countries.retain(|&mentioned| mentioned != country);
        countries.insert(0, country);
    }
    let country_basis = match declared {
        Some(_) => Some(CountryBasis::Section),
        None => (!countries.is_empty()).then_some(CountryBasis::Mentions),
    };
    let under = item.sections.iter().rev().find_map(|heading| heading.category);
    let citations = outlets::citations(text, issue, item, links, context, vocabulary, diagnostics);
    let categories = if context.stages.categories {
        categories::assign(text, &passages, &item.masked, hits, context, under, vocabulary)
    } else {
        Assignment::default()
    };
    Annotation { mentions: found, countries, country_basis, citations, categories }
}

fn passages(item: &Item) -> Vec<Passage> {
    let headline = item.headline.map(|span| Passage { field: Field::Headline, span });
    let body = item.paragraphs.iter().map(|&span| Passage { field: Field::Text, span });
    let note = item.note.map(|span| Passage { field: Field::Note, span });
    headline.into_iter().chain(body).chain(note).collect()
}
