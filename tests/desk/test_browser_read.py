"""Reading a report at the desk, as somebody at a browser does it."""

import pytest
from browsing import served
from selenium.webdriver.common.keys import Keys

from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

# Made up for this test: a chain of three, a quotation that runs on, one who has not denied it.
REPORT = """Port Merrow has begun to drain the old dock, according to a report this week by the Tidewater Post.
Three engineers working at the dock told the newspaper they had been given “heavy pumps” and “no questions asked.” 🚢
Mayor Ines Calder so far has not denied the report.
“We support the dock and the town,” Calder said in an interview with Radio Kest. “Others prefer to be silent.”
Tomas Wren, who leads the builders’ union, denied that the dock was being drained.
"""


@pytest.fixture(scope="module")
def desk(chrome, tmp_path_factory):
    """An empty desk, open in the browser."""
    ledger = tmp_path_factory.mktemp("read") / "desk.db"
    with served(create_app(DeskSettings(ledger=str(ledger)))) as home:
        chrome.home = home
        chrome.ledger = str(ledger)
        yield chrome


def paste(desk, text, **known):
    """Paste a text into the form and have it read; the payload of the document."""
    desk.open("/")
    desk.one("#text").click()
    desk.insert(text)
    if known:
        desk.button("What you know").click()
    for name, value in known.items():
        desk.one(f"#{name}").click()
        desk.insert(value)
    desk.button("Read it").click()
    return desk.until(
        lambda: desk.path.startswith("/documents/") and desk.json(f"/api/v1{desk.path}"), wait=30
    )


def words(reading, part):
    """The words of a part of every attribution, by the attribution's key."""
    text = reading["document"]["text"]
    return {
        reading["ids"][one["id"]]: [text[s:e] for s, e in one[part]]
        for one in reading["attributions"]
    }


def check_marks(desk, reading):
    """Every attribution is marked where it stands, and noted, and nothing of the text is changed."""
    assert desk.text("div.text") == reading["document"]["text"]
    notes = [one.get_attribute("data-note") for one in desk.all("[data-note]")]
    assert notes == list(words(reading, "content"))
    for part in ("content", "source", "cue"):
        for key, pieces in words(reading, part).items():
            for piece in pieces:
                assert piece in marked(desk, key), (part, piece)


def marked(desk, key):
    """What is marked as part of an attribution, with what is marked within it."""
    return desk.run(
        "return [...document.querySelectorAll(`div.text [data-of~='${arguments[0]}']`)].map(one => one.textContent).join('\\n')",
        key,
    )


def chain(desk, key):
    return [one.text for one in desk.all(f"[data-note='{key}'] .chain bdi")]


@pytest.fixture(scope="module")
def reading(desk):
    """The made-up report, pasted and read."""
    return paste(
        desk,
        REPORT,
        outlet="The “Merrow” <Courier>",
        published="2031-05-02",
        title="Dock drained 🚢",
    )


def test_a_pasted_report_is_marked_to_the_letter(desk, reading):
    desk.open(f"/documents/{reading['id']}")
    assert len(reading["attributions"]) >= 4
    assert "🚢" in reading["document"]["text"]
    check_marks(desk, reading)
    assert desk.one("h1").text == "Dock drained 🚢"
    assert desk.troubles() == []


def test_the_chain_of_whom_a_paper_cites_is_drawn(desk, reading):
    (key,) = [
        key for key, said in words(reading, "content").items() if "heavy pumps" in "".join(said)
    ]
    desk.open(f"/documents/{reading['id']}")
    assert chain(desk, key)[:2] == ["The “Merrow” <Courier>", "Tidewater Post"]
    assert "engineers" in chain(desk, key)[2]
    desk.one(f"[data-note='{key}'] .tools a").click()
    desk.until(lambda: desk.path == f"/attributions/{key}")
    stations = [one.text for one in desk.all(".chain.drawn .station bdi")]
    assert stations[:2] == ["The “Merrow” <Courier>", "Tidewater Post"]
    assert desk.troubles() == []


def test_a_mark_shows_its_note_and_a_note_its_mark(desk, reading):
    first, second = list(words(reading, "content"))[:2]
    desk.open(f"/documents/{reading['id']}")
    desk.one(f"#m-{second}").click()
    lit = "return [...document.querySelectorAll('.on')].map(one => one.dataset.note || one.dataset.of)"
    assert set(desk.run(lit)) == {second}
    desk.one(f"[data-note='{first}'] .note-head .no").click()
    assert set(desk.run(lit)) == {first}
    assert desk.run("return document.activeElement.id") == f"m-{first}"


