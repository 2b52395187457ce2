//! The printed forms that are tried on unknown pages, those that say more first.

/// How far down a title is looked for, in lines.
pub(super) const TOP: usize = 8;

pub(super) const TITLES: &[&str] = &[
    "{series} Vol. {volume}, No. {number}[, Part {part}], {date}",
    "{series} Volume {volume}, Issue {number}",
    "{series} {volume}-#{number}[ :: {date}]",
    "{series} #{number}[, {date}]",
    "{series}: No. {number}",
    "{series} - No. {number}",
    "{series} No. {number}, {date}",
    "{series} No. {number}",
    "{series} | {date}",
    "{series} - {date}",
    "{series}: {date}",
    "{series}, {date}",
    "{series} {date}",
];

pub(super) const MARKS: &[&str] =
    &["#{item}", "[#]{item}. {text}", "{item}) {text}", "\\[{item}\\] {text}", "{bullet} {text}", "{bullet}{text}"];

pub(super) const BEFORE: &[&str] = &[
    "Source: {outlet}, {date}[, p. {pages}]",
    "Source: {outlet}",
    "{outlet}, {date}[, p. {pages}]",
    "{outlet}, {date}, pp. {pages}",
    "{outlet} ({date})",
    "\\[{outlet}\\] {text}",
    "{outlet}:",
];
