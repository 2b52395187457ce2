//! Chunks in the order of their documents' names. Files are read in that order; a container may hold its members in any.

use std::cmp::Ordering;

use super::{Chunk, PlacedDate, Text, TextList, pooled};

impl Chunk {
    /// Whether its documents stand in the order of their names.
    pub(crate) fn is_in_order(&self) -> bool {
        self.documents.is_sorted_by(|one, other| by_name(self.text(one.name), self.text(other.name)).is_le())
    }

    /// Whether all of another chunk comes behind this one, when both are in order.
    pub(crate) fn is_before(&self, next: &Self) -> bool {
        let (Some(last), Some(first)) = (self.documents.last(), next.documents.first()) else { return true };
        by_name(self.text(last.name), next.text(first.name)).is_le()
    }
}

/// Puts the documents of all chunks into the order of their names. Chunks that fit as they are stay so; documents of the others
/// are copied behind one another.
pub(crate) fn in_order(mut chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        places.extend((0..chunk.documents.len()).map(|document| (index, document)));
    }
    let name = |&(chunk, document): &(usize, usize)| {
        let chunk: &Chunk = &chunks[chunk];
        chunk.text(chunk.documents[document].name)
    };
    places.sort_by(|a, b| by_name(name(a), name(b)));
    let mut ordered: Vec<Chunk> = Vec::new();
    let mut mixed = Chunk::default();
    let mut at = 0;
    while let Some(&(index, document)) = places.get(at) {
        let whole = chunks[index].documents.len();
        let own = (0..whole).map(|document| (index, document));
        let stays = document == 0 && places[at..].iter().copied().take(whole).eq(own);
        if stays || mixed.arena.len() > LARGE {
            ordered.extend(Some(std::mem::take(&mut mixed)).filter(|mixed| !mixed.documents.is_empty()));
        }
        if stays {
            ordered.push(std::mem::take(&mut chunks[index]));
            at += whole;
        } else {
            mixed.append_document(&chunks[index], document);
            at += 1;
        }
    }
    ordered.extend(Some(mixed).filter(|mixed| !mixed.documents.is_empty()));
    ordered
}

/// Text of a chunk that is made of documents of others.
const LARGE: usize = 4 << 20;

/// By characters, but for the numbers of members: `m#9` stands before `m#10`.
fn by_name(a: &str, b: &str) -> Ordering {
    numbered(a).cmp(&numbered(b))
}

fn numbered(name: &str) -> (&str, u64) {
    let split = name.rsplit_once('#').and_then(|(before, number)| Some((before, number.parse().ok()?)));
    split.unwrap_or((name, 0))
}

