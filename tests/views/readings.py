"""Readings made by hand for the tests of the views: no encoder needed."""

from dataclasses import replace

from sayso.records import Actor, Attribution, Hop, Reading, Response
from sayso.text import make_document

PRODUCED_BY = {"version": "0.0", "model": "by hand"}


def spans(text, *words, near=""):
    """The spans of these words, each searched behind the one before, all from ``near`` on."""
    out, at = [], text.index(near)
    for word in words:
        at = text.index(word, at)
        out.append((at, at + len(word)))
        at += len(word)
    return tuple(out)


def part(text, words, near=""):
    """The spans of a part: words, a tuple of them for a split one, "" for an empty one."""
    words = words if isinstance(words, tuple) else (words,) if words else ()
    return spans(text, *words, near=near)


def reading(text, *attributions, **known):
    """A reading of a text from ``(source, cue, content, other fields)`` by their words.

    The words are searched from the field ``near`` on, if it is there.
    """
    document = make_document(text, **known)
    made = []
    for number, (*triple, rest) in enumerate(
        ((s, c, t, rest) for s, c, t, *rest in attributions), 1
    ):
        fields = {"confidence": 0.9, **(rest[0] if rest else {})}
        near = fields.pop("near", "")
        parts = (part(document.text, words, near) for words in triple)
        made.append(Attribution(f"a{number}", *parts, **fields))
    return Reading(document, tuple(made), produced_by=PRODUCED_BY)


FERRY = (
    "Mayor Ines Calder said the ferry would sail again on Monday.\n"
    "“It was never broken,” the harbour master insisted, “and we only cleaned it. Ask anyone.\n"
    "“Ask the crew.”\n"
    "The Tidewater Post reported that divers had told a clerk that the hull leaks.\n"
    "The ferry is reportedly for sale."
)


def ferry(**known):
    """Six attributions: plain, split and running on, continued, nested, without a source."""
    return reading(
        FERRY,
        ("Mayor Ines Calder", "said", "the ferry would sail again on Monday", {"act": "say"}),
        (
            "the harbour master",
            "insisted",
            ("“It was never broken,”", "“and we only cleaned it. Ask anyone."),
            {"mode": "direct", "act": "claim"},
        ),
        ("", "", "“Ask the crew.”", {"mode": "direct", "confidence": 0.5}),
        (
            "The Tidewater Post",
            "reported",
            "that divers had told a clerk that the hull leaks",
            {"act": "report", "why": ("cue “reported” (0.97)", "a medium speaks")},
        ),
        ("divers", "had told", "that the hull leaks", {"act": "say", "parent": "a4"}),
        ("", "reportedly", "The ferry is", {"act": "report"}),
        **{
            "uri": "https://tidewater.example/ferry",
            "outlet": "The Merrow Courier",
            "title": "Ferry to sail [bold]again[/bold]",
            "byline": ("Tom Vane", "Ada Quill"),
            "credit": "Northern Wire",
            "published": "2031-03-14",
            "language": "en",
            **known,
        },
    )


DAM = (
    "The reservoir at Kest was emptied overnight, according to a report by the Lowland Monitor "
    "on Tuesday.\n"
    "Three engineers at the dam told the newspaper that its gauges had been “wrong for weeks”.\n"
    "A person close to the water board, who asked not to be named, said a valve may have failed.\n"
    "Water minister Ilse Brandt has so far not denied the report.\n"
    "“Nobody opened anything,” Brandt said in an interview with Radio Kest last March. “We will "
    "publish the log.\n"
    "“It will be complete.”\n"
    "The director of the board, Oren Vale, denied that the gauges were wrong. He added that a "
    "foreman had promised the town council to replace the valve.\n"
    "The log was reportedly altered. The company that runs the dam did not answer questions."
)


