//! Printed forms that stand for countries, and forms that only look as if they did.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::{Countries, CountryId, Meaning, rows};
use crate::error::{Error, Result};
use crate::matcher::{Case, Layer, Surface};
use crate::words::{hash_folded, key};

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
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the column `rule`")]
pub struct Entry {
    pub surface: String,
    /// Candidates, the likeliest first; empty for a veto.
    pub countries: Vec<CountryId>,
    pub kind: MentionKind,
    case: Case,
    /// Falls to the first candidate when nothing in the text decides.
    pub first: bool,
    /// May be part of a person's name.
    pub person: bool,
    /// Counts only beside other evidence for the same country.
    pub support: bool,
    /// For candidates after the first, only places and cues of theirs are evidence, not the country's name.
    pub local: bool,
    /// An abbreviation of a region that stands only behind a place in it (`Avon, Mass.`).
    pub within: bool,
    /// Years in which the form stands for each of its countries.
    terms: Vec<Term>,
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

    /// Whether the form is a region's abbreviation: `Pa.`, `N.Y.`, `TX`.
    #[must_use]
    pub fn is_abbreviation(&self) -> bool {
        self.kind == MentionKind::Region && (self.within || self.surface.ends_with('.'))
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
    /// By the hash of the folded word: `FRANCS` is a currency too.
    neighbours: FxHashMap<u64, Neighbour>,
}

#[derive(Deserialize)]
struct Person {
    word: String,
}

/// What a word behind a name makes of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Neighbour {
    /// An everyday word that is printed with a capital: a weekday, an office, a word in a headline. It is no surname.
    Common,
    /// Ends the name of a company.
    Company,
    Currency,
    /// An agreement or a meeting, which is named after the place where it was made.
    Agreement,
    /// Makes a street, a county or a township of any name (`Pope County`, `London Road`).
    Locality,
}

#[derive(Deserialize)]
struct NeighbourRow {
    word: String,
    kind: Neighbour,
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
        let neighbours = rows::<NeighbourRow>("neighbours.csv", include_str!("../data/neighbours.csv"))?;
        Ok(Self {
            entries,
            places,
            people: people.into_iter().map(|(_, person)| person.word).collect(),
            neighbours: neighbours.into_iter().map(|(_, row)| (hash_folded(&row.word), row.kind)).collect(),
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
        self.neighbours.get(&hash_folded(word)).copied()
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
            first: false,
            person: false,
            support: false,
            local: false,
            within: false,
            terms: Vec::new(),
        };
        let (from, to) = (years(&row.from, entry.countries.len()), years(&row.to, entry.countries.len()));
        let (Some(from), Some(to)) = (from, to) else {
            return Err(wrong("a year, or one for each candidate", &format!("{}, {}", row.from, row.to)));
        };
        entry.terms = from.into_iter().zip(to).map(|(from, to)| Term { from, to }).collect();
        for flag in row.rule.split_whitespace() {
            match flag {
                "first" => entry.first = true,
                "person" => entry.person = true,
                "support" => entry.support = true,
                "local" => entry.local = true,
                "within" => entry.within = true,
                other => return Err(wrong("rules among `first`, `person`, `support`, `local`, `within`", other)),
            }
        }
        if !entry.surface.contains(char::is_alphanumeric) {
            return Err(wrong("a surface with a letter or digit", &entry.surface));
        }
        entries.push(entry);
    }
    Ok(())
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
