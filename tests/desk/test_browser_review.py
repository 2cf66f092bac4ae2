"""Review in a real browser: by keyboard, by mouse, without a script, and for everyone."""

import shutil

import pytest
from browsing import served
from selenium.webdriver.common.keys import Keys

from sayso.ledger import all_readings, attribution_keys, document_key, open_ledger
from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings


@pytest.fixture(scope="module")
def desk(chrome, desk_file, tmp_path_factory):
    ledger = shutil.copy(desk_file, tmp_path_factory.mktemp("review") / "desk.db")
    with served(create_app(DeskSettings(ledger=str(ledger)))) as home:
        chrome.home = home
        yield chrome


@pytest.fixture(scope="module")
def odd(desk_file):
    """Keys of the report with odd letters: of the document, and of what Calder said in it."""
    with open_ledger(desk_file, read_only=True) as ledger:
        reading = next(one for one in all_readings(ledger) if "🦊" in one.document.text)
    pairs = zip(attribution_keys(reading), reading.attributions, strict=True)
    said = next(key for key, one in pairs if one.speaker == "Ines Calder")
    return document_key(reading.document), said


def payload(desk, key):
    return desk.json(f"/api/v1/review/attributions/{key}?whole=true")


def words(desk, key, part):
    item = payload(desk, key)
    return [item["text"][start:end] for start, end in item["attribution"][part]]


def select(desk, chosen):
    """Select words of the text as a mouse does."""
    desk.run(
        """
        const walker = document.createTreeWalker(document.querySelector('#excerpt'), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.data.indexOf(arguments[0]);
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, at); range.setEnd(node, at + arguments[0].length);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          return;
        }
        throw new Error('no such words');
        """,
        chosen,
    )


def arrived(desk, told="", at=""):
    """Wait for a page that says so, and for its script."""
    ready = "return document.readyState"
    desk.until(lambda: at in desk.path and told in " ".join(desk.text("main").split())
               and desk.run(ready) == "complete", f"no page with {told}{at}: {desk.path}")  # fmt: skip


def part(desk, name, button):
    return desk.one(f"[data-part={name}] [data-{button}]")


def live(desk, told):
    desk.until(lambda: told in desk.text("#live"), f"not told: {told}")


def test_judging_goes_by_keys_alone(desk):
    desk.open("/review")
    first, second = (one["id"] for one in desk.json("/api/v1/review")["items"][:2])
    desk.open(f"/review/attributions/{first}")
    desk.press("j")
    arrived(desk, at=second)
    desk.press("k")
    arrived(desk, at=first)
    desk.press("a")
    arrived(desk, "Kept: accept")
    assert second in desk.path
    desk.press("u")
    arrived(desk, "Taken back.")
    assert [one["verdict"] for one in payload(desk, first)["judgements"] if not one["undone"]] == []
    desk.press("r")
    arrived(desk, "Kept: reject")
    assert payload(desk, second)["rejected"]
    desk.press("u")
    arrived(desk, "Taken back.")
    assert desk.troubles() == []


def test_help_opens_and_letters_can_be_turned_off(desk, odd):
    desk.open(f"/review/attributions/{odd[1]}")
    desk.press("?")
    assert desk.one("#keys").is_displayed()
    desk.one("#keys-on").click()
    desk.button("Close", "#keys").click()
    desk.press("a")
    assert desk.path == f"/review/attributions/{odd[1]}"
    desk.open(f"/review/attributions/{odd[1]}")
    desk.press("a")
    assert desk.path == f"/review/attributions/{odd[1]}"
    desk.press("?")
    desk.one("#keys-on").click()
    desk.press(Keys.ESCAPE)
    desk.press("e")
    desk.until(lambda: desk.focus.get_attribute("id") == "content")
    desk.press("a", Keys.ESCAPE)  # a letter in a field is a letter
    assert desk.path == f"/review/attributions/{odd[1]}"


