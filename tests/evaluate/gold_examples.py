"""Texts written for these tests, and short ways to label them."""

from hypothesis import HealthCheck, settings

from sayso.records import Attribution

# A busy machine is no failure of the code.
UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

HARBOUR = (
    "Mayor Ines Calder said the ferry would sail again on Monday.\n"
    "“It was never broken,” the harbour master insisted. “We only cleaned it.”\n"
    "According to the Tidewater Post, divers told a clerk that the hull leaks.\n"
    "Nobody else spoke."
)


def spans(text, *words):
    """The spans of these words, each searched behind the one before."""
    out, at = [], 0
    for word in words:
        at = text.index(word, at)
        out.append((at, at + len(word)))
        at += len(word)
    return tuple(out)


def said(name, source, cue, content, text=HARBOUR, **fields):
    """An attribution by its words; a tuple of words is a split part, "" an empty one."""
    parts = (p if isinstance(p, tuple) else (p,) if p else () for p in (source, cue, content))
    return Attribution(name, *(spans(text, *part) for part in parts), **fields)


def harbour():
    """All four attributions of HARBOUR."""
    return (
        said("a", "Mayor Ines Calder", "said", "the ferry would sail again on Monday"),
        said(
            "b",
            "the harbour master",
            "insisted",
            ("“It was never broken,”", "“We only cleaned it.”"),
            mode="direct",
        ),
        said(
            "c",
            "the Tidewater Post",
            "According to",
            "divers told a clerk that the hull leaks",
            kind="outlet",
        ),
        said("d", "divers", "told", "that the hull leaks", parent="c", speaker="divers"),
    )


# One treebank document: who speaks is 1, the ferry 2, the crew 3. Columns: number, form,
# lemma, tag, head, relation, the last column.
FERRY = """\
# newdoc id = ferry
# global.Entity = GRP-etype-infstat
# newpar
# newpar_block = p (2 s)
# text = Ines Calder’s ferry sank.
1 Ines Ines PROPN 4 nmod:poss Entity=(2-object-new(1-person-new
2-3 Calder’s _ _ _ _ _
2 Calder Calder PROPN 1 flat MSeg=Calder
3 ’s ’s PART 1 case Entity=1)
4 ferry ferry NOUN 5 nsubj Entity=2)
5 sank sink VERB 0 root SpaceAfter=No
6 . . PUNCT 5 punct _

1 She she PRON 2 nsubj Discourse=attribution-positive:2->3:0:_|Entity=(1-person-giv)
2 said say VERB 0 root _
3 it it PRON 5 nsubj Discourse=joint-list:3->1:0:_|Entity=(2-object-giv)
4 was be AUX 5 cop _
5 old old ADJ 2 ccomp SpaceAfter=No
5.1 gone go VERB _ _ _
6 . . PUNCT 2 punct _

# newpar
1 The the DET 2 det Entity=(2-object-giv
2 ferry ferry NOUN 9 nsubj Entity=2)|SpaceAfter=No
3 , , PUNCT 5 punct _
4 she she PRON 5 nsubj Entity=(1-person-giv)
5 added add VERB 9 parataxis SpaceAfter=No
6 , , PUNCT 5 punct _
7 will will AUX 9 aux _
8 not not PART 9 advmod _
9 sail sail VERB 0 root _
10 with with ADP 12 case _
11 the the DET 12 det Entity=(3-person-new
12 crew crew NOUN 9 obl Entity=3)|SpaceAfter=No
13 . . PUNCT 9 punct _
"""
FERRY_TEXT = (
    "Ines Calder’s ferry sank. She said it was old.\nThe ferry, she added, will not sail with the "
    "crew."
)
# The same in the manner of OntoNotes: no mention alone.
FERRY_MARKS = "(1 _ 1) _ _ _ (1) _ _ _ _ _ _ _ _ (1) _ _ _ _ _ _ _ _ _".split()


def conllu(rows=FERRY):
    """Rows in the ten columns of CoNLL-U."""
    return "\n".join(
        row if not row or row.startswith("#") else ten_columns(*row.split(" "))
        for row in rows.split("\n")
    )


def ten_columns(number, form, lemma, tag, head, relation, misc):
    return f"{number}\t{form}\t{lemma}\t{tag}\t_\t_\t{head}\t{relation}\t_\t{misc}"


def ontogum(marks=FERRY_MARKS):
    """The file beside it: number, word, brackets."""
    lines = (f"{n}\tx\t{mark}" for n, mark in enumerate(marks))
    return "\n".join(("# begin document ferry", *lines, "# end document", ""))
