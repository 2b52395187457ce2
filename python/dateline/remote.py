"""Files in object stores and on other machines, through fsspec: what is behind an address, and its bytes.

Addresses are `s3://`, `gs://`, `az://`, `https://` and whatever else fsspec knows. Names and order are those of files
in a folder, so that a copy of an archive gives the same tables wherever it lies.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl

from . import _core
from .errors import FileError, InvalidArgument, MissingPackage, SourceNotFound

__all__ = ["RemoteBatches", "RemoteFile", "fetched", "filesystem", "is_address", "listed"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")

Options = Mapping[str, Any]


def is_address(path: str) -> bool:
    """Whether a path leads elsewhere than into the file system."""
    return _ADDRESS.match(path) is not None


@dataclass(frozen=True)
class RemoteFile:
    """One file behind an address."""

    name: str
    address: str
    bytes: int
    system: Any
    """The fsspec file system it lies in."""
    path: str
    """Its path in there."""


def filesystem(address: str, options: Options | None) -> tuple[Any, str]:
    """The file system that an address leads into, and the path in there.

    Raises
    ------
    MissingPackage
        Without fsspec, or without the package that it needs for this kind of address.
    """
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(address, **(options or {}))
    except ImportError as error:
        scheme = address.split("://")[0]
        message = f"{scheme}:// needs {error.name or error}: pip install 'dateline[cloud]'"
        raise MissingPackage(message) from None
    except ValueError as error:
        raise InvalidArgument(f"{address}: {error}") from None
    return system, path


def listed(addresses: Sequence[str], options: Options | None = None) -> list[RemoteFile]:
    """The files behind addresses, each once, in the order of their names; hidden ones are left out.

    Raises
    ------
    SourceNotFound
        For an address that leads nowhere.
    FileError
        When the store refuses.
    """
    found: dict[str, tuple[str, int, Any, str]] = {}
    for address in addresses:
        system, path = filesystem(address, options)
        system.invalidate_cache()
        try:
            below = _below(system, path.rstrip("/") or path)
        except FileNotFoundError:
            below = []
        except OSError as error:
            raise FileError(f"cannot list {address}: {error}") from None
        if not below:
            message = f"nothing at {address}: expected a file, a folder or a glob that matches; check its spelling"
            raise SourceNotFound(message)
        for name, file, size in below:
            found.setdefault(system.unstrip_protocol(file), (name, size, system, file))
    uses = Counter(name for name, *_ in found.values())
    files = [
        RemoteFile(name if uses[name] == 1 else address, address, size, system, file)
        for address, (name, size, system, file) in found.items()
    ]
    return sorted(files, key=lambda file: (file.name.encode(), file.address.encode()))


def _below(system: Any, path: str) -> list[tuple[str, str, int]]:
    """Name, path and length of the files that a path stands for."""
    if any(mark in path for mark in "*?["):
        found = []
        for match, facts in system.glob(path, detail=True).items():
            if facts["type"] == "directory":
                found += _below(system, match)
            else:
                found.append((match.rsplit("/", 1)[-1], match, int(facts["size"] or 0)))
        return found
    facts = system.info(path)
    if facts["type"] != "directory":
        return [(path.rsplit("/", 1)[-1], path, int(facts["size"] or 0))]
    files = system.find(path, detail=True).items()
    named = ((file.removeprefix(path).lstrip("/"), file, int(facts["size"] or 0)) for file, facts in files)
    return [(name, file, size) for name, file, size in named if not name.startswith(".") and "/." not in name]


@contextmanager
def fetched(files: Sequence[RemoteFile]) -> Iterator[list[str]]:
    """Copies of files on this machine, as paths that are good within the block.

    Raises
    ------
    FileError
        When one cannot be had: what a network withholds is no property of the archive.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as scratch:
        copies = [os.path.join(scratch, str(number)) for number in range(len(files))]
        for system in {id(file.system): file.system for file in files}.values():
            own = [(file.path, copy) for file, copy in zip(files, copies, strict=True) if file.system is system]
            try:
                system.get([path for path, _ in own], [copy for _, copy in own])
            except OSError as error:
                raise FileError(f"cannot read {_missing(system, own)}: {error}") from None
        yield copies


def _missing(system: Any, files: Sequence[tuple[str, str]]) -> str:
    """The first file without a copy."""
    missing = next((path for path, copy in files if not os.path.exists(copy)), files[0][0])
    return str(system.unstrip_protocol(missing))


class RemoteBatches:
    """What `_core.Batches` is for files, with files fetched when they are read, and dropped."""

    def __init__(self, files: Sequence[RemoteFile], *settings: Any) -> None:
        self._files = files
        self._settings = settings

    def __len__(self) -> int:
        return len(self._files)

    def parts(self, documents: Sequence[int], first: int, most: int) -> list[tuple[int, int]]:
        """Parts of `documents`, as ranges of it, that grow from `first` to `most` bytes."""
        parts: list[tuple[int, int]] = []
        start = held = 0
        for place, index in enumerate(documents):
            held += self._files[index].bytes + 256
            if held >= min(first << min(len(parts), 30), most):
                parts.append((start, place + 1))
                start, held = place + 1, 0
        return [*parts, (start, len(documents))] if start < len(documents) else parts

    def tables(self, progress: Callable[[int, int], object] | None = None) -> _core.Tables:
        """All tables of all documents."""
        with self._batches(range(len(self._files))) as batches:
            return batches.tables(progress)

    def facts(self, documents: Sequence[int], items: bool) -> pl.DataFrame:
        """What the issues of some documents contribute to the whole."""
        with self._batches(documents) as batches:
            facts = batches.facts(range(len(documents)), items)
        return facts.with_columns(entry=pl.Series(documents, dtype=pl.UInt32).gather(facts["entry"]))

    def rows(
        self, documents: Sequence[int], table: str, stages: Collection[str], settled: _core.Settled | None = None
    ) -> pl.DataFrame:
        """One table of some documents."""
        with self._batches(documents) as batches:
            return batches.rows(range(len(documents)), table, stages, settled)

    @contextmanager
    def _batches(self, documents: Sequence[int]) -> Iterator[_core.Batches]:
        files = [self._files[index] for index in documents]
        with fetched(files) as copies:
            named = [(copy, file.name, file.address) for copy, file in zip(copies, files, strict=True)]
            yield _core.Batches.copies(named, *self._settings)
