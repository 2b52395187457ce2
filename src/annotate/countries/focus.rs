//! The focus of an item: which of the countries it mentions it is about.

use smallvec::SmallVec;

use super::{Field, Mention};
use crate::vocabulary::{CountryId, MentionKind};

/// Countries that headline and text mention, the item's focus first; an editors' note is not the item's own text.
///
/// The score of a country is the sum over its mentions of field weight (headline 3, text 1) times kind weight (name,
/// demonym, capital, leader, metonym 1; city, region, organisation 0.7; group 0.5), doubled in the first 200 bytes of
/// the text, which starts at `text_start`. Equal scores: the country mentioned first. Countries with less than the share
/// `least` of the highest score are left out.
pub(crate) fn focus(mentions: &[Mention], text_start: Option<usize>, least: f32) -> Vec<CountryId> {
    let mut countries = Vec::new();
    rank(mentions, text_start, least, &mut countries);
    countries
}

/// Appends the countries of [`focus`].
pub(in crate::annotate) fn rank(
    mentions: &[Mention],
    text_start: Option<usize>,
    least: f32,
    countries: &mut Vec<CountryId>,
) {
    const OPENING: usize = 200;
    let opening = text_start.map_or(0, |start| start + OPENING);
    let mut scores: SmallVec<[(CountryId, f32); 16]> = SmallVec::new();
    for mention in mentions {
        let Some(country) = mention.country else { continue };
        let field = match mention.field {
            Field::Headline => 3.0,
            Field::Text if mention.span.start() < opening => 2.0,
            Field::Text => 1.0,
            Field::Note => continue,
        };
        let kind = match mention.kind {
            MentionKind::City | MentionKind::Region | MentionKind::Organisation => 0.7,
            MentionKind::Group => 0.5,
            _ => 1.0,
        };
        match scores.iter_mut().find(|(known, _)| *known == country) {
            Some((_, score)) => *score += field * kind,
            None => scores.push((country, field * kind)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let enough = scores.first().map_or(0.0, |(_, highest)| least * highest);
    countries.extend(scores.iter().take_while(|(_, score)| *score >= enough).map(|(country, _)| country));
}
