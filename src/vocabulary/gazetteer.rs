//! Printed forms that stand for countries, and forms that only look as if they did.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::neighbours::{Neighbour, Neighbours};
use super::{Countries, CountryId, Meaning, rows};
use crate::error::{Error, Result};
use crate::matcher::{Case, Layer, Surface};
use crate::words::key;

/// What kind of form speaks for a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    Name,
    Demonym,
    Capital,
    City,
    Region,
    Metonym,
    Leader,
    Organisation,
    Group,
    /// No mention at all: hides the shorter forms in it.
    Veto,
    /// No mention, but evidence for its country when an ambiguous form is resolved.
    Cue,
}

impl MentionKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Demonym => "demonym",
            Self::Capital => "capital",
            Self::City => "city",
            Self::Region => "region",
            Self::Metonym => "metonym",
            Self::Leader => "leader",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Veto => "veto",
            Self::Cue => "cue",
        }
    }

    /// Whether the form names a place that can follow another as its container (`Paris, Texas`).
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Self::Name | Self::Capital | Self::City | Self::Region)
    }
}

/// One row of the gazetteer.
#[derive(Clone, Debug)]
pub struct Entry {
    pub surface: String,
    /// Candidates, the likeliest first; empty for a veto.
    pub countries: Vec<CountryId>,
    pub kind: MentionKind,
    case: Case,
    pub rules: Rules,
    /// Years in which the form stands for each of its countries.
    terms: Vec<Term>,
}

/// What holds for a form: the flags of the column `rule`, and what else its row decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules(u8);

impl Rules {
    /// Falls to the first candidate when nothing in the text decides.
    pub const FIRST: Self = Self(1);
    /// May be part of a person's name.
    pub const PERSON: Self = Self(2);
    /// Counts only beside other evidence for the same country.
    pub const SUPPORT: Self = Self(4);
    /// For candidates after the first, only places and cues of theirs are evidence, not the country's name.
    pub const LOCAL: Self = Self(8);
    /// An abbreviation of a region that stands only behind a place in it (`Avon, Mass.`).
    pub const WITHIN: Self = Self(16);
    /// A region's abbreviation: `Pa.`, `N.Y.`, `TX`.
    pub const ABBREVIATION: Self = Self(32);
    /// No mention at all.
    pub const VETO: Self = Self(64);

    /// Whether one of the rules of `any` holds.
    #[must_use]
    pub fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// The rules of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// First and last year of a term of office or of a name; open where not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Term {
    from: Option<i16>,
    to: Option<i16>,
}

impl Entry {
    /// Whether the form has a term for this country, and the year lies in it.
    #[must_use]
    pub fn in_term(&self, country: CountryId, year: i16) -> bool {
        let term = self.countries.iter().position(|&c| c == country).map(|at| self.terms[at]).unwrap_or_default();
        term != Term::default() && term.from.is_none_or(|from| from <= year) && term.to.is_none_or(|to| year <= to)
    }
}

#[derive(Deserialize)]
struct Row {
    surface: String,
    country: String,
    kind: MentionKind,
    #[serde(default)]
    case: String,
    #[serde(default)]
    rule: String,
    /// One year for all candidates, or `|`-separated years parallel to them.
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

pub struct Gazetteer {
    entries: Vec<Entry>,
    /// Countries of cities, by normalised name: outlets are printed with their city in front.
    places: FxHashMap<String, CountryId>,
    /// Given names and titles, which make the name behind them a person's.
    people: FxHashSet<String>,
    neighbours: Neighbours,
}

#[derive(Deserialize)]
struct Person {
    word: String,
}

const SHIPPED: &[(&str, &str)] = &[
    ("names.csv", include_str!("../data/gazetteer/names.csv")),
    ("demonyms.csv", include_str!("../data/gazetteer/demonyms.csv")),
    ("capitals.csv", include_str!("../data/gazetteer/capitals.csv")),
    ("regions.csv", include_str!("../data/gazetteer/regions.csv")),
    ("cities.csv", include_str!("../data/gazetteer/cities.csv")),
    ("places.csv", include_str!("../data/gazetteer/places.csv")),
    ("metonyms.csv", include_str!("../data/gazetteer/metonyms.csv")),
    ("leaders.csv", include_str!("../data/gazetteer/leaders.csv")),
    ("organisations.csv", include_str!("../data/gazetteer/organisations.csv")),
    ("groups.csv", include_str!("../data/gazetteer/groups.csv")),
    ("vetoes.csv", include_str!("../data/gazetteer/vetoes.csv")),
    ("cues.csv", include_str!("../data/gazetteer/cues.csv")),
];

impl Gazetteer {
    /// The shipped rows; `own` rows replace all shipped rows of the same surface.
    pub(super) fn load(countries: &Countries, own: Option<&str>) -> Result<Self> {
        let mut own_entries = Vec::new();
        if let Some(text) = own {
            read(countries, "gazetteer", text, &mut own_entries)?;
        }
        let replaced: FxHashSet<String> = own_entries.iter().map(|e| e.surface.clone()).collect();
        let mut entries = Vec::new();
        for (table, text) in SHIPPED {
            read(countries, table, text, &mut entries)?;
        }
        entries.retain(|entry| !replaced.contains(&entry.surface));
        entries.append(&mut own_entries);
        let mut places = FxHashMap::default();
        for entry in entries.iter().filter(|entry| entry.kind.is_place()) {
            places.entry(key(&entry.surface)).or_insert(entry.countries[0]);
        }
        let people = rows::<Person>("people.csv", include_str!("../data/people.csv"))?;
        Ok(Self {
            entries,
            places,
            people: people.into_iter().map(|(_, person)| person.word).collect(),
            neighbours: Neighbours::shipped()?,
        })
    }

