from collections.abc import Callable, Collection, Sequence
from typing import Final, final

import polars as pl

__all__ = [
    "Batches",
    "Facts",
    "Holdings",
    "Lock",
    "Settings",
    "Settled",
    "Survey",
    "Tables",
    "Unsettled",
    "Vocabulary",
    "__version__",
    "compact",
    "contexts",
    "count_terms",
    "diagnostic_codes",
    "expand",
    "infer_profile",
    "of_each",
    "parse",
    "profile_scores",
    "profile_text",
    "read",
    "resembling",
    "settle",
    "shipped_profiles",
    "stop_words",
    "texts_from",
]

__version__: Final[str]

@final
class Vocabulary:
    def __new__(
        cls, gazetteer: str | None = None, outlets: str | None = None, lexicon: str | None = None
    ) -> Vocabulary: ...
    def countries(self) -> pl.DataFrame: ...
    def outlets(self) -> pl.DataFrame: ...
    def categories(self) -> pl.DataFrame: ...
    def forms(self) -> list[str]: ...
    def mentions(self, texts: list[str], threads: int | None = None) -> pl.DataFrame: ...
    def citations(self, texts: list[str], threads: int | None = None) -> pl.DataFrame: ...
    def terms(self, texts: list[str], threads: int | None = None) -> pl.DataFrame: ...

@final
class Facts:
    def __new__(cls, published: dict[str, str], series: dict[str, str], headlines: dict[str, list[str]]) -> Facts: ...

@final
class Settings:
    def __new__(cls, limits: dict[str, int], text_column: str) -> Settings: ...
    def limits(self) -> dict[str, int]: ...

@final
class Tables:
    @property
    def issues(self) -> pl.DataFrame: ...
    @property
    def items(self) -> pl.DataFrame: ...
    @property
    def citations(self) -> pl.DataFrame: ...
    @property
    def mentions(self) -> pl.DataFrame: ...
    @property
    def diagnostics(self) -> pl.DataFrame: ...
    @property
    def coverage(self) -> pl.DataFrame: ...

@final
class Holdings:
    def __new__(
        cls,
        sources: list[str],
        facts: Facts,
        profile: str,
        settings: Settings,
        threads: int | None,
        vocabulary: Vocabulary,
    ) -> Holdings: ...
    def files(self) -> list[tuple[str, str, int]]: ...
    def hashes(self, files: list[int]) -> list[str | None]: ...
    def read(self, files: list[int], progress: Callable[[int, int], object] | None = None) -> Unsettled: ...

@final
class Unsettled:
    def documents(self) -> pl.DataFrame: ...
    def facts(self) -> pl.DataFrame: ...
    def tables(self, settled: Settled) -> Tables: ...

@final
class Lock:
    @staticmethod
    def acquire(path: str) -> Lock | None: ...
    def release(self) -> None: ...

@final
class Batches:
    @staticmethod
    def files(
        sources: list[str],
        facts: Facts,
        profile: str,
        settings: Settings,
        threads: int | None,
        vocabulary: Vocabulary,
    ) -> Batches: ...
    @staticmethod
    def copies(
        files: list[tuple[str, str, str]],
        facts: Facts,
        profile: str,
        settings: Settings,
        threads: int | None,
        vocabulary: Vocabulary,
    ) -> Batches: ...
    @staticmethod
    def cells(
        cells: pl.Series,
        names: Sequence[str],
        facts: Facts,
        profile: str,
        threads: int | None,
        vocabulary: Vocabulary,
    ) -> Batches: ...
    def __len__(self) -> int: ...
    def tables(self, progress: Callable[[int, int], object] | None = None) -> Tables: ...
    def parts(self, documents: Sequence[int], first: int, most: int) -> list[tuple[int, int]]: ...
    def facts(self, documents: Sequence[int], items: bool) -> pl.DataFrame: ...
    def rows(
        self, documents: Sequence[int], table: str, stages: Collection[str], settled: Settled | None = None
    ) -> pl.DataFrame: ...

@final
class Survey:
    def __new__(cls) -> Survey: ...
    def add(self, facts: pl.DataFrame) -> None: ...
    def take_unsure(self, dates: bool) -> list[int]: ...
    def settled(self) -> Settled: ...

@final
class Settled:
    def __new__(cls, frame: pl.DataFrame) -> Settled: ...

def of_each(
    texts: pl.Series, wanted: str, profile: str, least: float, threads: int | None, vocabulary: Vocabulary
) -> pl.Series: ...
def compact(frame: pl.DataFrame) -> pl.DataFrame: ...
def resembling(
    texts: pl.Series,
    days: list[int],
    length: int,
    threshold: float,
    most: int | None,
    reach: int,
    threads: int | None,
) -> pl.DataFrame: ...
def settle(facts: pl.DataFrame) -> pl.DataFrame: ...
def read(
    sources: list[str],
    facts: Facts,
    profile: str,
    settings: Settings,
    threads: int | None,
    progress: Callable[[int, int], object] | None,
    vocabulary: Vocabulary,
) -> Tables: ...
def parse(
    texts: list[str],
    names: list[str],
    facts: Facts,
    profile: str,
    threads: int | None,
    progress: Callable[[int, int], object] | None,
    vocabulary: Vocabulary,
) -> Tables: ...
def texts_from(path: str, bytes: int, settings: Settings) -> list[tuple[str, str, str]]: ...
def expand(sources: list[str]) -> list[tuple[str, str]]: ...
def shipped_profiles() -> list[tuple[str, str]]: ...
def profile_text(name: str) -> str: ...
def profile_scores(text: str) -> list[tuple[str, int]]: ...
def infer_profile(
    texts: list[str], name: str, vocabulary: Vocabulary
) -> tuple[str, list[tuple[str, str, int, int, bool, str]]]: ...
def diagnostic_codes() -> list[tuple[str, str, str]]: ...
def count_terms(
    texts: pl.Series,
    groups: pl.Series,
    lengths: list[int],
    stop: list[str],
    stem: bool,
    min_frequency: int,
    places: bool,
    threads: int | None,
) -> tuple[pl.DataFrame, pl.DataFrame]: ...
def contexts(
    texts: pl.Series,
    patterns: list[str],
    valuetype: str,
    any_case: bool,
    window: int,
    threads: int | None,
) -> pl.DataFrame: ...
def stop_words() -> list[str]: ...
