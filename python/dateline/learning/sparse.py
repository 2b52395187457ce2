"""A sparse matrix with the two products that learning needs, by numpy alone.

Labels are rows of the dense side, so that a label's weights lie together: each product takes one pass per label over
the stored values, which is several times faster than gathering a row of weights for each value.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "Index", "Sparse"]

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]


class Sparse:
    """Rows of `(column, value)`; no row is empty."""

    def __init__(self, ends: Index, columns: Index, values: Array, width: int) -> None:
        self.ends, self.columns, self.values, self.width = ends, columns, values, width
        self.height = len(ends) - 1

    def times(self, weights: Array) -> Array:
        """`labels x columns` to `rows x labels`."""
        product = np.empty((len(weights), self.height))
        held = np.empty(len(self.values))
        for label, row in enumerate(weights):
            np.take(row, self.columns, out=held, mode="clip")
            np.multiply(held, self.values, out=held)
            if self.height:
                np.add.reduceat(held, self.ends[:-1], out=product[label])
        return product.T

    def transposed_times(self, errors: Array) -> Array:
        """`rows x labels` to `labels x columns`."""
        rows, values, starts, present = self._by_column
        product = np.zeros((errors.shape[1], self.width))
        held = np.empty(len(values))
        for label, column in enumerate(np.ascontiguousarray(errors.T)):
            np.take(column, rows, out=held, mode="clip")
            np.multiply(held, values, out=held)
            product[label, present] = np.add.reduceat(held, starts)
        return product

    def take(self, rows: Index) -> Sparse:
        """The matrix of these rows."""
        sizes = np.diff(self.ends)[rows]
        ends = np.concatenate(([0], np.cumsum(sizes)))
        at = np.arange(ends[-1]) + np.repeat(self.ends[:-1][rows] - ends[:-1], sizes)
        return Sparse(ends, self.columns[at], self.values[at], self.width)

    def narrowed(self, kept: npt.NDArray[np.bool_]) -> Sparse:
        """The matrix of these columns. They must include one that every row holds."""
        held = kept[self.columns]
        rows = np.repeat(np.arange(self.height), np.diff(self.ends))[held]
        ends = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=self.height))))
        return Sparse(ends, (np.cumsum(kept) - 1)[self.columns[held]], self.values[held], int(kept.sum()))

    @functools.cached_property
    def _by_column(self) -> tuple[Index, Array, Index, Index]:
        order = np.argsort(self.columns, kind="stable")
        columns = self.columns[order]
        starts = np.flatnonzero(np.concatenate(([True], columns[1:] != columns[:-1])))
        rows = np.repeat(np.arange(self.height), np.diff(self.ends))[order]
        return rows, self.values[order], starts, columns[starts]
