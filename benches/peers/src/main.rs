//! One bare pass of an Aho-Corasick automaton over a text.
//!
//!     dateline-peers FORMS TEXT RUNS
//!
//! FORMS holds one printed form a line. Prints one JSON object: seconds to build and to search, best of RUNS, for the
//! automaton that the crate chooses by itself and for the fully compiled one.

use std::time::Instant;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [forms, text, runs] = &arguments[..] else { return Err("expected FORMS TEXT RUNS".into()) };
    let forms = std::fs::read_to_string(forms)?;
    let text = std::fs::read(text)?;
    let runs: usize = runs.parse()?;
    let mut parts = Vec::new();
    for (name, kind) in [("chosen", None), ("dfa", Some(AhoCorasickKind::DFA))] {
        let start = Instant::now();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(kind).build(forms.lines())?;
        let build = start.elapsed().as_secs_f64();
        let (mut best, mut matches) = (f64::INFINITY, 0);
        for _ in 0..runs {
            let start = Instant::now();
            matches = automaton.find_iter(&text).count();
            best = best.min(start.elapsed().as_secs_f64());
        }
        let memory = automaton.memory_usage();
        parts.push(format!("\"{name}\": {{\"seconds\": {best}, \"build\": {build}, \"matches\": {matches}, \"memory\": {memory}}}"));
    }
    println!("{{{}}}", parts.join(", "));
    Ok(())
}
