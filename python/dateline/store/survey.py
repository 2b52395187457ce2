"""What has to be read: the files behind a source compared with those a store has, by the hash of their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from .. import _core

__all__ = ["FILES", "Survey", "surveyed"]

FILES = {
    "file": pl.String,
    "path": pl.String,
    "bytes": pl.UInt64,
    "content_hash": pl.String,
    "status": pl.String,
    "version": pl.UInt32,
}
"""Columns of the index of files."""


@dataclass(frozen=True)
class Survey:
    """A source against a store."""

    files: pl.DataFrame
    """The index of files as it will be: `FILES`, sorted by file."""
    entries: dict[str, int]
    """The files of the source by name, as the core counts them."""
    added: list[str]
    changed: list[str]
    removed: list[str]
    unchanged: int
    held: frozenset[str]
    """Files whose documents stay as they are, and those whose documents are kept though they are gone."""

    @property
    def fresh(self) -> list[int]:
        """The files that have to be read, as the core counts them."""
        return sorted(self.entries[name] for name in (*self.added, *self.changed))

    @property
    def differs(self) -> bool:
        """Whether the store has to change."""
        return bool(self.added or self.changed or self.removed)


def surveyed(
    holdings: _core.Holdings, known: pl.DataFrame, version: int, *, again: bool, removed: Literal["drop", "keep"]
) -> Survey:
    """Compare.

    Parameters
    ----------
    holdings
        The source.
    known
        The store's index of files.
    version
        Of the state that the update would make.
    again
        Whether everything has to be read, whatever its bytes: the options are others.
    removed
        What happens to documents whose files are gone.
    """
    found = pl.DataFrame(
        holdings.files(), schema={"file": pl.String, "path": pl.String, "bytes": pl.UInt64}, orient="row"
    )
    hashes = pl.Series("content_hash", holdings.hashes(list(range(found.height))), pl.String)
    found = found.with_row_index("entry").with_columns(hashes)
    before = known.select("file", was="path", had="content_hash", stood="status", since="version")
    joined = found.join(before, on="file", how="left", maintain_order="left")
    there = (pl.col("stood") == "present").fill_null(False)
    # A hash that is missing equals nothing: what could not be read is tried again.
    same = there & (pl.col("was") == pl.col("path")) & (pl.col("had") == pl.col("content_hash")).fill_null(False)
    joined = joined.with_columns(there=there, same=pl.lit(False) if again else same)
    gone = known.join(found, on="file", how="anti")
    vanished = gone.filter(pl.col("status") == "present")
    gone = gone.with_columns(
        version=pl.when(status="present").then(pl.lit(version, pl.UInt32)).otherwise("version"),
        status=_fate(removed),
    )
    dropped = known.join(gone, on="file").filter(pl.col("status") == "kept", pl.col("status_right") == "removed")
    present = joined.select(
        *("file", "path", "bytes", "content_hash"),
        status=pl.lit("present"),
        version=pl.when("same").then("since").otherwise(pl.lit(version)).cast(pl.UInt32),
    )
    same_files = joined.filter("same")["file"]
    return Survey(
        files=pl.concat([present, gone.select(*FILES)]).sort("file"),
        entries=dict(zip(found["file"], found["entry"], strict=True)),
        added=joined.filter(~pl.col("there"))["file"].to_list(),
        changed=joined.filter("there", ~pl.col("same"))["file"].to_list(),
        removed=[*vanished["file"], *dropped["file"]],
        unchanged=same_files.len(),
        held=frozenset(same_files) | frozenset(gone.filter(status="kept")["file"]),
    )


def _fate(removed: str) -> pl.Expr:
    """What becomes of files that are gone: once removed, they do not come back by being kept."""
    if removed == "drop":
        return pl.lit("removed")
    return pl.when(status="removed").then(pl.lit("removed")).otherwise(pl.lit("kept"))
