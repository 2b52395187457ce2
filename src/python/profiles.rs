//! Profiles from Python: those that ship, what a text scores, and proposals for unknown layouts.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use super::vocabulary::PyVocabulary;
use crate::inference::propose;
use crate::profile::{Choice, Profile};

/// Name and purpose of every profile that ships, in the order in which equal scores are decided.
#[pyfunction]
pub(super) fn shipped_profiles() -> PyResult<Vec<(&'static str, &'static str)>> {
    Ok(Profile::shipped()?.iter().map(|profile| (profile.name.as_str(), profile.about.as_str())).collect())
}

/// The TOML of a shipped profile, or of a file that is one.
#[pyfunction]
pub(super) fn profile_text(name: &str) -> PyResult<String> {
    match Choice::of(name)? {
        Choice::One(profile) if profile.name != name => Ok(std::fs::read_to_string(name)?),
        _ => Ok(Profile::text(name)?.to_owned()),
    }
}

/// The score of every shipped profile for a text, in their order.
#[pyfunction]
pub(super) fn profile_scores(text: &str) -> PyResult<Vec<(&'static str, u32)>> {
    let Choice::Auto(detector) = Choice::of("auto")? else { return Ok(Vec::new()) };
    let names = detector.profiles().iter().map(|profile| profile.name.as_str());
    Ok(names.zip(detector.scores(text)).collect())
}

type Evidence = (&'static str, String, usize, usize, bool, String);

/// A profile proposed for texts: its TOML, and of each form that was counted its key, the form, how often and in how many
/// documents it stands, whether it was taken up, and an example.
#[pyfunction]
pub(super) fn infer_profile(
    py: Python<'_>,
    texts: Vec<PyBackedStr>,
    name: &str,
    vocabulary: &PyVocabulary,
) -> (String, Vec<Evidence>) {
    let proposal = py.detach(|| {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        propose(&texts, name, &vocabulary.inner)
    });
    let rows = proposal.evidence.into_iter();
    let rows = rows.map(|e| (e.key, e.form, e.count.times, e.count.documents, e.taken, e.count.example));
    (proposal.toml, rows.collect())
}
