"""How charts look: colours, type, title and size, for light pages, dark pages and any page."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from ..errors import InvalidArgument, MissingPackage

try:
    import altair as alt
except ImportError:
    raise MissingPackage("charts need altair: pip install 'dateline[plot]'") from None

__all__ = ["GROUPS", "Look", "Theme", "alt", "drawn", "look", "picked", "toggled"]

Theme: TypeAlias = Literal["auto", "light", "dark"]
ChartT = TypeVar("ChartT", alt.Chart, alt.LayerChart, alt.FacetChart)

GROUPS = 7
"""Colours of a palette: more cannot be told apart."""

# Those of M. Okabe and K. Ito, "Color Universal Design" (2008), which colour-blind readers tell apart: on light ground
# without the yellow and on dark without the blue, which would vanish, and with grey for their black.
ON_LIGHT = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C8C8C")
ON_DARK = ("#56B4E9", "#E69F00", "#CC79A7", "#009E73", "#F0E442", "#D55E00", "#A0A0A0")


@dataclasses.dataclass(frozen=True)
class Look:
    """The colours of one theme."""

    background: str | None
    text: str
    quiet: str
    """Axis lines, edges, and the grey of windows in which nothing was published."""
    colours: tuple[str, ...]
    """Of groups."""
    ramp: tuple[str, ...]
    """From least to most."""


LOOKS: dict[str, Look] = {
    # #767676 has a contrast of 4.5 on white and of 4.1 on the #111111 of dark notebooks; nothing has much more on both.
    # Its ramp goes from hardly anything to a tone that stands off both: on white it darkens, on black it lights up.
    "auto": Look(None, "#767676", "#8c8c8c", ON_LIGHT, ("rgba(0,128,200,0.12)", "rgba(0,128,200,1)")),
    "light": Look("#ffffff", "#333333", "#999999", ON_LIGHT, ("#e6eef5", "#9ecae1", "#4292c6", "#08519c", "#08306b")),
    "dark": Look("#161b22", "#d5d9de", "#7d8590", ON_DARK, ("#26394c", "#1f5a8c", "#3182bd", "#9ecae1", "#f0f8ff")),
}


def look(theme: Theme) -> Look:
    """The colours of a theme by its name."""
    if theme not in LOOKS:
        raise InvalidArgument(f"theme: expected {', '.join(map(repr, LOOKS))}, found {theme!r}")
    return LOOKS[theme]


def toggled(field: str) -> alt.Parameter:
    """A selection of values of a field by clicks on its legend; none selected means all."""
    return alt.selection_point(fields=[field], bind="legend", toggle="true")


def picked(selection: alt.Parameter, opacity: float = 1.0, otherwise: float = 0.06) -> Any:
    """The opacity of what is selected, and of what is not."""
    return alt.condition(selection, alt.value(opacity), alt.value(otherwise))


def drawn(
    chart: ChartT, *, title: str, notes: Sequence[str], theme: Theme, width: int | None, height: Any = None
) -> ChartT:
    """The chart with its title, what is said below that, and colours.

    `width` is that of the whole picture with axes and legend; None for charts made of several, which have their own.
    """
    colours = look(theme)
    heading = alt.TitleParams(text=title, subtitle=[note for note in notes if note])
    properties: dict[str, Any] = {"title": heading, "usermeta": {"embedOptions": _EMBEDDING}}
    if width is not None:
        properties |= {"width": width, "autosize": alt.AutoSizeParams(type="fit-x", contains="padding")}
    if height is not None:
        properties["height"] = height
    configured: ChartT = chart.properties(**properties).configure(**_config(colours))
    return configured


# A picture can be saved from the menu; nothing is sent to the editor on the web.
_EMBEDDING = {"actions": {"export": True, "source": False, "compiled": False, "editor": False}, "renderer": "svg"}

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


def _config(colours: Look) -> dict[str, Any]:
    text, quiet = colours.text, colours.quiet
    labels = {"labelColor": text, "titleColor": text, "labelFontSize": 11, "titleFontSize": 11}
    labels |= {"titleFontWeight": "normal"}
    return {
        "background": colours.background or "transparent",
        "font": _FONT,
        "padding": 8,
        "axis": labels
        | {"gridColor": quiet, "gridOpacity": 0.2, "domainColor": quiet, "tickColor": quiet, "labelLimit": 240},
        "legend": labels | {"labelLimit": 190, "orient": "bottom", "symbolStrokeWidth": 2, "titleLimit": 400},
        "header": labels,
        "title": {
            "anchor": "start",
            "frame": "group",
            "color": text,
            "subtitleColor": text,
            "fontSize": 14,
            "subtitleFontSize": 11,
            "subtitleLineHeight": 15,
            "subtitlePadding": 4,
            "offset": 10,
        },
        "view": {"stroke": None},
        "text": {"color": text},
    }
