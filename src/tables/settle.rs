//! What only the whole archive can tell of an issue: its id among renderings, and the days it came out between.
//!
//! In: what each issue contributes, [`Facts`], in the order of the archive. Out: [`Settled`] for each. Facts take some 70
//! bytes an issue, so that an archive larger than memory can be settled before its rows are made.

use std::hash::BuildHasher;

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::chronology::{Anchor, IssueDates, anchors, latest_cited};
use crate::identity::{IssueId, IssueIdentity, issue_ids, plain_id, slug};

use super::{Chunk, IssueRow};

/// What one issue contributes. Without its items, [`Self::fullness`] is nothing and [`Self::cited`] unknown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IssueFacts {
    pub series: Option<SlugId>,
    /// The volume that numbers count in, and the part of an issue that is sent in several.
    pub volume: Option<SlugId>,
    pub part: Option<SlugId>,
    pub number: Option<u32>,
    /// The day that the masthead prints.
    pub printed: Option<Date>,
    /// The date printed in the masthead or given by the user.
    pub published: Option<Date>,
    pub cited: Option<Date>,
    pub nth: u32,
    /// The first 16 hexadecimal digits of the hash of its document.
    pub content_hash: u64,
    /// Headlines, items, declared labels, bytes of items.
    pub fullness: [u32; 4],
}

impl IssueFacts {
    fn dates(&self) -> IssueDates {
        IssueDates { number: self.number, published: self.published, cited: self.cited }
    }
}

/// A slug, by its place among those of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SlugId(std::num::NonZeroU32);

impl SlugId {
    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The slugs of an archive: many issues share few.
#[derive(Default)]
struct Slugs {
    slugs: Vec<String>,
    by_print: FxHashMap<String, SlugId>,
}

impl Slugs {
    fn of(&mut self, printed: &str) -> SlugId {
        if let Some(&known) = self.by_print.get(printed) {
            return known;
        }
        let slug = slug(printed);
        let id = self.by_print.get(&slug).copied().unwrap_or_else(|| {
            self.slugs.push(slug.clone());
            let count = u32::try_from(self.slugs.len()).ok().and_then(std::num::NonZeroU32::new);
            SlugId(count.expect("fewer than 4 billion slugs"))
        });
        self.by_print.insert(slug, id);
        self.by_print.insert(printed.to_owned(), id);
        id
    }

    fn get(&self, id: SlugId) -> &str {
        &self.slugs[id.index()]
    }
}

/// What the archive makes of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub id: IssueId,
    pub anchor: Anchor,
}

/// What the issues of an archive contribute, in its order.
#[derive(Default)]
pub(crate) struct Facts {
    slugs: Slugs,
    issues: Vec<IssueFacts>,
}

impl Facts {
    /// Facts of all issues of a chunk.
    pub(crate) fn of(chunk: &Chunk) -> Self {
        let mut facts = Self::default();
        chunk.issues.iter().for_each(|issue| facts.push_row(chunk, issue));
        facts
    }

    /// Appends the facts of the issues that come next.
    pub(crate) fn append(&mut self, next: Self) {
        let slugs: Vec<SlugId> = next.slugs.slugs.iter().map(|slug| self.slug_of(slug)).collect();
        let here = |id: Option<SlugId>| id.map(|id| slugs[id.index()]);
        self.issues.extend(next.issues.into_iter().map(|facts| IssueFacts {
            series: here(facts.series),
            volume: here(facts.volume),
            part: here(facts.part),
            ..facts
        }));
    }

    pub(crate) fn issues(&self) -> &[IssueFacts] {
        &self.issues
    }

    /// The number of a slug, or of the slug of a printed name.
    pub(crate) fn slug_of(&mut self, printed: &str) -> SlugId {
        self.slugs.of(printed)
    }

    pub(crate) fn slug(&self, id: Option<SlugId>) -> Option<&str> {
        id.map(|id| self.slugs.get(id))
    }

    /// `facts` must have its slugs from [`Self::slug_of`].
    pub(crate) fn push(&mut self, facts: IssueFacts) {
        self.issues.push(facts);
    }

