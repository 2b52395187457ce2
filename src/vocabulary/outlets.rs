//! The authority file of outlets: printed forms to publishers.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::{Countries, CountryId, Meaning, list, rows};
use crate::error::{Error, Result};
use crate::matcher::{Case, Layer, Surface};
use crate::words::key;

/// Index of an outlet in [`Outlets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutletId(u32);

impl OutletId {
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One row of `outlets.csv`; lists are `;`-separated as in the file.
#[derive(Clone, Debug, Deserialize)]
pub struct Outlet {
    pub name: String,
    #[serde(default)]
    pub variants: String,
    /// Former names, each with its years in brackets.
    #[serde(default)]
    pub former: String,
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub kind: String,
    /// `yes`, `no`, or empty where unclear.
    #[serde(default)]
    pub state_controlled: String,
    #[serde(default)]
    pub ground: String,
    #[serde(default)]
    pub domain: String,
    /// Forms that name the outlet in citations only.
    #[serde(default)]
    pub bracket_only: String,
}

impl Outlet {
    /// Whether the outlet reports news or comment, rather than acting in it.
    #[must_use]
    pub fn is_medium(&self) -> bool {
        matches!(self.kind.as_str(), "wire" | "newspaper" | "broadcaster" | "magazine" | "online" | "journal")
    }
}

/// What a printed source turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    Known(OutletId),
    /// Several outlets use the form and nothing decides between them.
    Ambiguous(Vec<OutletId>),
    Unknown,
}

pub struct Outlets {
    table: Vec<Outlet>,
    countries: Vec<Option<CountryId>>,
    /// Of each outlet, whether it is a medium.
    media: Vec<bool>,
    /// Forms of one outlet alone, as the table prints them: what most citations print needs no key.
    by_form: FxHashMap<String, OutletId>,
    by_key: FxHashMap<String, Vec<OutletId>>,
    by_domain: FxHashMap<String, OutletId>,
}

impl Outlets {
    /// The shipped rows; `own` rows replace the shipped rows of the same name, and win over shipped variants.
    pub(super) fn load(countries: &Countries, own: Option<&str>) -> Result<Self> {
        let own_rows = own.map(|text| rows::<Outlet>("outlets", text)).transpose()?.unwrap_or_default();
        let replaced: FxHashSet<String> = own_rows.iter().map(|(_, row)| row.name.clone()).collect();
        let mut own_keys = FxHashSet::default();
        for (_, row) in &own_rows {
            own_keys.extend(forms(row).map(|(form, _)| key(form)));
        }
        let shipped = rows::<Outlet>("outlets.csv", include_str!("../data/outlets.csv"))?;
        let shipped =
            shipped.into_iter().filter(|(_, row)| !replaced.contains(&row.name)).map(|row| ("outlets.csv", row));
        let own_rows = own_rows.into_iter().map(|row| ("outlets", row));
        let mut outlets = Self {
            table: Vec::new(),
            countries: Vec::new(),
            media: Vec::new(),
            by_form: FxHashMap::default(),
            by_key: FxHashMap::default(),
            by_domain: FxHashMap::default(),
        };
        for (table, (line, row)) in shipped.chain(own_rows) {
            outlets.add(countries, table, line, row, &own_keys)?;
        }
        outlets.by_form = outlets.sole_forms();
        Ok(outlets)
    }

    fn add(
        &mut self,
        countries: &Countries,
        table: &str,
        line: u64,
        row: Outlet,
        own_keys: &FxHashSet<String>,
    ) -> Result<()> {
        if row.name.trim().is_empty() {
            let expected = "a name".to_owned();
            return Err(Error::Vocabulary {
                table: table.to_owned(),
                line,
                expected,
                found: "an empty cell".to_owned(),
            });
        }
        let id = OutletId(u32::try_from(self.table.len()).expect("fewer than 4 billion outlets"));
        let country = if row.country.is_empty() { None } else { Some(countries.code(table, line, &row.country)?) };
        for (form, _) in forms(&row) {
            let key = key(form);
            if table == "outlets.csv" && own_keys.contains(&key) {
                continue;
            }
            let holders = self.by_key.entry(key).or_default();
            if !holders.contains(&id) {
                holders.push(id);
            }
        }
        for domain in list(&row.domain) {
            self.by_domain.insert(domain.to_lowercase(), id);
        }
        self.media.push(row.is_medium());
        self.table.push(row);
        self.countries.push(country);
        Ok(())
    }

    /// Forms whose key belongs to one outlet alone, without their article.
    fn sole_forms(&self) -> FxHashMap<String, OutletId> {
        let forms = self.table.iter().flat_map(forms);
        let sole = |form: &str| match self.by_key.get(&key(form)).map(Vec::as_slice) {
            Some(&[only]) => Some((strip_article(form).to_owned(), only)),
            _ => None,
        };
        forms.filter_map(|(form, _)| sole(form)).collect()
    }

    #[must_use]
    pub fn get(&self, id: OutletId) -> &Outlet {
        &self.table[id.0 as usize]
    }

