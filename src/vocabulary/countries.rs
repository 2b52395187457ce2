//! Countries, territories and historical states by ISO 3166 code.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{list, rows};
use crate::error::{Error, Result};

/// Index of a country in [`Countries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryId(u16);

impl CountryId {
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One row of `countries.csv`.
#[derive(Clone, Debug, Deserialize)]
pub struct Country {
    pub iso3: String,
    pub iso2: String,
    pub name: String,
    pub official_name: String,
    pub region: String,
    pub subregion: String,
    /// `state`, `territory`, `disputed` or `historical`.
    pub status: String,
    pub from: Option<i16>,
    pub to: Option<i16>,
    /// Codes of the successors of a historical state, `;`-separated.
    pub successors: String,
}

pub struct Countries {
    table: Vec<Country>,
    by_iso3: FxHashMap<String, CountryId>,
}

impl Countries {
    pub(super) fn shipped() -> Result<Self> {
        let parsed: Vec<(u64, Country)> = rows("countries.csv", include_str!("../data/countries.csv"))?;
        let mut by_iso3 = FxHashMap::default();
        for (index, (_, country)) in parsed.iter().enumerate() {
            let id = CountryId(u16::try_from(index).expect("fewer than 65,536 countries"));
            by_iso3.insert(country.iso3.clone(), id);
        }
        let countries = Self { table: parsed.iter().map(|(_, country)| country.clone()).collect(), by_iso3 };
        for (line, country) in &parsed {
            for successor in list(&country.successors) {
                countries.code("countries.csv", *line, successor)?;
            }
        }
        Ok(countries)
    }

    #[must_use]
    pub fn get(&self, id: CountryId) -> &Country {
        &self.table[usize::from(id.0)]
    }

    #[must_use]
    pub fn iso3(&self, id: CountryId) -> &str {
        &self.get(id).iso3
    }

    #[must_use]
    pub fn find(&self, iso3: &str) -> Option<CountryId> {
        self.by_iso3.get(iso3).copied()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Country> {
        self.table.iter()
    }

    /// The country with this code, or an error that names the place in the table that asked for it.
    pub(super) fn code(&self, table: &str, line: u64, iso3: &str) -> Result<CountryId> {
        self.find(iso3).ok_or_else(|| Error::Vocabulary {
            table: table.to_owned(),
            line,
            expected: "an ISO 3166-1 alpha-3 code of countries.csv".to_owned(),
            found: format!("{iso3:?}"),
        })
    }
}
