"""Files in object stores and on other machines, through fsspec: what is behind an address, and its bytes.

Addresses are `s3://`, `gs://`, `az://`, `https://` and whatever else fsspec knows. Names and order are those of files
in a folder, so that a copy of an archive gives the same tables wherever it lies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from . import _core
from .errors import FileError, InvalidArgument, MissingPackage, SourceNotFound

__all__ = ["RemoteBatches", "RemoteFile", "filesystem", "is_address", "listed"]

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


class RemoteBatches:
    """What `_core.Batches` is for files, with documents fetched when they are read, and dropped."""

    def __init__(self, files: Sequence[RemoteFile], *settings: Any) -> None:
        self._files = files
        self._settings = settings

    def __len__(self) -> int:
        return len(self._files)

    def fetched(self, documents: Sequence[int]) -> _core.Batches:
        """Documents as the core takes them.

        Raises
        ------
        FileError
            When one cannot be had: what a network withholds is no property of the archive.
        """
        files = [self._files[index] for index in documents]
        contents: dict[str, bytes] = {}
        for system in {id(file.system): file.system for file in files}.values():
            paths = [file.path for file in files if file.system is system]
            try:
                found = system.cat(paths)
            except OSError as error:
                raise FileError(f"cannot read {system.unstrip_protocol(paths[0])} or one after it: {error}") from None
            contents |= {system.unstrip_protocol(path): bytes_ for path, bytes_ in found.items()}
        cells = pl.Series([contents[file.address] for file in files], dtype=pl.Binary)
        names, addresses = [file.name for file in files], [file.address for file in files]
        return _core.Batches.cells(cells, names, addresses, *self._settings)

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

    def facts(self, documents: Sequence[int], items: bool) -> pl.DataFrame:
        """What the issues of some documents contribute to the whole."""
        facts = self.fetched(documents).facts(range(len(documents)), items)
        return facts.with_columns(entry=pl.Series(documents, dtype=pl.UInt32).gather(facts["entry"]))

    def rows(
        self, documents: Sequence[int], table: str, stages: Collection[str], settled: _core.Settled | None = None
    ) -> pl.DataFrame:
        """One table of some documents."""
        return self.fetched(documents).rows(range(len(documents)), table, stages, settled)
