"""Archives of news digests as tidy tables, every value traceable to the text.

    >>> import dateline as dl
    >>> archive = dl.sample()             # or dl.read("folder of bulletins/")
    >>> archive.items.columns[:4]
    ['item_id', 'issue_id', 'document', 'series']

`read` takes files, `parse` strings; both give an `Archive` with Polars frames: `issues`, `items`, `citations`,
`mentions`, `diagnostics`. `mentions` and `citations` are the recognisers alone; `countries`, `outlets` and `categories`
are what they know.
"""

from . import errors
from ._core import __version__
from .archive import Archive
from .categorizer import Categorizer
from .errors import DatelineError
from .reading import parse, read, sample
from .recognition import citations, mentions
from .suggestions import suggest_outlets
from .versions import show_versions
from .vocabulary import categories, countries, outlets

__all__ = [
    "Archive",
    "Categorizer",
    "DatelineError",
    "__version__",
    "categories",
    "citations",
    "countries",
    "errors",
    "mentions",
    "outlets",
    "parse",
    "read",
    "sample",
    "show_versions",
    "suggest_outlets",
]
