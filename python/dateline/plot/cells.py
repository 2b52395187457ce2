"""Counts as colours: groups by window, and days by week and year."""

from __future__ import annotations

from typing import Any

import polars as pl

from .. import timelines
from ..errors import InvalidArgument
from .curves import COLUMNS, VALUES, counted, denominator, largest, measured, windows_of
from .labels import labelled, number, span_of, window_names
from .tables import embedded, plain, result
from .theme import Theme, alt, drawn, look

__all__ = ["calendar", "heatmap"]


def heatmap(
    data: Any,
    *,
    by: str | None = None,
    normalise: timelines.Normalise | None = None,
    top: int = 25,
    theme: Theme = "auto",
    width: int = 700,
    title: str | None = None,
    **options: Any,
) -> alt.LayerChart:
    """Countries, outlets or other groups by window, the count as a colour.

    Parameters
    ----------
    data
        What `dateline.timeline` gave, or what it takes.
    by
        Column of the groups (`country` unless given). With a result it only serves the title.
    normalise
        What is shown: None for `count`, `"share"` or `"per_issue"`. With a result, None takes what its intervals are
        about.
    top
        Rows for so many of the largest groups.
    theme
        `"auto"` for any page, `"light"` or `"dark"`.
    width
        Of the picture in pixels.
    title
        Instead of the one that says what is counted.
    **options
        Of `dateline.timeline`, when `data` are items.

    Returns
    -------
    altair.LayerChart
        A cell is as long as its window. Nothing published is no cell; a window that reaches beyond the data has its
        cells struck through. Intervals stand in the tooltips.

    Raises
    ------
    MissingPackage
        When Altair is not installed.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.plot.heatmap(dl.sample(), every="1y").to_dict()["title"]["text"]
    'Items per year by country'
    """
    found = result(data, counted(by or "country", normalise), COLUMNS, options)
    groups, total = largest(found.frame, top)
    windows, unit = windows_of(found.frame)
    frame = groups.join(found.frame, on="group", how="inner", nulls_equal=True, maintain_order="left")
    frame, noun = labelled(frame, "group", by=by or ("country" if found.made else None))
    value = normalise or measured(frame)
    what, form = VALUES[value]
    per = f", per {unit}" if value == "per_issue" else f" per {unit}"
    shown = f"{groups.height} largest of {number(total, noun or 'group')}, " if total > groups.height else ""
    marks = ["struck through: window reaches beyond the data"] if not frame["complete"].all() else []
    marks += ["no cell: nothing published"] if frame["silent"].any() else []
    said = [plain(shown + denominator(windows, unit, value)), "; ".join(marks), *found.notes]

    cells = frame.with_columns(window=window_names(frame, unit), value=pl.col(value)).drop_nulls("value")
    order = frame["group_label"].unique(maintain_order=True).to_list()
    x = alt.X("window_start:T", title=None, axis=alt.Axis(grid=False))
    y = alt.Y("group_label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    colour = alt.Color(
        "value:Q",
        title=f"{what}{per}".lower(),
        scale=alt.Scale(range=list(look(theme).ramp), domainMin=0, zero=True, interpolate="rgb"),
        legend=alt.Legend(
            orient="bottom",
            format={"count": ",d", "share": "%", "per_issue": ",.1f"}[value],
            gradientLength=220,
            tickMinStep=1 if value == "count" else alt.Undefined,
        ),
    )
    tooltip = [
        alt.Tooltip("group_label:N", title=noun or "group"),
        *([alt.Tooltip("group:N", title="code")] if noun == "country" else []),
        alt.Tooltip("window:N"),
        alt.Tooltip("count:Q", title="items", format=",d"),
        alt.Tooltip("items:Q", title="of items", format=",d"),
        *([alt.Tooltip("value:Q", title=what.lower(), format=form)] if value != "count" else []),
        alt.Tooltip("lower:Q", title="from", format=form.replace(",d", ",.1f")),
        alt.Tooltip("upper:Q", title="to", format=form.replace(",d", ",.1f")),
        alt.Tooltip("complete:N", title="window complete"),
    ]
    columns = ["window_start", "window_end", "window", "group", "group_label", "value", "count", "items"]
    base = alt.Chart(embedded(cells.select(*columns, "lower", "upper", "complete")))
    rect = base.mark_rect(stroke=look(theme).background or look(theme).quiet, strokeWidth=0.4, strokeOpacity=0.6)
    rect = rect.encode(x=x, x2="window_end:T", y=y, color=colour, tooltip=tooltip)
    struck = base.transform_filter("!datum.complete").mark_rule(color="#8c8c8c", strokeWidth=1.2)
    struck = struck.encode(
        x=x,
        x2="window_end:T",
        y=alt.Y("group_label:N", sort=order, bandPosition=1),
        y2=alt.Y2("group_label:N", bandPosition=0),
    )
    heading = title or f"{what}{per} by {noun or 'group'}"
    chart = alt.LayerChart(layer=[rect, struck])
    return drawn(chart, title=plain(heading), notes=said, theme=theme, width=width, height=18 * max(1, groups.height))


