"""Copies, excerpts, rewrites and passages: found, told apart, and none where none is."""

from dataclasses import replace
from itertools import pairwise

import pytest
from copies import FURNITURE, OTHER, WIRE, edited
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve.syndication import compare, find_passages, same_passage
from sayso.text import make_document

LINES = WIRE.split("\n")
OTHERS = OTHER.split("\n")


def document(text, outlet="The Courier", **known):
    return make_document(text, uri=f"https://{outlet}/{known}", outlet=outlet, **known)


A = document(WIRE, "Harbour Radio")


def words(text):
    return "".join(char.lower() if char.isalnum() else " " for char in text).split()


SPLICED = st.builds(
    lambda order, rate, seed, quoted: edited(
        "\n".join([*(LINES[at] for at in order), *([OTHERS[1]] if quoted else [])]), rate, seed
    ),
    st.lists(st.integers(0, len(LINES) - 1), max_size=5),
    st.sampled_from([0, 0.05, 0.15]),
    st.integers(0, 10**6),
    st.booleans(),
)


@given(SPLICED)
def test_passages_begin_and_end_with_the_same_words_in_both_texts(text):
    passages = find_passages(WIRE, text)
    for (start, end), (to, until) in passages:
        assert words(WIRE[start:end])[0] == words(text[to:until])[0]
        assert words(WIRE[start:end])[-1] == words(text[to:until])[-1]
    for side in (0, 1):
        spans = sorted(pair[side] for pair in passages)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(SPLICED)
def test_equal_stretches_are_equal_and_lie_within_the_passages(text):
    found = compare(A, document(text))
    if found is None:
        return
    for at, to, size in found.equal:
        assert words(WIRE[at : at + size]) == words(found_text(text)[to : to + size])
        assert any(
            start <= at and at + size <= end and there <= to and to + size <= until
            for (start, end), (there, until) in found.passages
        )


def found_text(text):
    return document(text).text


@given(SPLICED)
def test_both_orders_tell_the_same(text):
    other = document(text)
    one, turned = compare(A, other), compare(other, A)
    assert (one is None) == (turned is None)
    if one and turned:
        assert (one.kind, one.agency, one.first) == (turned.kind, turned.agency, turned.first)
        assert one.own == turned.own[::-1]
        assert sorted((b, a) for a, b in one.passages) == list(turned.passages)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (WIRE, "copy"),
        (WIRE.upper(), "copy"),
        (WIRE.replace("“", '"').replace("”", '"').replace(",", ""), "copy"),
        ("\n".join([LINES[3], LINES[0], LINES[1], LINES[2], *LINES[4:]]), "copy"),
        (f"{FURNITURE}\n{WIRE}\n{FURNITURE}", "copy"),
        ("\n".join(LINES[:2]), "excerpt"),
        (f"{OTHER}\n{WIRE}", "excerpt"),
        (edited(WIRE, 0.3, 3), "rewrite"),
        ("\n".join([*LINES[:2], *OTHERS[2:]]), "rewrite"),
        ("\n".join([OTHER, LINES[1], *OTHERS[::-1], *[line[::-1] for line in OTHERS]]), "passage"),
    ],
)
def test_kinds(text, kind):
    found = compare(A, document(text))
    assert found
    assert found.kind == kind, found.why


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (WIRE, OTHER),  # a quotation that both attribute
        (f"{WIRE}\n{FURNITURE}", f"{OTHER}\n{FURNITURE}"),
        (f"{FURNITURE}\nA ferry ran aground.", f"{FURNITURE}\nA mayor was elected."),
        ("", ""),
        (WIRE, ""),
        ("“" + WIRE.replace("“", "").replace("”", "").replace("\n", " ") + "”",) * 2,
    ],
)
def test_quotations_and_furniture_make_no_copy(a, b):
    assert compare(document(a), document(b)) is None


def test_reports_of_one_outlet_may_share_a_paragraph_of_background():
    later = "\n".join([OTHER, LINES[1], *[line[::-1] for line in OTHERS]])
    assert compare(document(WIRE), document(later, published="2020-01-02")) is None


def test_a_copy_shows_how_much_is_shared():
    found = compare(A, document("\n".join(LINES[:2])))
    assert found
    assert found.own[1] == 1.0
    assert 0.3 < found.own[0] < 0.6
    assert found.why[0].startswith("One stands nearly whole in the other: ")


BARE = WIRE.replace("PORT MERROW (Reuters) - ", "")


