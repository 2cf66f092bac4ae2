"""Networks are drawn in a real browser: as many nodes as are told, and each leads somewhere."""

import json
from urllib.parse import unquote

import pytest
from serving import served

from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

GRAPH = "document.querySelector('.graph')._cyreg.cy"
PAGES = ("/claims/{claim}", "/actors/{actor}", "/outlets/{outlet}")


@pytest.fixture(scope="module")
def desk(chrome, desk_file):
    with served(create_app(DeskSettings(ledger=str(desk_file)))) as home:
        chrome.home = home
        yield chrome


@pytest.fixture(scope="module")
def names(client):
    """A claim, an actor who acts, an outlet that is cited."""

    def items(path):
        return client.get(f"/api/v1{path}").json()["items"]

    acting = (
        name for one in items("/events?limit=200") for name in one["actor"] if one["recipient"]
    )
    cited = max(items("/outlets?limit=200"), key=lambda one: one["cited"])
    return {"claim": items("/claims")[0]["id"], "actor": next(acting), "outlet": cited["name"]}


def opened(desk, page, names):
    desk.open(page.format(**names))
    drawn = "return document.querySelector('.graph').dataset.drawn"
    return int(desk.until(lambda: desk.run(drawn), "no graph was drawn"))


@pytest.mark.parametrize("page", PAGES)
def test_every_node_and_arrow_is_drawn(desk, names, page):
    """As many as the page holds, all of them in the picture."""
    nodes = opened(desk, page, names)
    told = json.loads(desk.one(".graph").get_attribute("data-elements"))
    assert nodes == len(told["nodes"]) > 1
    assert desk.run(f"return {GRAPH}.edges().length") == len(told["edges"])
    inside = desk.run(f"const g = {GRAPH}, b = g.nodes().renderedBoundingBox();"
                      "return b.x1 >= 0 && b.y1 >= 0 && b.x2 <= g.width() && b.y2 <= g.height()")  # fmt: skip
    assert inside
    assert not desk.troubles()


def test_it_grows_shrinks_and_fits(desk, names):
    """By buttons that have a word for those who do not see the sign."""
    opened(desk, PAGES[0], names)
    zoom = [desk.run(f"return {GRAPH}.zoom()")]
    for words in ("Larger", "Smaller", "Fit"):
        desk.run("arguments[0].click()", desk.button(words, within=".graph-tools"))
        zoom.append(desk.run(f"return {GRAPH}.zoom()"))
    first, larger, smaller, _ = zoom
    assert larger == pytest.approx(first * 1.25)
    assert smaller == pytest.approx(first)


def test_a_node_leads_to_what_is_told_of_it(desk, names):
    """Of an outlet, to its page."""
    opened(desk, PAGES[2], names)
    to = desk.run(f"const node = {GRAPH}.nodes().not('.centre')[0]; node.emit('tap');"
                  "return node.data('href')")  # fmt: skip
    desk.until(lambda: unquote(desk.path) == unquote(to), "the page did not change")


def test_the_arrows_of_one_month_are_shown_alone(desk, names):
    """The others are put away, and come back."""
    nodes = opened(desk, PAGES[1], names)
    selects = desk.all("select[data-when]")
    if not selects:  # all of it in one month
        assert (
            desk.run(f"return new Set({GRAPH}.edges().map(e => e.data('months')).flat()).size") < 2
        )
        return
    shown = f"return {GRAPH}.edges(':visible').length"
    whole = desk.run(shown)
    choose = "const s = arguments[0]; s.value = s.options[arguments[1]].value; s.dispatchEvent(new Event('change'))"
    desk.run(choose, selects[0], 1)
    assert 0 < desk.run(shown) < whole
    desk.run(choose, selects[0], 0)
    assert desk.run(shown) == whole
    assert nodes == desk.run(f"return {GRAPH}.nodes().length")


def test_the_picture_follows_light_and_dark(desk, names):
    """Its colours are those of the page."""
    opened(desk, PAGES[0], names)
    colour = f"return {GRAPH}.nodes()[0].style('color')"
    desk.prefers("light")
    light = desk.run(colour)
    desk.prefers("dark")
    desk.until(lambda: desk.run(colour) != light, "the colours stayed")
    desk.prefers("light")
