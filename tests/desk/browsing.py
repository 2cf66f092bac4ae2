"""A real Chromium, and desks on loopback for it to open.

One browser serves all tests, headless, in a profile of its own. It keeps the record of each
page: what went to the console, what the content policy refused, which addresses were asked for.
"""

import json
import os
import shutil
import time
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from serving import served  # noqa: F401 - for those that open pages

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--force-prefers-reduced-motion", "--lang=en",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium with ChromeDriver here: apt-get install chromium chromium-driver"
# Set before any script of a page: what the policy refused, what went wrong, what ran.
WATCH = """
window.__violations = [];
window.__errors = [];
document.addEventListener('securitypolicyviolation', event => window.__violations.push(
  [event.violatedDirective, event.blockedURI, event.sample].join(' ')));
window.addEventListener('error', event => window.__errors.push(String(event.message)));
window.addEventListener('unhandledrejection', event => window.__errors.push(String(event.reason)));
"""
_WAIT = 10.0


def chromium():
    """The paths of browser and driver; the test is skipped where they are missing."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    driver = shutil.which("chromedriver")
    if not (found and driver):
        pytest.skip(MISSING)
    return found, driver


@contextmanager
def started(folder):
    """A browser that ends with the block."""
    program, driver = chromium()
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    environment = {**os.environ, "no_proxy": "127.0.0.1,localhost"}
    opened = webdriver.Chrome(options=options, service=Service(driver, env=environment))
    try:
        yield Browser(opened)
    finally:
        opened.quit()


class Browser:
    """What tests do with pages. ``driver`` is selenium's, for the rest."""

    def __init__(self, driver):
        self.driver = driver
        self.home = ""
        driver.execute_cdp_cmd("Page.enable", {})
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        driver.set_script_timeout(30)

    # To go, and to look

    def open(self, path, *, wait=True):
        """Open a page of the desk; its record begins anew."""
        self.record()
        self.driver.get(path if "://" in path else self.home + path)
        if wait:
            self.until(lambda: self.run("return document.readyState") == "complete")
        return self

    @property
    def path(self):
        parts = urlsplit(self.driver.current_url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def run(self, script, *given):
        return self.driver.execute_script(script, *given)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def one(self, selector):
        """The only element of a kind that is shown; waits for it."""
        found = self.until(lambda: self.all(selector), f"no {selector} on {self.path}")
        shown = [one for one in found if one.is_displayed()] or found
        assert len(shown) == 1, f"{len(shown)} of {selector} on {self.path}"
        return shown[0]

    def text(self, selector="main"):
        """What stands in an element, to the letter."""
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def button(self, words, within="main"):
        """The button or link with these words."""
        for one in self.all(
            f"{within} button, {within} a[href], {within} summary, {within} input[type=submit]"
        ):
            if (
                one.is_displayed()
                and words.lower() in (one.text or one.get_attribute("value") or "").lower()
            ):
                return one
        raise AssertionError(f"no button or link with “{words}” on {self.path}")

    def until(self, ask, told="it did not come about", wait=_WAIT):
        """The first answer that is not empty; elements that a swap has taken away are none."""
        from selenium.common.exceptions import StaleElementReferenceException as Stale

        end = time.monotonic() + wait
        while True:
            try:
                answer = ask()
            except Stale:
                answer = None
            if answer or time.monotonic() > end:
                assert answer, told
                return answer
            time.sleep(0.02)

    def json(self, path):
        """What REST says, asked from within the page."""
        return self.driver.execute_async_script(
            "const [path, done] = arguments;"
            "fetch(path, {headers: {accept: 'application/json'}}).then(all => all.json()).then(done);",
            path,
        )

    # To type

    def insert(self, text):
        """Put in text as one that is pasted: letters of every kind, all at once."""
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def press(self, *keys):
        """Press keys, wherever the focus is."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    @property
    def focus(self):
        return self.driver.switch_to.active_element

    # To set up

    def size(self, width, height=800):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False,
        })  # fmt: skip

    def prefers(self, scheme):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    @contextmanager
    def without_scripts(self):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    @contextmanager
    def without_cache(self):
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})

    # What is on record

    def record(self):
        """What happened since the last record: lines of the console, addresses asked for."""
        console = [
            one for one in self.driver.get_log("browser") if one["level"] in {"SEVERE", "WARNING"}
        ]
        sent = (json.loads(one["message"])["message"] for one in self.driver.get_log("performance"))
        asked = [
            one["params"]["request"]["url"]
            for one in sent
            if one["method"] == "Network.requestWillBeSent"
        ]
        return [one["message"] for one in console], asked

    def troubles(self):
        """All that went wrong on the page: what nobody should ever see there."""
        console, asked = self.record()
        away = [
            url
            for url in asked
            if not url.startswith((f"{self.home}/", "data:image/svg+xml", "about:blank"))
        ]
        return [
            *(f"console: {line}" for line in console),
            *(f"asked for {url}" for url in away),
            *(f"refused: {line}" for line in self.run("return window.__violations")),
            *(f"error: {line}" for line in self.run("return window.__errors")),
        ]

    # For everyone

    @cached_property
    def axe(self):
        """The script of axe-core: of the package, or a newer one by ``SAYSO_AXE``."""
        import axe_core_python

        own = Path(axe_core_python.__file__).parent / "axe.min.js"
        return Path(os.environ.get("SAYSO_AXE", own)).read_text("utf-8")

    def barriers(self, *rules):
        """What axe-core takes for a serious or critical barrier; of some rules, or of all.

        Run by the driver, which the page's content policy does not bind.
        """
        if not self.run("return typeof axe !== 'undefined'"):
            self.run(self.axe)
        found = self.driver.execute_async_script(
            """
            const [rules, done] = arguments;
            const only = rules.length ? {runOnly: {type: 'rule', values: rules}} : {};
            axe.run(document, {resultTypes: ['violations'], ...only}).then(
              found => done(found.violations), error => done([{impact: 'critical', id: String(error), nodes: []}]));
            """,
            list(rules),
        )
        return [
            f"{one['id']} ({one['impact']}): {node['target']} {node.get('failureSummary', '')}"
            for one in found if one["impact"] in {"serious", "critical"}
            for node in one["nodes"] or [{"target": "?"}]
        ]  # fmt: skip

    def overflow(self):
        """Elements that reach out of the page to the right, with theirs, or with their words."""
        return self.run(
            """
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            return [...document.querySelectorAll('body, body *')].filter(one =>
              one.getBoundingClientRect().right > wide + 1 ||
              (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'visible')
            ).map(one => one.tagName + '.' + one.className);
            """
        )

    def weight(self):
        """Bytes that came over the line for the page, and milliseconds to its first paint."""
        return self.run(
            """
            const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            return [all.reduce((sum, one) => sum + one.transferSize, 0), paint ? paint.startTime : null];
            """
        )


@pytest.fixture(scope="session")
def chrome(tmp_path_factory):
    """The one browser."""
    with started(tmp_path_factory.mktemp("profile")) as opened:
        yield opened
