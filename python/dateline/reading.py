"""From files or strings to an `Archive`: checks the arguments, calls the core, words its errors."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from . import _core
from .archive import Archive
from .errors import DatelineError, DocumentError, FileError, InvalidArgument, MissingPackage, SourceNotFound
from .limits import Limits, settings
from .originals import Addresses, Files, Strings
from .places import heading
from .recognition import Texts, as_list
from .remote import RemoteBatches, is_address, listed
from .vocabulary import Table, build

__all__ = ["parse", "read", "sample"]

Source: TypeAlias = "str | os.PathLike[str] | Sequence[str | os.PathLike[str]]"
Date: TypeAlias = "dt.date | str"
Progress: TypeAlias = "bool | Callable[[int, int], object] | None"

# Facts for every document stand under this name in the core.
_ALL = ""


def read(
    source: Source,
    *,
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
    storage_options: Mapping[str, Any] | None = None,
) -> Archive:
    r"""Read bulletins into tables.

    Parameters
    ----------
    source
        A file, a folder (with all below it), a glob such as `"bulletins/**/*.txt"`, or a list of these. A document
        reached twice is read once. Addresses such as `"s3://bucket/bulletins/"` go through fsspec. Containers (`.zip`,
        `.tar`, `.gz`, `.zst`, `.xz`, `.bz2`, mailboxes, tables, web archives) are told by their content, and what is in
        them is read.
    published, series, headlines
        Facts that the text lacks: a value for all documents, or a mapping from document name, file name, file stem or
        issue id to the value. Dates are `datetime.date` or ISO strings. `headlines` are an issue's item headlines, in
        order.
    profile
        How pages are laid out; `"auto"` finds it out issue by issue.
    threads
        Number of threads; all cores by default. The result does not depend on it.
    progress
        `True` for a bar by tqdm, or a callable taking bytes done and bytes in total.
    strict
        Raise when a document has a problem of severity `error`, instead of keeping it as a diagnostic.
    gazetteer, outlets, lexicon
        Own rows beside the shipped ones: a frame, or the path of a `.csv` or `.toml` file.
    limits
        What documents and containers may cost; a `Limits`, or a mapping of some of them.
    text_column
        In tables (CSV, JSON lines, Parquet), the column of texts. Columns named `published`, `series` and `name`
        beside it are facts, after those given here.
    storage_options
        What fsspec is told of the store behind an address: keys, region, endpoint. Most stores find theirs in the
        environment.

    Returns
    -------
    Archive
        With the tables `issues`, `items`, `citations`, `mentions` and `diagnostics`.

    Raises
    ------
    SourceNotFound
        When a path or glob leads nowhere. It is a `FileNotFoundError`.
    VocabularyError, InvalidArgument
        When an argument cannot be used. Both are `ValueError`.
    DocumentError
        With `strict=True`, for problems of severity `error`.

    Examples
    --------
    >>> import dateline as dl, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "note.txt").write_text(
    ...     "Russia Reform Monitor No. 9\n\nExports of grain fell. (Reuters, May 4, 2020)\n"
    ... )
    >>> dl.read(folder).items.select("series", "number", "source", "date").rows()
    [('Russia Reform Monitor', 9, 'Reuters', datetime.date(2020, 5, 4))]
    """
    sources, facts, profile, threads, vocabulary = core_arguments(
        source, published, series, headlines, profile, threads, gazetteer, outlets, lexicon
    )
    bounds = settings(limits, text_column)
    if are_addresses(sources):
        files = listed(sources, storage_options)
        batches = RemoteBatches(files, facts, profile, bounds, threads, vocabulary)
        with core_errors(), reporting(progress) as report:
            tables = batches.tables(report)
        return _checked(Archive(tables, Addresses(files, tables, bounds), vocabulary), strict)
    with core_errors(), reporting(progress) as report:
        tables = _core.read(sources, facts, profile, bounds, threads, report, vocabulary)
    return _checked(Archive(tables, Files(tables.issues, tables.diagnostics, bounds), vocabulary), strict)


def parse(
    texts: Texts,
    names: str | Sequence[str] | None = None,
    *,
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
) -> Archive:
    r"""Read bulletins that are strings already.

    Parameters
    ----------
    texts
        One text, or texts in any container (list, Polars or pandas series, pyarrow array); a missing one is left out.
    names
        A name for each text, by which `document` and mappings call it; `text-1`, `text-2`, ... by default. A name that
        reads like a file's (`rrm-no-2567`) tells series and number where the text does not.
    published, series, headlines, profile, threads, progress, strict, gazetteer, outlets, lexicon
        As for `read`.

    Returns
    -------
    Archive

    Examples
    --------
    >>> import dateline as dl
    >>> archive = dl.parse("China Reform Monitor No. 12\n\nA canal was opened. (Xinhua, June 1, 2019)\n")
    >>> archive.items.select("item_id", "source", "date").rows()
    [('china-reform-monitor/12/1', 'Xinhua', datetime.date(2019, 6, 1))]
    """
    strings = as_list(texts)
    labels = [names] if isinstance(names, str) else list(names or (f"text-{n}" for n in range(1, len(strings) + 1)))
    if len(labels) != len(strings):
        raise InvalidArgument(f"names: expected one for each of {len(strings)} texts, found {len(labels)}")
    if len(set(labels)) < len(labels):
        twice = next(label for index, label in enumerate(labels) if label in labels[:index])
        raise InvalidArgument(f"names: expected each once, found {twice!r} twice")
    documents = {label: text for label, text in zip(labels, strings, strict=True) if text is not None}
    facts = _facts(published, series, headlines)
    vocabulary = build(gazetteer, outlets, lexicon)
    with core_errors(), reporting(progress) as report:
        tables = _core.parse(
            list(documents.values()), list(documents), facts, profile, _threads(threads), report, vocabulary
        )
    return _checked(Archive(tables, Strings(documents), vocabulary), strict)


def sample() -> Archive:
    """The bundled archive: invented issues of three digests, in all layouts; needs no network.

    Examples
    --------
    >>> import dateline as dl
    >>> sorted(set(dl.sample().issues["series"].drop_nulls()))  # doctest: +ELLIPSIS
    [...]
    """
    return read(Path(__file__).parent / "sample")


def core_arguments(
    source: Source,
    published: Any,
    series: Any,
    headlines: Any,
    profile: str,
    threads: int | None,
    gazetteer: Table | None,
    outlets: Table | None,
    lexicon: Table | None,
) -> tuple[list[str], _core.Facts, str, int | None, _core.Vocabulary]:
    """What the core is called with: paths, facts, profile, threads, vocabulary."""
    facts = _facts(published, series, headlines)
    return source_paths(source), facts, profile, _threads(threads), build(gazetteer, outlets, lexicon)


def are_addresses(sources: Sequence[str]) -> bool:
    """Whether sources lie behind addresses; paths and addresses are not mixed in one call."""
    kinds = {is_address(source) for source in sources}
    if len(kinds) > 1:
        raise InvalidArgument("source: expected paths or addresses (s3://...), found both; read them apart")
    return True in kinds


def source_paths(source: Source) -> list[str]:
    if isinstance(source, (str, os.PathLike)):
        source = [source]
    if isinstance(source, (bytes, Mapping)) or not hasattr(source, "__iter__"):
        raise InvalidArgument(f"source: expected a path, a glob or a list of them, found {type(source).__name__}")
    paths = []
    for one in source:
        if not isinstance(one, (str, os.PathLike)):
            raise InvalidArgument(f"source: expected paths, found {type(one).__name__}")
        path = os.path.expanduser(os.fspath(one))
        if not path:
            raise SourceNotFound("source: expected a path, found an empty string")
        paths.append(path)
    return paths


def _threads(threads: int | None) -> int | None:
    if threads is None or (isinstance(threads, int) and not isinstance(threads, bool) and threads > 0):
        return threads
    raise InvalidArgument(f"threads: expected a number from 1 up, or None for all cores; found {threads!r}")


def _facts(published: Any, series: Any, headlines: Any) -> _core.Facts:
    def by_name(given: Any) -> Mapping[str, Any]:
        if given is None:
            return {}
        return given if isinstance(given, Mapping) else {_ALL: given}

    return _core.Facts(
        {name: _date(name, value).isoformat() for name, value in by_name(published).items()},
        {name: _series(value) for name, value in by_name(series).items()},
        {name: _headlines(value) for name, value in by_name(headlines).items()},
    )


def _date(name: str, value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    place = f"published[{name!r}]" if name else "published"
    try:
        return dt.date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidArgument(f"{place}: expected a date or an ISO string (2023-02-28), found {value!r}") from None


def _series(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise InvalidArgument(f"series: expected the name of a series, found {value!r}")


def _headlines(value: object) -> list[str]:
    if not isinstance(value, str) and isinstance(value, Sequence) and all(isinstance(line, str) for line in value):
        return list(value)
    raise InvalidArgument(f"headlines: expected a list of strings, found {value!r}")


@contextmanager
def core_errors() -> Iterator[None]:
    """Errors of the core under the names that `errors` gives them."""
    try:
        yield
    except DatelineError:
        raise
    except FileNotFoundError as error:
        raise SourceNotFound(str(error)) from None
    except OSError as error:
        raise FileError(str(error)) from None
    except ValueError as error:
        raise InvalidArgument(str(error)) from None


@contextmanager
def reporting(progress: Progress) -> Iterator[Callable[[int, int], object] | None]:
    if progress is None or progress is False:
        yield None
    elif progress is not True:
        if not callable(progress):
            raise InvalidArgument(f"progress: expected True or a callable, found {type(progress).__name__}")
        yield progress
    else:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            raise MissingPackage("progress=True needs tqdm: pip install 'dateline[progress]'") from None
        with tqdm(unit="B", unit_scale=True) as bar:

            def report(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            yield report


def _checked(archive: Archive, strict: bool) -> Archive:
    if strict:
        errors = archive.diagnostics.filter(severity="error")
        if errors.height:
            raise DocumentError([heading(row) for row in errors.iter_rows(named=True)])
    return archive