@pytest.mark.parametrize(
    ("a", "b", "first", "agency"),
    [
        # by the agency itself, whatever the times say
        ({"outlet": "Reuters", "published": "2020-01-03"},
         {"credit": "Reuters", "published": "2020-01-02"}, 0, "Reuters"),
        # of two that carry it the earlier is told, and the agency named
        ({"outlet": "Daily Mail", "credit": "AP", "published": "2020-01-02"},
         {"outlet": "The Sun", "published": "2020-01-03"}, 0, "Associated Press"),
        ({"outlet": "Daily Mail", "byline": ("Associated Press",)}, {}, None, "Associated Press"),
        # an agency that is in no table
        ({"outlet": "The Harbour Post", "published": "2020-01-04"},
         {"credit": "The Harbour Post", "published": "2020-01-03"}, 0, "Harbour Post"),
        # published earlier, as far as both tell
        ({"outlet": "Daily Mail", "published": "2020-01-02T10:00:00+02:00"},
         {"published": "2020-01-02T09:00:00+00:00"}, 0, None),
        ({"outlet": "Daily Mail", "published": "2020-01-02T10:00"}, {"published": "2020-01-02"}, None, None),
        ({"outlet": "Daily Mail", "published": "2020"}, {"published": "2020-01-02"}, None, None),
        ({"outlet": "Daily Mail", "published": "2020-02"}, {"published": "2020-01-02"}, 1, None),
        ({"outlet": "Daily Mail"}, {}, None, None),
        # an agency's own report is no sign for one that does not credit it
        ({"outlet": "Reuters"}, {}, None, None),
        # two agencies
        ({"outlet": "Daily Mail", "credit": "AP"}, {"credit": "AFP"}, None, None),
    ],
)  # fmt: skip
def test_who_ran_it_first(a, b, first, agency):
    pair = [make_document(BARE, uri=uri, **{"outlet": "The Courier", **known})
            for uri, known in (("https://a.example", a), ("https://b.example", b))]  # fmt: skip
    for order in (pair, pair[::-1]):
        found = compare(*order)
        assert found
        assert found.first == (None if first is None else pair[first].id), found.why
        assert found.agency == agency, found.why


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (WIRE, "Reuters"),
        (f"FERRY AGROUND\nSee pictures\n{WIRE}", "Reuters"),
        (f"{BARE}\nCopyright 2021 The Associated Press. All rights reserved.", "Associated Press"),
        (f"{BARE}\nWith files from AFP", "AFP"),
        (f"{BARE}\nThe Associated Press contributed to this report.", None),
        (f"{BARE}\nThe mayor told Reuters so.", None),
    ],
)
def test_the_agency_a_text_names(text, agency):
    found = compare(document(text, "Harbour Radio"), document(BARE))
    assert found
    assert found.agency == agency, found.why


def test_one_that_names_the_others_outlet_came_later():
    first = document(BARE, "Daily Mail", published="2020-01-05")
    later = document(f"{BARE}\nThe Daily Mail reported it.", published="2020-01-02")
    found = compare(first, later)
    assert found
    assert found.first == first.id
    assert "The second names Daily Mail in its text." in found.why


def span_of(text, part):
    return text.index(part), text.index(part) + len(part)


def test_a_sentence_is_found_in_the_other_text():
    text = f"{OTHER}\n{edited(WIRE, 0)}".replace("forty tonnes", "40 tons").replace(
        ", built in", " built in"
    )
    found = compare(A, document(text))
    assert found
    for part, like in [
        (LINES[1], LINES[1].replace("forty tonnes", "40 tons")),
        ("The ferry, built in 1987, had passed", "The ferry built in 1987, had passed"),
        ("which includes forty tonnes of fuel oil", "which includes 40 tons of fuel oil"),
    ]:
        to = same_passage(found, span_of(WIRE, part))
        assert to
        assert text[slice(*to)] == like
        back = same_passage(found, to, back=True)
        assert back
        assert WIRE[slice(*back)] in part


def test_a_sentence_that_was_left_out_or_never_shared_is_found_nowhere():
    found = compare(A, document("\n".join([*LINES[:2], *LINES[3:]])))
    assert found
    assert same_passage(found, span_of(WIRE, LINES[2])) is None
    assert same_passage(found, span_of(WIRE, "said Tomas Wren")) is None
    shorter = replace(found, passages=(), equal=())
    assert same_passage(shorter, span_of(WIRE, LINES[1])) is None


@given(SPLICED, st.integers(0, len(WIRE) - 1), st.integers(1, 300))
def test_where_words_are_said_to_stand_they_do(text, start, size):
    other = document(text)
    found = compare(A, other)
    span = start, min(len(WIRE), start + size)
    to = same_passage(found, span) if found else None
    if found and to:
        assert 0 <= to[0] < to[1] <= len(other.text)
        equal = set(words(WIRE[slice(*span)])) & set(words(other.text[slice(*to)]))
        assert equal or size < 10


@pytest.mark.corpus
def test_copies_in_real_stories_are_found_by_their_sketches(shared):
    """Every pair of reports of one story that ``compare`` takes for more than a passage."""
    import json

    from sayso.resolve.fingerprint import bands, sketch

    lines = (shared / "data/news/stories.jsonl").read_text("utf-8").splitlines()
    reports = [json.loads(line) for line in lines]
    texts = [make_document(r["text"], uri=r["url"], outlet=r["outlet"]) for r in reports]
    keys = [set(bands(sketch(text.text))) for text in texts]
    pairs = [
        (one, other)
        for one in range(len(reports))
        for other in range(one)
        if reports[one]["story"] == reports[other]["story"]
    ]
    found = {pair: compare(texts[pair[0]], texts[pair[1]]) for pair in pairs}
    copies = [pair for pair, copy in found.items() if copy and copy.kind != "passage"]
    assert len(copies) > 40
    assert all(keys[one] & keys[other] for one, other in copies)
