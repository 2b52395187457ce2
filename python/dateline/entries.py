"""A user's own rows: from a frame or a file to the CSV text the core reads, and from its errors back to the cell."""

from __future__ import annotations

import csv
import importlib
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from .errors import InvalidArgument, SourceNotFound, VocabularyError

__all__ = ["COLUMNS", "Entries", "Table", "entries"]

Table: TypeAlias = "pl.DataFrame | str | os.PathLike[str] | Any"
"""A user's own rows: a Polars or pandas frame, or the path of a `.csv` or `.toml` file."""

# Cells that hold several values are lists in a frame and joined text in the CSV the core reads.
_SEPARATORS: Mapping[str, str] = {"gazetteer": "|", "outlets": ";", "lexicon": ";"}

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "gazetteer": ("surface", "country", "kind", "case", "rule", "from", "to"),
    "outlets": (
        *("name", "variants", "former", "country", "language", "kind"),
        *("state_controlled", "ground", "domain", "bracket_only"),
    ),
    "lexicon": ("category", "term", "weight"),
}
"""Columns a user's own table may have; those of the shipped files."""

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "gazetteer": ("surface", "country", "kind"),
    "outlets": ("name",),
    "lexicon": ("category", "term", "weight"),
}
# What a row is about: never empty.
_KEY: Mapping[str, str] = {"gazetteer": "surface", "outlets": "name", "lexicon": "term"}

Row: TypeAlias = "Mapping[str, str]"


@dataclass(frozen=True)
class Entries:
    """Rows of one table, each cell with the place a user finds it at."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]
    file: str | None
    """The path of the file; none for a frame."""
    lines: Sequence[Mapping[str, int]]
    """For each row of a file the line of each of its cells; under `""` that of the row."""

    def text(self) -> str:
        """The rows as CSV, one line each."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([" ".join(row.get(column, "").split()) for column in self.columns] for row in self.rows)
        return out.getvalue()

    def check(self) -> None:
        """Looks at the shape of the table; what its cells mean is for the core to judge.

        Raises
        ------
        VocabularyError
            For unknown or missing columns, an empty key, and an outlet that has two rows.
        """
        place = self.file or self.name
        known = COLUMNS[self.name]
        for column in self.columns:
            if column not in known:
                raise VocabularyError(f"{place}: expected columns among {', '.join(known)}, found {column}")
        for column in _REQUIRED[self.name]:
            if column not in self.columns:
                found = ", ".join(self.columns) or "none"
                raise VocabularyError(f"{place}: expected the column {column}, found {found}")
        key, first = _KEY[self.name], dict[str, int]()
        for index, row in enumerate(self.rows):
            value = row.get(key, "").strip()
            if not value:
                raise VocabularyError(f"{self.place(index, key)}: expected a {key}, found an empty cell")
            if self.name == "outlets" and first.setdefault(value, index) != index:
                before = self.place(first[value], key)
                raise VocabularyError(
                    f"{self.place(index, key)}: expected each name once, found {value!r} as at {before}"
                )

    def place(self, index: int, column: str | None = None) -> str:
        """`own.csv, line 3, column country`; rows of a frame are counted from 0."""
        if self.file is None:
            where = f"{self.name}, row {index}"
        else:
            lines = self.lines[index]
            where = f"{self.file}, line {lines.get(column or '', lines[''])}"
        return f"{where}, column {column}" if column else where

    def explained(self, message: str) -> str:
        """An error of the core about its CSV text, in terms of what the user wrote."""
        core = re.fullmatch(r"(\w+), line (\d+): expected (.*?), found (.*)", message, flags=re.DOTALL)
        if core is None or core[1] != self.name or not 0 <= int(core[2]) - 2 < len(self.rows):
            return message
        index, expected, found = int(core[2]) - 2, core[3], core[4]
        row, column = self.rows[index], None
        if inner := re.search(r"\(line: \d+, byte: \d+\): (?:field (\d+): )?(.*)", found):
            if variant := re.match(r"unknown variant `(.*?)`, expected (.*)", inner[2]):
                found, expected = f'"{variant[1]}"', variant[2].replace("`", "")
            elif inner[1]:
                column = self.columns[int(inner[1])]
                expected, found = "a number", f'"{row.get(column, "")}"'
            else:
                found = inner[2]
        column = column or self._column_of(row, found)
        return f"{self.place(index, column)}: expected {expected}, found {found}"

    def _column_of(self, row: Row, found: str) -> str | None:
        value = found.strip('"')
        # The key is the least likely to be wrong, and may hold the text of another cell.
        columns = sorted(self.columns, key=lambda column: column == _KEY[self.name])
        for fits in (lambda cell: cell == value, lambda cell: value in re.split(r"[\s|;,]+", cell), value.__contains__):
            for column in columns:
                if row.get(column) and fits(row[column]):
                    return column
        return None


