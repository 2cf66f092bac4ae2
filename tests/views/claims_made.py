"""Claims made by hand for the tests of the views, with the readings they stand in."""

from dataclasses import replace

from readings import reading, spans

from sayso.ledger import attribution_keys
from sayso.records import Actor, Claim, Hop, Member, Origin, Spread
from sayso.resolve.grade import Grades, credibility, reliability, way_of
from sayso.views.claim_facts import Told, attribution_of

BURNED = "soldiers burned the archive in Karsholm"


def one(outlet, published, text, parts, speaker, between=(), **known):
    """A reading with one attribution of ``content``, and an actor for its speaker."""
    chain = tuple(map(Hop, (outlet, *between, *filter(None, (speaker,)))))
    if known.get("kind") == "outlet":
        chain = tuple(map(Hop, (outlet, speaker)))
    name = outlet.lower().replace(" ", "-")
    made = reading(
        text,
        (*parts, {"speaker": speaker, "chain": chain, "act": "say", **known}),
        outlet=outlet, published=published, uri=f"https://{name}.example/{published}",
    )  # fmt: skip
    actors = (Actor("p1", speaker, "person", "named", None, made.attributions[0].source),)
    return replace(made, actors=actors)


def archive():
    """Five reports: officers tell the Herald; the Post cites it, the Courier the Post; a denial;
    a witness whose word the Monitor could not verify."""
    return (
        one("The Valley Herald", "2031-05-02",
            "Three officers who asked not to be named said that soldiers burned the archive in "
            "Karsholm. It has rained for nine days.",
            ("Three officers who asked not to be named", "said", f"that {BURNED}"),
            "three officers", identity="anonymous", kind="group"),
        one("Northern Courier", "2031-05-03",
            "The archive in Karsholm was burned by soldiers, according to the Tidewater Post.",
            ("the Tidewater Post", "according to",
             "The archive in Karsholm was burned by soldiers"), "Tidewater Post",
            identity="named", kind="outlet"),
        one("Tidewater Post", "2031-05-03",
            "The Valley Herald, citing officers, reported that soldiers burned the archive in "
            "Karsholm. Calder has not denied it.",
            ("officers", "citing", f"that {BURNED}"), "officers", ("Valley Herald",),
            identity="role", kind="group"),
        one("The Merrow Courier", "2031-05-04",
            "The defence ministry denied that soldiers burned the archive in Karsholm.",
            ("The defence ministry", "denied", f"that {BURNED}"), "the defence ministry",
            identity="named", kind="government"),
        one("Lowland Monitor", "2031-05-05",
            "Ada Holm said that soldiers burned the archive in Karsholm. The Monitor could not "
            "verify it.", ("Ada Holm", "said", f"that {BURNED}"), "Ada Holm",
            identity="named", kind="person"),
    )  # fmt: skip


def member(made, stance="states", *, keys=True):
    """The member that a reading's attribution is."""
    document, told = made.document, made.attributions[0]
    return Member(
        document.id, document.uri, document.outlet, document.published,
        attribution_keys(made)[0] if keys else told.id, told.content,
        " … ".join(document.text[start:end] for start, end in told.content),
        stance, told.speaker, "2031-05-03" if stance == "denies" else None,
    )  # fmt: skip


CITES = (
    "Northern Courier cites Tidewater Post, which has it from officers.",
    "Tidewater Post cites The Valley Herald, which has it from three officers.",
)


def burned(*, keys=True):
    """The claim of these reports, with its readings by document."""
    stances = ("states", "states", "states", "denies", "states")
    made = archive()
    members = tuple(member(*pair, keys=keys) for pair in zip(made, stances, strict=True))
    origins = (
        Origin("three officers", (0, 1, 2), CITES),
        Origin("the defence ministry", (3,), denies=True),
        Origin("Ada Holm", (4,)),
    )
    silent = (("Calder", "not-denied", 2), ("Lowland Monitor", "unverified", 4))
    claim = Claim("e316c1457361", "Soldiers burned the archive in Karsholm.", members, origins,
                  silent=silent)  # fmt: skip
    return claim, {one.document.id: one for one in made}


def killed():
    """A claim whose members give different numbers: 12 and more, 20, and 14 of nobody known."""
    texts = (("The Gull", "2031-06-01", "At least 12 people were killed in the fire, Vale said."),
             ("The Tern", "2031-06-02", "20 people were killed in the fire, Lund said."))  # fmt: skip
    made = [
        one(outlet, when, text, (speaker, "said", text[: text.index(",")]), speaker,
            identity="named", kind="person")
        for (outlet, when, text), speaker in zip(texts, ("Vale", "Lund"), strict=True)
    ]  # fmt: skip
    own = reading("14 people died. It was dark.", outlet=None, published=None)
    lone = Member(own.document.id, None, None, None, None, spans(own.document.text, "14 people died"),
                  "14 people died", "doubts")  # fmt: skip
    members = (*(member(one) for one in made), lone)
    spread = Spread("person", 12, 20, ((0, 12, None), (1, 20, 20), (2, 14, 14)))
    origins = (Origin("Vale", (0,)), Origin("Lund", (1,)), Origin(None, (2,)))
    claim = Claim("c80cb87b6078", "12 people were killed in the fire.", members, origins, (spread,))
    return claim, {one.document.id: one for one in (*made, own)}


def circle():
    """Two outlets that cite each other."""
    made = [
        one(outlet, "2031-07-01", f"{BURNED.capitalize()}, the {other} reported.",
            (f"the {other}", "reported", BURNED.capitalize()), other, identity="named", kind="outlet")
        for outlet, other in (("The Gull", "Tern"), ("The Tern", "Gull"))
    ]  # fmt: skip
    why = ("The Gull and The Tern cite each other: a circle.",)
    claim = Claim("0123456789ab", "Soldiers burned it.", tuple(map(member, made)),
                  (Origin("Tern", (0, 1), why),))  # fmt: skip
    return claim, {one.document.id: one for one in made}


def told(made, **kept):
    """A claim as it is shown, graded by itself alone; ``kept`` may take readings away."""
    claim, readings = made
    ways = {
        n: way_of(one, attribution_of(one, readings[one.document]))
        for n, one in enumerate(claim.members)
    }
    each = tuple(reliability(origin, ways, ()) for origin in claim.origins)
    return Told(claim, kept.get("readings", readings), ways,
                Grades(credibility(claim, ways), each))  # fmt: skip