impl Chunk {
    /// Appends all rows of a document of another chunk.
    fn append_document(&mut self, from: &Chunk, document: usize) {
        let narrow = |n: usize| u32::try_from(n).expect("chunks hold far fewer than 4 billion rows");
        // The first thing that is kept of a document is its name.
        let start = from.documents[document].name.start;
        let end = from.documents.get(document + 1).map_or(from.arena.len(), |next| next.name.start as usize);
        let moved = Moved { from: start, to: narrow(self.arena.len()) };
        self.arena.push_str(&from.arena[start as usize..end]);
        let row = &from.documents[document];
        let (old, new) = (narrow(document), narrow(self.documents.len()));
        self.documents.push(super::DocumentRow {
            name: moved.text(row.name),
            path: moved.text(row.path),
            content_hash: moved.text(row.content_hash),
            ..row.clone()
        });
        let issues = range(&from.issues, |issue| issue.document.cmp(&old));
        let items = range(&from.items, |item| within(item.issue, issues));
        let citations = range(&from.citations, |citation| within(citation.item, items));
        let mentions = range(&from.mentions, |mention| within(mention.item, items));
        let diagnostics = range(&from.diagnostics, |diagnostic| diagnostic.document.cmp(&old));
        let issue_of = Moved { from: issues.0, to: narrow(self.issues.len()) };
        let item_of = Moved { from: items.0, to: narrow(self.items.len()) };
        let citation_of = Moved { from: citations.0, to: narrow(self.citations.len()) };
        for row in slice(&from.issues, issues) {
            let mut row = row.clone();
            row.document = new;
            for text in [&mut row.series, &mut row.volume, &mut row.part, &mut row.title, &mut row.note] {
                *text = text.map(|text| moved.text(text));
            }
            row.profile = moved.text(row.profile);
            row.printed = row.printed.map(|date| moved.date(date));
            for list in [&mut row.editors, &mut row.categories, &mut row.regions, &mut row.headlines] {
                *list = self.take_list(from, *list, moved);
            }
            row.items = (item_of.index(row.items.0), item_of.index(row.items.1));
            self.issues.push(row);
        }
        for row in slice(&from.items, items) {
            let mut row = row.clone();
            row.issue = issue_of.index(row.issue);
            row.headline = row.headline.map(|(text, source)| (moved.text(text), source));
            row.text = row.text.map(|text| moved.text(text));
            row.note = row.note.map(|text| moved.text(text));
            row.heading = row.heading.map(|date| moved.date(date));
            row.sections = self.take_list(from, row.sections, moved);
            row.categories =
                pooled(&mut self.category_lists, slice(&from.category_lists, row.categories).iter().copied());
            row.countries = pooled(&mut self.country_lists, slice(&from.country_lists, row.countries).iter().copied());
            row.citations = (citation_of.index(row.citations.0), citation_of.index(row.citations.1));
            self.items.push(row);
        }
        for row in slice(&from.citations, citations) {
            let mut row = row.clone();
            row.item = item_of.index(row.item);
            row.raw = moved.text(row.raw);
            row.via = row.via.map(|text| moved.text(text));
            row.url = row.url.map(|text| moved.text(text));
            row.date = row.date.map(|date| moved.date(date));
            row.candidates = pooled(&mut self.outlet_lists, slice(&from.outlet_lists, row.candidates).iter().copied());
            self.citations.push(row);
        }
        for row in slice(&from.mentions, mentions) {
            let mut row = row.clone();
            row.item = item_of.index(row.item);
            row.surface = moved.text(row.surface);
            row.candidates =
                pooled(&mut self.country_lists, slice(&from.country_lists, row.candidates).iter().copied());
            self.mentions.push(row);
        }
        for row in slice(&from.diagnostics, diagnostics) {
            let mut row = row.clone();
            row.document = new;
            row.issue = row.issue.map(|issue| issue_of.index(issue));
            row.item = row.item.map(|item| item_of.index(item));
            row.message = moved.text(row.message);
            self.diagnostics.push(row);
        }
    }

    fn take_list(&mut self, from: &Chunk, list: TextList, moved: Moved) -> TextList {
        let texts: Vec<Text> =
            slice(&from.lists, (list.start, list.end)).iter().map(|&text| moved.text(text)).collect();
        self.keep_list(texts)
    }
}

/// Where something started and where it starts now.
#[derive(Clone, Copy)]
struct Moved {
    from: u32,
    to: u32,
}

impl Moved {
    fn index(self, index: u32) -> u32 {
        index - self.from + self.to
    }

    fn text(self, text: Text) -> Text {
        Text { start: self.index(text.start), ..text }
    }

    fn date(self, date: PlacedDate) -> PlacedDate {
        PlacedDate { raw: self.text(date.raw), ..date }
    }
}

/// The rows that belong to one document; rows stand in the order of their documents.
fn range<T>(rows: &[T], place: impl Fn(&T) -> Ordering) -> (u32, u32) {
    let narrow = |n: usize| u32::try_from(n).expect("chunks hold far fewer than 4 billion rows");
    (narrow(rows.partition_point(|row| place(row).is_lt())), narrow(rows.partition_point(|row| place(row).is_le())))
}

fn within(index: u32, (start, end): (u32, u32)) -> Ordering {
    match index {
        index if index < start => Ordering::Less,
        index if index < end => Ordering::Equal,
        _ => Ordering::Greater,
    }
}

fn slice<T>(rows: &[T], (start, end): (u32, u32)) -> &[T] {
    &rows[start as usize..end as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_with_numbers_are_ordered_by_them() {
        let mut names = ["m#10", "m#9", "b", "a/x#1", "m", "a#b"];
        names.sort_by(|a, b| by_name(a, b));
        assert_eq!(names, ["a#b", "a/x#1", "b", "m", "m#9", "m#10"]);
    }
}
