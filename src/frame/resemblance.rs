//! Pairs of texts that are nearly the same, as a frame.

use polars::prelude::*;

use super::columns::numbers;
use crate::pipeline::resemblance::Resemblance;

/// `earlier` and `later` (places of the texts in the input) and `similarity`.
pub(crate) fn resemblances_frame(found: &[Resemblance]) -> PolarsResult<DataFrame> {
    let columns = vec![
        numbers::<UInt32Type>("earlier", found.iter().map(|pair| Some(pair.earlier))),
        numbers::<UInt32Type>("later", found.iter().map(|pair| Some(pair.later))),
        numbers::<Float64Type>("similarity", found.iter().map(|pair| Some(pair.similarity))),
    ];
    DataFrame::new(found.len(), columns)
}
