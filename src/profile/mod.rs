//! How a series lays out its pages, as data: `src/data/profiles/*.toml`, and files of the user in the same keys.
//!
//! In: TOML. Out: [`Profile`], with its templates read. `docs/profiles.md` says what each key means. Which profile a text
//! fits is decided in [`detection`]; what a profile makes of a page in `segment`, `masthead` and `parse`.

mod detection;
mod shipped;
mod slot;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::date::NumericOrder;
use crate::error::{Error, Result};
use crate::value::Markup;

pub use detection::{Chosen, Detector};
pub use shipped::Choice;
pub use slot::Slot;
pub use template::{Captured, Template};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: String,
    /// One line that says what the profile is for.
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub markup: Markup,
    /// Lines that speak for this layout.
    #[serde(default)]
    pub sign: Vec<Sign>,
    #[serde(default)]
    pub masthead: Masthead,
    #[serde(default)]
    pub note: Note,
    #[serde(default)]
    pub date: DateForm,
    #[serde(default)]
    pub boilerplate: Boilerplate,
    /// Headings that items stand under, the outer ones first.
    #[serde(default)]
    pub section: Vec<Section>,
    #[serde(default)]
    pub items: Items,
    #[serde(default)]
    pub citations: Citations,
    /// Series by name, each with the slugs and abbreviations it is filed under.
    #[serde(default)]
    pub series: BTreeMap<String, Vec<String>>,
}

/// A line that speaks for a layout.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    pub line: Template,
    pub weight: u32,
    /// How often it counts.
    #[serde(default = "once")]
    pub most: u32,
}

fn once() -> u32 {
    1
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Masthead {
    pub navigation: Vec<String>,
    pub organisation: Vec<String>,
    pub categories: Vec<String>,
    pub editors: Vec<String>,
    /// Words between the name of a series and its number.
    pub number: Vec<String>,
    /// Title lines; without any, lines such as `Series No. 12` are found.
    pub titles: Vec<Template>,
    /// Lines of the imprint: `{date}`.
    pub imprint: Vec<Template>,
    /// The name of the series where the title has none.
    pub series: Option<String>,
    /// Lines of a table of contents; `{title}` is the headline.
    pub contents: Vec<Template>,
    /// What the first line below the masthead is: one of these.
    pub until: Vec<Until>,
}

/// A kind of line that ends the masthead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    Section,
    Mark,
    Source,
    Headline,
    Rule,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// How an editors' note opens, lower case, straight apostrophes.
    pub openings: Vec<String>,
}

