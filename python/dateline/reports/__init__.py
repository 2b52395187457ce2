"""An archive as one page that opens offline: figures, and behind each bar its items with their evidence marked.

`figures` asks the verbs for every number, `listing` puts marks into the items, `page` makes one file of both. In the
browser the styles, `elements.js`, `charts.js`, `items.js`, `sections.js` and `page.js` draw them; the script counts
nothing but the items it lists.

Bars are plain HTML buttons rather than the charts of `dateline.plot`. A button is reached by Tab and works with Enter,
takes its colours from the page in light and dark, shrinks to the width of a phone and prints; the report needs no
optional package, 800 kB of charting library stay out of each file, and its content security policy can forbid
evaluated code altogether.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from ..archive import Archive
from ..errors import FileError, InvalidArgument

__all__ = ["check_name", "report"]


def report(
    archive: Archive, path: str | os.PathLike[str], *, title: str | None = None, every: str | None = None
) -> Path:
    """Write an archive as one self-contained page that opens offline in any browser.

    It shows what was read and what was not understood, and counts items by time, country, outlet and category, the
    words that mark the latest period, and how old the news is when an issue prints it. Each bar is a button that lists
    the items behind it, with countries, outlets, dates and terms marked in their text; the list is searched, and
    filtered by series, country, outlet, category and date.

    Parameters
    ----------
    archive
        What `read`, `parse` or `sample` gave. One rendering of each issue is counted and listed.
    path
        File to write, ending in `.html`. It appears whole or not at all.
    title
        Of the page; the names of the series unless given.
    every
        Windows of the timeline, as in `timeline`: the shortest of weeks, months, quarters and years that gives no more
        than 60 windows, unless given.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    InvalidArgument
        When one of the arguments cannot be used.
    DocumentChanged
        When a file is no longer what was read: the items are shown as printed, and read again for it.
    FileError
        When the file cannot be written.

    Notes
    -----
    Nothing in the page is loaded from elsewhere or sent anywhere, and no text of the archive is taken as markup or
    code. The same archive gives the same file. The list of items needs a browser of 2023 or later.

    Examples
    --------
    >>> import dateline as dl, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = dl.report(dl.sample(), folder + "/report.html")
    ...     page.read_text(encoding="utf-8").startswith("<!doctype html>")
    True
    """
    if not isinstance(archive, Archive):
        raise InvalidArgument(f"archive: expected an Archive, as dl.read gives, found {type(archive).__name__}")
    out = check_name(path)
    # The verbs take their time to load, and `import dateline` does without them.
    from ..tidy import UndatedItems
    from . import figures, listing, page

    counted = archive.deduplicate() if archive.issues["duplicate_of"].count() else archive
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndatedItems)  # the page itself says how many they are
        found = figures.figures(archive, counted, every=every)
        items = listing.listing(counted)
    series = [row["series"] for row in found["series"] if row["series"]]
    written = page.page(title or ", ".join(series[:3]) or "News digests", found, items)
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(written, encoding="utf-8", newline="\n")
        os.replace(temporary, out)
    except OSError as error:
        raise FileError(f"cannot write {str(out)!r}: {error.strerror or error}") from None
    finally:
        temporary.unlink(missing_ok=True)
    return out


def check_name(path: str | os.PathLike[str]) -> Path:
    """The path, if its name is that of a page."""
    out = Path(path)
    if out.suffix.lower() not in (".html", ".htm"):
        raise InvalidArgument(f"{str(out)!r}: expected a name ending in .html")
    return out
