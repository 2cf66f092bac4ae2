"""Citations: what other programs take in is what the ledger holds, to the letter."""

import json
import re
import unicodedata
import warnings
from urllib.parse import unquote

import bibtexparser
import pytest
from bibtexparser import middlewares
from claims_made import burned
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc import latex2text
from readings import dam
from typer.testing import CliRunner

from sayso.errors import NotInLedger
from sayso.ledger import (
    actor_keys,
    add_readings,
    attribution_keys,
    document_key,
    forget,
    open_ledger,
    start_run,
)  # fmt: skip
from sayso.text import make_document, sha256
from sayso.views import cite as citing
from sayso.views.bibtex import bibtex, escaped
from sayso.views.cite import (
    cite_any,
    cite_attribution,
    cite_document,
    claim_items,
    document_item,
    written,
)
from sayso.views.cli import app
from sayso.views.permalink import original_link, permalink, selectors

HARD = "-- ``50%'' of {R&D} cost $5_000 ~ \\input{x} ^2 #1 <b>“Ñ” 🚢 | and, und"


@pytest.fixture(scope="module")
def made():
    """A reading by hand, of a report with all that is known of one."""
    return dam(uri="https://courier.example/a-b?c={d}#e", outlet="The Saltmarsh Courier", title=HARD,
                 published="2025-03-14T09:30:00+01:00", byline=("Maren Tolliver", "Ann and Bob, of the R&D desk"),
                 credit="Tern Agency", language="en")  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("cite") / "ledger.db"
    with open_ledger(path) as ledger:
        add_readings(ledger, start_run(ledger), [made])
    return path


@pytest.fixture(scope="module")
def ledger(path):
    with open_ledger(path, read_only=True) as opened:
        yield opened


# Marks that LaTeX has and the stranger's decoder lacks, or takes for their like.
NAMED = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">",
         "textbar": "|", "textasciicircum": "^"}  # fmt: skip


def decoder():
    known = latex2text.get_default_latex_context_db()
    macros = [latex2text.MacroTextSpec(name, sign) for name, sign in NAMED.items()]
    known.add_context_category("named", macros=macros, prepend=True)
    return latex2text.LatexNodes2Text(latex_context=known)


def parsed(text, *, decoded=True):
    """The entries of a .bib file as a stranger reads them, TeX's marks resolved."""
    stack = [middlewares.LatexDecodingMiddleware(decoder=decoder())] if decoded else []
    library = bibtexparser.parse_string(text, append_middleware=stack)
    assert library.failed_blocks == []
    return [{"type": one.entry_type, "key": one.key, **{f.key: f.value for f in one.fields}}
            for one in library.entries]  # fmt: skip


def plain(text):
    """A text on one line, blanks for what has no letter; joiners are part of letters."""
    gone = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    kept = (" " if unicodedata.category(c) in gone and c not in "\u200c\u200d" else c for c in text)
    return " ".join("".join(kept).split())


def test_a_document_is_cited_as_its_outlet_published_it(ledger, made):
    key = document_key(made.document)
    (item,) = cite_document(ledger, key, base="https://desk.example")
    accessed = item.pop("accessed")["date-parts"][0]
    assert len(accessed) == 3
    assert item == {
        "id": f"sayso-{key}", "type": "article-newspaper", "title": HARD,
        "author": [{"literal": "Maren Tolliver"}, {"literal": "Ann and Bob, of the R&D desk"}],
        "container-title": "The Saltmarsh Courier", "issued": {"date-parts": [[2025, 3, 14]]},
        "URL": "https://courier.example/a-b?c={d}#e", "language": "en",
        "note": f"SHA-256 of the text: {made.document.sha256}",
        "custom": {"sayso": {
            "document": key, "sha256": made.document.sha256,
            "permalink": f"https://desk.example/documents/{key}#sha256={made.document.sha256}",
        }},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("known", "kind", "fields"),
    [
        ({}, "document", set()),
        ({"uri": "/home/ann/report.txt"}, "document", set()),
        ({"uri": "javascript:alert(1)"}, "document", set()),
        ({"uri": "https://p.example/"}, "webpage", {"URL"}),
        ({"credit": "Tern Agency"}, "article-newspaper", {"author"}),
        (
            {"outlet": "The Tern", "published": "2016"},
            "article-newspaper",
            {"container-title", "issued"},
        ),
        ({"published": "soon"}, "document", set()),
        ({"published": "2016-13-01"}, "document", {"issued"}),
        ({"title": ""}, "document", set()),
    ],
)
def test_what_is_not_known_is_left_out(known, kind, fields):
    item = document_item(make_document("It sank.", **known))
    assert item["type"] == kind
    assert set(item) - {"id", "type", "note", "custom"} == fields


