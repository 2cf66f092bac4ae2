"""The vocabulary of sayso as frozen records.

Every span is a ``(start, end)`` pair of character offsets, end exclusive, into
``Document.text``; ``text[start:end]`` is exactly the words the span stands for.
A part that is split over several places is a tuple of spans in text order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int32]
    Floats = npt.NDArray[np.float32]
else:  # names for annotations only: `sayso --help` need not wait for numpy
    Ints = Floats = object

Span = tuple[int, int]
Spans = tuple[Span, ...]

Mode = Literal["direct", "mixed", "indirect"]
Act = Literal[
    "say", "report", "claim", "confirm", "deny", "accuse", "demand", "promise",
    "threaten", "warn", "predict", "ask", "praise", "believe", "want", "decline",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One report: its text, frozen and hashed, and what is known about it.

    Attributes:
        id: ``sha256`` of uri and text, first 16 hex digits: the same report
            always has the same id.
        uri: where it was read from, the canonical address if the page names one.
        outlet: who published it, as a name ("The Jewish Press"), if known.
        credit: the agency credited for the text ("Reuters"), if any.
        dateline: the place line that opens a wire report ("BEIRUT"), if any.
        published: ISO 8601, as precise as the page tells ("2016-01-14" or
            "2016-01-14T09:30:00+02:00").
        language: ISO 639-1 code.
        text: normalised once (see ``sayso.text.normalise``), paragraphs
            separated by one newline; all spans point into it.
        sha256: of ``text`` in UTF-8.
    """

    id: str
    text: str
    sha256: str
    uri: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    credit: str | None = None
    dateline: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that gave no document, and why."""

    uri: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names or describes somebody or something.

    ``head`` is the index of its head word in ``Words``; ``kind`` is one of the
    encoder's entity types ("person", "organization", "place", …).
    """

    span: Span
    head: int
    kind: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of text inside quotation marks.

    Attributes:
        span: from the opening mark to behind the closing mark (or to where the
            speech ends if it is never closed).
        inner: the same without the marks.
        depth: 0 for an outermost quotation, 1 for one inside it, …
        closed: whether its closing mark is there.
        continues: whether it goes on from the paragraph before it (or from one
            that a page has run together with it): each paragraph of a long
            quotation is opened, only the last is closed.
        statement: whether it could stand as speech of its own; a scare quote, a
            title or a nickname could not.
    """

    span: Span
    inner: Span
    depth: int = 0
    closed: bool = True
    continues: bool = False
    statement: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a document as parallel arrays of length n.

    Attributes:
        start, end: character offsets.
        tag: index into ``tags`` (universal part of speech).
        head: index of the governing word, -1 for the root of a sentence.
        relation: index into ``relations`` (universal dependency, no subtype).
        sentence: index of the sentence the word stands in, not decreasing.
    """

    start: Ints
    end: Ints
    tag: Ints
    head: Ints
    relation: Ints
    sentence: Ints
    tags: tuple[str, ...]
    relations: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Cued:
    """A cue the encoder found with the source and content it points to.

    ``score`` is the encoder's probability (0..1) that the cue is one.
    """

    cue: Span
    source: Spans
    content: Spans
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """A document with everything one pass of the encoder says about it.

    Attributes:
        sentences: character spans, in order, not overlapping.
        content: for each word the probability (0..1) that it stands inside an
            attributed content, whoever's cue it belongs to; shape (n,).
        quotations: what stands inside quotation marks, in order of its start.
        clusters: the mentions (as indexes into ``mentions``, in text order) that stand
            for the same somebody or something; only those of two mentions and more.
    """

    document: Document
    words: Words
    sentences: Spans
    mentions: tuple[Mention, ...]
    cued: tuple[Cued, ...]
    content: Floats
    quotations: tuple[Quotation, ...] = ()
    clusters: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One station of a chain: a name (None if unknown), its actor and evidence."""

    name: str | None
    actor: str | None = None
    evidence: Spans = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person decided about an attribution: shown beside it.

    Attributes:
        verdict: "accept", "reject" (which a later one has overruled), "correct", or "add":
            this person found it.
        by: who.
        at: when, in UTC.
        fields: those that he gave a value.
        key: of the judgement; it is undone by that.
    """

    verdict: str
    by: str
    at: str
    fields: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """One place where the report says that somebody said something.

    Field meanings follow the annotation guidelines (docs/fields.md). Fields a
    stage does not decide are None or empty: nothing is invented.

    Attributes:
        judged: what people decided about it, in the order of time; its other fields are what
            that comes to.
        mark: the second half of its key in a ledger where people have judged its reading;
            None where its words make the key.
    """

    id: str
    source: Spans
    cue: Spans
    content: Spans
    addressee: Spans = ()
    verbatim: Spans = ()
    mode: Mode = "indirect"
    act: Act | None = None
    factuality: str | None = None
    speaker: str | None = None
    identity: str | None = None
    kind: str | None = None
    chain: tuple[Hop, ...] = ()
    said: str | None = None
    parent: str | None = None
    confidence: float = 0.0
    why: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody a document speaks of, under the fullest name it gives."""

    id: str
    name: str
    kind: str | None = None
    identity: str | None = None
    country: str | None = None
    mentions: Spans = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What an actor did about a claim: confirmed it, denied it, has not denied it."""

    actor: str
    response: str
    about: str | None
    evidence: Spans


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something: "at least 12 killed" is 12 and more.

    Attributes:
        what: "killed", "wounded", "missing", "detained" or "displaced" of people, else
            the words of what is counted.
        low, high: the least and the most it may be, both included; None for no bound.
        text: the words that tell the number.
    """

    what: str
    low: int | None
    high: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or recipient of an event as PLOVER codes it.

    Attributes:
        name: as in ``Event.actor`` or ``Event.recipient``.
        country: ISO 3166-1 alpha-3, or None.
        sector: PLOVER's letters: GOV, MIL, REB, CVL, MED, IGO …, or None.
    """

    name: str
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the name of a place may lie.

    Attributes:
        name: as it stands in the text.
        country: ISO 3166-1 alpha-2, or None.
        latitude, longitude: degrees (WGS 84) of its middle, or None.
        precision: "city", "region" or "country": what the coordinates stand for.
        others: countries with a place of that name that was not taken.
    """

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, under the attribution that asserts it (PLOVER types).

    ``attribution`` is None where the document itself says so. ``contexts`` are PLOVER's;
    ``trigger`` is the word that tells of it.
    """

    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    items: tuple[str, ...]
    place: str | None
    date: str | None
    evidence: Spans
    attribution: str | None
    polarity: str
    modality: str
    contexts: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    parties: tuple[Party, ...] = ()
    where: Place | None = None
    trigger: Span | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """How a voice calls an actor: "terrorists", or by polarity "-" what it says he is not.

    ``attribution`` is None, and ``by`` the outlet, where it is the document's own word.
    """

    actor: str
    label: str
    by: str | None
    polarity: str
    attribution: str | None
    evidence: Spans


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a proposition: of what ("girl", "" if that is not said), least and most.

    ``low`` and ``high`` are both included, and None where there is no bound: "at least 12"
    is 12 and more.
    """

    of: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Proposition:
    """What one clause states, in the document's own voice or in an attributed content.

    Its words stand in ``evidence``; the rest is what it is compared by.

    Attributes:
        attribution: id of the innermost attribution whose content it stands in; None
            where it is the document's own voice.
        predicate: the word that says what is so, in its dictionary form.
        agent, patient: who does it and to whom or what, by name where they are actors;
            "" if nobody is told. "A freed B" and "B was freed by A" have the same.
        words: what the clause itself says, in dictionary forms and names, each once.
        around: likewise, of the clauses that hang on it.
        figures, dates: numbers, and EDTF dates.
        polarity: "-" where the clause is negated, "+" elsewhere.
        modality: "actual", "planned" ("will") or "possible" ("may").
        sentence: whether it could stand as one: it has a subject, and is no phrase or participle.
    """

    id: str
    evidence: Spans
    attribution: str | None
    predicate: str
    agent: str = ""
    patient: str = ""
    words: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[str, ...] = ()
    polarity: str = "+"
    modality: str = "actual"
    sentence: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything sayso found in one document."""

    document: Document
    attributions: tuple[Attribution, ...]
    actors: tuple[Actor, ...] = ()
    responses: tuple[Response, ...] = ()
    events: tuple[Event, ...] = ()
    produced_by: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    propositions: tuple[Proposition, ...] = ()


