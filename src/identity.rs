//! Ids that stay the same across runs, machines and input order.

use rustc_hash::FxHashMap;

/// A series' name as it stands in ids: `Russia Reform Monitor` is `russia-reform-monitor`.
pub(crate) fn slug(name: &str) -> String {
    crate::words::key(name).replace(' ', "-")
}

/// What the id of an issue is made from.
#[derive(Clone, Debug)]
pub(crate) struct IssueIdentity<'a> {
    /// Slug of the series.
    pub series: Option<&'a str>,
    pub number: Option<u32>,
    /// Slugs of the volume that numbers count in, and of the part of an issue that is sent in several.
    pub volume: Option<&'a str>,
    pub part: Option<&'a str>,
    /// The day that the masthead prints.
    pub published: Option<jiff::civil::Date>,
    /// The first 16 hexadecimal digits of the hash of its document.
    pub content_hash: u64,
    /// Which issue of its document it is.
    pub nth: u32,
    /// How much the rendering holds: headlines, items, category labels, bytes of items. The fullest is the one others
    /// duplicate.
    pub fullness: [u32; 4],
}

/// The id of an issue, and that of the rendering it duplicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IssueId {
    pub id: String,
    pub duplicate_of: Option<String>,
}

/// Which of the renderings of an issue one is: the fullest, or the nth, from 1, of the others whose content hashes start alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rendering(u32);

impl Rendering {
    pub(crate) const FULLEST: Self = Self(0);

    /// `<series>/<number>` with volume before it and part behind it, `<series>/<date>` for a series without numbers, else
    /// from the content. The fullest rendering of an issue has the plain id; the others carry the start of their content
    /// hash behind it.
    pub(crate) fn id(self, issue: &IssueIdentity) -> IssueId {
        let plain = plain_id(issue);
        let hash = digits(issue.content_hash, 8);
        match self.0 {
            0 => IssueId { id: plain, duplicate_of: None },
            1 => IssueId { id: format!("{plain}+{hash}"), duplicate_of: Some(plain) },
            nth => IssueId { id: format!("{plain}+{hash}-{nth}"), duplicate_of: Some(plain) },
        }
    }

    /// The one that was given an id.
    pub(crate) fn of(id: &str, duplicate_of: Option<&str>) -> Option<Self> {
        let Some(plain) = duplicate_of else { return Some(Self::FULLEST) };
        let (_, nth) = id.strip_prefix(plain)?.strip_prefix('+')?.split_at_checked(8)?;
        if nth.is_empty() { Some(Self(1)) } else { Some(Self(nth.strip_prefix('-')?.parse().ok()?)) }
    }
}

/// Tells renderings of an issue apart.
pub(crate) fn renderings(issues: &[IssueIdentity]) -> Vec<Rendering> {
    let mut groups: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, issue) in issues.iter().enumerate() {
        groups.entry(plain_id(issue)).or_default().push(index);
    }
    let mut found = vec![Rendering::FULLEST; issues.len()];
    for mut members in groups.into_values() {
        members.sort_by_key(|&index| {
            (std::cmp::Reverse(issues[index].fullness), issues[index].content_hash, issues[index].nth, index)
        });
        let mut used: FxHashMap<String, u32> = FxHashMap::default();
        for &index in &members[1..] {
            let copies = used.entry(digits(issues[index].content_hash, 8)).or_default();
            *copies += 1;
            found[index] = Rendering(*copies);
        }
    }
    found
}

/// The id of an issue that no other shares.
pub(crate) fn plain_id(issue: &IssueIdentity) -> String {
    if let (Some(series), Some(number)) = (issue.series, issue.number) {
        let volume = issue.volume.map_or(String::new(), |volume| format!("{volume}-"));
        let part = issue.part.map_or(String::new(), |part| format!("-{part}"));
        return format!("{series}/{volume}{number}{part}");
    }
    if let (Some(series), Some(day)) = (issue.series, issue.published) {
        return format!("{series}/{day}");
    }
    let hash = digits(issue.content_hash, 12);
    let nth = if issue.nth > 0 { format!("-{}", issue.nth + 1) } else { String::new() };
    match issue.series {
        Some(series) => format!("{series}/{hash}{nth}"),
        None => format!("{hash}{nth}"),
    }
}

/// So many hexadecimal digits from the start of a hash.
fn digits(hash: u64, count: usize) -> String {
    let mut digits = format!("{hash:016x}");
    digits.truncate(count);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(number: Option<u32>, content_hash: u64, headlines: u32) -> IssueIdentity<'static> {
        IssueIdentity {
            series: Some("iran-democracy-monitor"),
            number,
            volume: None,
            part: None,
            published: None,
            content_hash,
            nth: 0,
            fullness: [headlines, 3, 0, 100],
        }
    }

    fn issue_ids(issues: &[IssueIdentity]) -> Vec<IssueId> {
        issues.iter().zip(renderings(issues)).map(|(issue, rendering)| rendering.id(issue)).collect()
    }

    #[test]
    fn a_rendering_is_known_by_its_id() {
        let same = [(); 3].map(|()| issue(Some(131), 0xaaaa_aaaa_aaaa_aaaa, 0));
        let ids = issue_ids(&same);
        assert_eq!(ids[2].id, "iran-democracy-monitor/131+aaaaaaaa-2");
        let known = ids.iter().map(|id| Rendering::of(&id.id, id.duplicate_of.as_deref()));
        assert_eq!(known.collect::<Option<Vec<_>>>(), Some(renderings(&same)));
        assert_eq!(Rendering::of("iran/1+aaaaaaaa", Some("iran/2")), None);
    }

    #[test]
    fn the_fuller_rendering_has_the_plain_id_in_any_order() {
        let (a, b) = (issue(Some(131), 0xaaaa_aaaa_aaaa_aaaa, 0), issue(Some(131), 0xbbbb_bbbb_bbbb_bbbb, 3));
        let plain = "iran-democracy-monitor/131".to_owned();
        let first = IssueId { id: plain.clone(), duplicate_of: None };
        let second = IssueId { id: format!("{plain}+aaaaaaaa"), duplicate_of: Some(plain) };
        assert_eq!(issue_ids(&[a.clone(), b.clone()]), [second.clone(), first.clone()]);
        assert_eq!(issue_ids(&[b, a]), [first, second]);
    }

    #[test]
    fn numbers_count_within_a_volume_and_parts_are_issues_of_their_own() {
        let of = |volume, part| IssueIdentity { volume: Some(volume), part: Some(part), ..issue(Some(217), 0xaaaa, 0) };
        let found = issue_ids(&[of("3", "i"), of("3", "ii"), of("4", "i")]);
        let ids: Vec<&str> = found.iter().map(|id| id.id.as_str()).collect();
        assert_eq!(
            ids,
            ["iran-democracy-monitor/3-217-i", "iran-democracy-monitor/3-217-ii", "iran-democracy-monitor/4-217-i"]
        );
    }

    #[test]
    fn issues_without_number_are_known_by_their_date() {
        let dated =
            IssueIdentity { published: Some(jiff::civil::date(2013, 2, 6)), ..issue(None, 0x0123_4567_89ab_cdef, 0) };
        assert_eq!(issue_ids(&[dated])[0].id, "iran-democracy-monitor/2013-02-06");
    }

    #[test]
    fn issues_without_number_are_known_by_content() {
        let found = issue_ids(&[issue(None, 0x0123_4567_89ab_cdef, 0)]);
        assert_eq!(found[0].id, "iran-democracy-monitor/0123456789ab");
    }
}
