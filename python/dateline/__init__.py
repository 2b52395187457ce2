"""Archives of news digests as tidy tables, every value traceable to the text.

    >>> import dateline as dl
    >>> archive = dl.sample()             # or dl.read("folder of bulletins/")
    >>> archive.items.columns[:4]
    ['item_id', 'issue_id', 'document', 'series']

`read` takes files, `parse` strings; both give an `Archive` with Polars frames: `issues`, `items`, `citations`,
`mentions`, `diagnostics`. `mentions` and `citations` are the recognisers alone; `countries`, `outlets` and `categories`
are what they know. `report` writes an archive as one page.

Counted are the tables by `timeline`, `frequency`, `terms`, `keyness`, `dispersion`, `cooccurrence`, `contrast`,
`bursts`, `changepoints`, `lag`, `concentration` and `gaps`, and searched by `kwic`. They take an `Archive` or any
Polars or pandas frame with the columns of its tables, and are methods of Polars frames too:
`items.dateline.timeline(every="1mo")`.

`duplicates` finds items that are printed twice, `threads` those that go on with a story. `update` keeps the tables of a
growing archive in a store, `open` reads them there.
"""

from typing import TYPE_CHECKING, Any

from . import errors, plot
from ._core import __version__
from .archive import Archive
from .arrow import citations_arrow, facts_arrow, items_arrow, mentions_arrow, settle_arrow
from .categorizer import Categorizer
from .errors import DatelineError
from .expressions import Expressions as _Expressions  # noqa: F401  (registers the namespace)
from .layouts import Proposal, diff_profiles, infer_profile, profile_scores, profile_text, profiles, test_profile
from .limits import Limits
from .namespace import VERBS as _VERBS
from .namespace import load as _load
from .reading import parse, read, sample
from .recognition import citations, mentions
from .reports import report
from .scanning import scan
from .schemas import schema
from .store import open, update  # noqa: A004
from .suggestions import suggest_outlets
from .versions import show_versions
from .vocabulary import categories, countries, outlets

if TYPE_CHECKING:
    from .change import bursts, changepoints
    from .concordance import as_concordance, kwic
    from .evenness import dispersion
    from .followups import threads
    from .frequencies import frequency
    from .keywords import keyness
    from .network import as_graph, cooccurrence
    from .periods import contrast
    from .phrases import terms
    from .reprints import duplicates
    from .series import gaps
    from .sources import concentration, lag
    from .tidy import UndatedItems
    from .timelines import timeline

__all__ = [
    "Archive",
    "Categorizer",
    "DatelineError",
    "Limits",
    "Proposal",
    "UndatedItems",
    "__version__",
    "as_concordance",
    "as_graph",
    "bursts",
    "categories",
    "changepoints",
    "citations",
    "citations_arrow",
    "concentration",
    "contrast",
    "cooccurrence",
    "countries",
    "diff_profiles",
    "dispersion",
    "duplicates",
    "errors",
    "facts_arrow",
    "frequency",
    "gaps",
    "infer_profile",
    "items_arrow",
    "keyness",
    "kwic",
    "lag",
    "mentions",
    "mentions_arrow",
    "open",
    "outlets",
    "parse",
    "plot",
    "profile_scores",
    "profile_text",
    "profiles",
    "read",
    "report",
    "sample",
    "scan",
    "schema",
    "settle_arrow",
    "show_versions",
    "suggest_outlets",
    "terms",
    "test_profile",
    "threads",
    "timeline",
    "update",
]


def __getattr__(name: str) -> Any:
    if name in _VERBS:
        globals()[name] = found = _load(name)
        return found
    if name == "UndatedItems":
        from .tidy import UndatedItems

        return UndatedItems
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
