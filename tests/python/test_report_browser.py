"""The report in a browser: it draws, filters, searches, works by keyboard, and runs nothing of what it shows."""

import re
import shutil
import time

import dateline as dl
import pytest
from test_report import FILE, HOSTILE, hostile  # noqa: F401

webdriver = pytest.importorskip("selenium.webdriver")
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (BROWSER and DRIVER), reason="needs chromium and chromium-driver")

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1200,900",
]

# Chooses each bar in turn: what it says, how many items it announces, how many are then listed.
CHOOSE_ALL = """
const bars = document.querySelectorAll("#figures button.column, #figures button.line:not(#keyness *)");
return [...bars].map((bar) => {
  bar.click();
  const said = bar.getAttribute("aria-label");
  return [said, said.match(/([\\d,]+) item/)[1], document.getElementById("status").textContent.split(" ")[0]];
});
"""

# What is wider than the page, leaving out what scrolls in a region of its own.
TOO_WIDE = """
const width = document.documentElement.clientWidth;
return [...document.body.querySelectorAll("*")]
  .filter((one) => !one.closest(".scrolled, .skip") && one.getBoundingClientRect().right > width + 0.5)
  .map((one) => one.outerHTML.slice(0, 80));
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # Without a driver given, Selenium would look for one on the network.
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def path(sample, tmp_path_factory):
    return dl.report(sample, tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture
def page(browser, path):
    """The sample's page, loaded anew; at the end its console is empty and it has loaded nothing."""
    opened(browser, path)
    yield browser
    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').map((one) => one.name)") in (
        [],
        ["data:,"],
    )


def opened(browser, path):
    browser.get_log("browser")
    browser.get(path.as_uri())
    deadline = time.monotonic() + 30
    while not browser.execute_script("return document.documentElement.dataset.ready"):
        assert time.monotonic() < deadline, browser.get_log("browser")
        time.sleep(0.05)


def listed(browser):
    return [item.text for item in browser.find_elements(By.CSS_SELECTOR, ".item")]


def status(browser):
    return browser.find_element(By.ID, "status").text


def count(browser):
    return int(status(browser).split()[0].replace(",", ""))


def focused(browser):
    return browser.switch_to.active_element


def scheme(browser, **features):
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": n, "value": v} for n, v in features.items()]}
    )


def test_the_page_draws_every_section(page, sample):
    titles = [title.text for title in page.find_elements(By.TAG_NAME, "h2")]
    wanted = ["What was read", "Over time", "Countries", "Outlets", "Categories", "Age of the news", "Items"]
    assert [re.sub(r" \(\d+\)$", "", title) for title in titles if not title.startswith("Words of")] == wanted
    assert f"{sample.deduplicate().items.height} of" in status(page)
    assert len(listed(page)) == 25


def test_a_click_on_any_bar_lists_as_many_items_as_it_says(page):
    chosen = page.execute_script(CHOOSE_ALL)
    # Bars of words are left out: they count words, not items.
    assert len(chosen) > 150
    assert [said for said, announced, found in chosen if announced != found] == []


def test_a_click_lists_the_items_behind_the_bar_with_their_evidence_marked(page, sample):
    page.find_element(By.CSS_SELECTOR, "#countries .line[aria-label^='Poland']").click()
    items = sample.deduplicate().items
    assert count(page) == sum("POL" in countries for countries in items["countries"])
    for item in page.find_elements(By.CSS_SELECTOR, ".item"):
        marked = [mark.get_attribute("title") for mark in item.find_elements(By.CSS_SELECTOR, ".kind-country")]
        assert any(title.startswith("country POL (") for title in marked)
        assert item.find_elements(By.CSS_SELECTOR, ".kind-outlet")
    page.find_element(By.XPATH, "//button[contains(., 'Country: Poland')]").click()
    assert count(page) == items.height


def turning_to_glaciers():
    """Issues of four years about the harvest, but for the last whole year."""
    story = "Officials in Lima said that the {subject} of the valley was measured again by a commission."
    months = ["June 2018", "March 2019", "September 2019", "March 2020", "September 2020", "February 2021"]
    for number, (month, year) in enumerate((month.split() for month in months), 1):
        text = story.format(subject="glacier" if year == "2020" else "harvest")
        items = [f"{text} (Reuters, {month} {day}, {year})" for day in range(1, 9)]
        yield "\n\n".join([f"Andes Bulletin No. {number}", *items])


