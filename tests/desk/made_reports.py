"""Reports made up for this project: a story of six, a page, and texts with what pages stumble on."""

import re
from pathlib import Path

from sayso.text import make_document

HOME = "http://localhost:8765"  # where clients of a desk are
ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "examples" / "harbour.html"
STORY = ROOT / "training" / "claims" / "ferry-passport-breach.txt"
_HEAD = re.compile(r"= report: (?P<outlet>.*?) \| (?P<published>.*?) \| (?P<title>.*)")
_MARK = re.compile(r"\{\d+[-?]?\||\}")

# Letters outside the plane that browsers count as one, marks of HTML, and right-to-left words.
ODD = (
    "🚢 Ferry “saved” <b>again</b> & again\n\n"
    "PORT MERROW — “The hull <script>alert(1)</script> was sound,” harbour master Ines Calder "
    "said on Friday. A union leader, Tomas Wren, 🦊 denied that the hull was sound.\n\n"
    "“العبّارة آمنة,” the ferry’s captain told the Saltmarsh Courier.\n"
)


def story():
    """The documents of the story: one happening in six outlets."""
    told = STORY.read_text("utf-8").split("\n= claims")[0]
    documents = []
    for part in re.split(r"^(?== report:)", told, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        known = _HEAD.fullmatch(head).groupdict()
        slug = re.sub(r"\W+", "-", known["title"].lower()).strip("-")
        uri = f"https://news.example/{known['published']}/{slug}"
        documents.append(make_document(_MARK.sub("", body), uri=uri, language="en", **known))
    return documents


def odd():
    """A document that is hard to show."""
    return make_document(
        ODD, uri="https://odd.example/a?b=1&c=<d>", outlet="The “Odd” <Post>", published="2024-02-29",
        title="🚢 Ferry “saved” <b>again</b> & again", language="en",
    )  # fmt: skip
