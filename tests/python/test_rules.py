"""The examples that docs/recognition.md gives for its rules."""

import dateline as dl
import pytest
from conftest import ROOT

EXAMPLES = [
    ("Nigeria", "Rain fell in Nigeria.", [("Nigeria", "NGA", "only")]),
    ("Guinea pig", "A Guinea pig was sold.", []),
    ("China Daily", "It was in the China Daily again.", []),
    ("Southern Africa", "Rain fell in Southern Africa.", []),
    ("CHAD", "What CHAD stands for is not explained in the text of this line.", []),
    ("Avon, Mass.", "He lives in Avon, Mass. with a dog.", [("Mass.", "USA", "only")]),
    ("R-Kan.", "The senator (R-Kan.) agreed.", [("Kan.", "USA", "only")]),
    ("Fremont Trust Co", "Shares of Fremont Trust Co rose.", []),
    ("Bank of Halifax", "The Bank of Halifax was sold.", []),
    ("Minsk agreements", "The Minsk agreements are dead.", []),
    ("Ahmed Windsor", "The prize went to Ahmed Windsor.", []),
    ("Swiss francs", "It costs two Swiss francs.", []),
    (
        "Swiss francs",
        "Switzerland printed Swiss francs.",
        [("Switzerland", "CHE", "only"), ("Swiss", "CHE", "only")],
    ),
    ("Berlin, Maryland", "A fire in Berlin, Maryland.", [("Berlin", "USA", "container"), ("Maryland", "USA", "only")]),
    ("Hamburg, Iowa", "A fire in Hamburg, Iowa.", [("Hamburg", "USA", "container"), ("Iowa", "USA", "only")]),
    (
        "Moscow, China and Iran",
        "Moscow, China and Iran agreed.",
        [("Moscow", "RUS", "only"), ("China", "CHN", "only"), ("Iran", "IRN", "only")],
    ),
    ("`Georgia` beside `U.S.`", "Georgia and the U.S. agreed.", [("Georgia", "GEO", "first"), ("U.S.", "USA", "only")]),
]


@pytest.mark.parametrize(("quoted", "text", "found"), EXAMPLES, ids=[text for _, text, _ in EXAMPLES])
def test_an_example_of_a_country_rule_holds(quoted, text, found):
    assert quoted in (ROOT / "docs" / "recognition.md").read_text()
    assert dl.mentions(text).select("surface", "country", "rule").rows() == found


CITED = [
    ("(see ...)", "A vote was held (see Reuters, May 4, 2020) in the town, he said.", []),
    ("AFP via Yahoo", "A vote was held. (AFP via Yahoo, May 4, 2020)", ["Agence France-Presse"]),
    ("S (April 7) says", "Reuters (April 7) says that a vote was held.", ["Reuters"]),
    ("in the view of S", "In the view of Reuters, a vote was held.", ["Reuters"]),
    ("the BBC was fined", "On Monday the BBC was fined.", []),
    ("London Guardian", "A vote was held. (London Guardian, May 4, 2020)", ["The Guardian"]),
]


@pytest.mark.parametrize(("quoted", "text", "outlets"), CITED, ids=[text for _, text, _ in CITED])
def test_an_example_of_a_citation_rule_holds(quoted, text, outlets):
    assert quoted in (ROOT / "docs" / "recognition.md").read_text()
    assert dl.citations(text)["outlet"].to_list() == outlets
