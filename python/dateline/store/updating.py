"""A store brought up to its source: what is new is read, what depends on it is settled again, the rest stays."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .. import _core
from ..entries import entries
from ..errors import FileError, InvalidArgument, StoreBusy, StoreError
from ..limits import Limits, settings
from ..reading import Date, Progress, Source, core_arguments, core_errors, reporting
from ..remote import is_address
from ..schemas import TABLES, schema
from ..vocabulary import Table
from .layout import Layout
from .manifest import Manifest, current
from .transition import Transition

__all__ = ["Update", "update"]


@dataclass(frozen=True)
class Update:
    """What an update found and did."""

    version: int
    """Of the store now; the same as before when nothing had to change."""
    added: list[str] = field(default_factory=list)
    """Names of files that were not in the store."""
    changed: list[str] = field(default_factory=list)
    """Files with other bytes than before, or at another path; all of them when the options are others."""
    removed: list[str] = field(default_factory=list)
    """Files that are gone."""
    unchanged: int = 0
    """Number of files with the same bytes as before."""
    resettled: int = 0
    """How many of those were read again, for what came or went bears on their dates or ids."""

    def __str__(self) -> str:
        counts = ((len(self.added), "added"), (len(self.changed), "changed"), (len(self.removed), "removed"))
        told = ", ".join(f"{count:,} {what}" for count, what in (*counts, (self.unchanged, "unchanged")))
        again = f", {self.resettled:,} of them read again for their neighbours' sake" if self.resettled else ""
        return f"version {self.version}: {told}{again}"


def update(
    source: Source,
    store: str | os.PathLike[str],
    *,
    removed: Literal["drop", "keep"] = "drop",
    published: Date | Mapping[str, Date] | None = None,
    series: str | Mapping[str, str] | None = None,
    headlines: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
    profile: str = "auto",
    threads: int | None = None,
    progress: Progress = None,
    strict: bool = False,
    gazetteer: Table | None = None,
    outlets: Table | None = None,
    lexicon: Table | None = None,
    limits: Limits | Mapping[str, int] | None = None,
    text_column: str = "text",
) -> Update:
    r"""Bring a store of tables up to its source, reading only what is new or changed.

    Afterwards `open(store)` has the tables of `read(source)` with the same options, row for row.

    Parameters
    ----------
    source
        As for `read`. It is the whole of what the store is to hold, not what is to be added.
    store
        A folder; made when it is missing.
    removed
        What happens to documents whose files are gone. With `"drop"` their rows leave the tables, with `"keep"` they
        stay as they are. The index of files marks them either way.
    published, series, headlines, profile, threads, progress, gazetteer, outlets, lexicon, limits, text_column
        As for `read`. When they differ from those of the last update (but for threads and progress), or dateline does,
        everything is read again.
    strict
        Raise, and leave the store as it was, when a document that is read has a problem of severity `error`.

    Returns
    -------
    Update
        Names of files `added`, `changed` and `removed`, how many are `unchanged`, and the `version` of the store.

    Raises
    ------
    StoreBusy
        When another process is updating the store.
    StoreError
        When the folder is no store, or comes from a newer dateline.
    SourceNotFound, VocabularyError, InvalidArgument, DocumentError
        As for `read`.

    Notes
    -----
    Files are told apart by the BLAKE3 hash of their bytes; times and sizes are not trusted. Years, ids and duplicates
    are settled over the whole archive, from a row of facts per issue that the store keeps. Documents on which a new one
    bears (a neighbour gives a year, a fuller rendering takes an id) are read again with the new ones.

    The store goes from one state to the next at once: readers see the old or the new one, and a crash leaves one of
    them. `docs/store.md` says how.

    Examples
    --------
    >>> import dateline as dl, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Russia Reform Monitor No. 9\n\nGrain was sold. (CNN, May 4, 2020)\n")
    >>> print(dl.update(folder / "a.txt", folder / "store"))
    version 1: 1 added, 0 changed, 0 removed, 0 unchanged
    >>> dl.open(folder / "store").items["item_id"].to_list()
    ['russia-reform-monitor/9/1']
    """
    if removed not in ("drop", "keep"):
        raise InvalidArgument(f"removed: expected 'drop' or 'keep', found {removed!r}")
    sources, facts, profile, threads, vocabulary = core_arguments(
        source, published, series, headlines, profile, threads, gazetteer, outlets, lexicon
    )
    if any(map(is_address, sources)):
        raise InvalidArgument("source: expected files for a store, found an address; copy the archive to a folder")
    # The store may be opened from another working directory.
    sources = [os.path.abspath(path) for path in sources]
    given = {"gazetteer": gazetteer, "outlets": outlets, "lexicon": lexicon}
    own = {name: entries(name, table).text() for name, table in given.items() if table is not None}
    bounds = settings(limits, text_column)
    facts_given = [published, series, headlines, bounds.limits(), text_column]
    wanted = Manifest(0, _fingerprint(facts_given, profile, own), (), own, bounds.limits(), text_column)
    layout = Layout(store)
    with core_errors():
        holdings = _core.Holdings(sources, facts, profile, bounds, threads, vocabulary)
    _check_apart(holdings, layout)
    current(layout)  # a folder of other things is told before a lock is put into it
    with _locked(layout):
        transition = Transition(layout, holdings, current(layout), wanted)
        with transition, reporting(progress) as report, core_errors():
            survey, resettled = transition.run(removed, strict, report)
        return Update(transition.version, survey.added, survey.changed, survey.removed, survey.unchanged, resettled)


@contextmanager
def _locked(layout: Layout) -> Iterator[None]:
    try:
        layout.folder.mkdir(parents=True, exist_ok=True)
        lock = _core.Lock.acquire(str(layout.lock))
    except OSError as error:
        raise FileError(f"cannot write into {str(layout.folder)!r}: {error.strerror or error}") from None
    if lock is None:
        raise StoreBusy(f"{layout.folder}: another process is updating the store; try again when it has ended")
    try:
        yield
    finally:
        lock.release()


def _check_apart(holdings: _core.Holdings, layout: Layout) -> None:
    """The files of a store are no documents of its source."""
    store = os.path.realpath(layout.folder) + os.sep
    for folder in {os.path.dirname(path) for _, path, _ in holdings.files()}:
        if (os.path.realpath(folder) + os.sep).startswith(store):
            message = f"{layout.folder}: expected a store outside its source, found documents in {folder!r}"
            raise StoreError(f"{message}; choose a folder beside the source")


def _fingerprint(facts: Any, profile: str, own: Mapping[str, str]) -> str:
    """What the documents are read with, in short."""
    path = Path(profile)
    layout = path.read_text(encoding="utf-8") if path.is_file() else profile
    columns = [str(schema(table)) for table in TABLES]
    told = json.dumps([_core.__version__, columns, facts, layout, own], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