@dataclass(frozen=True, slots=True)
class Syndication:
    """Two documents of which one carries the text of the other, or both that of a third.

    Attributes:
        documents: their ids.
        passages: where they have the same words but for light edits: a span in the first
            document and its like in the second, in the order of the first, disjoint in both.
        equal: the same as stretches without any edit: (start in the first, start in the
            second, number of characters), alike but for case, marks and accents.
        shares: which part of each text's words the passages hold, 0 to 1.
        own: the same of the words outside quotation marks: these decide.
        kind: how much is shared, and of which text (docs/syndication.md).
        first: id of the document that ran it first, None if nothing tells.
        agency: whose text it is, if an agency's; then neither document is where it began.
        why: the reasons, one sentence each.
    """

    documents: tuple[str, str]
    passages: tuple[tuple[Span, Span], ...]
    equal: tuple[tuple[int, int, int], ...]
    shares: tuple[float, float]
    own: tuple[float, float]
    kind: Literal["copy", "excerpt", "rewrite", "passage"]
    first: str | None = None
    agency: str | None = None
    why: tuple[str, ...] = ()


Stance = Literal["states", "denies", "doubts"]


@dataclass(frozen=True, slots=True)
class Member:
    """One place where a document states, denies or doubts a claim.

    Attributes:
        document: id of the document; ``uri``, ``outlet`` and ``published`` are its own.
        attribution: id of the attribution whose content says it; None where it is the
            document's own voice.
        evidence: the words that say it.
        text: these words.
        stance: towards the claim.
        speaker: whose word it is in the end; the outlet's name for its own voice.
        said: when it was said or published, as EDTF.
        key: of the place, by which a person judges it apart from or the same as another; the
            first place's is the claim's id.
    """

    document: str
    uri: str | None
    outlet: str | None
    published: str | None
    attribution: str | None
    evidence: Spans
    text: str
    stance: Stance
    speaker: str | None = None
    said: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The independent point some members of a claim are traced back to.

    Attributes:
        name: of the person, document or medium where the trace ends; None if unknown.
        members: indexes into ``Claim.members``.
        why: for each union, a sentence that says what made these one.
        denies: whether its members deny the claim.
    """

    name: str | None
    members: tuple[int, ...]
    why: tuple[str, ...] = ()
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """A quantity of a claim that its members give differently: "12" here, "20" there.

    Attributes:
        of: what is counted.
        low, high: the least and the most that any member gives; None without a bound.
        told: for each member that gives it (index), its least and most.
    """

    of: str
    low: float | None
    high: float | None
    told: tuple[tuple[int, float | None, float | None], ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that members of a claim tell of alike, each under its own voice.

    Attributes:
        type: of the event (PLOVER).
        actor, recipient: names that the members give, each once.
        members: indexes into ``Claim.members``.
    """

    type: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What several members state, deny or doubt, and from how many origins they have it.

    Attributes:
        id: hash of the place where it was first stated; it stays when members join.
        text: a neutral sentence, in the words of one member.
        members: in the order of publication.
        origins: of all members; those that deny form their own.
        spreads: quantities its members give differently.
        silent: those who "have not denied" it and the like: (actor, response, member index).
        happenings: the events its members tell of, those of most members first.
    """

    id: str
    text: str
    members: tuple[Member, ...]
    origins: tuple[Origin, ...]
    spreads: tuple[Spread, ...] = ()
    silent: tuple[tuple[str, str, int], ...] = ()
    happenings: tuple[Happening, ...] = ()
