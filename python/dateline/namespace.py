"""`frame.dateline`: the verbs as methods of Polars frames, as `items.dateline.timeline(every="1mo")`."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

import polars as pl

__all__ = ["VERBS", "Namespace"]

VERBS = {
    "as_concordance": "concordance",
    "as_graph": "network",
    "bursts": "change",
    "changepoints": "change",
    "concentration": "sources",
    "contrast": "periods",
    "cooccurrence": "network",
    "dispersion": "evenness",
    "duplicates": "reprints",
    "frequency": "frequencies",
    "gaps": "series",
    "keyness": "keywords",
    "kwic": "concordance",
    "lag": "sources",
    "terms": "phrases",
    "threads": "followups",
    "timeline": "timelines",
}
"""The verbs over tables and their modules, which are loaded when first used: numpy takes its time.

No module has the name of a verb, which would hide the function when it is loaded.
"""


def load(verb: str) -> Callable[..., Any]:
    """The function of that name."""
    function: Callable[..., Any] = getattr(importlib.import_module(f".{VERBS[verb]}", __package__), verb)
    return function


@pl.api.register_lazyframe_namespace("dateline")
@pl.api.register_dataframe_namespace("dateline")
class Namespace:
    """The verbs of dateline on a frame: `frame.dateline.frequency(by="source")` is `dl.frequency(frame, by="source")`.

    Examples
    --------
    >>> import dateline as dl
    >>> items = dl.sample().items
    >>> items.dateline.frequency(by="series").equals(dl.frequency(items, by="series"))
    True
    """

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def __getattr__(self, name: str) -> Any:
        if name not in VERBS:
            raise AttributeError(f"no verb {name!r}; there are {', '.join(VERBS)}")
        function = load(name)
        return functools.wraps(function)(functools.partial(function, self._frame))

    def __dir__(self) -> list[str]:
        return list(VERBS)
