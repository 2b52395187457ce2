//! Printed sources to outlets of the authority file.

use rustc_hash::FxHashSet;

use crate::citation::{Form, PrintedCitation};
use crate::diagnostic::{Code, Diagnostic};
use crate::format::Link;
use crate::parse::{Issue, Item};
use crate::span::Span;
use crate::vocabulary::{CountryId, OutletId, Resolution, Vocabulary};

use super::Surroundings;

/// A citation with what its outlet is.
#[derive(Clone, Debug)]
pub(crate) struct Citation<'a> {
    pub printed: &'a PrintedCitation,
    pub outlet: Resolution,
    pub basis: Option<Basis>,
    /// Index of the link behind the citation.
    pub link: Option<usize>,
}

/// How an outlet is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// By its printed name.
    Name,
    /// By the domain of the link behind it.
    Domain,
}

impl Basis {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Domain => "domain",
        }
    }
}

/// Appends the citations of an item, sources in brackets first. An outlet named in prose and cited in a bracket, or named
/// twice in prose, counts once.
pub(super) fn cite<'a>(
    item: &'a Item,
    around: &Surroundings<'a>,
    found: &mut Vec<Citation<'a>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Surroundings { text, issue, links, context, vocabulary } = *around;
    // Where nothing is named in prose, nothing is compared.
    let compared = !item.named.is_empty();
    let mut named: FxHashSet<Source> = FxHashSet::default();
    for printed in item.citations() {
        let link = link_behind(links, printed.span);
        if printed.form == Form::Document {
            found.push(Citation { printed, outlet: Resolution::Unknown, basis: None, link });
            continue;
        }
        let name = full_name(text, issue, printed.outlet);
        let by_name = resolve(name, &context.near, vocabulary);
        let domain = link.and_then(|link| vocabulary.outlets.domain(&links[link].url));
        let (outlet, basis) = decide(by_name, domain);
        let fresh = !compared || named.insert(Source::of(&outlet, printed.outlet.of(text)));
        if printed.form == Form::Prose && !fresh {
            continue;
        }
        report(name, printed.outlet, &outlet, vocabulary, diagnostics);
        found.push(Citation { printed, outlet, basis, link });
    }
}

/// The name decides; where it leaves several outlets or none, the domain does.
fn decide(by_name: Resolution, domain: Option<OutletId>) -> (Resolution, Option<Basis>) {
    match (by_name, domain) {
        (Resolution::Known(id), _) => (Resolution::Known(id), Some(Basis::Name)),
        (Resolution::Unknown, Some(id)) => (Resolution::Known(id), Some(Basis::Domain)),
        (Resolution::Ambiguous(candidates), Some(id)) if candidates.contains(&id) => {
            (Resolution::Known(id), Some(Basis::Domain))
        }
        (undecided, _) => (undecided, None),
    }
}

/// The first link that touches a span; links are in order and do not overlap.
fn link_behind(links: &[Link], span: Span) -> Option<usize> {
    let first = links.partition_point(|link| link.span.end() <= span.start());
    links.get(first).filter(|link| link.span.start() < span.end()).map(|_| first)
}

/// What makes two citations name the same source: the outlet, or the printed form of one that is not known.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Source<'t> {
    Known(OutletId),
    Printed(&'t str),
}

impl<'t> Source<'t> {
    pub(crate) fn of(outlet: &Resolution, printed: &'t str) -> Self {
        match outlet {
            Resolution::Known(id) => Self::Known(*id),
            Resolution::Ambiguous(_) | Resolution::Unknown => Self::Printed(printed),
        }
    }
}

pub(crate) fn resolve(printed: &str, near: &[CountryId], vocabulary: &Vocabulary) -> Resolution {
    vocabulary.outlets.resolve(printed, near, |city| vocabulary.gazetteer.place(city))
}

/// The name behind an abbreviation that the issue defines; else the form as printed.
fn full_name<'t>(text: &'t str, issue: &Issue, outlet: Span) -> &'t str {
    let printed = outlet.of(text);
    let defined = issue.aliases.iter().find(|(short, _)| short.of(text) == printed);
    defined.map_or(printed, |(_, full)| full.of(text))
}

fn report(name: &str, at: Span, outlet: &Resolution, vocabulary: &Vocabulary, diagnostics: &mut Vec<Diagnostic>) {
    match outlet {
        Resolution::Known(_) => {}
        Resolution::Ambiguous(candidates) => {
            let names: Vec<&str> =
                candidates.iter().map(|&id: &OutletId| vocabulary.outlets.get(id).name.as_str()).collect();
            let message = format!("expected one outlet, found {name:?}, which may be {}", names.join(", "));
            diagnostics.push(Diagnostic::at(Code::AmbiguousOutlet, at, message));
        }
        Resolution::Unknown if is_abbreviation(name) => {
            let message = format!("expected an outlet or an abbreviation the issue defines, found {name:?}");
            diagnostics.push(Diagnostic::at(Code::UndefinedAbbreviation, at, message));
        }
        Resolution::Unknown => {
            let message = format!("expected an outlet of the authority file, found {name:?}; add it with outlets=");
            diagnostics.push(Diagnostic::at(Code::UnknownOutlet, at, message));
        }
    }
}

fn is_abbreviation(name: &str) -> bool {
    (2..=6).contains(&name.len()) && name.chars().all(char::is_uppercase)
}
