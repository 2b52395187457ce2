"""The profiles that ship."""

from __future__ import annotations

import os

import polars as pl

from .. import _core
from ..errors import FileError, InvalidArgument

__all__ = ["profile_scores", "profile_text", "profiles"]


def profiles() -> pl.DataFrame:
    """Every profile that ships.

    Returns
    -------
    polars.DataFrame
        `profile` (its name, for `profile=`) and `about`, in the order in which equal scores are decided.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.profiles()["profile"].to_list()[:3]
    ['afpc', 'current-events', 'newsline']
    """
    return pl.DataFrame(_core.shipped_profiles(), schema={"profile": pl.String(), "about": pl.String()}, orient="row")


def profile_text(profile: str | os.PathLike[str]) -> str:
    """The TOML of a profile.

    Parameters
    ----------
    profile
        The name of a shipped profile, or the path of a `.toml` file, which is checked.

    Returns
    -------
    str

    Raises
    ------
    InvalidArgument
        When there is no such profile, or the file is none: with line and key.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.profile_text("jrl").splitlines()[1]
    'name = "jrl"'
    """
    try:
        return _core.profile_text(os.fspath(profile))
    except OSError as error:
        raise FileError(str(error)) from None
    except ValueError as error:
        raise InvalidArgument(str(error)) from None


def profile_scores(text: str) -> pl.DataFrame:
    r"""How well each shipped profile fits a text, by the signs at its head.

    Parameters
    ----------
    text
        A document.

    Returns
    -------
    polars.DataFrame
        `profile` and `score`, the highest first. From 3 on a profile can be chosen; where none has as much the page is
        read by `any`.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.profile_scores("JRL 2014-#91\n\n#1\nMoscow Times\n").row(0)
    ('jrl', 7)
    """
    scores = pl.DataFrame(
        _core.profile_scores(text), schema={"profile": pl.String(), "score": pl.UInt32()}, orient="row"
    )
    return scores.sort("score", descending=True, maintain_order=True)
