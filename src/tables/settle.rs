//! What only the whole archive can tell of an issue: its id among renderings, and the days it came out between.
//!
//! In: what each issue contributes, [`IssueFacts`], in the order of the archive. Out: [`Settled`] for each. A few dozen
//! bytes per issue are enough, so that an archive larger than memory can be settled before its rows are made.

use jiff::civil::Date;

use crate::chronology::{Anchor, IssueDates, anchors, latest_cited};
use crate::identity::{IssueId, IssueIdentity, issue_ids, plain_id, slug};

use super::Chunk;

/// What one issue contributes. Without its items, [`Self::fullness`] is nothing and [`Self::cited`] unknown.
#[derive(Clone, Debug)]
pub(crate) struct IssueFacts {
    /// Slug of the series.
    pub series: Option<String>,
    pub number: Option<u32>,
    /// Slugs of the volume that numbers count in, and of the part of an issue that is sent in several.
    pub volume: Option<String>,
    pub part: Option<String>,
    /// The day that the masthead prints.
    pub printed: Option<Date>,
    /// The first 16 hexadecimal digits of the hash of its document.
    pub content_hash: u64,
    pub nth: u32,
    /// Headlines, items, declared labels, bytes of items.
    pub fullness: (usize, usize, usize, usize),
    /// The date printed in the masthead or given by the user.
    pub published: Option<Date>,
    pub cited: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub id: IssueId,
    pub anchor: Anchor,
}

/// Facts of all issues of a chunk, in order.
pub(crate) fn facts(chunk: &Chunk) -> impl Iterator<Item = IssueFacts> {
    chunk.issues.iter().map(|issue| {
        let items = &chunk.items[issue.items.0 as usize..issue.items.1 as usize];
        let citations =
            items.iter().flat_map(|item| &chunk.citations[item.citations.0 as usize..item.citations.1 as usize]);
        let hash = chunk.text(chunk.documents[issue.document as usize].content_hash);
        IssueFacts {
            series: issue.series.map(|series| slug(chunk.text(series))),
            number: issue.number,
            volume: issue.volume.map(|volume| slug(chunk.text(volume))),
            part: issue.part.map(|part| slug(chunk.text(part))),
            printed: issue.printed.and_then(|date| date.printed.start.to_civil()),
            content_hash: u64::from_str_radix(&hash[..16], 16).expect("hashes are hexadecimal"),
            nth: issue.nth,
            fullness: (
                items.iter().filter(|item| item.headline.is_some()).count(),
                items.len(),
                (issue.categories.end - issue.categories.start) as usize,
                items.iter().map(|item| item.span.len()).sum(),
            ),
            published: issue.given.or_else(|| issue.printed?.printed.start.to_civil()).or(issue.declared),
            cited: latest_cited(citations.filter_map(|citation| citation.date?.printed.start.to_civil())),
        }
    })
}

/// Settles the issues of an archive, in the order given.
pub(crate) fn settle(facts: &[IssueFacts]) -> Vec<Settled> {
    let identities: Vec<IssueIdentity> = facts.iter().map(IssueFacts::identity).collect();
    let dates: Vec<IssueDates> = facts.iter().map(IssueFacts::dates).collect();
    issue_ids(&identities).into_iter().zip(anchors(&dates)).map(|(id, anchor)| Settled { id, anchor }).collect()
}

/// Settles an archive that is there as a whole.
pub(crate) fn settle_all(chunks: &[Chunk]) -> Vec<Settled> {
    settle(&chunks.iter().flat_map(facts).collect::<Vec<_>>())
}

impl IssueFacts {
    fn identity(&self) -> IssueIdentity<'_> {
        IssueIdentity {
            series: self.series.as_deref(),
            number: self.number,
            volume: self.volume.as_deref(),
            part: self.part.as_deref(),
            published: self.printed,
            content_hash: self.content_hash,
            nth: self.nth,
            fullness: self.fullness,
        }
    }

    /// Numbers are compared within a series, or a volume of it where they start anew in each.
    fn dates(&self) -> IssueDates {
        let counted = |series: &String| match &self.volume {
            Some(volume) => format!("{series}/{volume}"),
            None => series.clone(),
        };
        IssueDates {
            series: self.series.as_ref().map(counted),
            number: self.number,
            published: self.published,
            cited: self.cited,
        }
    }

    /// The id it has where no other rendering of it is fuller.
    pub(crate) fn plain_id(&self) -> String {
        plain_id(&self.identity())
    }

    /// What the issue says of itself: the whole truth where no other issue bears on it.
    pub(crate) fn alone(&self) -> Settled {
        let id = IssueId { id: self.plain_id(), duplicate_of: None };
        let anchor = anchors(&[self.dates()])[0];
        Settled { id, anchor }
    }
}
