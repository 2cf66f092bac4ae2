"""Treebank documents are read whole: text, words, who is who, and who says."""

import re

import pytest
from gold_examples import FERRY, FERRY_MARKS, FERRY_TEXT, conllu, ontogum

from sayso.errors import GoldError
from sayso.evaluate.treebank import is_treebank, read_treebank, speaking_pronouns


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ferry.conllu").write_bytes(conllu().encode())
    return tmp_path


def read(folder):
    (item,) = read_treebank([folder])
    return item


def said(item, spans):
    return [item.document.text[start:end] for start, end in spans]


def test_the_text_is_put_together_again(folder):
    item = read(folder)
    assert item.document.text == FERRY_TEXT
    assert item.document.id == "ferry"
    forms = [word.form for word in item.words]
    assert said(item, (word.span for word in item.words)) == forms
    assert forms[:6] == ["Ines", "Calder", "’s", "ferry", "sank", "."]
    assert len(forms) == 25  # no range, no empty node


def test_heads_count_through_the_document(folder):
    words = read(folder).words
    governed = {word.form: words[word.head].form for word in words if word.head >= 0}
    assert governed["old"] == "said"
    assert governed["crew"] == "sail"
    assert [word.form for word in words if word.head < 0] == ["sank", "said", "sail"]


def test_entities_keep_their_mentions_in_text_order(folder):
    item = read(folder)
    found = sorted(said(item, (m.span for m in entity)) for entity in item.entities)
    assert found == [
        ["Ines Calder’s", "She", "she"],
        ["Ines Calder’s ferry", "it", "The ferry"],
        ["the crew"],
    ]
    heads = {item.words[m.head].form for entity in item.entities for m in entity}
    assert heads == {"ferry", "it", "Ines", "She", "she", "crew"}
    assert item.ontonotes is None
    assert item.warnings == ()


def test_a_gold_in_the_manner_of_ontonotes_is_read_beside_it(folder):
    (folder / "ferry.ontogum.conll").write_text(ontogum(), "utf-8")
    item = read(folder)
    (entity,) = item.ontonotes
    assert said(item, (m.span for m in entity)) == ["Ines Calder’s", "She", "she"]


def test_words_written_as_one_but_not_as_their_sum_share_a_span(folder):
    rows = FERRY.replace("2-3 Calder’s", "2-3 Calders")
    (folder / "ferry.conllu").write_text(conllu(rows), "utf-8")
    item = read(folder)
    assert item.document.text.startswith("Ines Calders ferry")
    assert said(item, (word.span for word in item.words[:4])) == [
        "Ines", "Calders", "Calders", "ferry",
    ]  # fmt: skip


def test_a_mention_given_twice_counts_once_and_is_warned_of(folder):
    rows = FERRY.replace("Entity=(2-object-giv)", "Entity=(2-object-giv)(3-person-new)")
    (folder / "ferry.conllu").write_text(conllu(rows), "utf-8")
    item = read(folder)
    assert sum(map(len, item.entities)) == 7
    assert len(item.warnings) == 1
    assert "ferry.conllu: 'it' is a mention twice" in item.warnings[0]


def test_a_file_may_hold_several_documents(folder):
    two = FERRY + "\n" + FERRY.replace("newdoc id = ferry", "newdoc id = again")
    path = folder / "ferry.conllu"
    path.write_bytes(conllu(two).replace("\n", "\r\n").encode())
    (folder / "ferry.ontogum.conll").write_text(ontogum() * 2, "utf-8")
    one, other = read_treebank([path])
    assert (one.document.id, other.document.id) == ("ferry", "again")
    assert one.words == other.words
    assert one.ontonotes == other.ontonotes


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("= GRP-etype", "= eid-etype", "ferry.conllu:2: its entities are not in GUM's scheme"),
        ("5 sank sink VERB 0", "5 sank sink VERB none", "ferry.conllu:11: not a word line"),
        ("12 crew crew NOUN 9 obl", "12 crew crew NOUN 99 obl", "'crew' hangs on word 99"),
        ("Entity=1)", "_", "'1' is opened and never closed"),
        ("Entity=3)", "Entity=4)", "word 24 closes '4' in '4)', which nothing opened"),
        ("(3-person", "(3[1/2]-person", "closes '3'"),
        ("(2-object-giv)", "(2[1/2]-object-giv)", "or which is in two pieces"),
    ],
)
def test_lines_that_cannot_be_scored_are_refused(folder, old, new, message):
    (folder / "ferry.conllu").write_text(conllu(FERRY.replace(old, new)), "utf-8")
    with pytest.raises(GoldError, match=re.escape(message)) as caught:
        read(folder)
    assert "ferry.conllu" in caught.value.subject


