"""Charts of what the verbs give: `dl.plot.timeline(archive, by="country", normalise="share")`.

    >>> import dateline as dl
    >>> chart = dl.plot.frequency(dl.frequency(dl.sample(), by="country"))
    >>> type(chart).__name__
    'LayerChart'

Each function takes the table of the verb it shows, or an `Archive` or a table of items, on which it calls that verb
with the options given, and returns an Altair chart. Titles say what is counted and out of what; counts start at zero;
intervals are drawn; a window in which nothing was published is a gap, and one that reaches beyond the data is drawn
hollow or struck through. Where countries are counted their names are shown, and tooltips keep the codes. A click on an
entry of a legend singles it out, and each further click adds or removes one.

`theme="auto"`, the default, draws in tones that can be read on light and on dark, on no background of its own, since a
chart does not know the page it will stand on; `"light"` and `"dark"` bring their background and full contrast, for
slides and files. A PNG needs one of them: vl-convert (1.9) writes half-transparent tones on no background too grey.

Charts hold their own data, all rows of it, and need no network: `chart.save("x.png")` and `chart.save("x.svg")` draw
with vl-convert, and `chart.save("x.html", inline=True)` writes the drawing library into the page, which Altair would
otherwise load from the web. In text that could end a script (`</`, `<!`, `<s`) an invisible word joiner follows the
`<`, since Altair writes strings into pages as they are.
"""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bars import frequency, keyness
    from .cells import calendar, heatmap
    from .curves import timeline
    from .delays import lag
    from .links import network

__all__ = ["calendar", "frequency", "heatmap", "keyness", "lag", "network", "timeline"]

# Altair is not loaded, nor missed, before a chart is asked for. No module has the name of a chart, which it would hide.
_MODULES = {
    "calendar": "cells",
    "frequency": "bars",
    "heatmap": "cells",
    "keyness": "bars",
    "lag": "delays",
    "network": "links",
    "timeline": "curves",
}


def __getattr__(name: str) -> Callable[..., Any]:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    chart: Callable[..., Any] = getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = chart
    return chart


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
