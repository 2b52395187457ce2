"""Words in their context: where a pattern stands in the items, and what is printed around it."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any, Literal

import polars as pl

from . import _core
from .errors import InvalidArgument
from .tidy import Rows, verb

__all__ = ["Concordance", "as_concordance", "kwic"]

WIDEST = 1000
"""Most words on each side."""

FACTS = {"date": pl.Date, "source": pl.String, "country": pl.String}


@verb
def kwic(
    items: Rows,
    pattern: str | Iterable[str],
    *,
    window: int = 5,
    valuetype: Literal["glob", "regex", "fixed"] = "glob",
    case_insensitive: bool = True,
    text: str = "text",
    threads: int | None = None,
) -> pl.DataFrame:
    """Every place of a word or phrase, with the words around it.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is looked through), or a Polars or pandas frame with the column.
    pattern
        One or several; what stands between blanks is a pattern for one word, and several in a row are for words that
        follow each other.
    window
        So many words on each side, up to 1000.
    valuetype
        `"glob"`: `*` stands for any characters within a word, `?` for one; `"regex"`: a regular expression for each
        word, found anywhere in it unless it has `^` and `$`; `"fixed"`: as it stands.
    case_insensitive
        Whether small letters and capitals are the same.
    text
        Column of the text.
    threads
        Number of threads; all cores by default. The result does not depend on it.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per place, in the order of the table: `docname` (the `item_id`; `text1`, `text2`, ... for a table
        without), `from`, `to` (first and last word, counted in the text from 1), `pre`, `keyword`, `post` (as printed,
        in one line), `pattern` (which of them), and `date`, `source`, `country` of the item (null where the table has
        no such column). `as_concordance` prints it with the keywords below each other.

    Raises
    ------
    InvalidArgument
        For a pattern without words, and a regular expression that cannot be read; says which one.

    Notes
    -----
    Named as in quanteda. Words are those of `terms`: a phrase is found over punctuation, a curly apostrophe is a
    straight one, and `U.S.` in a pattern is the word `U.S`. Regular expressions are those of the Rust crate `regex`,
    without look-around and back-references, matched in time linear in the text whatever the pattern.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> items = pl.DataFrame({"text": ["The gas pipeline burst, and gas is scarce."]})
    >>> dl.kwic(items, "gas", window=2).select("from", "pre", "keyword", "post").rows()
    [(2, 'The', 'gas', 'pipeline burst'), (6, 'burst, and', 'gas', 'is scarce.')]
    """
    patterns = [pattern] if isinstance(pattern, str) else list(pattern)
    if not patterns or not all(isinstance(one, str) for one in patterns):
        raise InvalidArgument("pattern: expected one or several strings, found none or other values among them")
    if not (isinstance(window, int) and 0 <= window <= WIDEST):
        raise InvalidArgument(f"window: expected a number of words from 0 to {WIDEST}, found {window!r}")
    known = [name for name in ("item_id", *FACTS) if name in items.columns]
    frame = items.select(text=text, **{name: name for name in known})
    if frame.schema["text"] not in (pl.String, pl.Null):
        raise InvalidArgument(f"text: expected a column of strings, found {frame.schema['text']}")
    try:
        found = _core.contexts(frame["text"].cast(pl.String), patterns, valuetype, case_insensitive, window, threads)
    except ValueError as error:
        raise InvalidArgument(str(error)) from None
    rows = found["row"]
    docnames = pl.col("item_id") if "item_id" in known else pl.format("text{}", pl.int_range(1, pl.len() + 1))
    names = frame.select(docname=docnames).to_series()
    facts = [
        frame[name].gather(rows) if name in known else pl.Series(name, [None], dtype=dtype).new_from_index(0, len(rows))
        for name, dtype in FACTS.items()
    ]
    printed = pl.Series("pattern", patterns, dtype=pl.String).gather(found["pattern"])
    return found.with_columns(printed, names.gather(rows), *facts).select(
        "docname", "from", "to", "pre", "keyword", "post", "pattern", *FACTS
    )


class Concordance:
    """Lines of `kwic` with the keywords below each other, in notebooks and terminals."""

    WIDTH = 40
    """Characters on each side in a terminal."""

    def __init__(self, lines: pl.DataFrame, total: int) -> None:
        self._lines = lines
        self._total = total

    def __repr__(self) -> str:
        rows = self._lines.select("docname", "pre", "keyword", "post").rows()
        docname = max((len(row[0] or "") for row in rows), default=0)
        keyword = max((len(row[2]) for row in rows), default=0)
        lines = []
        for name, pre, word, post in rows:
            before = pre if len(pre) <= self.WIDTH else "…" + pre[1 - self.WIDTH :]
            after = post if len(post) <= self.WIDTH else post[: self.WIDTH - 1] + "…"
            lines.append(f"{name or '':<{docname}}  {before:>{self.WIDTH}} | {word:^{keyword}} | {after}".rstrip())
        return "\n".join([*lines, self._count()])

    def _repr_html_(self) -> str:
        aligned = ("left;opacity:.65", "right", "center;font-weight:bold", "left")
        rules = [f".dateline-kwic td:nth-child({n}){{text-align:{how}}}" for n, how in enumerate(aligned, 1)]
        rules.append(".dateline-kwic{color:inherit;font-size:inherit}")
        rules.append(".dateline-kwic td{border:none;padding:.1em .4em;white-space:nowrap;background:none}")
        style = f"<style>{''.join(rules)}</style>"
        cells = (
            "<tr>" + "".join(f"<td>{html.escape(value or '')}</td>" for value in row) + "</tr>"
            for row in self._lines.select("docname", "pre", "keyword", "post").iter_rows()
        )
        table = f'<table class="dateline-kwic"><tbody>{"".join(cells)}</tbody></table>'
        return f'{style}<div style="overflow-x:auto">{table}</div><p>{html.escape(self._count())}</p>'

    def _count(self) -> str:
        shown = self._lines.height
        places = f"{self._total:,} {'place' if self._total == 1 else 'places'}"
        return places if shown == self._total else f"{places}, the first {shown:,} shown"


def as_concordance(lines: Any, *, rows: int = 50) -> Concordance:
    """The lines of `kwic` to be looked at, keywords below each other.

    Parameters
    ----------
    lines
        What `kwic` gave, as a Polars or pandas frame, perhaps sorted or filtered.
    rows
        So many are shown.

    Returns
    -------
    Concordance
        Shows itself in notebooks and terminals.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> items = pl.DataFrame({"text": ["The gas pipeline burst, and gas is scarce."]})
    >>> dl.as_concordance(dl.kwic(items, "gas", window=2))
    text1                                       The | gas | pipeline burst
    text1                                burst, and | gas | is scarce.
    2 places
    """
    if rows < 1:
        raise InvalidArgument(f"rows: expected a number of lines, found {rows!r}")
    frame = Rows(lines).select(docname="docname", pre="pre", keyword="keyword", post="post")
    return Concordance(frame.head(rows), frame.height)
