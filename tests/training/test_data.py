"""The corpora as examples, on small files written for the purpose."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from sayso.annotate.pieces import load_vocabulary

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
data = pytest.importorskip("data", reason="the training folder is not part of the package")

TREE = """# newdoc id = made_up
# newpar
# sent_id = 1
1\tThe\tthe\tDET\t_\t_\t2\tdet\t_\tEntity=(1-person-new
2\tmayor\tmayor\tNOUN\t_\t_\t5\tnsubj\t_\t_
3\tof\tof\tADP\t_\t_\t4\tcase\t_\t_
4\tOrr\tOrr\tPROPN\t_\t_\t2\tnmod\t_\tEntity=(2-place-new)1)
5\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t_\t_\t5\tpunct\t_\t_

# sent_id = 2
1\tGulls\tgull\tNOUN\t_\t_\t2\tnsubj:outer\t_\t_
2\tcried\tcry\tVERB\t_\t_\t0\troot\t_\t_
3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

"""
TEXT = "“We go,” Orr said. “At dawn.”\nVale denied it."
BRAT = """T1\tSource 9 12\tOrr
T2\tCue 13 17\tsaid
T3\tContent 0 8;19 29\t“We go,” “At dawn.”
T4\tAttribution 13 17\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
"""


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary()


@pytest.fixture
def split(tmp_path):
    for folder, name, body in (
        ("text", "post_made-up.txt", TEXT),
        ("attributions", "post_made-up_aa.ann", BRAT),
        ("attributions", "post_made-up_bb.ann", ""),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(body, encoding="utf-8")
    return tmp_path


def test_an_attribution_labels_its_words(split, vocabulary):
    (example,) = data.attribution_examples(split, vocabulary, {})
    words = "“ We go , ” Orr said . “ At dawn . ” Vale denied it .".split()
    assert len(example.cue) == len(words)
    assert example.cue.tolist() == [int(word == "said") for word in words]
    ((first, last, roles),) = example.roles
    assert (first, last) == (6, 7)
    assert roles.tolist() == [3, 4, 4, 4, 4, 1, 0, 0, 3, 4, 4, 4, 4, 0, 0, 0, 0]
    assert example.inside[:5].tolist() == [1, 2, 2, 2, 2]


def test_a_tree_keeps_heads_within_the_document(tmp_path, vocabulary):
    path = tmp_path / "tree.conllu"
    path.write_text(TREE, encoding="utf-8")
    relations = {}
    (example,) = data.tree_examples(path, relations, vocabulary, entities=True, factual={})
    assert example.name == "made_up"
    assert example.head.tolist() == [1, 4, 3, 1, 4, 4, 7, 7, 7]
    assert example.starts.tolist() == [1, 0, 0, 0, 0, 0, 1, 0, 0]
    names = [data.KINDS[kind] for kind in example.kind]
    assert names == ["-", "person", "-", "place", "-", "-", "-", "-", "-"]
    assert "nsubj:outer" not in relations
    assert "nsubj" in relations


def test_windows_end_where_a_sentence_does(tmp_path, vocabulary):
    path = tmp_path / "tree.conllu"
    path.write_text(TREE, encoding="utf-8")
    (example,) = data.tree_examples(path, {}, vocabulary, entities=True, factual={})
    assert list(data.windows(example, 8, 0)) == [(0, 6), (6, 9)]
    assert list(data.windows(example, 100, 0)) == [(0, 9)]


@pytest.mark.parametrize(("style", "marks"), [(0.1, '"'), (0.35, "‘"), (0.9, "“")])
def test_other_house_styles_change_the_marks_only(split, vocabulary, style, marks):
    (example,) = data.attribution_examples(split, vocabulary, {})
    changed = data.requoted(example, style, vocabulary)
    assert changed.pieces.ids[0] == vocabulary.tokenizer.token_to_id(marks)
    differ = np.flatnonzero(changed.pieces.ids != example.pieces.ids)
    assert len(differ) == (0 if style > 0.4 else 4)


def test_a_nested_attribution_is_labelled_beside_the_others(split, vocabulary):
    inner = {"source": [(0, 1)], "cue": [(4, 6)], "content": [(19, 27)]}
    (example,) = data.attribution_examples(split, vocabulary, {"post_made-up": [inner]})
    assert len(example.roles) == 2
    assert example.cue.sum() == 2  # "go" and "said"


def test_entities_are_numbered_at_the_heads_of_their_mentions(tmp_path, vocabulary):
    path = tmp_path / "made_up.conllu"
    path.write_text(TREE, encoding="utf-8")
    (example,) = data.tree_examples(path, {}, vocabulary, entities=True, factual={})
    assert example.entity.tolist()[:5] == [-1, 1, -1, 2, -1]
    assert example.names[1] == {"mayor"}


def test_what_people_are_sure_of_goes_to_the_words_of_its_sentence(tmp_path, vocabulary):
    path = tmp_path / "made_up.conllu"
    path.write_text(TREE, encoding="utf-8")
    labels = {"The mayor of Orr left .": {4: 2.5}}
    (example,) = data.tree_examples(path, {}, vocabulary, entities=False, factual=labels)
    assert example.factual[4] == 2.5
    assert np.isnan(example.factual[:4]).all()


def test_words_written_together_have_no_space_between_them(tmp_path):
    path = tmp_path / "made_up.conllu"
    whole = "1-2\tmayor's\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
    part = "\tx\tNOUN\t_\t_\t0\troot\t_\t_\n"
    path.write_text(f"# newdoc id = a\n{whole}1\tmayor{part}2\t's{part}\n", encoding="utf-8")
    ((_, tokens),) = data.read_conllu(path)
    assert ["SpaceAfter=No" in token.misc for token in tokens] == [True, True]