    /// Keeps the issues for which `keep`, asked in their order, says so.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut() -> bool) {
        self.issues.retain(|_| keep());
        self.issues.shrink_to_fit();
    }

    fn push_row(&mut self, chunk: &Chunk, issue: &IssueRow) {
        let items = &chunk.items[issue.items.0 as usize..issue.items.1 as usize];
        let citations =
            items.iter().flat_map(|item| &chunk.citations[item.citations.0 as usize..item.citations.1 as usize]);
        let hash = chunk.text(chunk.documents[issue.document as usize].content_hash);
        let printed = issue.printed.and_then(|date| date.printed.start.to_civil());
        let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut slug = |text: Option<super::Text>| text.map(|text| self.slugs.of(chunk.text(text)));
        let facts = IssueFacts {
            series: slug(issue.series),
            volume: slug(issue.volume),
            part: slug(issue.part),
            number: issue.number,
            printed,
            published: issue.given.or(printed).or(issue.declared),
            cited: latest_cited(citations.filter_map(|citation| citation.date?.printed.start.to_civil())),
            nth: issue.nth,
            content_hash: u64::from_str_radix(&hash[..16], 16).expect("hashes are hexadecimal"),
            fullness: [
                narrow(items.iter().filter(|item| item.headline.is_some()).count()),
                narrow(items.len()),
                issue.categories.end - issue.categories.start,
                narrow(items.iter().map(|item| item.span.len()).sum()),
            ],
        };
        self.issues.push(facts);
    }

    fn identity(&self, index: usize) -> IssueIdentity<'_> {
        let facts = &self.issues[index];
        IssueIdentity {
            series: self.slug(facts.series),
            number: facts.number,
            volume: self.slug(facts.volume),
            part: self.slug(facts.part),
            published: facts.printed,
            content_hash: facts.content_hash,
            nth: facts.nth,
            fullness: facts.fullness,
        }
    }

    /// The id that an issue has where no other rendering of it is fuller.
    pub(crate) fn plain_id(&self, index: usize) -> String {
        plain_id(&self.identity(index))
    }

    /// What an issue says of itself: the whole truth where no other issue bears on it.
    pub(crate) fn alone(&self, index: usize) -> Settled {
        let id = IssueId { id: self.plain_id(index), duplicate_of: None };
        Settled { id, anchor: self.issues[index].dates().alone() }
    }

    /// Settles all issues.
    pub(crate) fn settled(&self) -> Vec<Settled> {
        let mut settled: Vec<Settled> = (0..self.issues.len()).map(|index| self.alone(index)).collect();
        for (index, changed) in self.changed() {
            settled[index] = changed;
        }
        settled
    }

    /// What the archive makes of those issues of which it knows more than they say themselves, by their places, in no order.
    pub(crate) fn changed(&self) -> Vec<(usize, Settled)> {
        let mut duplicates: FxHashMap<usize, IssueId> = FxHashMap::default();
        for group in self.sharing_ids() {
            let identities: Vec<IssueIdentity> = group.iter().map(|&index| self.identity(index)).collect();
            let ids = group.into_iter().zip(issue_ids(&identities));
            duplicates.extend(ids.filter(|(_, id)| id.duplicate_of.is_some()));
        }
        let mut changed = Vec::new();
        for (index, anchor) in self.moved_anchors() {
            let id = duplicates.remove(&index);
            let id = id.unwrap_or_else(|| IssueId { id: self.plain_id(index), duplicate_of: None });
            changed.push((index, Settled { id, anchor }));
        }
        let rest = duplicates.into_iter();
        changed.extend(rest.map(|(index, id)| (index, Settled { id, ..self.alone(index) })));
        changed
    }

    /// Issues of which others may have the same plain id: their places in the archive, in groups.
    pub(crate) fn sharing_ids(&self) -> Vec<Vec<usize>> {
        let hash = |index: usize| FxBuildHasher.hash_one(self.plain_id(index));
        let mut hashes: Vec<(u64, usize)> = (0..self.issues.len()).map(|index| (hash(index), index)).collect();
        hashes.sort_unstable();
        let groups = hashes.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
        groups.map(|group| group.iter().map(|&(_, index)| index).collect()).collect()
    }

    /// Anchors that other issues of a series move. Numbers are compared within a series, or a volume of it where they start
    /// anew in each.
    fn moved_anchors(&self) -> Vec<(usize, Anchor)> {
        let counted = |index: usize| (self.issues[index].series, self.issues[index].volume);
        let mut order: Vec<usize> = (0..self.issues.len()).filter(|&index| counted(index).0.is_some()).collect();
        order.sort_by_key(|&index| counted(index));
        let mut moved = Vec::new();
        for series in order.chunk_by(|&one, &other| counted(one) == counted(other)) {
            let dates: Vec<IssueDates> = series.iter().map(|&index| self.issues[index].dates()).collect();
            let found = series.iter().copied().zip(anchors(&dates)).zip(&dates);
            moved.extend(found.filter(|((_, anchor), dates)| *anchor != dates.alone()).map(|(found, _)| found));
        }
        moved
    }
}

/// What is settled of the issues of each chunk.
pub(crate) fn by_chunk(chunks: &[Chunk], settled: Vec<Settled>) -> Vec<Vec<Settled>> {
    let mut settled = settled.into_iter();
    chunks.iter().map(|chunk| settled.by_ref().take(chunk.issues.len()).collect()).collect()
}