def test_a_word_of_the_latest_period_lists_items_of_that_time_with_it(browser, tmp_path):
    archive = dl.parse(list(turning_to_glaciers()))
    opened(browser, dl.report(archive, tmp_path / "report.html", every="1y"))
    page = browser
    bar = page.find_element(By.CSS_SELECTOR, "#keyness .line")
    word = bar.find_element(By.CLASS_NAME, "label").text
    year = page.find_element(By.ID, "keyness-title").text.split()[-1]
    bar.click()
    assert count(page) > 0
    for item in listed(page):
        assert item.startswith(year)
        assert word in item.lower()


def test_a_window_of_one_series_lists_that_series_in_that_time(page):
    bar = page.find_element(By.CSS_SELECTOR, "#timeline .small button.column:not(.partial)")
    year = bar.get_attribute("aria-label")[:4]
    bar.click()
    assert count(page) > 0
    for item in listed(page):
        assert item.startswith(year)
        assert "gulf-and-sahel-watch/" in item


def test_a_search_finds_words_in_any_case_and_marks_them(page):
    box = page.find_element(By.CSS_SELECTOR, "input[type=search]")
    box.send_keys("PARLIAMENT poland")
    found = listed(page)
    assert 0 < count(page) < 100
    assert all("parliament" in item.lower() and "poland" in item.lower() for item in found)
    assert {mark.text.lower() for mark in page.find_elements(By.TAG_NAME, "mark")} == {"parliament", "poland"}
    box.clear()
    box.send_keys("art")
    part = count(page)
    box.clear()
    box.send_keys('"art"')
    assert count(page) < part


def test_filters_narrow_each_other_and_are_taken_back_together(page, sample):
    items = sample.deduplicate().items
    for label, text in (("Series", "Northern Policy Monitor"), ("Country", "Russia (RUS)")):
        select = page.find_element(By.XPATH, f"//label[starts-with(., '{label}')]/select")
        select.find_element(By.XPATH, f"option[. = '{text}']").click()
    page.execute_script(
        "const [box] = document.querySelectorAll('.from input'); box.value = '2012-01-01';"
        "box.dispatchEvent(new Event('input'));"
    )
    expected = [
        row
        for row in items.iter_rows(named=True)
        if row["series"] == "Northern Policy Monitor" and "RUS" in row["countries"] and str(row["date"]) >= "2012"
    ]
    assert count(page) == len(expected) > 0
    page.find_element(By.XPATH, "//button[. = 'List all items']").click()
    assert count(page) == items.height


def test_the_list_goes_on_when_asked_for_more(page):
    page.find_element(By.ID, "more").click()
    assert len(listed(page)) == 50
    assert "the first 50 shown" in status(page)


def test_everything_is_reached_by_tab_and_a_bar_answers_to_enter(page):
    seen, body = [], page.find_element(By.TAG_NAME, "body")
    controls = page.execute_script(
        "return [...document.querySelectorAll('button, input, select, summary')].filter((one) => one.offsetParent)"
    )
    body.send_keys(Keys.TAB)
    assert focused(page).text == "Skip to the items"
    while (reached := focused(page)).tag_name != "body" and len(seen) < 1000:
        seen.append(reached)
        reached.send_keys(Keys.TAB)
        if reached.get_attribute("type") == "date":  # month, day and year, and the button for the calendar
            while focused(page) == reached:
                focused(page).send_keys(Keys.TAB)
    assert set(controls) <= set(seen)

    bar = page.find_element(By.CSS_SELECTOR, "#outlets .line")
    page.execute_script("arguments[0].focus()", page.find_element(By.CSS_SELECTOR, "#countries .plain"))
    focused(page).send_keys(Keys.TAB)
    assert focused(page) == bar
    assert bar.value_of_css_property("outline-style") == "solid"
    bar.send_keys(Keys.ENTER)
    assert focused(page).get_attribute("id") == "items-title"
    assert f"{count(page)} items" in bar.get_attribute("aria-label")
    page.find_element(By.XPATH, "//button[. = 'Back to the figure']").send_keys(Keys.ENTER)
    assert focused(page) == bar


