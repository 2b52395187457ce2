//! Terms that speak for (or, with a negative weight, against) a category.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::{Categories, Meaning, rows};
use crate::error::{Error, Result};
use crate::matcher::{Case, Layer, Surface};

#[derive(Clone, Debug)]
pub struct Term {
    pub text: String,
    /// Index into [`Categories`].
    pub category: usize,
    pub weight: f32,
}

#[derive(Deserialize)]
struct Row {
    category: String,
    term: String,
    weight: f32,
}

pub struct Lexicon {
    terms: Vec<Term>,
}

impl Lexicon {
    /// The shipped rows; `own` rows replace the shipped rows of the same category and term.
    pub(super) fn load(categories: &Categories, own: Option<&str>) -> Result<Self> {
        let mut own_terms = Vec::new();
        if let Some(text) = own {
            read(categories, "lexicon", text, &mut own_terms)?;
        }
        let replaced: FxHashSet<(usize, String)> = own_terms.iter().map(|t| (t.category, t.text.clone())).collect();
        let mut terms = Vec::new();
        read(categories, "lexicon.csv", include_str!("../data/lexicon.csv"), &mut terms)?;
        terms.retain(|term| !replaced.contains(&(term.category, term.text.clone())));
        terms.append(&mut own_terms);
        Ok(Self { terms })
    }

    #[must_use]
    pub fn get(&self, index: u32) -> &Term {
        &self.terms[index as usize]
    }

    pub(super) fn surfaces(&self) -> Vec<Surface<Meaning>> {
        let surface = |(index, term): (u32, &Term)| Surface {
            text: term.text.clone(),
            case: if term.text.contains(char::is_uppercase) { Case::Printed } else { Case::Any },
            layer: Layer::Term,
            meaning: Meaning::Term(index),
        };
        (0..).zip(&self.terms).map(surface).collect()
    }
}

fn read(categories: &Categories, table: &str, text: &str, terms: &mut Vec<Term>) -> Result<()> {
    for (line, row) in rows::<Row>(table, text)? {
        let category = categories.find(&row.category).ok_or_else(|| Error::Vocabulary {
            table: table.to_owned(),
            line,
            expected: "a label of categories.csv".to_owned(),
            found: format!("{:?}", row.category),
        })?;
        for form in expand(row.term.trim()) {
            terms.push(Term { text: form, category, weight: row.weight });
        }
    }
    Ok(())
}

/// The forms behind a compact one: `sanction(|s|ed)` is three terms; several brackets multiply.
fn expand(compact: &str) -> Vec<String> {
    let Some((head, rest)) = compact.split_once('(') else { return vec![compact.to_owned()] };
    let Some((choices, tail)) = rest.split_once(')') else { return vec![compact.to_owned()] };
    let tails = expand(tail);
    let join = |choice: &str| tails.iter().map(move |tail| format!("{head}{choice}{tail}")).collect::<Vec<_>>();
    choices.split('|').flat_map(join).collect()
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn brackets_expand_to_every_choice() {
        assert_eq!(expand("graft"), ["graft"]);
        assert_eq!(expand("sanction(|s|ed)"), ["sanction", "sanctions", "sanctioned"]);
        assert_eq!(
            expand("missile(|s) test(|s)"),
            ["missile test", "missile tests", "missiles test", "missiles tests"]
        );
        assert_eq!(expand("open ("), ["open ("]);
    }
}