    /// The country of a place by its normalised name, the likeliest where several share it.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<CountryId> {
        self.places.get(key).copied()
    }

    /// Whether a word is a given name or a title.
    #[must_use]
    pub fn introduces_person(&self, word: &str) -> bool {
        self.people.contains(word)
    }

    /// What a word makes of a name before it.
    #[must_use]
    pub fn neighbour(&self, word: &str) -> Option<Neighbour> {
        self.neighbours.find(word)
    }

    /// Whether a word that makes money, an agreement or a locality of a name may start with these two characters of
    /// ASCII; most words need not be looked up to know that they do not.
    #[inline]
    pub(crate) fn may_open_neighbour(&self, first: u8, second: u8) -> bool {
        self.neighbours.may_open(first, second)
    }

    #[must_use]
    pub fn get(&self, index: u32) -> &Entry {
        &self.entries[index as usize]
    }

    pub(super) fn surfaces(&self) -> Vec<Surface<Meaning>> {
        let mut surfaces = Vec::with_capacity(self.entries.len() * 5 / 4);
        for (index, entry) in (0..).zip(&self.entries) {
            let surface = Surface {
                text: entry.surface.clone(),
                case: entry.case,
                layer: Layer::Name,
                meaning: Meaning::Entry(index),
            };
            // A demonym is a noun too: `Russians`, `Iraqis`.
            if entry.kind == MentionKind::Demonym
                && entry.surface.ends_with(char::is_alphabetic)
                && !entry.surface.ends_with('s')
            {
                surfaces.push(Surface { text: format!("{}s", entry.surface), ..surface.clone() });
            }
            surfaces.push(surface);
        }
        surfaces
    }
}

fn read(countries: &Countries, table: &str, text: &str, entries: &mut Vec<Entry>) -> Result<()> {
    for (line, row) in rows::<Row>(table, text)? {
        let wrong = |expected: &str, found: &str| Error::Vocabulary {
            table: table.to_owned(),
            line,
            expected: expected.to_owned(),
            found: format!("{found:?}"),
        };
        let codes = row.country.split('|').map(str::trim).filter(|code| !code.is_empty());
        let candidates = codes.map(|code| countries.code(table, line, code)).collect::<Result<Vec<_>>>()?;
        let case = match row.case.as_str() {
            "" => Case::Printed,
            "exact" => Case::Exact,
            other => return Err(wrong("case empty or `exact`", other)),
        };
        let mut entry = Entry {
            surface: row.surface.trim().to_owned(),
            kind: if candidates.is_empty() { MentionKind::Veto } else { row.kind },
            countries: candidates,
            case,
            rules: Rules::default(),
            terms: Vec::new(),
        };
        let (from, to) = (years(&row.from, entry.countries.len()), years(&row.to, entry.countries.len()));
        let (Some(from), Some(to)) = (from, to) else {
            return Err(wrong("a year, or one for each candidate", &format!("{}, {}", row.from, row.to)));
        };
        entry.terms = from.into_iter().zip(to).map(|(from, to)| Term { from, to }).collect();
        for flag in row.rule.split_whitespace() {
            entry.rules = entry.rules.with(match flag {
                "first" => Rules::FIRST,
                "person" => Rules::PERSON,
                "support" => Rules::SUPPORT,
                "local" => Rules::LOCAL,
                "within" => Rules::WITHIN,
                other => return Err(wrong("rules among `first`, `person`, `support`, `local`, `within`", other)),
            });
        }
        entry.rules = entry.rules.with(implied(&entry));
        if !entry.surface.contains(char::is_alphanumeric) {
            return Err(wrong("a surface with a letter or digit", &entry.surface));
        }
        entries.push(entry);
    }
    Ok(())
}

/// What the kind and the form of an entry say besides the column `rule`.
fn implied(entry: &Entry) -> Rules {
    match entry.kind {
        MentionKind::Veto => Rules::VETO,
        MentionKind::Region if entry.rules.has(Rules::WITHIN) || entry.surface.ends_with('.') => Rules::ABBREVIATION,
        _ => Rules::default(),
    }
}

/// The years of a cell for `count` candidates; none when the cell holds something else.
fn years(cell: &str, count: usize) -> Option<Vec<Option<i16>>> {
    let year = |part: &str| match part.trim() {
        "" => Some(None),
        digits => digits.parse().ok().map(Some),
    };
    let parsed: Vec<Option<i16>> = cell.split('|').map(year).collect::<Option<_>>()?;
    match parsed[..] {
        [only] => Some(vec![only; count]),
        _ => (parsed.len() == count).then_some(parsed),
    }
}