def test_lines_without_ten_columns_are_refused(folder):
    (folder / "ferry.conllu").write_text("1\tInes\n", "utf-8")
    with pytest.raises(GoldError, match=r"1: not a word line of CoNLL-U: '1\\tInes'"):
        read(folder)


def test_a_treebank_without_entities_is_refused(folder):
    bare = re.sub(r"Entity=[^|\n]*", "_", FERRY)
    (folder / "ferry.conllu").write_text(conllu(bare), "utf-8")
    with pytest.raises(GoldError, match="ferry has no Entity="):
        read(folder)


@pytest.mark.parametrize("marks", [FERRY_MARKS[:-1], [], [*FERRY_MARKS, "_"]])
def test_a_gold_beside_it_must_have_its_words(folder, marks):
    (folder / "ferry.ontogum.conll").write_text(ontogum(marks), "utf-8")
    with pytest.raises(GoldError, match=f"{len(marks)} words, but the trees have 25"):
        read(folder)


def test_a_gold_beside_it_needs_no_frame_but_the_same_documents(folder):
    beside = folder / "ferry.ontogum.conll"
    beside.write_text(ontogum(), "utf-8")
    framed = read(folder)
    beside.write_text("\n".join(ontogum().split("\n")[1:]), "utf-8")
    assert read(folder) == framed
    beside.write_text(ontogum() * 2, "utf-8")
    with pytest.raises(GoldError, match=r"2 documents, but ferry\.conllu has 1"):
        read(folder)


def test_a_tree_in_a_circle_still_has_heads(folder):
    rows = FERRY.replace("ferry NOUN 9", "ferry NOUN 1")
    (folder / "ferry.conllu").write_text(conllu(rows), "utf-8")
    item = read(folder)
    heads = [item.words[m.head].form for entity in item.entities for m in entity]
    assert heads.count("ferry") == 2


def test_a_path_without_trees_is_refused(tmp_path):
    with pytest.raises(GoldError, match=r"no \.conllu file here"):
        list(read_treebank([tmp_path]))


def test_treebanks_are_told_from_other_gold(folder):
    other = folder / "gold.jsonl"
    other.write_text("")
    assert is_treebank([str(folder)])
    assert is_treebank([folder / "ferry.conllu"])
    assert not is_treebank([other])
    with pytest.raises(GoldError, match=r"holds a treebank, .*gold\.jsonl does not"):
        is_treebank([folder, other])


# -- pronouns that speak


def pronouns(folder, rows=FERRY):
    (folder / "ferry.conllu").write_text(conllu(rows), "utf-8")
    item = read(folder)
    return [item.words[i].form for i in speaking_pronouns(item.words)]


def test_pronouns_speak_by_their_verb_or_by_the_discourse(folder):
    assert pronouns(folder) == ["She", "she"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("said say", "felt feel", ["She", "she"]),  # the discourse says so
        ("Discourse=attribution-positive:2->3:0:_|", "", ["She", "she"]),  # the verb says so
        ("added add", "waved wave", ["She"]),
        ("sail VERB 0 root", "sail VERB 5 ccomp", ["She", "she"]),
        ("1 She she PRON 2 nsubj ", "1 She she PRON 2 nsubj:pass ", ["she"]),
        ("1 She she", "1 I I", ["she"]),
    ],
)
def test_who_speaks_depends_on_the_tree(folder, old, new, expected):
    assert old in FERRY
    assert pronouns(folder, FERRY.replace(old, new)) == expected


def test_neither_verb_nor_discourse_is_no_speech(folder):
    rows = FERRY.replace("said say", "felt feel").replace("attribution-positive", "joint-list")
    assert pronouns(folder, rows) == ["she"]


@pytest.mark.corpus
def test_a_treebank_is_read_as_its_own_texts_say(shared):
    folder = shared / "data/gum/dev"
    items = list(read_treebank([folder]))
    assert len(items) == len(list(folder.glob("*.conllu")))
    for item in items:
        lines = (folder / f"{item.document.id}.conllu").read_text("utf-8").split("\n")
        told = " ".join(line[9:] for line in lines if line.startswith("# text = "))
        assert item.document.text.split() == told.split()
        assert said(item, (w.span for w in item.words)) == [w.form for w in item.words]
        assert item.ontonotes
    assert sum(len(item.entities) for item in items) == 2569
