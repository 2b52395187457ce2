//! Names of members: safe to show and to compare, each once.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostic::{Code, Diagnostic};

/// The name of a member, with what was odd about it.
pub(super) struct Name {
    pub name: String,
    pub notes: Vec<Diagnostic>,
}

/// The names that a container has given so far, as hashes: there may be millions.
#[derive(Default)]
pub(super) struct Names {
    uses: FxHashMap<u64, u32>,
}

impl Names {
    /// A printed name as a relative path with `/` between its parts; nothing for hidden files, which folders leave out,
    /// too. A name that was there before gets `~2`, `~3` and so on.
    pub(super) fn take(&mut self, printed: &str) -> Option<Name> {
        let mut notes = Vec::new();
        let mut name = safe(printed);
        if name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            return None;
        }
        if name.is_empty() {
            name.push_str("unnamed");
        }
        if name != printed && Some(name.as_str()) != printed.strip_prefix("./") {
            let message =
                format!("expected a relative name without control characters, found {printed:?}; read as {name:?}");
            notes.push(Diagnostic::whole(Code::UnsafeName, message));
        }
        let uses = self.uses.entry(hash(&name)).or_default();
        *uses += 1;
        if *uses > 1 {
            let message = format!("expected {name:?} once, found it {uses} times; the later ones are numbered");
            name = format!("{name}~{uses}");
            notes.push(Diagnostic::whole(Code::DuplicateName, message));
        }
        Some(Name { name, notes })
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(name.as_bytes());
    hasher.finish()
}

/// Without roots, drives, steps up, and characters that steer a terminal; `\` parts names as `/` does.
fn safe(printed: &str) -> String {
    let parts = printed.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let parts = parts.skip_while(|part| part.len() == 2 && part.ends_with(':'));
    let shown: Vec<String> =
        parts.map(|part| part.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()).collect();
    shown.join("/")
}

/// Control characters and marks of direction.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_escape_are_led_back() {
        for (printed, expected) in [
            ("2004/a.txt", Some("2004/a.txt")),
            ("./2004/a.txt", Some("2004/a.txt")),
            ("../../etc/x", Some("etc/x")),
            ("/etc/passwd", Some("etc/passwd")),
            ("C:\\docs\\a.txt", Some("docs/a.txt")),
            ("a\u{1b}[2J\u{202e}txt", Some("a\u{fffd}[2J\u{fffd}txt")),
            ("..", Some("unnamed")),
            ("", Some("unnamed")),
            ("__MACOSX/a.txt", None),
            ("a/.DS_Store", None),
        ] {
            let name = Names::default().take(printed);
            assert_eq!(name.as_ref().map(|name| name.name.as_str()), expected, "{printed}");
            let odd = expected.is_some_and(|expected| !printed.ends_with(expected) || printed.starts_with(['/', '.']));
            let noted = name.is_some_and(|name| !name.notes.is_empty());
            assert_eq!(noted, odd && !printed.starts_with("./"), "{printed}");
        }
    }

    #[test]
    fn a_name_used_twice_is_numbered() {
        let mut names = Names::default();
        let taken: Vec<String> = (0..3).map(|_| names.take("a.txt").unwrap().name).collect();
        assert_eq!(taken, ["a.txt", "a.txt~2", "a.txt~3"]);
    }
}