@pytest.mark.parametrize(
    ("published", "parts"),
    [("2016", [2016]), ("2016-01", [2016, 1]), ("2016-01-14", [2016, 1, 14]), ("2016-01-14T23:59:59-05:00", [2016, 1, 14]),
     ("2016-13-40", [2016])],
)  # fmt: skip
def test_a_date_is_as_precise_as_it_is_known(published, parts):
    item = document_item(make_document("It sank.", published=published))
    assert item["issued"] == {"date-parts": [parts]}
    (entry,) = parsed(bibtex([item]))
    assert entry["date"] == "-".join(f"{part:02}" for part in parts)
    assert entry.get("month") == (None if len(parts) == 1 else "jan")


def test_an_attribution_is_cited_with_its_very_words(ledger, made):
    document = made.document
    for key, attribution in zip(attribution_keys(made), made.attributions, strict=True):
        (item,) = cite_attribution(ledger, key)
        own = item["custom"]["sayso"]
        assert (own["attribution"], own["speaker"]) == (key, attribution.speaker)
        assert own["sha256"] == sha256(document.text) == document.sha256
        assert own["excerpt"] == " … ".join(document.text[s:e] for s, e in attribution.content)
        assert own["excerpt"] in item["note"]
        check_selectors(document.text, own["selector"], attribution.content)


def check_selectors(text, found, spans):
    """Both selectors of each span lead to it, each in its own way."""
    places, quotations = found[::2], found[1::2]
    assert [(one["start"], one["end"]) for one in places] == list(spans)
    for place, quotation in zip(places, quotations, strict=True):
        assert {place["type"], quotation["type"]} == {"TextPositionSelector", "TextQuoteSelector"}
        assert text[place["start"] : place["end"]] == quotation["exact"]
        at = text.index(quotation["prefix"] + quotation["exact"] + quotation["suffix"])
        assert at + len(quotation["prefix"]) == place["start"]


def test_a_permalink_says_which_characters_of_which_text():
    text = "🚢 “It (never) sank, a=b”, he said."
    start = text.index("“")
    link = permalink("/attributions/7c-5d", text, ((start, 25),), sha256(text))
    path, _, fragment = link.partition("#")
    selector, _, digest = fragment.partition("&sha256=")
    exact = re.fullmatch(
        rf"selector\(type=TextPositionSelector,start={start},end=25,"
        r"refinedBy=selector\(type=TextQuoteSelector,exact=([\w.%~-]+)\)\)",
        selector,
    )
    assert (path, digest) == ("/attributions/7c-5d", sha256(text))
    assert unquote(exact[1]) == text[start:25]


@pytest.mark.parametrize(
    ("uri", "words", "end"),
    [
        ("https://p.example/a", "It sank", "#:~:text=It%20sank"),
        ("https://p.example/a#b", "It sank,", "#b:~:text=It%20sank"),
        ("https://p.example/a", "well-known, a&b", "#:~:text=well%2Dknown%2C%20a%26b"),
        ("https://p.example/a", "One two.\nThree four.", "#:~:text=One%20two.,Three%20four."),
    ],
)
def test_a_link_to_the_original_leads_to_the_words(uri, words, end):
    assert original_link(uri, words, ((0, len(words)),)) == uri.partition("#")[0] + end


def test_a_long_passage_is_linked_by_its_ends():
    words = " ".join(f"word{n}" for n in range(200))
    assert original_link("https://p.example/", words, ((0, len(words)),)) == (
        "https://p.example/#:~:text=word0%20word1%20word2%20word3%20word4%20word5,"
        "word194%20word195%20word196%20word197%20word198%20word199"
    )


@given(st.text(min_size=1, max_size=80), st.data())
def test_selectors_lead_to_their_spans_in_any_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place, quotation = selectors(text, ((start, end),))
    assert text[place["start"] : place["end"]] == quotation["exact"] == text[start:end]
    assert text[:start].endswith(quotation["prefix"])
    assert text[end:].startswith(quotation["suffix"])


def test_bibtex_is_read_by_a_stranger_as_it_was_meant(ledger, made):
    items = cite_document(ledger, document_key(made.document))
    text = written(items, "bibtex")
    (entry,) = parsed(text)
    assert (entry["type"], entry["key"]) == ("article", items[0]["id"])
    assert entry["title"] == HARD
    assert entry["journal"] == "The Saltmarsh Courier"
    assert "{Maren Tolliver} and {Ann and Bob, of the R\\&D desk}" in text
    assert (entry["year"], entry["month"], entry["date"]) == ("2025", "mar", "2025-03-14")
    assert "url = {https://courier.example/a-b?c=%7Bd%7D#e}" in text


@given(st.text(max_size=60) | st.text("-`'?!,\"\\{}$&%#_^~<>| a", max_size=20))
def test_any_text_stands_in_bibtex_as_it_is(text):
    item = {"id": "sayso-1", "type": "document", "title": f"x{text}", "note": f"x{text}"}
    (entry,) = parsed(bibtex([item]))
    for found in (entry["title"], entry["note"]):
        assert unicodedata.normalize("NFC", found) == unicodedata.normalize(
            "NFC", plain(f"x{text}")
        )


