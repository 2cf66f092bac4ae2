"""Nothing that a report, a name or an address holds runs, loads or breaks out of its place.

The ledger holds every harm of ``hostile`` wherever a page shows a text. A real browser opens
the lists and each page they lead to: no script runs, nothing is asked for elsewhere, and the
text is shown to the letter.
"""

import re
from urllib.parse import quote, urlsplit

import pytest
from browsing import served
from hostile import HARMS, fill

from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

# What only we may put on a page; and what nobody may.
FORBIDDEN = """
const bad = [];
if (window.__hit !== undefined) bad.push('a script ran');
for (const one of document.querySelectorAll('*')) {
  const name = one.localName;
  if (['iframe', 'object', 'embed', 'base', 'style', 'frame', 'animate', 'math', 'mglyph'].includes(name)) bad.push(name);
  if (name === 'meta' && one.httpEquiv) bad.push('meta ' + one.httpEquiv);
  for (const {name: attribute, value} of one.attributes) {
    if (/^(on|hx-on|data-hx-on|srcdoc$)/.test(attribute)) bad.push(name + ' ' + attribute);
    if (attribute === 'style' && /url|image-set|expression|behavior|@/.test(value)) bad.push(name + ' style=' + value);
    if (/^(href|src|action|formaction|data|poster|xlink:href|(data-)?hx-(get|post|put|patch|delete))$/.test(attribute)) {
      const leads = new URL(value, location.href);
      const ours = leads.origin === location.origin;
      const original = name === 'a' && /^https?:$/.test(leads.protocol);
      if (!ours && !original) bad.push(name + ' ' + attribute + '=' + value);
    }
  }
}
return bad;
"""
LINKS = "return [...document.querySelectorAll('main a[href]')].map(one => one.href)"
# Text nodes with an override of direction that is not kept within an element of its own.
LOOSE = """
const loose = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  if (!/[\\u202a-\\u202e\\u2066-\\u2068]/.test(walk.currentNode.data)) continue;
  let up = walk.currentNode.parentElement;
  if (up.closest('svg text, svg desc, svg title')) continue;  // lines of their own
  while (getComputedStyle(up).display === 'inline' && getComputedStyle(up).unicodeBidi === 'normal') up = up.parentElement;
  const kept = getComputedStyle(up).unicodeBidi !== 'normal';
  const alone = up.textContent.trim() === walk.currentNode.data.trim();
  if (!kept && !alone) loose.push(up.outerHTML.slice(0, 200));
}
return loose;
"""
LISTS = (
    "documents", "attributions", "claims", "actors", "outlets", "events", "search?q=ferry", "runs", "skipped", "review",
)  # fmt: skip
KINDS = ("documents", "attributions", "claims", "actors", "outlets", "review/attributions")


def shown(text):
    """A text as it can be seen: HTML holds no NUL, and all white space is a blank in it."""
    return " ".join(text.replace("\0", "").split())


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    fill(path)
    return path


@pytest.fixture(scope="module")
def hostile(chrome, hostile_file):
    with served(create_app(DeskSettings(ledger=str(hostile_file)))) as home:
        chrome.home = home
        yield chrome


def harmless(page):
    assert page.run(FORBIDDEN) == []
    assert page.troubles() == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_harms_is_harmless(hostile, name):
    hostile.open(f"/{name}{'&' if '?' in name else '?'}limit=200")
    harmless(hostile)
    assert hostile.run(LOOSE) == []


@pytest.fixture(scope="module")
def pages(hostile):
    """The addresses that the lists lead to, by what they are of."""
    found = {}
    for name in LISTS:
        hostile.open(f"/{name}{'&' if '?' in name else '?'}limit=200")
        for link in hostile.run(LINKS):
            path = urlsplit(link).path
            kind = path.rpartition("/")[0].strip("/")
            if link.startswith(hostile.home) and kind in KINDS:
                found.setdefault(kind, {})[path] = None
    return {kind: list(paths) for kind, paths in found.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_of_a_harm_is_harmless_and_shows_it(hostile, pages, kind):
    # The lists show all harms; the pages behind them are many: each harm on every other kind.
    turn = KINDS.index(kind) % 2
    left = {name: shown(harm) for name, harm in list(HARMS.items())[turn::2]}
    for path in pages[kind][turn::2] + pages[kind][1 - turn :: 2]:
        if not left:
            break
        hostile.open(path)
        harmless(hostile)
        assert hostile.run(LOOSE) == [], path
        text = shown(hostile.text("main"))
        left = {name: harm for name, harm in left.items() if harm not in text}
    assert left == {}, f"not shown as they are on pages of {kind}"


# Where a reader's own words come back: in fields, in messages, in links to the next page.
ASKED = (
    "/search?q={}", "/search?speaker={}", "/search?outlet={}&q=ferry", "/documents?q={}", "/documents?cursor={}",
    "/documents?since={}", "/claims?q={}", "/claims?cursor={}", "/actors?q={}", "/outlets?q={}", "/events?actor={}",
    "/documents/{}", "/attributions/{}", "/claims/{}", "/actors/{}", "/outlets/{}", "/{}", "/login?next={}",
    "/documents?limit={}", "/?text={}", "/search?q=ferry&order={}", "/search?{}=x",
)  # fmt: skip
TURNS = [(asked, harm) for n, harm in enumerate(HARMS.values()) for asked in ASKED[n % 7 :: 7]]


@pytest.mark.parametrize("part", range(3))
def test_what_is_asked_for_comes_back_as_text(hostile, part):
    for asked, harm in TURNS[part::3]:
        hostile.open(asked.format(quote(harm.encode(), safe="")))
        harmful = [
            line
            for line in hostile.troubles()
            if "the server responded with a status of 4" not in line
        ]
        assert (hostile.run(FORBIDDEN), harmful) == ([], []), asked


def test_words_that_were_searched_for_stand_in_the_field(hostile):
    for harm in HARMS.values():
        hostile.open(f"/search?q={quote(harm.encode(), safe='')}")
        fields = hostile.run(
            "return [...document.querySelectorAll('main input[name=q]')].map(one => one.value)"
        )
        # A field of one line keeps no line breaks.
        assert re.sub(r"[\r\n\0]", "", harm) in {re.sub(r"[\n\0�]", "", one) for one in fields}