def test_every_control_has_a_name(page):
    nameless = page.execute_script(
        "return [...document.querySelectorAll('button, input, select, [role=img], [role=group], [role=region]')]"
        ".filter((one) => !(one.getAttribute('aria-label') || one.closest('label') || one.textContent.trim()))"
        ".map((one) => one.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize("width", [320, 375, 1200])
def test_no_width_needs_sideways_scrolling(page, width):
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        page.find_element(By.CSS_SELECTOR, "#lag .line:not(.axis)").click()
        page.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.execute_script(TOO_WIDE) == []
        assert page.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_page_is_dark_where_that_is_preferred(page):
    body = page.find_element(By.TAG_NAME, "body")
    try:
        scheme(page, **{"prefers-color-scheme": "dark"})
        dark = body.value_of_css_property("background-color"), body.value_of_css_property("color")
        scheme(page, **{"prefers-color-scheme": "light"})
        light = body.value_of_css_property("background-color"), body.value_of_css_property("color")
    finally:
        scheme(page)
    brightness = [[sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in pair] for pair in (dark, light)]
    assert brightness[0][0] < brightness[0][1]
    assert brightness[1][0] > brightness[1][1]


def test_what_cannot_be_used_on_paper_is_not_printed(page):
    try:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert not page.find_element(By.TAG_NAME, "form").is_displayed()
        assert not page.find_element(By.ID, "more").is_displayed()
        assert page.find_element(By.CSS_SELECTOR, "#timeline .bar").is_displayed()
        assert page.find_element(By.CSS_SELECTOR, ".item").is_displayed()
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_hostile_archive_is_shown_as_text_and_runs_nothing(browser, hostile, tmp_path):  # noqa: F811
    opened(browser, dl.report(hostile, tmp_path / "hostile.html", title=HOSTILE))
    for bar in browser.find_elements(By.CSS_SELECTOR, "#figures button"):
        bar.click()
    for summary in browser.find_elements(By.TAG_NAME, "summary"):
        summary.click()
    browser.find_element(By.XPATH, "//button[. = 'List all items']").click()
    browser.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("</script>")
    assert count(browser) == 1
    text = browser.find_element(By.TAG_NAME, "body").text
    for printed in (HOSTILE.split("\u2028")[0], "<b onmouseover=", FILE, "</SCRIPT><SCRIPT>DOCUMENT"):
        assert printed in text, printed
    assert browser.title.startswith("</script><script>")
    tags = set(browser.execute_script("return [...document.querySelectorAll('body *')].map((one) => one.localName)"))
    assert not tags & {"img", "svg", "iframe", "object", "b onmouseover", "link", "style"}
    assert browser.execute_script("return document.scripts.length") == 3
    listeners = "[...one.attributes].some((attribute) => attribute.name.startsWith('on'))"
    assert not browser.execute_script(f"return [...document.querySelectorAll('*')].some((one) => {listeners})")
    assert browser.get_log("browser") == []


def test_the_browser_itself_refuses_text_as_markup_code_and_connections(browser, path):
    opened(browser, path)
    # By a timer, since what a driver runs directly may evaluate code all the same.
    attempt = "setTimeout(() => { try { %s; } catch (error) { done(error.name); } done('done'); });"
    for forbidden in ("document.body.innerHTML = '<p>x</p>'", "window.eval('1')"):
        assert browser.execute_async_script(f"const [done] = arguments; {attempt % forbidden}") != "done"
    fetched = "fetch('http://127.0.0.1:9/').then(() => done('done'), (error) => done(error.name));"
    assert browser.execute_async_script(f"const [done] = arguments; {fetched}") == "TypeError"
    refused = " ".join(entry["message"] for entry in browser.get_log("browser"))
    for word in ("TrustedHTML", "TrustedScript", "127.0.0.1"):
        assert word in refused


def test_an_archive_without_items_opens(browser, tmp_path):
    opened(browser, dl.report(dl.parse([]), tmp_path / "empty.html"))
    assert status(browser) == "0 of 0 items"
    assert browser.get_log("browser") == []
