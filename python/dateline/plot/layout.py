"""Where the features of a graph stand in a picture: the same pairs, the same places."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from ..errors import MissingPackage
from ..quantiles import Floats

__all__ = ["positions"]

GAP = 0.7
"""Between parts that are not connected, where the distance of neighbours is about 1."""


def positions(pairs: pl.DataFrame, *, seed: int, names: Mapping[str, str], width: int, height: int) -> pl.DataFrame:
    """A place for each feature of the pairs: `code`, `x`, `y`, from 0 to 1.

    Connected parts are laid out one by one, since as one graph they would fly apart, and put beside each other; then
    features whose names would overlap in a picture of that size are moved aside.
    """
    try:
        import networkx as nx
    except ImportError:
        raise MissingPackage("plot.network needs networkx: pip install 'dateline[plot]'") from None
    edges = sorted(map(sorted, pairs.select("feature_1", "feature_2").iter_rows()))
    parts = sorted(map(sorted, nx.connected_components(nx.Graph(edges))), key=lambda part: (-len(part), part))
    codes, places = [], []
    for part, (left, top, side) in zip(parts, _packed([_side(len(part)) for part in parts]), strict=True):
        graph = nx.Graph()
        # Nodes and edges in the order of their names, on which the layout rests.
        graph.add_nodes_from(part)
        graph.add_edges_from(edge for edge in edges if edge[0] in graph)
        placed = nx.spring_layout(graph, seed=seed, iterations=400, k=2.2 / len(part) ** 0.5)
        inside = _spread(np.array(list(placed.values()), dtype=np.float64))
        if len(part) == 2:
            # Two lie on some diagonal of a line, whose length says nothing.
            inside = np.array([[0.0, 0.3], [1.0, 0.7]])
        codes += part
        places.append(np.array([left, top]) + side * inside)
    laid = _spread(np.concatenate(places)) if places else np.empty((0, 2))
    # A name takes some six pixels for each letter and stands above its circle.
    sizes = np.array([[max(34, 6.2 * len(names[code])) / width, 36 / height] for code in codes]).reshape(-1, 2)
    laid = _spread(_apart(laid, sizes))
    schema = {"code": pl.String, "x": pl.Float64, "y": pl.Float64}
    return pl.DataFrame({"code": codes, "x": laid[:, 0], "y": laid[:, 1]}, schema=schema)


def _spread(places: Floats) -> Floats:
    """The places stretched from 0 to 1 in both directions; in the middle where they are one."""
    if not len(places):
        return places
    first, last = places.min(axis=0), places.max(axis=0)
    length = last - first
    stretched: Floats = np.where(length > 1e-9, (places - first) / np.where(length > 1e-9, length, 1), 0.5)
    return stretched


def _apart(places: Floats, sizes: Floats, rounds: int = 200) -> Floats:
    """Move boxes around the places until none lies over another, each pair in the direction in which less is to do."""
    moved = places.copy()
    # One that lies exactly on another goes after it.
    before = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None, :])
    for _ in range(rounds):
        difference = moved[:, None, :] - moved[None, :, :]
        overlap = (sizes[:, None, :] + sizes[None, :, :]) / 2 - np.abs(difference)
        over = (overlap > 1e-6).all(axis=2) & (before != 0)
        if not over.any():
            break
        least = np.arange(2) == overlap.argmin(axis=2)[:, :, None]
        direction = np.where(difference == 0, before[:, :, None], np.sign(difference))
        moved += (0.5 * overlap * direction * least * over[:, :, None]).sum(axis=1)
    return moved


def _side(features: int) -> float:
    """Of the square of a connected part; few features need less room than many, whose lines cross."""
    return float(features**0.5) * (0.75 if features < 5 else 1.1)


def _packed(sides: list[float]) -> list[tuple[float, float, float]]:
    """Left, top and side of squares, the largest first: in rows, and in columns within each row."""
    width = max(max(sides, default=0.0), 1.2 * sum((side + GAP) ** 2 for side in sides) ** 0.5)
    boxes: list[tuple[float, float, float]] = []
    top = left = down = deep = wide = 0.0
    for side in sides:
        if boxes and down + side > top + deep:
            left, down, wide = left + wide + GAP, top, 0.0
        if boxes and left + side > width:
            top, left, deep, wide = top + deep + GAP, 0.0, 0.0, 0.0
            down = top
        boxes.append((left, down, side))
        down, deep, wide = down + side + GAP, max(deep, side), max(wide, side)
    return boxes
