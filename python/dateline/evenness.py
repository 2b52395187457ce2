"""How evenly a word or a value is spread over the issues or the months."""

from __future__ import annotations

import polars as pl

from . import phrases
from .errors import InvalidArgument
from .phrases import Lengths, Stop
from .tidy import Rows, exploded, verb
from .windows import contains, grid

__all__ = ["dispersion"]


@verb
def dispersion(
    items: Rows,
    *,
    by: str | None = None,
    parts: str = "issue_id",
    every: str | None = None,
    date: str = "date",
    ngrams: Lengths = 1,
    stop: Stop = "english",
    stem: bool = False,
    text: str = "text",
    min_frequency: int = 1,
    top: int | None = None,
    item_ids: bool = False,
) -> pl.DataFrame:
    """How evenly words, or values of a column, are spread over parts: issues, months, outlets.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is counted), or a Polars or pandas frame with the columns named.
    by
        None for the words of the text; the name of a column for its values, as `"countries"`: an item counts in each
        distinct element of a list.
    parts
        Column that tells the parts apart. Items without it are a part of their own.
    every
        Time windows in place of `parts`, as `"1mo"`, by the day in `date`.
    date
        Column of the day, for `every`.
    ngrams, stop, stem, text
        As for `terms`.
    min_frequency
        Rarer ones are left out.
    top
        So many of the most frequent of each length only, and those as frequent as the last of them.
    item_ids
        Adds a column with the ids of the items that each occurs in.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per feature, by length and frequency: `feature`, `frequency` (occurrences of a word, or items with a
        value), `range` (parts it occurs in), `parts` (all that have a word, a phrase of the length, or an item),
        `total` (words, phrases or items of all parts), `dp` (0 for a feature spread as the parts are large, towards 1
        for one in a small part only), `dp_norm` (the same with 1 as its largest value), `juilland_d` (1 for even, 0 for
        one part only). The last two are null for a single part.

    Warns
    -----
    UndatedItems
        With `every`, when items have no date.

    Notes
    -----
    With v the share of the feature's occurrences that a part has, s the part's share of all words, p the share of the
    feature within the part and n the number of parts: dp = Σ |v - s| / 2, St. Th. Gries, "Dispersions and adjusted
    frequencies in corpora", International Journal of Corpus Linguistics 13 (2008), 403-437; dp_norm = dp / (1 - min s),
    J. Lijffijt and St. Th. Gries, "Correction to Stefan Th. Gries' Dispersions and adjusted frequencies in corpora",
    ibid. 17 (2012), 147-149; juilland_d = 1 - (standard deviation of p / mean of p) / √(n - 1), A. Juilland, D. Brodin
    and C. Davidovitch, Frequency Dictionary of French Words (1970), in the form for parts of unequal size. A word that
    occurs less often than there are parts cannot be even: compare words of like frequency.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> items = pl.DataFrame({"issue_id": ["1", "2", "3"], "text": ["gas gas oil", "gas oil gas", "gas gas wheat"]})
    >>> found = dl.dispersion(items, top=3).select("feature", "frequency", "range", "dp")
    >>> [(*row[:3], round(row[3], 2)) for row in found.rows()]
    [('gas', 6, 3, 0.0), ('oil', 2, 2, 0.33), ('wheat', 1, 1, 0.67)]
    """
    if top is not None and top < 1:
        raise InvalidArgument(f"top: expected a number of features, found {top!r}")
    named = {"value": by or text} | ({"item_id": "item_id"} if item_ids else {})
    if every is None:
        frame = items.select(part=parts, **named)
        if isinstance(frame.schema["part"], (pl.List, pl.Array)):
            raise InvalidArgument(f"parts: expected a column of single values, found lists in {parts!r}")
    else:
        dated = items.dated(date, **named)
        windows = contains(grid(dated["day"], every=every), dated["day"], "left")
        frame = dated.join(windows.rename({"window": "part"}), on="day")
    # Parts are numbered, so that missing values are one too.
    frame = frame.with_columns(group=pl.col("part").rank("dense").fill_null(0)).drop("part", "day", strict=False)
    if by is None:
        found, sizes = phrases.counted(frame.rename({"value": "text"}), ngrams, stop, stem, 1)
    else:
        found, sizes = _values(frame)
    found = found.select("group", "n", "feature", "frequency", *(["item_ids"] if item_ids else []))
    found = found.join(sizes.select("group", "n", size="total"), on=["group", "n"])
    columns = ["feature", "frequency", "range", "parts", "total", "dp", "dp_norm", "juilland_d"]
    result = _spread(found, sizes.filter(pl.col("total") > 0), item_ids).filter(pl.col("frequency") >= min_frequency)
    if top is not None:
        result = result.filter(pl.col("frequency").rank("min", descending=True).over("n") <= top)
    result = result.sort("n", "frequency", "feature", descending=[False, True, False])
    return result.select(columns + ["item_ids"] * item_ids)


def _values(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Items with each value in each part, and items of each part."""
    features = exploded(frame, "value").drop_nulls("value").with_columns(feature=pl.col("value").cast(pl.String))
    ids = [pl.col("item_id").alias("item_ids")] if "item_id" in frame.columns else []
    found = features.group_by("group", "feature").agg(pl.len().alias("frequency"), *ids)
    one = pl.lit(1, pl.UInt32)
    return found.with_columns(n=one), frame.group_by("group").agg(total=pl.len()).with_columns(n=one)


def _spread(found: pl.DataFrame, sizes: pl.DataFrame, item_ids: bool) -> pl.DataFrame:
    """The measures, from the counts of each feature in the parts it occurs in."""
    whole = sizes.group_by("n").agg(
        parts=pl.len(), total=pl.col("total").sum(), least=pl.col("total").min() / pl.col("total").sum()
    )
    count, size = pl.col("frequency"), pl.col("size")
    share = size / pl.col("total")
    inside = count / size
    ids = [pl.col("item_ids").explode().sort()] if item_ids else []
    measured = (
        found.join(whole, on="n")
        .with_columns(v=count / count.sum().over("n", "feature"), s=share, p=inside)
        .group_by("n", "feature")
        .agg(
            pl.col("frequency").sum(),
            pl.col("parts", "total", "least").first(),
            *ids,
            range=pl.len(),
            # Where it does not occur, the difference is the part's own share.
            dp=((pl.col("v") - pl.col("s")).abs().sum() + 1 - pl.col("s").sum()) / 2,
            mean=pl.col("p").sum() / pl.col("parts").first(),
            squares=(pl.col("p") ** 2).sum() / pl.col("parts").first(),
        )
    )
    several = pl.col("parts") > 1
    deviation = (pl.col("squares") - pl.col("mean") ** 2).clip(lower_bound=0).sqrt()
    return measured.with_columns(
        dp=pl.col("dp").clip(0, 1),
        dp_norm=pl.when(several).then((pl.col("dp") / (1 - pl.col("least"))).clip(0, 1)),
        juilland_d=pl.when(several).then((1 - deviation / pl.col("mean") / (pl.col("parts") - 1).sqrt()).clip(0, 1)),
    )