def test_all_of_a_report_is_read_by_keyboard_alone(desk):
    """From the address to the reading: keys only, each thing reached in its order."""
    desk.open("/")
    desk.press(Keys.TAB)
    assert desk.focus.text == "Skip to the page"
    desk.press(Keys.ENTER)
    desk.press(Keys.TAB)
    assert desk.focus.get_attribute("id") == "text"
    desk.insert("The lock stays shut until May, lock keeper Tomas Wren said on Monday.")
    for _ in range(12):
        desk.press(Keys.TAB)
        if desk.focus.text == "Read it":
            break
    desk.press(Keys.ENTER)
    desk.until(lambda: desk.path.startswith("/documents/"), wait=30)
    desk.press(Keys.TAB, Keys.ENTER)
    (note,) = desk.all("[data-note]")
    for _ in range(30):
        desk.press(Keys.TAB)
        if desk.focus.text == "Why":
            break
    desk.press(Keys.ENTER)
    assert note.find_element("css selector", ".why li").is_displayed()


def test_a_file_that_is_chosen_is_read(desk, tmp_path):
    file = tmp_path / "lock.txt"
    file.write_text(
        "The weir at Orr was opened at night, weir keeper Odile Farrant told the Tern.\n", "utf-8"
    )
    desk.open("/")
    desk.one("#file").send_keys(str(file))
    desk.button("Read it").click()
    desk.until(lambda: desk.path.startswith("/documents/"), wait=30)
    assert "Odile Farrant" in desk.text("div.text")


def test_a_file_that_is_dropped_is_read(desk):
    desk.open("/")
    desk.run(
        """
        const held = new DataTransfer();
        held.items.add(new File(['A barge sank off Velden, pilot Marek Stohl told the Tern.'], 'barge.txt', {type: 'text/plain'}));
        for (const kind of ['dragenter', 'dragover', 'drop'])
          document.querySelector('#text').dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
        """
    )
    assert "barge.txt is ready" in desk.text("#reader-told")
    desk.button("Read it").click()
    desk.until(lambda: desk.path.startswith("/documents/"), wait=30)
    assert "Marek Stohl" in desk.text("div.text")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "Paste a text, choose a file or give an address"),
        ("http://127.0.0.1:8080/", "not a public address"),
    ],
)
def test_what_cannot_be_read_is_told_on_the_page(desk, url, told):
    desk.open("/")
    if url:
        desk.one("#url").click()
        desk.insert(url)
    desk.button("Read it").click()
    desk.until(lambda: told in desk.text("main"))
    assert desk.one("#text").is_displayed()


def test_without_scripts_a_report_is_read_too(desk):
    with desk.without_scripts():
        desk.open("/")
        desk.one("#text").click()
        desk.insert("The pier will be closed all summer, harbour master Lena Oduya said.")
        desk.button("Read it").click()
        desk.until(lambda: desk.path.startswith("/documents/"), wait=30)
        assert "Lena Oduya" in desk.one("div.text").text
        key = desk.all("[data-note]")[0].get_attribute("data-note")
        desk.one(f"#m-{key}").click()
        assert desk.run("return location.hash") == f"#n-{key}"
        desk.one(f"[data-note='{key}'] .why summary").click()
        assert desk.all(f"[data-note='{key}'] .why li")[0].is_displayed()


@pytest.mark.corpus
def test_the_seed_report_has_its_thirteen_attributions(desk, shared):
    """The report that sayso grew from: chains through two media, one who has not denied it."""
    reading = paste(desk, (shared / "seed" / "report.txt").read_text("utf-8"))
    check_marks(desk, reading)
    assert len(desk.all("[data-note]")) == 13
    assert desk.one(".notes-title").text == "13 attributions"
    through = [chain(desk, one.get_attribute("data-note")) for one in desk.all("[data-note]")]
    assert through.count(["unknown", "The Daily Beast", "Hezbollah field commanders"]) == 2
    assert through.count(["unknown", "Interfax", "Mikhail Bogdanov"]) == 2
    assert "not denied" in desk.all("[data-note]")[0].text
    assert desk.troubles() == []