def dam(**known):
    """A reading with everything: chains, responses, dates, nesting, doubts and denials."""
    outlet = known.setdefault("outlet", "The Valley Herald")
    text = DAM

    def chain(*names):
        return tuple(Hop(*name) if isinstance(name, tuple) else Hop(name)
                     for name in (outlet, *names))  # fmt: skip

    paper = ("Lowland Monitor", "p1", spans(text, "the newspaper"))
    brandt = {"speaker": "Ilse Brandt", "identity": "named", "kind": "person"}
    vale = {"speaker": "Oren Vale", "identity": "named", "kind": "person"}
    kest = {"said": "2031-03", "chain": chain("Ilse Brandt"), "mode": "direct", "act": "say"}
    made = reading(
        text,
        ("a report by the Lowland Monitor", "according to",
         "The reservoir at Kest was emptied overnight",
         {"speaker": "Lowland Monitor", "identity": "named", "kind": "outlet", "act": "report",
          "chain": chain("Lowland Monitor"), "said": "2032-01-13", "factuality": "CT+",
          "why": ("cue “according to” (0.99)", "cue 'according to' (medium) -> report",
                  "said: “Tuesday” before 2032-01-14", "factuality: a medium reports on its own",
                  "speaker: “a report by the Lowland Monitor” is Lowland Monitor")}),
        ("Three engineers at the dam", "told", "that its gauges had been “wrong for weeks”",
         {"speaker": "engineers at the dam", "identity": "role", "kind": "group", "act": "say",
          "chain": chain(paper, "engineers at the dam"), "mode": "mixed", "factuality": "CT+",
          "addressee": spans(text, "the newspaper"),
          "why": ("cue “told” (0.97)", "cue 'tell' -> say",
                  "chain: “the newspaper” is the Lowland Monitor, named before")}),
        ("A person close to the water board, who asked not to be named", "said",
         "a valve may have failed",
         {"speaker": "a person close to the water board", "identity": "anonymous",
          "kind": "person", "act": "say", "factuality": "PS+",
          "chain": chain("a person close to the water board"),
          "why": ("cue “said” (0.98)", "identity: “asked not to be named”",
                  "factuality: “may” in the content")}),
        ("Brandt", "said", ("“Nobody opened anything,”", "“We will publish the log."),
         {**brandt, **kest, "addressee": spans(text, "Radio Kest"), "factuality": "CT+",
          "near": "“Nobody"}),
        ("", "", "“It will be complete.”",
         {**brandt, **kest, "addressee": spans(text, "Radio Kest"), "factuality": "CT+"}),
        ("The director of the board, Oren Vale", "denied", "that the gauges were wrong",
         {**vale, "near": "The director", "chain": chain("Oren Vale"), "act": "deny", "factuality": "CT-"}),
        ("He", "added",
         "that a foreman had promised the town council to replace the valve",
         {**vale, "near": "He added", "chain": chain("Oren Vale"), "act": "say",
          "factuality": "CT+"}),
        ("a foreman", "had promised", "to replace the valve",
         {"speaker": "a foreman", "identity": "role", "kind": "person", "act": "promise",
          "chain": chain("Oren Vale", "a foreman"), "parent": "a7", "factuality": "CT+",
          "addressee": spans(text, "the town council")}),
        ("", "reportedly", ("The log was", "altered"),
         {"identity": "unstated", "act": "report", "chain": chain("Lowland Monitor"),
          "factuality": "UU", "confidence": 0.4}),
        **{"title": "Reservoir at Kest emptied overnight", "published": "2032-01-14", **known},
    )  # fmt: skip
    actors = (
        Actor("p1", "Lowland Monitor", "outlet", "named", None, spans(text, "Lowland Monitor")),
        Actor("p2", "Ilse Brandt", "person", "named", "Norland",
              spans(text, "Ilse Brandt", "Brandt")),
        Actor("p3", "Oren Vale", "person", "named", None, spans(text, "Oren Vale", "He")),
        Actor("p4", "engineers at the dam", "group", "role", None, spans(text, "Three engineers")),
        Actor("p5", "Radio Kest", "outlet", "named", None, spans(text, "Radio Kest")),
        Actor("p6", "the operator", "organisation", "role", None,
              spans(text, "The company that runs the dam")),
    )  # fmt: skip
    responses = (
        Response("Ilse Brandt", "not-denied", "a1", spans(text, "has so far not denied the report")),
        Response("Oren Vale", "denied", "a2", spans(text, "denied that the gauges were wrong")),
        Response("the operator", "unreachable", None,
                 spans(text, "The company that runs the dam did not answer questions")),
    )  # fmt: skip
    return replace(made, actors=actors, responses=responses)


def foreign():
    """Names that are written from right to left, and names two columns wide a letter."""
    text = "Yael says so in the Asahi, who has it from the minister, who spoke to the radio."
    made = reading(
        text,
        ("the minister", "says", "so",
         {"speaker": "אורן וייל", "identity": "role", "kind": "person", "factuality": "PR-",
          "chain": (Hop("הארץ"), Hop("朝日新聞デジタル版の編集局"), Hop("محمد الحسن"),
                    Hop("אורן וייל")),
          "said": "2016-01-02/2016-01-09"}),
        ("Yael", "has it", "the radio", {"speaker": "内閣官房長官の報道官である田中一郎氏"}),
        outlet="הארץ",
    )  # fmt: skip
    actors = (Actor("p1", "אורן וייל", "person", "named", "ישראל", ((0, 4),)),)
    return replace(made, actors=actors, responses=(Response("אורן וייל", "denied", "a2", ()),))


PAGES = (ferry, dam, foreign)