def test_words_are_taken_with_the_mouse_and_ends_moved_with_the_keyboard(desk, odd):
    desk.open(f"/review/attributions/{odd[1]}")
    desk.press("e")
    select(desk, "the hull was sound")
    part(desk, "content", "take").click()
    live(desk, "content: the hull was sound")
    part(desk, "content", "ends").click()
    desk.press(Keys.ARROW_LEFT)
    live(desk, "starts with that")
    desk.focus.send_keys(Keys.SHIFT, Keys.ARROW_LEFT)
    live(desk, "ends with was")
    select(desk, "union leader")
    part(desk, "source", "take").click()
    select(desk, "Tomas Wren")
    part(desk, "source", "more").click()
    live(desk, "source: union leader … Tomas Wren")
    desk.button("Keep the corrections").click()
    arrived(desk, "Kept:")
    assert words(desk, odd[1], "content") == ["that the hull was"]
    assert words(desk, odd[1], "source") == ["union leader", "Tomas Wren"]
    desk.press("u")
    arrived(desk, "Taken back.")
    assert words(desk, odd[1], "source") != ["union leader", "Tomas Wren"]
    assert desk.troubles() == []


def test_typed_words_are_looked_for_by_the_desk(desk, odd):
    desk.open(f"/review/attributions/{odd[1]}")
    desk.press("e")
    field = desk.one("#cue")
    field.clear()
    field.send_keys("denied")
    desk.button("Keep the corrections").click()
    arrived(desk, "Kept:")
    assert words(desk, odd[1], "cue") == ["denied"]
    desk.press("u")
    arrived(desk, "Taken back.")


def test_all_is_done_without_a_script(desk, odd):
    with desk.without_scripts():
        desk.open(f"/review/attributions/{odd[1]}", wait=False)
        desk.one("#correct summary").click()
        field = desk.one("#speaker")
        field.clear()
        field.send_keys("Maren Tolliver")
        desk.button("Keep the corrections").click()
        desk.until(lambda: "done=" in desk.path)
        assert payload_without_script(desk, odd[1]) == "Maren Tolliver"
        desk.all("[data-undo] button")[0].click()
        desk.until(lambda: "Taken back." in desk.one("main").text)
    assert payload(desk, odd[1])["attribution"]["speaker"] == "Ines Calder"


def payload_without_script(desk, key):
    """What the page of the attribution says of the speaker."""
    desk.open(f"/review/attributions/{key}", wait=False)
    desk.one("#correct summary").click()
    return desk.one("#speaker").get_attribute("value")


def test_what_was_missed_is_added_with_the_mouse(desk, odd):
    desk.open(f"/review/documents/{odd[0]}")
    select(desk, "Ferry “saved”")
    part(desk, "content", "take").click()
    desk.one("#speaker").send_keys("the headline")
    desk.button("Add it").click()
    desk.until(lambda: "/review/attributions/" in desk.path and "done=" in desk.path)
    key = desk.path.split("/")[-1].split("?")[0]
    assert words(desk, key, "content") == ["Ferry “saved”"]
    desk.press("u")
    arrived(desk, "Taken back.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_use_the_pages(desk, odd, scheme, width):
    desk.prefers(scheme)
    desk.size(width)
    try:
        for path in pages(desk, odd):
            desk.open(path)
            if desk.all("#correct"):
                desk.press("e")
            assert desk.barriers() == [], path
            assert not desk.overflow(), (path, desk.overflow())
            assert desk.troubles() == [], path
    finally:
        desk.size(1280)
        desk.prefers("light")


def pages(desk, odd):
    if not desk.json("/api/v1/review/samples")["items"]:
        desk.open("/review")
        desk.one("#size").clear()
        desk.one("#size").send_keys("3")
        desk.button("Draw a sample").click()
        desk.until(lambda: "sample=3-seed1" in desk.path)
        key = desk.json("/api/v1/review?sample=3-seed1")["items"][0]["id"]
        desk.open(f"/review/attributions/{key}?sample=3-seed1")
        desk.press("a")
        arrived(desk, "Kept:")
    return (
        "/review", f"/review/attributions/{odd[1]}", f"/review/documents/{odd[0]}", "/review/actors",
        "/review/claims", "/review?sample=3-seed1", "/review/samples/3-seed1",
    )  # fmt: skip
