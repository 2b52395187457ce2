//! Series and number from a document's name, for pages whose title was lost: `rrm-no-1501`, `russia-policy-monitor-no-2689`,
//! `crm-1201-2015`; and from the title or subject that its format declares.

use super::title::parse_title;
use crate::profile::Profile;
use crate::span::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FromName {
    pub series: String,
    pub number: Option<u32>,
    /// The declared title that says so, where it is not the name.
    pub title: Option<String>,
}

/// `Russia Reform Monitor No. 1501 | A Council`: a part of a declared title that reads as a title line does. A mail's `Fwd:`
/// and the like stand before it.
pub(crate) fn from_title(declared: &str, profile: &Profile) -> Option<FromName> {
    let bars = [" | ", " « ", " » ", " :: ", " · "];
    let parts =
        bars.iter().find(|bar| declared.contains(**bar)).map_or(vec![declared], |bar| declared.split(bar).collect());
    parts.into_iter().find_map(|part| {
        let mut part = part.trim();
        while let Some((_, rest)) =
            part.split_once(": ").filter(|(mark, _)| ["re", "fw", "fwd"].iter().any(|m| mark.eq_ignore_ascii_case(m)))
        {
            part = rest.trim_start();
        }
        let title = parse_title(part, Span::new(0, part.len()), profile)?;
        Some(FromName { series: title.series.of(part).to_owned(), number: title.number, title: Some(part.to_owned()) })
    })
}

/// `name := slug ["-no" [".-" | "-" | "."] ] ["-"] number ...`, where the slug of a known series needs no `no`. The last
/// part of the name that reads so counts: the folder a page lies in is not always its series.
pub(crate) fn from_name(name: &str, profile: &Profile) -> Option<FromName> {
    name.rsplit('/').find_map(|part| from_part(&part.to_lowercase(), profile))
}

fn from_part(part: &str, profile: &Profile) -> Option<FromName> {
    let slug = part.replace(['_', ' ', '.'], "-");
    for (series, slugs) in &profile.series {
        for known in slugs {
            let Some(rest) = slug.strip_prefix(known.as_str()) else { continue };
            if rest.is_empty() || rest.starts_with('-') {
                let rest = rest.trim_start_matches('-');
                let number = rest.strip_prefix("no").unwrap_or(rest).trim_start_matches('-');
                return Some(FromName { series: series.clone(), number: leading_number(number), title: None });
            }
        }
    }
    let at = slug.find("-no-")?;
    let number = leading_number(slug[at + 4..].trim_start_matches('-'))?;
    let series = slug[..at].split('-').filter(|word| !word.is_empty()).map(capitalised).collect::<Vec<_>>().join(" ");
    (!series.is_empty()).then_some(FromName { series, number: Some(number), title: None })
}

fn leading_number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=6).contains(&digits).then(|| text[..digits].parse().ok())?
}

fn capitalised(word: &str) -> String {
    if matches!(word, "and" | "of" | "the" | "in" | "on" | "for") {
        return word.to_owned();
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pages() {
        let profile = Profile::named("auto").unwrap();
        for (name, expected) in [
            ("rrm-no-1501.txt", Some(("Russia Reform Monitor", Some(1501)))),
            ("russia-reform-monitor/russia-policy-monitor-no-2689.html", Some(("Russia Policy Monitor", Some(2689)))),
            ("china-reform-monitor-no.-1385.txt", Some(("China Reform Monitor", Some(1385)))),
            ("crm-1201-2015.txt", Some(("China Reform Monitor", Some(1201)))),
            ("rrm-unknown-2015.txt", Some(("Russia Reform Monitor", None))),
            ("northern-brief-no-12.txt", Some(("Northern Brief", Some(12)))),
            ("gulf-and-sahel-watch-no-92.txt", Some(("Gulf and Sahel Watch", Some(92)))),
            ("minutes-2015.txt", None),
            ("crmx-12.txt", None),
        ] {
            let found = from_name(name, profile);
            let found = found.as_ref().map(|f| (f.series.as_str(), f.number));
            assert_eq!(found, expected, "{name}");
        }
    }
    #[test]
    fn declared_titles() {
        let profile = Profile::named("auto").unwrap();
        for (title, expected) in [
            ("Russia Reform Monitor No. 1501 | A Council", Some(("Russia Reform Monitor", Some(1501)))),
            ("A Council :: Northern Brief - No. 12", Some(("Northern Brief", Some(12)))),
            ("Fwd: RE: Northern Brief No. 12", Some(("Northern Brief", Some(12)))),
            ("Home", None),
            ("", None),
        ] {
            let found = from_title(title, profile);
            assert_eq!(found.as_ref().map(|f| (f.series.as_str(), f.number)), expected, "{title}");
        }
    }
}