def entries(name: str, table: Table) -> Entries:
    """The rows that a user gives for the gazetteer, the outlets or the lexicon, their shape checked."""
    if isinstance(table, (str, os.PathLike)):
        found = _from_file(name, Path(table))
    elif isinstance(table, pl.DataFrame):
        found = _from_frame(name, table)
    elif hasattr(table, "to_dict") and hasattr(table, "columns"):
        found = _from_frame(name, pl.DataFrame(table.to_dict(orient="list")))
    else:
        message = f"{name}: expected a frame or the path of a .csv or .toml file, found {type(table).__name__}"
        raise InvalidArgument(message)
    found.check()
    return found


def _from_file(name: str, path: Path) -> Entries:
    if not path.is_file():
        raise SourceNotFound(f"{name}: no file {str(path)!r}")
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".toml"}:
        raise VocabularyError(f"{name}: expected a .csv or .toml file, found {str(path)!r}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: expected UTF-8, found the byte {error.object[error.start]:#04x}") from None
    return _from_csv(name, path, text) if suffix == ".csv" else _from_toml(name, path, text)


def _from_csv(name: str, path: Path, text: str) -> Entries:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, lines = [], []
    try:
        columns = _renamed(name, next(reader, []))
        start = reader.line_num + 1
        for cells in reader:
            if cells and len(cells) != len(columns):
                found = f"expected {len(columns)} cells as in line 1, found {len(cells)}"
                raise VocabularyError(f"{path}, line {start}: {found}; cells with a comma need quotes")
            if cells:
                rows.append(dict(zip(columns, cells, strict=True)))
                lines.append({"": start})
            start = reader.line_num + 1
    except csv.Error as error:
        raise VocabularyError(f"{path}, line {reader.line_num}: {error}") from None
    return Entries(name, columns, rows, str(path), lines)


def _from_toml(name: str, path: Path, text: str) -> Entries:
    """Rows of a TOML file: one table per row under the vocabulary's name, as `[[outlets]]`."""
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        tables = toml.loads(text).get(name)
    except ValueError as error:
        raise VocabularyError(f"{path}: {error}") from None
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise VocabularyError(f"{path}: expected tables headed [[{name}]], found none")
    rows = [{_renamed(name, [key])[0]: _cell(name, value) for key, value in table.items()} for table in tables]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = list(_toml_lines(name, text))
    # Tables written in some other way (inline, in dotted keys) are told by the file alone.
    return Entries(name, columns, rows, str(path), lines if len(lines) == len(rows) else [{"": 1}] * len(rows))


def _toml_lines(name: str, text: str) -> Iterator[Mapping[str, int]]:
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[", line):
            if lines:
                yield lines
            lines = {"": number} if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line) else {}
        elif lines and (key := re.match(r"\s*(\w+)\s*=", line)):
            lines[_renamed(name, [key[1]])[0]] = number
    if lines:
        yield lines


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _SEPARATORS[name].join(str(part) for part in value)
    return str(value)


def _from_frame(name: str, frame: pl.DataFrame) -> Entries:
    columns = _renamed(name, frame.columns)
    texts = frame.select(_as_text(name, column, kind) for column, kind in frame.schema.items())
    rows = [{column: cell or "" for column, cell in zip(columns, row, strict=True)} for row in texts.iter_rows()]
    return Entries(name, columns, rows, None, [])


def _renamed(name: str, columns: Sequence[str]) -> list[str]:
    # `outlets()` calls the column by what it holds, so that its own rows can be edited and handed back.
    return ["domain" if name == "outlets" and column == "domains" else column.strip() for column in columns]


def _as_text(name: str, column: str, kind: pl.DataType) -> pl.Expr:
    cell = pl.col(column)
    if isinstance(kind, pl.List):
        return cell.cast(pl.List(pl.String)).list.join(_SEPARATORS[name])
    if kind == pl.Boolean:
        return pl.when(cell).then(pl.lit("yes")).when(~cell).then(pl.lit("no")).alias(column)
    if kind.is_float() and column in {"from", "to"}:  # years beside missing years, as pandas keeps them
        return cell.fill_nan(None).cast(pl.Int64).cast(pl.String)
    return cell.cast(pl.String)
