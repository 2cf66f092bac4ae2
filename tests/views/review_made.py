"""A report made up to be judged: three attributions, one within another."""

from sayso.ledger import attribution_keys, document_key
from sayso.records import Actor, Attribution, Hop, Reading
from sayso.text import make_document

TEXT = (
    "Ferry waits\n"
    "“The ferry will sail with the tide,” Wren said a foreman had told the crew.\n"
    "Calder denied it. “Nobody asked,” he added."
)
_DOCUMENT = make_document(TEXT, uri="https://kest.example/ferry", outlet="Radio Kest",
                          title="Ferry waits", published="2025-03-14")  # fmt: skip


def at(words):
    place = TEXT.index(words)
    return (place, place + len(words))


def _said(name, speaker, source, cue, content, **more):
    hops = (Hop("Radio Kest"), Hop(speaker, more.pop("actor"), (at(source),)))
    known = {"mode": "indirect", "act": "say", "identity": "named", "kind": "person"}
    return Attribution(name, (at(source),), (at(cue),), (at(content),), speaker=speaker, chain=hops,
                       why=(f"cue “{cue}”",), **{**known, **more})  # fmt: skip


READING = Reading(
    _DOCUMENT,
    (
        _said("a1", "Wren", "Wren", "said", "a foreman had told the crew", actor="p1", confidence=0.9),
        _said("a2", "a foreman", "a foreman", "had told", "“The ferry will sail with the tide,”",
              actor="p2", confidence=0.6, identity="role", parent="a1", mode="direct",
              verbatim=(at("The ferry will sail with the tide,"),)),
        _said("a3", "Calder", "Calder", "denied", "it", actor="p3", confidence=0.4, act="deny"),
    ),
    tuple(Actor(f"p{n}", name, "person", "named", None, (at(name),))
          for n, name in enumerate(("Wren", "a foreman", "Calder"), 1)),
    produced_by={"version": "1", "model": "m"},
)  # fmt: skip
KEYS = attribution_keys(READING)
DOCUMENT = document_key(_DOCUMENT)
