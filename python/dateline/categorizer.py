"""Categories by example: learn a scheme of one's own from labelled texts, or from the labels of their issues."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from .entries import entries
from .errors import InvalidArgument
from .recognition import Texts, as_list
from .vocabulary import Table, build

if TYPE_CHECKING:
    from .learning.model import Model
    from .learning.sparse import Array

__all__ = ["Categorizer"]

Columns: TypeAlias = "str | Sequence[str]"


class Categorizer:
    """Learns categories from texts and gives new texts theirs, with probabilities.

    A multinomial logistic regression over words, word pairs, letters within words, and the terms of the lexicon; where
    labels are known for bags of texts only, it finds out which text carries which (`docs/categories.md`). The same
    texts give the same model. Needs no network and no model file.

    Parameters
    ----------
    lexicon
        Own terms beside the shipped ones, as for `read`.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> frame = pl.DataFrame({
    ...     "text": ["The team won the cup.", "The bank raised rates.", "A goal won the match.", "Rates fell again."],
    ...     "category": ["sport", "money", "sport", "money"],
    ... })
    >>> categorizer = dl.Categorizer().fit(frame)
    >>> categorizer.predict("They won the match.")["category"].to_list()
    ['sport']
    """

    def __init__(self, *, lexicon: Table | None = None) -> None:
        self._lexicon = None if lexicon is None else [dict(row) for row in entries("lexicon", lexicon).rows]
        self._vocabulary = build(lexicon=lexicon)
        self._model: Model | None = None

    @property
    def labels(self) -> list[str]:
        """The categories that were learned, in the order of their names."""
        return list(self._learned().labels)

    @property
    def brier(self) -> float | None:
        """Brier score (0 best, 2 worst) of what `fit` predicted for rows it left out in turn; None after bags."""
        return self._learned().brier

    def fit(
        self, frame: Any, *, text: Columns = "text", labels: str = "category", bags: str | None = None
    ) -> Categorizer:
        """Learn from a frame, forgetting what was learned before.

        Parameters
        ----------
        frame
            One row per text; Polars or pandas. Rows without text or label are left out. Where rows have a date, hand
            them over in its order: the probabilities are calibrated on each third, predicted from the other two.
        text
            The column of texts, or several that are read one after the other (`["headline", "text"]`).
        labels
            The column of labels: a string per row; with `bags`, the list of labels of the row's bag.
        bags
            The column that names the bag of each row (`"issue_id"`). Each label of a bag is carried by at least one
            of its rows where there are as many, and none of its rows carries another.

        Returns
        -------
        Categorizer
            Itself.

        Raises
        ------
        InvalidArgument
            When a column is missing or of another type, a bag has two lists of labels, or there are fewer than two
            labels.

        Examples
        --------
        >>> import dateline as dl
        >>> archive = dl.sample()
        >>> declared = archive.issues.select("issue_id", declared="categories")
        >>> items = archive.items.join(declared, on="issue_id", maintain_order="left")
        >>> categorizer = dl.Categorizer().fit(items, labels="declared", bags="issue_id")
        >>> len(categorizer.labels)
        20
        """
        from .learning import inputs, model

        table = inputs.table(frame)
        if bags is None:
            self._model = model.from_items(inputs.labelled(table, text, labels), self._vocabulary)
        else:
            self._model, _ = model.from_bags(inputs.bagged(table, text, labels, bags), self._vocabulary)
        return self

    def predict(self, data: Any | Texts, *, text: Columns = "text") -> pl.DataFrame:
        """The category of each text.

        Parameters
        ----------
        data
            A frame, of which the columns `text` are read; or a string, or strings in any container.
        text
            As for `fit`.

        Returns
        -------
        polars.DataFrame
            One row per row or string: `category` (the likeliest), `score` (its probability), `probabilities` (struct,
            a field for each label; they add up to 1). Null where there is no text.

        Examples
        --------
        >>> import dateline as dl, polars as pl
        >>> frame = pl.DataFrame({"text": ["snow fell", "snow lay", "rent rose"], "category": ["cold", "cold", "dear"]})
        >>> found = dl.Categorizer().fit(frame).predict(["snow and snow", None])
        >>> found["category"].to_list()
        ['cold', None]
        >>> found.unnest("probabilities").columns
        ['category', 'score', 'cold', 'dear']
        """
        learned = self._learned()
        from .learning import inputs

        strings = inputs.texts(inputs.table(data), text) if hasattr(data, "columns") else as_list(data)
        present = [index for index, one in enumerate(strings) if one and one.strip()]
        found = self._probabilities([strings[index] or "" for index in present])
        likeliest = found.argmax(axis=1)
        rows = pl.DataFrame(
            {
                "row": present,
                "category": [learned.labels[index] for index in likeliest],
                "score": found.max(axis=1) if present else [],
                "probabilities": pl.DataFrame(found, schema=dict.fromkeys(learned.labels, pl.Float64)).to_struct(),
            },
            schema_overrides={"row": pl.UInt32, "category": pl.String, "score": pl.Float64},
        )
        every = pl.DataFrame({"row": range(len(strings))}, schema={"row": pl.UInt32})
        return every.join(rows, on="row", how="left", maintain_order="left").drop("row")

    def calibration(
        self, frame: Any = None, *, text: Columns = "text", labels: str = "category", bins: int = 10
    ) -> pl.DataFrame:
        """How often a category was right, by how probable it was held: the reliability table.

        Parameters
        ----------
        frame
            Rows with true labels that the categorizer has not learned from. Without it, the table is of what `fit`
            predicted for rows it left out in turn, in ten bins.
        text, labels
            As for `fit`.
        bins
            Number of equal ranges of probability.

        Returns
        -------
        polars.DataFrame
            One row per range that occurs: `from`, `to`, `items`, `predicted` (mean probability), `observed` (share that
            was right). The nearer the last two, the better.

        Raises
        ------
        InvalidArgument
            When the categorizer has learned from bags, where no item's label is known, and there is no frame.
        """
        learned = self._learned()
        if frame is None:
            if learned.reliability is None:
                raise InvalidArgument("frame: expected rows with true labels after learning from bags, found none")
            return learned.reliability
        if not isinstance(bins, int) or bins < 1:
            raise InvalidArgument(f"bins: expected a number from 1 up, found {bins!r}")
        from .learning import calibration, inputs

        rows = inputs.labelled(inputs.table(frame), text, labels, learned.labels)
        return calibration.reliability(self._probabilities(rows.texts), rows.truth, bins)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write what was learned to a file, a zip archive of JSON and Parquet that `docs/categories.md` describes.

        The same categorizer gives the same bytes. The file appears whole or not at all.
        """
        learned = self._learned()
        from .learning import storage

        storage.save(Path(path), learned, self._lexicon)
        return Path(path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Categorizer:
        """A categorizer that `save` wrote; predicts exactly as it did under the same version of dateline.

        Raises
        ------
        SourceNotFound
            When there is no such file. It is a `FileNotFoundError`.
        InvalidArgument
            When the file is not what `save` writes; nothing of it is ever executed.

        Examples
        --------
        >>> import dateline as dl, pathlib, polars as pl, tempfile
        >>> frame = pl.DataFrame({"text": ["snow fell", "prices fell"], "category": ["weather", "money"]})
        >>> path = dl.Categorizer().fit(frame).save(pathlib.Path(tempfile.mkdtemp()) / "mine.zip")
        >>> dl.Categorizer.load(path).labels
        ['money', 'weather']
        """
        from .learning import storage

        model, lexicon = storage.load(Path(path))
        loaded = cls(lexicon=None if lexicon is None else pl.DataFrame(lexicon))
        loaded._model = model
        return loaded

    def __repr__(self) -> str:
        learned = f"{len(self._model.labels)} labels" if self._model else "nothing learned"
        return f"<dateline.Categorizer: {learned}>"

    def _probabilities(self, texts: Sequence[str]) -> Array:
        return self._learned().probabilities(texts, self._vocabulary)

    def _learned(self) -> Model:
        if self._model is None:
            raise InvalidArgument("expected a categorizer that has learned; call fit, or Categorizer.load, first")
        return self._model
