"""The site builds without a warning and loads nothing from elsewhere; its examples print what they show."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import dateline as dl
import pytest
from conftest import ROOT
from dateline.namespace import VERBS

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
VERB_PAGES = ("timelines", "frequencies", "change", "sources", "reprints")
LOADED = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "use": "href",
}


class Page(HTMLParser):
    """What a page loads, where it links to, and the places in it that others may link to."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.links, self.places = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.places |= {found[name] for name in ("id", "name") if found.get(name)}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif found.get(LOADED.get(tag)):
            self.loads.append(found[LOADED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built from a copy so that nothing is written beside the sources."""
    pytest.importorskip("zensical", reason="needs pip install 'dateline[docs]'")
    pytest.importorskip("mkdocstrings_handlers.python", reason="needs pip install 'dateline[docs]'")
    folder = tmp_path_factory.mktemp("documents")
    for name in ("docs", "scripts", "python"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.so", "sample"))
    shutil.copy(ROOT / "zensical.toml", folder)
    build = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(build, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()
    return {path.relative_to(folder / "site"): path for path in (folder / "site").rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def built(site):
    return {name: Page(path.read_text(encoding="utf-8")) for name, path in site.items() if name.suffix == ".html"}


def test_every_page_is_built(site):
    assert {path.relative_to(DOCS).with_suffix(".html") for path in PAGES} <= set(site)


def test_every_page_is_in_the_navigation():
    listed = re.findall(r'= "([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.relative_to(DOCS).as_posix() for path in PAGES)


def test_the_site_loads_nothing_from_elsewhere(site, built):
    assert any(page.loads for page in built.values())
    for name, page in built.items():
        assert not [address for address in page.loads if urlsplit(address).netloc], name
    for name, path in site.items():
        if name.suffix == ".css":
            called = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^\"')]+", path.read_text(encoding="utf-8"))
            assert not called, name


def test_links_within_the_site_lead_somewhere(site, built):
    root = next(path for name, path in site.items() if str(name) == "index.html").parent
    followed = 0
    for name, page in built.items():
        if name.name == "404.html":  # its links are those of the server's root
            continue
        for address in page.links:
            link = urlsplit(address)
            if link.scheme or link.netloc:
                continue
            target = (root / name).parent / unquote(link.path) if link.path else root / name
            target = (target / "index.html" if target.is_dir() else target).resolve()
            assert target.is_file(), f"{name}: {address}"
            followed += 1
            if link.fragment and target.suffix == ".html" and not link.fragment.startswith("__"):
                places = built[target.relative_to(root.resolve())].places
                assert unquote(link.fragment) in places, f"{name}: {address}"
    assert followed > 100


def test_all_public_names_are_in_the_reference(built):
    places = set().union(*(page.places for name, page in built.items() if name.parts[0] == "reference"))
    elsewhere = {"errors", "plot", *dl.errors.__all__}
    wanted = {f"dateline.{name}" for name in dl.__all__ if not name.startswith("__") and name not in elsewhere}
    wanted |= {f"dateline.plot.{name}" for name in dl.plot.__all__}
    wanted |= {f"dateline.errors.{name}" for name in dl.errors.__all__}
    assert not wanted - places


def test_parameters_that_are_described_together_have_no_default_of_another(site):
    page = next(path for name, path in site.items() if str(name) == "reference/analysis.html").read_text("utf-8")
    assert "every, period, offset, closed" in page


def test_every_verb_says_how_its_numbers_are_computed():
    boxed = {}
    for page in VERB_PAGES:
        parts = re.split(r"^## `(\w+)`$", (DOCS / f"{page}.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
        boxed |= dict(zip(parts[1::2], parts[2::2], strict=True))
    assert set(boxed) == {verb for verb in VERBS if not verb.startswith("as_")}
    assert not [verb for verb, part in boxed.items() if not re.search(r'^!!! info "How this', part, re.MULTILINE)]


@pytest.mark.parametrize(
    "path", [path for path in PAGES if "```pycon" in path.read_text("utf-8")], ids=lambda p: p.stem
)
def test_examples_print_what_the_page_shows(path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    pytest.importorskip("altair")
    pytest.importorskip("pandas")
    from examples import filled

    page = path.read_text(encoding="utf-8")
    assert filled(page) == page, "run python scripts/examples.py"


def test_an_example_that_prints_something_else_is_filled_in_anew(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    from examples import filled

    assert filled("```pycon\n>>> 1 + 1\n3\n```\n") == "```pycon\n>>> 1 + 1\n2\n```\n"


def test_pictures_are_of_the_archive_as_it_is(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    from figures import charts

    drawn = {name: chart.to_dict()["title"] for name, chart in charts().items()}
    assert {path.stem for path in (DOCS / "figures").iterdir()} == set(drawn)
    for name, title in drawn.items():
        shown = re.findall(
            r"<(?:text|tspan)[^>]*>([^<]+)", (DOCS / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        )
        assert {title["text"], *title["subtitle"]} <= set(shown), f"{name}: run python scripts/figures.py"