impl Default for Note {
    fn default() -> Self {
        let openings = ["[editor's note", "[editors' note", "[editor's update", "[editors' update"];
        Self { openings: openings.map(str::to_owned).to_vec() }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DateForm {
    /// What `03/04/2016` means.
    pub numeric: NumericOrder,
    /// Series that print the day first, whatever `numeric` says.
    pub day_first: Vec<String>,
    /// Whether `March 1` without a colon is a date heading.
    pub bare_headings: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Boilerplate {
    /// Characters that rules are drawn with.
    pub rules: String,
    /// Lines that are no part of any item.
    pub lines: Vec<Template>,
    /// Lines after which the issue has nothing more.
    pub end: Vec<Template>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub declares: Declares,
    pub lines: Vec<Template>,
    /// The only labels there are, in any case.
    #[serde(default)]
    pub labels: Vec<String>,
    #[serde(default)]
    pub case: Option<Case>,
    /// All under the heading is one item.
    #[serde(default)]
    pub one_item: bool,
    /// Headings with no item between them stand in one another, where neither bullets nor indentation show their depth.
    #[serde(default)]
    pub nests: bool,
    /// What stands under the heading is no part of any item.
    #[serde(default)]
    pub skip: bool,
    /// Labels with the category that they mean.
    #[serde(default)]
    pub categories: BTreeMap<String, String>,
}

/// What a section says of the items under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Declares {
    /// Its label names a country, and only such a label makes a section.
    Country,
    Region,
    Category,
    /// What the items have in common, in the words of the digest.
    Topic,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// All letters are capitals.
    Upper,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Items {
    pub boundaries: Vec<Boundary>,
    pub headline: Headline,
    pub lines: Lines,
    /// Lines, or starts of lines, that number or point at items.
    pub marks: Vec<Template>,
    /// Lines between a mark and the text, in their order; each may be missing.
    pub head: Vec<Template>,
    /// Lines that name who wrote an item.
    pub bylines: Vec<Template>,
    /// Whether items end in the initials of their author.
    pub initials: bool,
}

impl Default for Items {
    fn default() -> Self {
        Self {
            boundaries: vec![Boundary::DateHeading, Boundary::Headline, Boundary::Citation],
            headline: Headline::default(),
            lines: Lines::default(),
            marks: Vec::new(),
            head: Vec::new(),
            bylines: Vec::new(),
            initials: false,
        }
    }
}

/// What parts items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boundary {
    /// `March 5:` dates the items under it, each paragraph one.
    DateHeading,
    /// A headline starts an item.
    Headline,
    /// A citation at the end of a paragraph ends an item.
    Citation,
    /// Each paragraph is an item.
    Paragraph,
    /// A mark starts an item.
    Mark,
    /// A source printed before the text starts an item.
    Source,
}

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lines {
    /// Found out for each page: wrapped, or a paragraph each.
    #[default]
    Auto,
    /// Each line is a paragraph.
    Paragraphs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Headline {
    /// A line in capitals.
    #[default]
    Capitals,
    /// Capitals at the start of the paragraph: `HEADLINE. Text`.
    RunIn,
    None,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Citations {
    pub forms: Vec<CitationForm>,
    /// Lines that name the source of what follows.
    pub before: Vec<Template>,
}

impl Default for Citations {
    fn default() -> Self {
        Self { forms: vec![CitationForm::Bracket, CitationForm::Prose], before: Vec::new() }
    }
}

/// A printed form of citations that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CitationForm {
    /// `(Outlet, date)`, `(Outlet)` behind the last sentence.
    Bracket,
    /// `Outlet reports that ...`
    Prose,
    /// `Outlet, 17 December` behind the last sentence.
    Bare,
    /// `[https://example.org (Outlet)]`
    Link,
    /// `TBILISI, May 4 (Outlet) - ...`
    Dateline,
}

impl Profile {
    /// Reads a profile; `place` names it in errors.
    ///
    /// # Errors
    /// [`Error::Profile`] with line, key and what was expected.
    pub fn parse(place: &str, text: &str) -> Result<Self> {
        let profile: Self = toml::from_str(text)
            .map_err(|error| Error::Profile { name: place.to_owned(), message: located(text, &error) })?;
        let wrong = |key: &str, message: &str| Error::Profile {
            name: place.to_owned(),
            message: format!("line {}, {key}: {message}", line_of(text, key)),
        };
        if profile.name.is_empty() || profile.name == "auto" {
            return Err(wrong("name", "expected a name other than \"auto\", found none"));
        }
        if profile.items.boundaries.contains(&Boundary::Mark) && profile.items.marks.is_empty() {
            return Err(wrong("boundaries", "expected templates in items.marks for the boundary \"mark\", found none"));
        }
        let sources = !profile.citations.before.is_empty() || !profile.items.head.is_empty();
        if profile.items.boundaries.contains(&Boundary::Source) && !sources {
            return Err(wrong(
                "boundaries",
                "expected templates in citations.before for the boundary \"source\", found none",
            ));
        }
        Ok(profile)
    }

    /// What `03/04/2016` means in a series.
    #[must_use]
    pub fn numeric_order(&self, series: Option<&str>) -> NumericOrder {
        let day_first = series.is_some_and(|series| self.date.day_first.iter().any(|known| known == series));
        if day_first { NumericOrder::DayFirst } else { self.date.numeric }
    }

    /// Whether lines have to be compared with templates at all.
    #[must_use]
    pub fn has_layout(&self) -> bool {
        let items = &self.items;
        !(self.boilerplate.rules.is_empty()
            && self.boilerplate.lines.is_empty()
            && self.boilerplate.end.is_empty()
            && self.section.is_empty()
            && items.marks.is_empty()
            && items.head.is_empty()
            && items.bylines.is_empty()
            && !items.initials
            && items.headline == Headline::Capitals
            && self.citations.before.is_empty()
            && self.masthead.titles.is_empty())
    }

    #[must_use]
    pub fn parts_by(&self, boundary: Boundary) -> bool {
        self.items.boundaries.contains(&boundary)
    }

    #[must_use]
    pub fn cites_by(&self, form: CitationForm) -> bool {
        self.citations.forms.contains(&form)
    }

    /// The name under which a series is filed that is printed so, else the form as printed.
    #[must_use]
    pub fn series_named<'p>(&'p self, printed: &'p str) -> &'p str {
        let key = crate::words::key(printed);
        let slug = key.replace(' ', "-");
        let same = |name: &str, slugs: &[String]| crate::words::key(name) == key || slugs.contains(&slug);
        self.series.iter().find(|(name, slugs)| same(name, slugs)).map_or(printed, |(name, _)| name.as_str())
    }
}

/// The message of the TOML reader with the line and the key that it is about.
fn located(text: &str, error: &toml::de::Error) -> String {
    let Some(at) = error.span() else { return error.message().to_owned() };
    let before = &text[..at.start.min(text.len())];
    let line = before.matches('\n').count() + 1;
    // The values of a list may stand on lines of their own, below their key.
    let key = text.lines().take(line).collect::<Vec<_>>().into_iter().rev().find_map(key_of);
    format!("line {line}, {}: {}", key.unwrap_or("the start"), error.message().trim_end())
}

/// The key that a line of TOML sets, or the table that it opens.
fn key_of(line: &str) -> Option<&str> {
    let bare = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let table = line.trim().trim_matches(['[', ']']);
    let key = line.split('=').next().unwrap_or("").trim();
    [key, table].into_iter().find(|key| bare(key)).filter(|_| line.contains('=') || line.trim().starts_with('['))
}

fn line_of(text: &str, key: &str) -> usize {
    text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |index| index + 1)
}
