"""What a profile makes of an archive, and what a change to it gains and loses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import polars as pl

from ..archive import Archive
from ..reading import Source, read

__all__ = ["diff_profiles", "test_profile"]

_COMPARED = ("headline", "text", "note", "sections", "source_raw", "sources", "date", "country", "category")
_CHANGES = {
    "change": pl.String(),
    "document": pl.String(),
    "byte_start": pl.UInt32(),
    "byte_end": pl.UInt32(),
    "fields": pl.List(pl.String),
    "old": pl.String(),
    "new": pl.String(),
}


def test_profile(profile: str | os.PathLike[str], source: Source) -> pl.DataFrame:
    r"""Read an archive by a profile and say, document by document, how far it fits.

    Parameters
    ----------
    profile
        The name of a shipped profile, `"auto"`, or the path of a `.toml` file.
    source
        As for `read`.

    Returns
    -------
    polars.DataFrame
        One row per document, the worst first: `document`, `profile` (read by), `issues`, `items`, `uncited` (items that
        name no source), `text`, `boilerplate` and `unparsed` (shares of its bytes), `problems` (warnings and errors).

    Raises
    ------
    InvalidArgument
        When the profile is none: with line and key.

    Examples
    --------
    >>> import dateline as dl, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Coast Letter No. 2\n\n• A ship waits. (Reuters, May 4, 2011)\n")
    >>> dl.test_profile("any", folder).select("document", "items", "uncited").rows()
    [('a.txt', 1, 0)]
    """
    return _tested(read(source, profile=os.fspath(profile)))


# pytest takes a function of this name for a test of its own.
test_profile.__test__ = False  # type: ignore[attr-defined]


def _tested(archive: Archive) -> pl.DataFrame:
    shares = archive.coverage(by="document").pivot(on="role", index="document", values="share")
    issues = archive.issues.group_by("document").agg(pl.col("profile").first(), issues=pl.len())
    cited = archive.citations.select("item_id").unique().with_columns(cited=pl.lit(True))
    items = archive.items.join(cited, on="item_id", how="left")
    items = items.group_by("document").agg(items=pl.len(), uncited=pl.col("cited").is_null().sum())
    problems = archive.diagnostics.filter(pl.col("severity") != "info").group_by("document").agg(problems=pl.len())
    joined = shares
    for table in (issues, items, problems):
        joined = joined.join(table, on="document", how="left")
    counts = ("issues", "items", "uncited", "problems")
    joined = joined.with_columns(pl.col(counts).fill_null(0))
    found = joined.select(
        "document", "profile", "issues", "items", "uncited", "text", "boilerplate", "unparsed", "problems"
    )
    # A document without items is worse than one with items that cite nothing, and that than some text left over.
    worst = (pl.col("items") == 0, pl.col("uncited") / pl.col("items"), pl.col("unparsed"), pl.col("boilerplate"))
    keys = found.with_columns(
        key.fill_nan(0).alias(f"key_{rank}") if rank == 1 else key.alias(f"key_{rank}")
        for rank, key in enumerate(worst)
    )
    names = [f"key_{rank}" for rank in range(len(worst))]
    return keys.sort(*names, "document", descending=[*(True for _ in names), False]).drop(names)


def diff_profiles(old: str | os.PathLike[str], new: str | os.PathLike[str], source: Source) -> pl.DataFrame:
    r"""What one profile reads in an archive and another does not, item by item.

    Parameters
    ----------
    old, new
        Names of profiles, or paths of `.toml` files.
    source
        As for `read`.

    Returns
    -------
    polars.DataFrame
        One row per difference: `change` (`gained`, `lost`, `changed`), `document`, `byte_start` and `byte_end` of the
        item, `fields` (columns of `items` that differ, for one that starts at the same place in both), and the texts
        `old` and `new`. Items that are alike are left out.

    Examples
    --------
    >>> import dateline as dl, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("• A ship waits.\n\n• A pilot sleeps.\n")
    >>> dl.diff_profiles("afpc", "any", folder)["change"].to_list()
    ['lost', 'gained', 'lost', 'gained']
    """
    before, after = (read(source, profile=os.fspath(profile)).items for profile in (old, new))
    rows = sorted(
        _changes(before, after), key=lambda row: (row["document"], row["byte_start"], row["change"] != "lost")
    )
    return pl.DataFrame(rows, schema=_CHANGES, orient="row")


def _changes(before: pl.DataFrame, after: pl.DataFrame) -> Iterator[dict[str, Any]]:
    def placed(items: pl.DataFrame) -> dict[tuple[str, int], dict[str, Any]]:
        return {(row["document"], row["byte_start"]): row for row in items.iter_rows(named=True)}

    olds, news = placed(before), placed(after)
    for key in olds.keys() | news.keys():
        old, new = olds.get(key), news.get(key)
        fields = [name for name in _COMPARED if old and new and old[name] != new[name]]
        change = "gained" if old is None else "lost" if new is None else "changed" if fields else None
        if change is None:
            continue
        row = new or old or {}
        yield {
            "change": change,
            "document": key[0],
            "byte_start": key[1],
            "byte_end": row["byte_end"],
            "fields": fields,
            "old": None if old is None else _shown(old),
            "new": None if new is None else _shown(new),
        }


def _shown(row: dict[str, Any]) -> str:
    return ". ".join(part for part in (row["headline"], row["text"]) if part)