def calendar(
    data: Any,
    *,
    theme: Theme = "auto",
    title: str | None = None,
    **options: Any,
) -> alt.FacetChart:
    """Items per day: a row for each day of the week, a column for each week, years below each other.

    Parameters
    ----------
    data
        What `dateline.timeline(every="1d")` gave for a single group, or what it takes.
    theme
        `"auto"` for any page, `"light"` or `"dark"`.
    title
        Instead of the one that says what is counted.
    **options
        Of `dateline.timeline`, when `data` are items, as `date="published"` or `span=`.

    Returns
    -------
    altair.FacetChart
        About 700 pixels wide and 95 high for each year. Days on which nothing was dated and no issue published are
        empty frames; days before the first and after the last are not there.

    Raises
    ------
    InvalidArgument
        When the table has other windows than days, or several groups.
    MissingPackage
        When Altair is not installed.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.plot.calendar(dl.sample(), date="published", span=("2012-01-01", "2012-12-31")).to_dict()["title"]["text"]
    'Items per day'
    """
    found = result(data, _daily, COLUMNS, options)
    frame = found.frame
    windows, unit = windows_of(frame)
    if frame["group"].n_unique() > 1 or (windows.height and unit != "day"):
        groups = f"{number(frame['group'].n_unique(), 'group')} by {unit}"
        raise InvalidArgument(f"calendar: expected one group by day, as of timeline(every='1d'), found {groups}")
    day = pl.col("window_start")
    # Weeks begin on Monday; the days of January before the first Monday are week 0.
    days = frame.select(
        "count",
        day="window_start",
        items="items",
        year=day.dt.year(),
        weekday=day.dt.weekday() - 1,
        week=(day.dt.ordinal_day() + 6 - day.dt.weekday()) // 7,
    ).with_columns(count=pl.when(frame["silent"].not_()).then("count"))
    days = days.with_columns(
        left=pl.col("week") + 0.06,
        right=pl.col("week") + 0.94,
        upper=pl.col("weekday") + 0.06,
        lower=pl.col("weekday") + 0.94,
    )
    said = [
        plain(f"{number(int(days['count'].sum() or 0), 'item')}, {span_of(windows, unit)}"),
        "empty frame: no item of that day and no issue; zero has a colour",
        *found.notes,
    ]
    colours = look(theme)
    x = alt.X(
        "left:Q",
        title=None,
        scale=alt.Scale(domain=[0, 54], nice=False),
        axis=alt.Axis(
            values=[_MONTH * month for month in range(12)],
            labelExpr=f"monthAbbrevFormat(round(datum.value / {_MONTH}))",
            grid=False,
            ticks=False,
            domain=False,
            labelAlign="left",
        ),
    )
    y = alt.Y(
        "upper:Q",
        title=None,
        scale=alt.Scale(domain=[7, 0], nice=False),
        axis=alt.Axis(
            values=[0.5, 2.5, 4.5],
            labelExpr="{'0.5': 'Mon', '2.5': 'Wed', '4.5': 'Fri'}['' + datum.value]",
            grid=False,
            ticks=False,
            domain=False,
        ),
    )
    base = alt.Chart().encode(x=x, x2="right:Q", y=y, y2="lower:Q")
    tooltip = [alt.Tooltip("day:T", format="%A, %Y-%m-%d"), alt.Tooltip("count:Q", title="items", format=",d")]
    empty = base.transform_filter("datum.count === null").mark_rect(
        filled=False, stroke=colours.quiet, strokeWidth=0.5, strokeOpacity=0.35
    )
    full = base.transform_filter("datum.count !== null").mark_rect()
    full = full.encode(
        color=alt.Color(
            "count:Q",
            title="items per day",
            scale=alt.Scale(range=list(colours.ramp), domainMin=0, zero=True, interpolate="rgb"),
            legend=alt.Legend(orient="bottom", gradientLength=220, tickMinStep=1, format=",d"),
        ),
        tooltip=tooltip,
    )
    panel = alt.LayerChart(layer=[empty, full]).properties(width=54 * 11, height=7 * 11)
    header = alt.Header(title=None, labelAngle=0, labelAlign="left", labelFontSize=11)
    chart = panel.facet(row=alt.Row("year:O", header=header), data=embedded(days), spacing=12)
    heading = title or "Items per day"
    return drawn(chart, title=plain(heading), notes=said, theme=theme, width=None)


_MONTH = 365.25 / 12 / 7
"""Weeks to a month, for where the names of the months stand."""


def _daily(items: Any, **options: Any) -> Any:
    return timelines.timeline(items, every="1d", **options)