@given(st.text(max_size=60) | st.text("-`'?!,\"\\{}$&%#_^~<>| a", max_size=20))
def test_no_text_leaves_its_braces_in_bibtex(text):
    found = escaped(text)
    assert found.count("{") == found.count("}") == found.count("{}")
    assert "\n" not in found
    assert not re.search(r"(?<!\\)[$&%#_]", found)


@given(st.text(max_size=40).map("https://p.example/".__add__))
def test_any_address_stands_in_bibtex_in_ascii(uri):
    item = {"id": "sayso-1", "type": "webpage", "URL": uri}
    (entry,) = parsed(bibtex([item]), decoded=False)
    assert entry["url"].isascii()
    assert not set(entry["url"]) & set("{} \\\n")


STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="en-US">
  <info><title>made up</title><id>made-up</id><updated>2025-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout>
    <names variable="author"><name/></names><text variable="title" prefix=" / "/>
    <text variable="container-title" prefix=" / "/>
    <date variable="issued" prefix=" / "><date-part name="year"/><date-part name="month" form="numeric" prefix="-"/>
      <date-part name="day" prefix="-"/></date>
    <text variable="note" prefix=" / "/>
  </layout></bibliography>
</style>"""


def style_in(folder):
    """A small style in a file, since the processor takes none otherwise."""
    (folder / "style.csl").write_text(STYLE, "utf-8")
    return folder / "style.csl"


def test_a_processor_sets_every_item(ledger, made, tmp_path):
    """The items, as citeproc sets them: title, outlet and day stand in what is printed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        items = json.loads(written(cite_any(ledger, document_key(made.document)), "csl"))
        items += json.loads(written(cite_any(ledger, attribution_keys(made)[0]), "csl"))
        items[0]["title"] = items[1]["title"] = "Ferry to sail again"
        style = CitationStylesStyle(str(style_in(tmp_path)), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        bibliography.register(Citation([CitationItem(one["id"]) for one in items]))
        printed = [str(one) for one in bibliography.bibliography()]
    first, second = (line.split(" / ") for line in printed)
    assert (
        first[1:4] == second[1:4] == ["Ferry to sail again", "The Saltmarsh Courier", "2025-3-14"]
    )
    assert "Maren Tolliver" in first[0]
    assert second[4] == items[1]["note"]


def test_a_claim_is_cited_with_the_documents_it_stands_in():
    claim, known = burned()
    documents = {key: reading.document for key, reading in known.items()}
    first, *others = claim_items(claim, documents, base="https://desk.example")
    assert (first["title"], first["URL"]) == (claim.text, f"https://desk.example/claims/{claim.id}")
    assert [item["custom"]["sayso"]["document"] for item in others] == list(
        dict.fromkeys(one.document for one in claim.members)
    )
    members = [member for item in others for member in item["custom"]["sayso"]["members"]]
    assert {one["stance"] for one in members} == {one.stance for one in claim.members}
    assert sorted(one["excerpt"] for one in members) == sorted(
        " … ".join(documents[one.document].text[s:e] for s, e in one.evidence)
        for one in claim.members
    )
    parsed(written([first, *others], "bibtex"))


def test_a_claim_is_cited_without_what_was_forgotten(tmp_path, monkeypatch):
    claim, known = burned()
    with open_ledger(tmp_path / "ledger.db") as ledger:
        add_readings(ledger, start_run(ledger), known.values())
        gone = claim.members[0].document
        forget(ledger, gone)
        monkeypatch.setattr(citing, "get_claim", lambda *_: claim)
        items = cite_any(ledger, claim.id)
    cited = {item["custom"]["sayso"].get("document") for item in items[1:]}
    assert cited == {one.document for one in claim.members} - {gone}


@pytest.mark.parametrize("ask", [cite_any, cite_document, cite_attribution])
def test_what_is_not_there_is_named(ledger, ask):
    with pytest.raises(NotInLedger, match="0000000000"):
        ask(ledger, "0000000000")


def test_an_actor_and_a_document_are_no_attribution(ledger, made):
    for key in (actor_keys(made)[0], document_key(made.document)):
        with pytest.raises(NotInLedger, match="no attribution"):
            cite_attribution(ledger, key)


def test_the_command_prints_what_the_library_makes(path, made):
    key = attribution_keys(made)[0]
    run = CliRunner().invoke
    asked = ["cite", key[:22], "--ledger", str(path)]
    (item,) = json.loads(run(app, [*asked, "--base", "https://desk.example"]).stdout)
    assert item["custom"]["sayso"]["permalink"].startswith(
        f"https://desk.example/attributions/{key}#selector("
    )
    (entry,) = parsed(run(app, [*asked, "--to", "bibtex"]).stdout)
    assert entry["key"] == f"sayso-{key}"
    refused = run(app, [*asked, "--to", "ris"])
    assert (refused.exit_code, "no format" in refused.stderr) == (2, True)
