//! What the hits of an item mean: countries, outlets, categories.
//!
//! In: an item's spans, the vocabulary's hits in them, and what the issue declares. Out: [`Annotation`]: mentions with the
//! rule that resolved each, outlets of the citations, categories with their basis. Dates are resolved in `chronology`.

pub(crate) mod categories;
pub(crate) mod countries;
pub(crate) mod outlets;
mod passage;

use crate::diagnostic::Diagnostic;
use crate::format::Link;
use crate::matcher::Hit;
use crate::parse::{Issue, Item, Stages};
use crate::vocabulary::{CountryId, LabelKind, Vocabulary};

use categories::Tally;
use countries::Sighting;
use passage::{Read, Reader};

pub(crate) use categories::{Assignment, TermHit};
pub(crate) use countries::{Mention, focus, mentions};
pub(crate) use outlets::Citation;
pub(crate) use passage::{Field, Passage};

#[derive(Default)]
pub(crate) struct Annotation<'a> {
    pub mentions: Vec<Mention>,
    /// The country that the section heading declares, and those truly mentioned, the item's focus first.
    pub countries: Vec<CountryId>,
    pub country_basis: Option<CountryBasis>,
    pub citations: Vec<Citation<'a>>,
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
    /// `labels` are the declared labels that are known.
    pub(crate) fn of(
        issue: &Issue,
        labels: impl Iterator<Item = usize>,
        series: Option<&str>,
        vocabulary: &Vocabulary,
        stages: Stages,
    ) -> Self {
        let (mut topics, mut near) = (Vec::with_capacity(16), Vec::new());
        for index in labels {
            let category = vocabulary.categories.get(index);
            match category.kind {
                LabelKind::Topic => topics.push(index),
                LabelKind::Region if category.countries.len() == 1 => near.extend(&category.countries),
                LabelKind::Region => {}
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

/// What bears on every item of an issue. `links` are those of the whole document.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    pub text: &'a str,
    pub issue: &'a Issue,
    pub links: &'a [Link],
    pub context: &'a Context,
    pub vocabulary: &'a Vocabulary,
}

/// Annotates one item of an issue after another, each in the room that the one before took.
pub(crate) struct Annotator<'a> {
    around: Surroundings<'a>,
    reader: Reader<'a>,
    passages: Vec<Read<'a>>,
    sightings: Vec<Sighting<'a>>,
    tally: Tally,
    annotation: Annotation<'a>,
}

impl<'a> Annotator<'a> {
    /// `hits` are those of the whole document, in order of their start.
    pub(crate) fn new(around: Surroundings<'a>, hits: &'a [Hit]) -> Self {
        Self {
            around,
            reader: Reader::new(hits),
            passages: Vec::with_capacity(8),
            sightings: Vec::with_capacity(16),
            tally: Tally::new(around.vocabulary),
            annotation: Annotation::default(),
        }
    }

    pub(crate) fn annotate(&mut self, item: &'a Item, diagnostics: &mut Vec<Diagnostic>) -> &Annotation<'a> {
        let stages = self.around.context.stages;
        self.passages.clear();
        self.passages.extend(Passage::of(item).map(|passage| self.reader.read(passage, &item.masked)));
        self.countries(item, stages.countries);
        self.annotation.citations.clear();
        outlets::cite(item, &self.around, &mut self.annotation.citations, diagnostics);
        if stages.categories {
            let Surroundings { text, context, vocabulary, .. } = self.around;
            let under = item.sections.iter().rev().find_map(|heading| heading.category);
            let assignment = &mut self.annotation.categories;
            self.tally.assign(text, &self.passages, context, under, vocabulary, assignment);
        }
        &self.annotation
    }

    /// The mentions of an item if they are `wanted`, and its countries.
    fn countries(&mut self, item: &Item, wanted: bool) {
        let Surroundings { text, context, vocabulary, .. } = self.around;
        let Annotation { mentions, countries, country_basis, .. } = &mut self.annotation;
        mentions.clear();
        countries.clear();
        if wanted {
            countries::find(text, &self.passages, context, vocabulary, &mut self.sightings, mentions);
            countries::rank(mentions, item.paragraphs.first().map(|first| first.start()), 0.0, countries);
        }
        let declared = item.sections.iter().rev().find_map(|heading| heading.country);
        if let Some(country) = declared {
            countries.retain(|&mentioned| mentioned != country);
            countries.insert(0, country);
        }
        *country_basis = match declared {
            Some(_) => Some(CountryBasis::Section),
            None => (!countries.is_empty()).then_some(CountryBasis::Mentions),
        };
    }
}
