"""A profile proposed for a series that no shipped one fits."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from .. import _core
from ..errors import InvalidArgument
from ..limits import settings
from ..reading import Source, core_errors, source_paths

__all__ = ["Proposal", "infer_profile"]

# Bytes that are read of one container.
_AHEAD = 1 << 20

_SCHEMA = {
    "key": pl.String(),
    "form": pl.String(),
    "times": pl.UInt32(),
    "documents": pl.UInt32(),
    "taken": pl.Boolean(),
    "example": pl.String(),
}


@dataclass(frozen=True)
class Proposal:
    """A proposed profile and what it rests on."""

    toml: str
    """The profile, with counts as comments."""
    evidence: pl.DataFrame
    """One row per printed form that was counted: `key` and `form` as profiles spell them, `times`, `documents`, `taken`
    (whether the profile has it) and an `example`. What is not taken is what the profile would miss."""
    documents: int
    """Number of documents looked at."""


def infer_profile(source: Source, *, name: str = "mine", documents: int = 40) -> Proposal:
    r"""Propose a profile for pages of one series.

    Parameters
    ----------
    source
        A file, a folder, a glob, or a list of them, as for `read`; pages of one series.
    name
        The name of the profile.
    documents
        Most documents that are looked at, spread over all of them.

    Returns
    -------
    Proposal
        Its `toml` is a profile to be looked through and saved; its `evidence` says what was counted.

    Raises
    ------
    SourceNotFound
        When a path or glob leads nowhere.

    Notes
    -----
    Each printed form (titles, marks, headings, endings in a citation, ...) is counted by itself over the lines of the
    documents, and taken up when half of them show it. It is a start, not a reading: go over it with `test_profile`.

    Examples
    --------
    >>> import dateline as dl, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> for day in (1, 2):
    ...     _ = (folder / f"{day}.txt").write_text(
    ...         f"Coast Letter - May {day}, 2011\n\n• A ship waits off Beira for a pilot. (Reuters, 05.2{day}.11)\n"
    ...     )
    >>> dl.infer_profile(folder).evidence.filter(key="marks")["form"].to_list()
    ['{bullet} {text}']
    """
    if documents < 1:
        raise InvalidArgument(f"documents: expected a number from 1 up, found {documents}")
    with core_errors():
        files = _core.expand(source_paths(source))
        step = max(1, -(-len(files) // documents))
        bounds = settings(None, "text")
        # Of a container the documents at its start.
        read = (_core.texts_from(path, _AHEAD, bounds)[:documents] for _, path in files[::step])
        texts = [text for found in read for _, text, _ in found if text.strip()][:documents]
        toml, rows = _core.infer_profile(texts, name, _core.Vocabulary())
    return Proposal(toml, pl.DataFrame(rows, schema=_SCHEMA, orient="row"), len(texts))
