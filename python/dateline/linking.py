"""What hangs together when some things are linked with others."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

__all__ = ["components"]


def components(count: int, one: Sequence[int], other: Sequence[int], of: Sequence[int]) -> pl.Series:
    """The connected component, named by its lowest member, of each of the things `of`.

    Parameters
    ----------
    count
        Number of things, which are numbered from 0.
    one, other
        The two ends of each link.
    of
        What is asked for.
    """
    # Union-find with paths halved: the lower root takes the other.
    parent = list(range(count))

    def root(thing: int) -> int:
        while parent[thing] != thing:
            parent[thing] = parent[parent[thing]]
            thing = parent[thing]
        return thing

    for a, b in zip(one, other, strict=True):
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return pl.Series([root(thing) for thing in of], dtype=pl.UInt32)
