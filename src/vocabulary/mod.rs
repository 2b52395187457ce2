//! The names and terms dateline knows: countries, gazetteer, outlets, lexicon, category labels.
//!
//! In: the CSV files of `src/data/`, and a user's own rows in the same columns. Out: [`Vocabulary`], with one matcher
//! over all printed forms. It knows what a form can mean; what it means in a text is decided in `annotate`.

mod categories;
mod countries;
mod gazetteer;
mod lexicon;
mod neighbours;
mod outlets;

use std::sync::{Arc, OnceLock};

pub use categories::{Categories, Category, LabelKind};
pub use countries::{Countries, Country, CountryId};
pub use gazetteer::{Entry, Gazetteer, MentionKind, Rules};
pub use lexicon::{Lexicon, Term};
pub use neighbours::Neighbour;
pub use outlets::{Outlet, OutletId, Outlets, Resolution};

use crate::error::{Error, Result};
use crate::matcher::{Hit, Matcher};

/// What a printed form can stand for; numbers index into the tables of the [`Vocabulary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// An entry of the gazetteer.
    Entry(u32),
    /// An outlet, in the layer of names or of sources.
    Outlet(OutletId),
    /// A term of the lexicon.
    Term(u32),
}

/// A user's own rows, as CSV text in the columns of the shipped tables; a row replaces what shipped under its key.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    pub gazetteer: Option<String>,
    pub outlets: Option<String>,
    pub lexicon: Option<String>,
}

pub struct Vocabulary {
    pub countries: Countries,
    pub categories: Categories,
    pub gazetteer: Gazetteer,
    pub outlets: Outlets,
    pub lexicon: Lexicon,
    matcher: Matcher<Meaning>,
}

impl Vocabulary {
    /// The shipped vocabulary, built at first use and shared.
    ///
    /// # Errors
    /// When a shipped table is malformed, which the tests exclude.
    pub fn shipped() -> Result<Arc<Self>> {
        static SHIPPED: OnceLock<Arc<Vocabulary>> = OnceLock::new();
        if let Some(ready) = SHIPPED.get() {
            return Ok(Arc::clone(ready));
        }
        let built = Arc::new(Self::with(&Additions::default())?);
        Ok(Arc::clone(SHIPPED.get_or_init(|| built)))
    }

    /// The shipped vocabulary with a user's rows added.
    ///
    /// # Errors
    /// [`Error::Vocabulary`] names table, line and what was expected of a malformed row.
    pub fn with(additions: &Additions) -> Result<Self> {
        let countries = Countries::shipped()?;
        let categories = Categories::shipped(&countries)?;
        let gazetteer = Gazetteer::load(&countries, additions.gazetteer.as_deref())?;
        let outlets = Outlets::load(&countries, additions.outlets.as_deref())?;
        let lexicon = Lexicon::load(&categories, additions.lexicon.as_deref())?;
        let mut surfaces = gazetteer.surfaces();
        surfaces.extend(outlets.surfaces());
        surfaces.extend(lexicon.surfaces());
        let matcher = Matcher::new(surfaces);
        Ok(Self { countries, categories, gazetteer, outlets, lexicon, matcher })
    }

    /// All printed forms of `text`, the longest at each place in each layer.
    pub(crate) fn scan(&self, text: &str, base: usize, hits: &mut Vec<Hit>) {
        self.matcher.scan(text, base, hits);
    }

    /// The same without the terms of the lexicon.
    pub(crate) fn scan_names(&self, text: &str, base: usize, hits: &mut Vec<Hit>) {
        self.matcher.scan_names(text, base, hits);
    }

    pub(crate) fn meanings(&self, hit: Hit) -> &[Meaning] {
        self.matcher.meanings(hit)
    }

    /// Whether a printed name is that of a known outlet, or of one of several.
    pub(crate) fn names_outlet(&self, printed: &str) -> bool {
        !matches!(self.outlets.resolve(printed, &[], |city| self.gazetteer.place(city)), Resolution::Unknown)
    }

    /// The country that a heading names, the first of several: `Sudan`, `Chechnya (Russia)`, `India-Pakistan`. None when the
    /// label says anything else.
    pub(crate) fn country_named(&self, label: &str) -> Option<CountryId> {
        let mut hits = Vec::new();
        self.scan_names(label, 0, &mut hits);
        let (mut found, mut at) = (None, 0);
        for hit in hits {
            let place = self.meanings(hit).iter().find_map(|meaning| match *meaning {
                Meaning::Entry(entry) => {
                    let entry = self.gazetteer.get(entry);
                    // `Korean Peninsula` names no country, while a country may share its name with a place elsewhere.
                    let country =
                        entry.kind == MentionKind::Name || entry.kind.is_place() && entry.countries.len() == 1;
                    entry.countries.first().filter(|_| country).copied()
                }
                Meaning::Outlet(_) | Meaning::Term(_) => None,
            });
            if hit.start < at || !joins_names(&label[at..hit.start]) {
                continue;
            }
            found = found.or(Some(place?));
            at = hit.end;
        }
        found.filter(|_| joins_names(&label[at..]))
    }

    /// Whether some form starts with this word.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.matcher.starts_with(word)
    }

    /// Every printed form the matcher looks for, once each.
    #[must_use]
    pub fn surfaces(&self) -> Vec<String> {
        let surfaces =
            self.gazetteer.surfaces().into_iter().chain(self.outlets.surfaces()).chain(self.lexicon.surfaces());
        let unique: std::collections::BTreeSet<String> = surfaces.map(|surface| surface.text).collect();
        unique.into_iter().collect()
    }
}

/// Whether a stretch of a heading holds nothing but what stands around names of places.
fn joins_names(stretch: &str) -> bool {
    let words = stretch.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .into_iter()
        .all(|word| ["and", "the", "of", "north", "south"].iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// Rows of a CSV table as `T`, each with its line number.
fn rows<T: serde::de::DeserializeOwned>(table: &str, text: &str) -> Result<Vec<(u64, T)>> {
    let malformed = |error: &csv::Error| Error::Vocabulary {
        table: table.to_owned(),
        line: error.position().map_or(1, csv::Position::line),
        expected: "a row with the columns of the table's first line".to_owned(),
        found: error.to_string(),
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| malformed(&e))?.clone();
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    while reader.read_record(&mut record).map_err(|e| malformed(&e))? {
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.deserialize(Some(&headers)).map_err(|e| malformed(&e))?));
    }
    Ok(rows)
}

/// The parts of a `;`-separated cell, without blanks.
fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}
