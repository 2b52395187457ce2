"""What is true of one printed issue, as one JSON-ready object; taken from the model, never from the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from .issue import Issue, Item, Reference
from .layouts import DATED, HEADLINED, headline
from .references import printed_days


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _citations(reference: Reference, *, dated: bool) -> list[dict[str, Any]]:
    printed = printed_days(reference, dated=dated)
    return [
        {
            "outlet_raw": reference.raw,
            "outlet": reference.outlet,
            "date": _iso(day),
            "date_end": _iso(reference.end),
            "form": reference.form,
            "date_printed": text,
        }
        for day, text in zip(reference.dates or (None,), printed, strict=True)
    ]


def _principal(item: Item) -> date:
    """The day under which the item is listed, else the first day of its first bracketed reference."""
    return item.heading or next(reference.dates[0] for reference in item.references if reference.form == "paren")


def _item(issue: Issue, place: int, item: Item, layout: str) -> dict[str, Any]:
    headlined = issue.style == "headline" and layout in HEADLINED
    announced = layout in "BC" and place < len(issue.teasers)
    citations = [row for reference in item.references for row in _citations(reference, dated=layout in DATED)]
    return {
        "headline": headline(item) if headlined else None,
        "teaser": item.teaser if announced else None,
        "first_words": " ".join(item.paragraphs[0].split()[:6]),
        "paragraphs": len(item.paragraphs),
        "text": "\n\n".join(item.paragraphs),
        "note": item.note,
        "citations": citations,
        "heading": f"{item.heading:%m-%d}" if item.heading else None,
        "date_true": _iso(_principal(item)),
        "countries": sorted(item.countries),
        "category_true": item.category,
        "continues": place if item.continues else None,
    }


def of_page(
    issue: Issue, layout: str, file: str, damage: frozenset[str], duplicate_of: str | None = None
) -> dict[str, Any]:
    """The truth about an issue as printed in this layout in this file.

    A citation's `date` is when the outlet published; `date_printed` is null where the page does not say it there.
    `text` is what a reader reads: lines unwrapped, damage mended. `continues` is the 1-based place of another item.
    """
    return {
        "file": file,
        "series": issue.series.title,
        "number": issue.number,
        "layout": layout,
        "style": "bare" if issue.style == "headline" and layout not in HEADLINED else issue.style,
        "damage": sorted(damage),
        "published": _iso(issue.published) if layout in DATED else None,
        "published_true": _iso(issue.published),
        "editors": list(issue.editors) if layout in "BD" else [],
        "categories": list(issue.topics) if layout in "ADF" else [],
        "regions": list(issue.regions) if layout in "ADF" else [],
        "headlines": list(issue.teasers) if layout in "BC" else [],
        "items": [_item(issue, place, item, layout) for place, item in enumerate(issue.items)],
        "update": issue.update,
        "duplicate_of": duplicate_of,
    }


def of_listing(issues: list[Issue], file: str) -> dict[str, Any]:
    """The truth about a listing page: no items, and what it lists."""
    return {
        "file": file,
        "series": issues[0].series.title,
        "number": None,
        "layout": "listing",
        "items": [],
        "listed": [
            {
                "number": issue.number,
                "published": _iso(issue.published),
                "headlines": [item.teaser for item in issue.items],
            }
            for issue in issues
        ],
    }
