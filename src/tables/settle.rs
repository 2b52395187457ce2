//! What only the whole archive can tell of an issue: its id among renderings, and the days it came out between.
//!
//! In: what each issue contributes, [`Facts`], in the order of the archive. Out: [`Settled`] for each. Facts take some 70
//! bytes an issue, so that an archive larger than memory can be settled before its rows are made.

use std::hash::BuildHasher;

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::chronology::{Anchor, IssueDates, anchors, latest_cited};
use crate::identity::{IssueId, IssueIdentity, Rendering, plain_id, renderings, slug};

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

/// What the archive knows of an issue, beside what the issue says itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub rendering: Rendering,
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

    /// An issue of which `known` is known; without it, what it says of itself is the whole truth.
    pub(crate) fn settle(&self, index: usize, known: Option<Known>) -> Settled {
        let known = known
            .unwrap_or_else(|| Known { rendering: Rendering::FULLEST, anchor: self.issues[index].dates().alone() });
        Settled { id: known.rendering.id(&self.identity(index)), anchor: known.anchor }
    }

    /// Settles all issues.
    pub(crate) fn settled(&self) -> Vec<Settled> {
        let mut settled: Vec<Settled> = (0..self.issues.len()).map(|index| self.settle(index, None)).collect();
        self.each_known(|index, known| settled[index] = self.settle(index, Some(known)));
        settled
    }

    /// Tells what the archive knows of those issues of which it knows more than they say themselves, in no order. Numbers
    /// and dates are compared within a series, or a volume of it where they start anew in each.
    pub(crate) fn each_known(&self, mut tell: impl FnMut(usize, Known)) {
        let renderings = self.renderings();
        let counted = |index: u32| (self.issues[index as usize].series, self.issues[index as usize].volume);
        let mut order: Vec<u32> = self.indices().collect();
        order.sort_unstable_by_key(|&index| (counted(index), index));
        for series in order.chunk_by(|&one, &other| counted(one) == counted(other) && counted(one).0.is_some()) {
            let indices = || series.iter().map(|&index| index as usize);
            let dates: Vec<IssueDates> = indices().map(|index| self.issues[index].dates()).collect();
            for ((index, anchor), dates) in indices().zip(anchors(&dates)).zip(&dates) {
                let rendering = renderings[index];
                if rendering != Rendering::FULLEST || anchor != dates.alone() {
                    tell(index, Known { rendering, anchor });
                }
            }
        }
    }

    fn renderings(&self) -> Vec<Rendering> {
        let mut found = vec![Rendering::FULLEST; self.issues.len()];
        for group in self.sharing_ids().chunk_by(|one, other| one.0 == other.0) {
            let identities: Vec<IssueIdentity> =
                group.iter().map(|&(_, index)| self.identity(index as usize)).collect();
            for (&(_, index), rendering) in group.iter().zip(renderings(&identities)) {
                found[index as usize] = rendering;
            }
        }
        found
    }

    /// Issues of which others may have the same plain id: a hash of it and their places in the archive, in order.
    pub(crate) fn sharing_ids(&self) -> Vec<(u64, u32)> {
        let hash = |index: u32| FxBuildHasher.hash_one(plain_id(&self.identity(index as usize)));
        let mut hashes: Vec<u64> = self.indices().map(hash).collect();
        hashes.sort_unstable();
        let mut shared: Vec<u64> = hashes.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        shared.dedup();
        drop(hashes);
        let found = self.indices().map(|index| (hash(index), index));
        let mut found: Vec<(u64, u32)> = found.filter(|(hash, _)| shared.binary_search(hash).is_ok()).collect();
        found.sort_unstable();
        found
    }

    fn indices(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.issues.len()).expect("fewer than 4 billion issues")
    }
}

/// What is settled of the issues of each chunk.
pub(crate) fn by_chunk(chunks: &[Chunk], settled: Vec<Settled>) -> Vec<Vec<Settled>> {
    let mut settled = settled.into_iter();
    chunks.iter().map(|chunk| settled.by_ref().take(chunk.issues.len()).collect()).collect()
}
