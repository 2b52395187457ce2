//! Running heads and feet: lines at the edge of a page that come again on others, but for their numbers.

use rustc_hash::FxHashMap;

use super::lines::Line;

/// Lines from either edge of a page that are looked at.
const EDGE: usize = 2;

/// For each page the lines that are its head and foot, by their places in its list.
pub(super) fn running(pages: &[Vec<Line>]) -> Vec<Vec<usize>> {
    let edges: Vec<Vec<(bool, usize)>> = pages.iter().map(|lines| edge(lines)).collect();
    let mut pages_with: FxHashMap<(bool, String), usize> = FxHashMap::default();
    for (lines, edge) in pages.iter().zip(&edges) {
        let mut keys: Vec<_> = edge.iter().map(|&(foot, at)| (foot, masked(&lines[at]))).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *pages_with.entry(key).or_default() += 1;
        }
    }
    let comes_again = |count: usize| count >= 2 && count * 3 >= pages.len();
    pages
        .iter()
        .zip(edges)
        .map(|(lines, edge)| {
            let runs = |&(foot, at): &(bool, usize)| {
                let key = (foot, masked(&lines[at]));
                is_number(&key.1) || comes_again(pages_with.get(&key).copied().unwrap_or(0))
            };
            let mut found: Vec<usize> = edge.into_iter().filter(runs).map(|(_, at)| at).collect();
            found.sort_unstable();
            found.dedup();
            // A page that is nothing but these is a page.
            if found.len() == lines.len() && pages.len() < 3 { Vec::new() } else { found }
        })
        .collect()
}

/// The highest and the lowest lines of a page, and whether each is one of the lowest.
fn edge(lines: &[Line]) -> Vec<(bool, usize)> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|&a, &b| lines[a].y.total_cmp(&lines[b].y));
    let heads = order.iter().take(EDGE).map(|&at| (false, at));
    let feet = order.iter().rev().take(EDGE).map(|&at| (true, at));
    heads.chain(feet).collect()
}

/// The line in lower case with every number as one sign.
fn masked(line: &Line) -> String {
    let mut masked = String::new();
    for c in line.text().chars().flat_map(char::to_lowercase) {
        if !c.is_numeric() {
            masked.push(c);
        } else if !masked.ends_with('#') {
            masked.push('#');
        }
    }
    masked
}

/// The number of a page, however it is dressed.
fn is_number(masked: &str) -> bool {
    let bare = masked.trim_matches(|c: char| c.is_whitespace() || "-–—|[]()·•.".contains(c));
    ["#", "page #", "p. #", "# of #", "page # of #", "#/#", "page #/#", "# | page"].contains(&bare)
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;
    use crate::format::pdf::lines::{Column, Word};

    fn page(lines: &[&str]) -> Vec<Line> {
        let line = |(at, text): (usize, &&str)| Line {
            words: vec![Word { text: (*text).to_owned(), x1: 100.0, link: 0, glued: false }],
            x0: 0.0,
            x1: 100.0,
            y: at as f32 * 12.0,
            size: 10.0,
            column: Column::Whole,
        };
        lines.iter().enumerate().map(line).collect()
    }

    #[test]
    fn heads_that_come_again_and_page_numbers_are_running() {
        let pages = [
            page(&["Monitor No. 5", "One", "Two", "Three", "- 1 -"]),
            page(&["Monitor No. 5", "Four", "Five", "Six", "- 2 -"]),
            page(&["Seven", "Eight", "Nine", "Ten", "Page 3 of 3"]),
        ];
        assert_eq!(running(&pages), [vec![0, 4], vec![0, 4], vec![4]]);
    }

    #[test]
    fn a_single_page_has_no_running_head_but_may_have_a_number() {
        assert_eq!(running(&[page(&["Monitor No. 5", "One", "12"])]), [vec![2]]);
        assert_eq!(running(&[page(&["12"])]), [Vec::<usize>::new()]);
        assert_eq!(running(&[]), Vec::<Vec<usize>>::new());
    }
}
