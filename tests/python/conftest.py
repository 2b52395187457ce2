"""What several tests read: the bundled archive, the golden pages, a folder of one's own."""

from pathlib import Path

import dateline as dl
import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
SHARED = ROOT.parent / "shared"

ISSUE = """\
Russia Reform Monitor No. {number}

Related Categories: Energy Security; Russia

The port of Murmansk shipped its first cargo of the year. (Reuters, February {day}, 2023)

A court in Kazan closed a newspaper. Its editors will appeal. (The Moscow Times, February {day}, 2023)
"""

FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config):
    config.stash[FIGURES] = []


def pytest_terminal_summary(terminalreporter, config):
    for line in config.stash[FIGURES]:
        terminalreporter.write_line(line)


@pytest.fixture
def figures(request):
    """Lines to be shown at the end of the run."""
    return request.config.stash[FIGURES]


@pytest.fixture(scope="session")
def sample():
    return dl.sample()


@pytest.fixture
def folder(tmp_path):
    """Three issues of one series in two folders."""
    for number, day in ((2001, 3), (2002, 10), (2003, 17)):
        path = tmp_path / "archive" / str(number)[:3] / f"rrm-no-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ISSUE.format(number=number, day=day), encoding="utf-8")
    return tmp_path / "archive"