    /// The outlet in this row of the table.
    #[must_use]
    pub fn nth(&self, index: usize) -> &Outlet {
        &self.table[index]
    }

    #[must_use]
    pub fn country(&self, id: OutletId) -> Option<CountryId> {
        self.countries[id.0 as usize]
    }

    /// Whether an outlet reports, as [`Outlet::is_medium`] tells.
    #[must_use]
    pub fn is_medium(&self, id: OutletId) -> bool {
        self.media[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &Outlet> {
        self.table.iter()
    }

    /// Resolves a printed source. Steps, in order: the form itself; without the words that introduce or describe an
    /// outlet (`the official ... news agency`); without a city in front, whose country then decides between holders of
    /// the rest; as a web domain. Where several outlets share the form, the only one in the
    /// countries `near` is taken, else the only one whose canonical name it is.
    #[must_use]
    pub fn resolve(&self, printed: &str, near: &[CountryId], city: impl Fn(&str) -> Option<CountryId>) -> Resolution {
        if let Some(&only) = self.by_form.get(strip_article(printed)) {
            return Resolution::Known(only);
        }
        let full = key(printed);
        let bare = without_description(&full);
        for form in [full.as_str(), bare] {
            if let Some(found) = self.choose(form, near) {
                return found;
            }
        }
        for (at, _) in bare.match_indices(' ').take(3) {
            let Some(country) = city(&bare[..at]) else { continue };
            if let Some(found) = self.choose(&bare[at + 1..], &[country]) {
                return found;
            }
        }
        self.domain(printed).map_or(Resolution::Unknown, Resolution::Known)
    }

    fn choose(&self, key: &str, near: &[CountryId]) -> Option<Resolution> {
        let holders = self.by_key.get(key)?;
        if let [only] = holders[..] {
            return Some(Resolution::Known(only));
        }
        if let Some(outlet) = self.near_or_namesake(key, holders, near) {
            return Some(Resolution::Known(outlet));
        }
        Some(Resolution::Ambiguous(holders.clone()))
    }

    /// Among holders of one form: the only one in the countries `near`, else the only one whose own name it is.
    fn near_or_namesake(&self, key: &str, holders: &[OutletId], near: &[CountryId]) -> Option<OutletId> {
        let mut close = holders.iter().filter(|&&id| self.country(id).is_some_and(|c| near.contains(&c)));
        if let (Some(&only), None) = (close.next(), close.next()) {
            return Some(only);
        }
        let mut named = holders.iter().filter(|&&id| crate::words::key(&self.get(id).name) == key);
        named.next().copied().filter(|_| named.next().is_none())
    }

    /// The outlet behind a link or a domain name, subdomains included.
    #[must_use]
    pub fn domain(&self, link: &str) -> Option<OutletId> {
        let link = link.trim().to_lowercase();
        let host = link.split_once("://").map_or(link.as_str(), |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next()?;
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        if !host.contains('.') {
            return None;
        }
        let mut host = host;
        loop {
            if let Some(&id) = self.by_domain.get(host) {
                return Some(id);
            }
            host = host.split_once('.')?.1;
        }
    }

    pub(super) fn surfaces(&self) -> Vec<Surface<Meaning>> {
        let mut surfaces = Vec::with_capacity(self.table.len() * 3);
        for (id, row) in (0..).map(OutletId).zip(&self.table) {
            for (form, bracket_only) in forms(row) {
                surfaces.push(Surface {
                    text: strip_article(form).to_owned(),
                    case: Case::Printed,
                    layer: if bracket_only { Layer::Source } else { Layer::Name },
                    meaning: Meaning::Outlet(id),
                });
            }
        }
        surfaces
    }
}

/// Every printed form of an outlet, and whether it holds in citations only.
fn forms(row: &Outlet) -> impl Iterator<Item = (&str, bool)> {
    let bracket_only: Vec<&str> = list(&row.bracket_only).collect();
    let named_in_brackets = bracket_only.contains(&row.name.as_str());
    let former = list(&row.former).map(|f| f.rsplit_once(" (").map_or(f, |(name, _)| name));
    let open = list(&row.variants).chain(former).map(|form| (form, false));
    std::iter::once((row.name.as_str(), named_in_brackets))
        .chain(open)
        .chain(bracket_only.into_iter().map(|form| (form, true)))
}

fn strip_article(form: &str) -> &str {
    form.strip_prefix("The ").filter(|rest| rest.len() > 3).unwrap_or(form)
}

/// A key without the words that introduce or describe an outlet in prose.
fn without_description(key: &str) -> &str {
    const BEFORE: &[&str] = &[
        "official ",
        "state run ",
        "state owned ",
        "state ",
        "daily ",
        "newspaper ",
        "news agency ",
        "magazine ",
        "website ",
        "journal ",
    ];
    const AFTER: &[&str] = &[
        " news agency",
        " newspaper",
        " website",
        " magazine",
        " online",
        " daily",
        " com",
        " news",
        " tv",
        " television",
    ];
    let mut rest = key;
    for prefix in BEFORE {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    AFTER.iter().find_map(|suffix| rest.strip_suffix(suffix)).unwrap_or(rest)
}
