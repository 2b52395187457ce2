//! Which texts are nearly the same: pairs whose sets of shingles have a Jaccard similarity of at least a threshold.
//!
//! In: sets of shingles in order of time. Out: every pair that close, with its exact similarity. The join is exact: two sets
//! that share a part *t* of their union share one of the rarest `len - ceil(t * len) + 1` shingles of each, so an index over
//! these prefixes misses none (R. J. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs similarity search", WWW 2007;
//! C. Xiao et al., "Efficient similarity joins for near duplicate detection", WWW 2008). Min-hashes with bands, which
//! estimate, would miss some and need tuning.

mod join;
mod shingles;

pub(crate) use join::{Candidate, Near, candidates, overlap};
pub(crate) use shingles::{Rarity, shingles};
