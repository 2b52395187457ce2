//! Counts as a profile: what is taken up, written as TOML with the counts as comments.

use std::fmt::Write;

use super::{Count, Counts};

/// A proposed profile with what it rests on.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    pub toml: String,
    pub evidence: Vec<Evidence>,
}

/// One printed form that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// What the form is for, as the profile's keys call it.
    pub key: &'static str,
    pub form: String,
    pub count: Count,
    pub taken: bool,
}

impl Proposal {
    /// A form is taken up that stands in at least half of the documents; in a third where several forms share a purpose.
    pub(super) fn new(name: &str, counts: Counts, documents: usize) -> Self {
        let mut evidence: Vec<Evidence> = counts
            .into_iter()
            .map(|((key, form), count)| {
                let least = if matches!(key, "titles" | "marks" | "before") {
                    documents.div_ceil(3)
                } else {
                    documents.div_ceil(2)
                };
                let taken = documents > 0 && count.documents >= least && !(key == "citation" && form == "none");
                // A label that stands on every page is one by its words, not by chance.
                let taken =
                    taken && (key != "line" || documents > 1) && (key != "before" || count.times >= 2 * documents);
                Evidence { key, form, count, taken }
            })
            .filter(|found| found.key != "line" || found.taken)
            .collect();
        evidence.sort_by(|a, b| (a.key, b.count.times).cmp(&(b.key, a.count.times)));
        // Capitals that run into the text are rarer than lines in capitals, which are sections then.
        if evidence.iter().any(|found| found.taken && found.form == "run-in") {
            evidence.sort_by_key(|found| (found.key, found.form == "capitals"));
        }
        only_best(&mut evidence, "headline");
        only_best(&mut evidence, "numeric");
        let toml = written(name, &evidence, documents);
        Self { toml, evidence }
    }
}

/// Keys with one value keep the form seen most.
fn only_best(evidence: &mut [Evidence], key: &str) {
    for (index, found) in evidence.iter_mut().filter(|found| found.key == key).enumerate() {
        found.taken &= index == 0;
    }
}

fn written(name: &str, evidence: &[Evidence], documents: usize) -> String {
    let taken = |key: &'static str| evidence.iter().filter(move |found| found.key == key && found.taken);
    let has = |key: &'static str, form: &str| taken(key).any(|found| found.form == form);
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let list = |key: &'static str| {
        let mut out = "[\n".to_owned();
        for found in taken(key) {
            let _ = writeln!(out, "    {},  # {}", quoted(&found.form), counted(&found.count, documents));
        }
        out + "]"
    };
    let mut out = format!(
        "# Proposed from {documents} documents. Counts stand beside what they speak for.\nname = {}\n",
        quoted(name)
    );
    if taken("titles").next().is_some() {
        let _ = write!(out, "\n[masthead]\ntitles = {}\n", list("titles"));
    }
    let bare = has("headings", "bare date-heading");
    if let Some(order) = taken("numeric").next() {
        let _ = write!(out, "\n[date]\nnumeric = {}  # {}\n", quoted(&order.form), counted(&order.count, documents));
        let _ = if bare { writeln!(out, "bare_headings = true") } else { Ok(()) };
    } else if bare {
        out.push_str("\n[date]\nbare_headings = true\n");
    }
    let rules: String = taken("rules").map(|found| found.form.as_str()).collect();
    if !rules.is_empty() {
        let _ = write!(out, "\n[boilerplate]\nrules = {}\n", quoted(&rules));
    }
    let capitals = has("headline", "run-in") && evidence.iter().any(|found| found.form == "capitals");
    sections(&mut out, &list, &has, taken("line").next().is_some(), capitals);
    let mut boundaries = Vec::new();
    for (boundary, present) in [
        ("date-heading", has("headings", "date-heading") || bare),
        ("headline", has("headline", "capitals")),
        ("mark", taken("marks").next().is_some()),
        ("source", taken("before").next().is_some()),
        ("citation", taken("citation").any(|found| found.form != "dateline") && taken("marks").next().is_none()),
        ("paragraph", has("headline", "run-in")),
    ] {
        boundaries.extend(present.then(|| quoted(boundary)));
    }
    if boundaries.is_empty() {
        boundaries.push(quoted("paragraph"));
    }
    let _ = write!(out, "\n[items]\nboundaries = [{}]\n", boundaries.join(", "));
    let headline = taken("headline").next().map_or("none", |found| found.form.as_str());
    let _ = writeln!(out, "headline = {}", quoted(headline));
    if taken("marks").next().is_some() {
        let _ = writeln!(out, "marks = {}", list("marks"));
    }
    if has("initials", "true") {
        out.push_str("initials = true\n");
    }
    let mut forms: Vec<String> = taken("citation").map(|found| quoted(&found.form)).collect();
    forms.push(quoted("prose"));
    let _ = write!(out, "\n[citations]\nforms = [{}]\n", forms.join(", "));
    if taken("before").next().is_some() {
        let _ = writeln!(out, "before = {}", list("before"));
    }
    out
}

fn sections(
    out: &mut String,
    list: &impl Fn(&'static str) -> String,
    has: &impl Fn(&'static str, &str) -> bool,
    lines: bool,
    capitals: bool,
) {
    if capitals {
        out.push_str("\n[[section]]\ndeclares = \"region\"\nlines = [\"{label}\"]\ncase = \"upper\"\n");
    }
    if has("section", "{numeral}. {label}[.]") {
        out.push_str("\n[[section]]\ndeclares = \"region\"\nlines = [\"{numeral}. {label}[.]\"]\n");
    }
    if lines {
        let _ =
            write!(out, "\n[[section]]\ndeclares = \"topic\"\nlines = [\"{{label}}\"]\nlabels = {}\n", list("line"));
    }
    if has("section", "{label}:") {
        out.push_str("\n[[section]]\ndeclares = \"topic\"\nlines = [\"{label}:\"]\n");
    }
    if has("section", "{label}") && !lines {
        out.push_str("\n[[section]]\ndeclares = \"topic\"\nlines = [\"{label}\"]\n");
    }
    if has("section", "country") {
        out.push_str("\n[[section]]\ndeclares = \"country\"\nlines = [\"{label}\", \"{label}:\"]\none_item = true\n");
    }
}

fn counted(count: &Count, documents: usize) -> String {
    let example: String = count.example.chars().filter(|c| !c.is_control()).take(60).collect();
    format!("{} times in {} of {documents}: {example}", count.times, count.documents)
}
