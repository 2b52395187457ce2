//! Category labels as digests print them: topics, and regions with the countries they cover.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{Countries, CountryId, list, rows};
use crate::error::Result;
use crate::words::key;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelKind {
    Topic,
    Region,
}

#[derive(Clone, Debug)]
pub struct Category {
    pub label: String,
    pub kind: LabelKind,
    /// Countries a region covers; empty for topics.
    pub countries: Vec<CountryId>,
}

#[derive(Deserialize)]
struct Row {
    label: String,
    kind: LabelKind,
    countries: String,
    aliases: String,
}

pub struct Categories {
    table: Vec<Category>,
    /// Labels and aliases as the table prints them, which is how most issues print them.
    by_form: FxHashMap<String, usize>,
    by_key: FxHashMap<String, usize>,
}

impl Categories {
    pub(super) fn shipped(countries: &Countries) -> Result<Self> {
        let mut table = Vec::new();
        let (mut by_form, mut by_key) = (FxHashMap::default(), FxHashMap::default());
        for (line, row) in rows::<Row>("categories.csv", include_str!("../data/categories.csv"))? {
            for form in list(&row.aliases).chain([row.label.as_str()]) {
                by_form.insert(form.to_owned(), table.len());
                by_key.insert(key(form), table.len());
            }
            let covered = list(&row.countries).map(|code| countries.code("categories.csv", line, code));
            table.push(Category { countries: covered.collect::<Result<_>>()?, label: row.label, kind: row.kind });
        }
        Ok(Self { table, by_form, by_key })
    }

    /// The known label behind a printed one (any case and spacing, aliases too).
    #[must_use]
    pub fn find(&self, printed: &str) -> Option<usize> {
        self.by_form.get(printed).or_else(|| self.by_key.get(&key(printed))).copied()
    }

    #[must_use]
    pub fn get(&self, index: usize) -> &Category {
        &self.table[index]
    }

    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "the table is never empty")]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.table.iter()
    }
}
