"""Small stories made up by rules, each with what is to be found in it.

A story is a few short reports about one happening. Names, towns and happenings are drawn by
seed from the lists below, which were written for these tests; how the reports depend on each
other is the kind of the story. ``STORIES`` has ``SEEDS`` stories of each kind.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

SEEDS = 6

PEOPLE = (
    "Ada Holm", "Tomas Wren", "Ines Calder", "Odile Farrant", "Marek Stohl", "Lena Oduya",
    "Piet Vandam", "Rosa Lund", "Emil Sarkis", "Nora Quist", "Jonas Abel", "Mira Koslow",
)  # fmt: skip
JOBS = (
    "a nurse", "a lorry driver", "a school teacher", "a bus driver", "a farmer", "a shopkeeper",
    "a fisherman", "a baker",
)  # fmt: skip
OFFICES = (
    "the regional governor", "the interior minister", "the deputy mayor", "the head of the police",
)  # fmt: skip
MINISTRIES = (
    "the interior ministry", "the transport ministry", "the defence ministry", "the health ministry",
)  # fmt: skip
TOWNS = (
    "Port Merrow", "Saltmarsh", "Karsholm", "Velden", "Oster Bay", "Tarnow Ford", "Minsk Hollow",
    "Graywater", "Lindmoor", "Casterfield",
)  # fmt: skip
OUTLETS = (
    "Saltmarsh Courier", "Tidewater Post", "Northern Herald", "Karsholm Times", "Evening Ledger",
    "Lindmoor Gazette", "Velden Tribune", "Harbour Chronicle",
)  # fmt: skip
AGENCIES = ("Reuters", "AFP", "AP")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
# The same happening in several words: plain, in the passive, with another verb.
HAPPENINGS = (
    ("rebels seized the bridge at {town}", "the bridge at {town} was seized by rebels",
     "rebels captured the bridge at {town}"),
    ("soldiers burned the archive in {town}", "the archive in {town} was burned by soldiers",
     "soldiers set the archive in {town} on fire"),
    ("the army moved tanks into {town}", "tanks were moved into {town} by the army",
     "the army sent tanks into {town}"),
    ("the hospital in {town} turned away wounded men",
     "wounded men were turned away by the hospital in {town}",
     "the hospital in {town} refused to treat wounded men"),
    ("a cargo plane crashed near {town}", "a cargo plane had crashed near {town}",
     "a freight plane crashed near {town}"),
    ("smugglers hid weapons in the harbour of {town}",
     "weapons were hidden in the harbour of {town} by smugglers",
     "smugglers had hidden arms in the harbour of {town}"),
    ("the mayor of {town} took bribes from a builder",
     "bribes were taken by the mayor of {town} from a builder",
     "the mayor of {town} accepted bribes from a builder"),
    ("a militia kidnapped the engineers of the {town} dam",
     "the engineers of the {town} dam were kidnapped by a militia",
     "a militia abducted the engineers of the {town} dam"),
)  # fmt: skip
COUNTED = (
    ("{n} people were killed in the fire at the {town} market",
     "the fire at the {town} market killed {n} people"),
    ("{n} miners were killed in a blast at the {town} mine",
     "a blast at the {town} mine killed {n} miners"),
    ("{n} passengers were injured when a tram hit a bus in {town}",
     "{n} passengers were hurt when a tram hit a bus in {town}"),
)  # fmt: skip
# What stands around it and has nothing to do with it.
BESIDE = (
    "It has rained on the coast for nine days.",
    "The harvest festival begins at the end of the month.",
    "Two new ferries will join the line to the islands in spring.",
    "Wheat prices have risen by a tenth since January.",
    "The national team plays its last match of the season on Sunday.",
    "The old railway station is to become a library.",
    "Schools in the north stay closed until the middle of next week.",
    "A new law on fishing quotas comes before parliament in autumn.",
    "The river is frozen for the first time in twelve years.",
    "Tourists have come back to the lakes this summer.",
)
# What an agency's report goes on with.
MORE = (
    "The road from the coast was closed until noon, and buses had to take the long way round through the hills.",
    "Shops near the market square did not open on the following morning, and few people were seen in the streets.",
    "It was the third time since the end of winter that the town had been in the news of the whole country.",
    "A school nearby was opened for families who did not want to spend the night at home.",
)


@dataclass(frozen=True)
class Report:
    """One report: what ``read_text`` takes."""

    outlet: str
    published: str
    text: str
    credit: str | None = None


@dataclass(frozen=True)
class Story:
    """Reports with what is to be found in them.

    Attributes:
        reports: in the order of publication.
        stances: of the members of the claim, by report; one that has none is not named.
        origins: how many state it.
        denials: how many deny it.
        cycle: outlets that cite each other.
        told: what each report gives of the number in question: least and most.
        silent: answers that are none, as (actor, response).
    """

    kind: str
    seed: int
    reports: tuple[Report, ...]
    stances: dict[int, set[str]]
    origins: int = 1
    denials: int = 0
    cycle: frozenset[str] = frozenset()
    told: dict[int, tuple[float | None, float | None]] = field(default_factory=dict)
    silent: frozenset[tuple[str, str]] = frozenset()


class Draw:
    """What one story draws from the lists, nothing twice."""

    def __init__(self, kind: str, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(f"{kind} {seed}")
        self.people = self.shuffled(PEOPLE)
        self.jobs = self.shuffled(JOBS)
        self.outlets = self.shuffled(OUTLETS)
        self.beside = self.shuffled(BESIDE)
        self.town = self.chance.choice(TOWNS)
        self.day = self.chance.choice(DAYS)
        self.ministry = self.chance.choice(MINISTRIES)
        self.office = self.chance.choice(OFFICES)
        self.agency = self.chance.choice(AGENCIES)
        self.happening = HAPPENINGS[(len(kind) + 3 * seed) % len(HAPPENINGS)]
        self.written = 0

    def shuffled(self, listed: tuple[str, ...]) -> list[str]:
        return self.chance.sample(listed, len(listed))

    def that(self, wording: int = 0) -> str:
        """The happening as a clause, in one of its wordings."""
        return self.happening[wording % 3].format(town=self.town)

    def counted(self, number: int | str, wording: int = 0) -> str:
        """A happening with a number; which one is drawn by the seed."""
        return COUNTED[self.seed % len(COUNTED)][wording].format(town=self.town, n=number)

    def person(self) -> str:
        """Somebody with his work: "Ada Holm, a nurse,"."""
        return f"{self.people.pop()}, {self.jobs.pop()},"

    def report(self, outlet: str, *sentences: str, **known: str) -> Report:
        """A report of these sentences, with one beside them before or behind."""
        self.written += 1
        words = [sentence[0].upper() + sentence[1:] for sentence in sentences]
        words.insert(self.chance.choice((0, len(words))), self.beside.pop())
        return Report(outlet, f"2024-03-{3 + self.written:02}", " ".join(words), **known)


# -- kinds ----------------------------------------------------------------------------------


def repeated(draw: Draw) -> dict:
    """Somebody tells one outlet; others repeat it and say whom they have it from."""
    first, *others = draw.outlets[: 3 + draw.seed % 3]
    name, job = draw.people.pop(), draw.jobs.pop()
    frames = (
        f"{draw.that(1)}, {name} told the {first}.",
        f"According to the {first}, {name} said that {draw.that(0)}.",
        f"{name}, {job}, told the {first} that {draw.that(2)}.",
        f"{name} said {draw.that(0)}, the {first} reported.",
    )
    reports = [draw.report(first, f"{name}, {job}, said on {draw.day} that {draw.that()}.")]
    reports += [draw.report(outlet, frames[(n + draw.seed) % 4]) for n, outlet in enumerate(others)]
    return {"reports": reports, "stances": {n: {"states"} for n in range(len(reports))}}


def wire(draw: Draw) -> dict:
    """An agency's report, run with its credit, trimmed, with words changed.

    With an even seed it says so in its own voice, with an odd one by the word of somebody.
    """
    by = f", {draw.people.pop()}, {draw.jobs.pop()}, said" if draw.seed % 2 else ""
    head = f"{draw.town.upper()} ({draw.agency}) - "
    said = draw.that()
    body = [f"{said[0].upper()}{said[1:]} early on {draw.day}{by}.", *draw.shuffled(MORE)]
    whole, trimmed = " ".join(body), " ".join(body[:3])
    changed = whole.replace("early on", "in the early hours of").replace("the whole", "all the")
    texts = ((head + whole, None), (trimmed, draw.agency), (head + changed, None))
    reports = [
        Report(draw.outlets.pop(), "2024-03-05", text, credit=credit) for text, credit in texts
    ]
    return {"reports": reports, "stances": {n: {"states"} for n in range(3)}}


def witnesses(draw: Draw) -> dict:
    """Two who do not know of each other tell two outlets the same."""
    one, other = draw.outlets[:2]
    reports = [
        draw.report(one, f"{draw.person()} told the {one} that {draw.that(0)}."),
        draw.report(other, f"{draw.person()} said that {draw.that(draw.seed)}."),
    ]
    return {"reports": reports, "stances": {0: {"states"}, 1: {"states"}}, "origins": 2}


def cycle(draw: Draw) -> dict:
    """Two outlets that have it from each other; with an odd seed a third one between them."""
    ring = draw.outlets[: 2 + draw.seed % 2]
    frames = ("The {other} reported that {that}.", "{That}, according to the {other}.")
    reports = []
    for n, outlet in enumerate(ring):
        other, that = ring[(n + 1) % len(ring)], draw.that(n)
        frame = frames[(n + draw.seed // 2) % 2]
        said = frame.format(other=other, that=that, That=that[0].upper() + that[1:])
        reports.append(draw.report(outlet, said))
    return {
        "reports": reports,
        "stances": {n: {"states"} for n in range(len(ring))},
        "cycle": frozenset(ring),
    }


def denied(draw: Draw) -> dict:
    """Somebody says so in one paper, another denies it in another paper."""
    one, other = draw.outlets[:2]
    denier = draw.people.pop()
    denials = (
        f"{denier}, {draw.office}, denied on {draw.day} that {draw.that(0)}.",
        f"{draw.ministry} denied that {draw.that(2)}.",
        f"{denier}, {draw.office}, rejected a report that {draw.that(0)}.",
        f"“It is not true that {draw.that(0)},” said {denier}, {draw.office}.",
        f"{denier}, {draw.office}, said it was false that {draw.that(0)}.",
        f"there is no truth in the report that {draw.that(0)}, {draw.ministry} said.",
    )
    reports = [
        draw.report(one, f"{draw.person()} said that {draw.that(0)}."),
        draw.report(other, denials[draw.seed % 6]),
    ]
    return {"reports": reports, "stances": {0: {"states"}, 1: {"denies"}}, "denials": 1}


def corrected(draw: Draw) -> dict:
    """A number is told, then a higher one: by the same office, or with an odd seed by another."""
    one, other = draw.outlets[:2]
    low = draw.chance.randrange(4, 15)
    high = low + draw.chance.randrange(2, 20)
    first = f"at least {low}" if draw.seed >= 2 else str(low)
    speaker = draw.people.pop()
    later = f"{draw.people.pop()}, a doctor," if draw.seed % 2 else f"{speaker}, {draw.office},"
    reports = [
        draw.report(one, f"{speaker}, {draw.office}, said that {draw.counted(first)}."),
        draw.report(other, f"{later} said that {draw.counted(high, draw.seed % 2)}."),
    ]
    return {
        "reports": reports,
        "stances": {0: {"states"}, 1: {"states"}},
        "origins": 1 + draw.seed % 2,
        "told": {0: (low, None if draw.seed >= 2 else low), 1: (high, high)},
    }


def withdrawn(draw: Draw) -> dict:
    """An outlet reports it and takes it back; another tells of that."""
    one, other = draw.outlets[:2]
    frames = (
        f"the {one} withdrew its report that {draw.that(0)}.",
        f"the {one} has retracted a report that {draw.that(0)}.",
        f"on {draw.day} the {one} took back its report that {draw.that(0)}.",
        f"the {one} apologised and withdrew its story that {draw.that(0)}.",
    )
    reports = [draw.report(one, f"{draw.that(0)}."), draw.report(other, frames[draw.seed % 4])]
    return {"reports": reports, "stances": {0: {"states"}, 1: {"denies"}}, "denials": 1}


def anonymous(draw: Draw) -> dict:
    """One outlet has it twice from voices it does not name; another repeats it."""
    one, other = draw.outlets[:2]
    voices = (
        "an official who asked not to be named", "two officials who spoke on condition of anonymity",
        "a person familiar with the matter", "sources",
    )  # fmt: skip
    first, second = voices[draw.seed % 4], voices[(draw.seed + 1) % 4]
    reports = [
        draw.report(one, f"{first} told the {one} that {draw.that(0)}."),
        draw.report(one, f"{second} said that {draw.that(draw.seed)}."),
        draw.report(other, f"{draw.that(0)}, {first} told the {one}."),
    ]
    return {"reports": reports, "stances": {n: {"states"} for n in range(3)}}


def silent(draw: Draw) -> dict:
    """Somebody says so; another paper repeats it, and that who should know has not denied it."""
    one, other = draw.outlets[:2]
    name = draw.people.pop()
    frames = (
        f"{name}, {draw.office}, has not denied the report.",
        f"{name}, {draw.office}, did not deny the report.",
        f"{name}, {draw.office}, so far has not denied it.",
        f"{name}, {draw.office}, has neither confirmed nor denied the report.",
    )
    reports = [
        draw.report(one, f"{draw.person()} told the {one} that {draw.that(0)}."),
        draw.report(other, f"The {one} reported that {draw.that(0)}. {frames[draw.seed % 4]}"),
    ]
    return {
        "reports": reports,
        "stances": {0: {"states"}, 1: {"states"}},
        "silent": frozenset({(name, "not-denied")}),
    }


def office(draw: Draw) -> dict:
    """Unnamed officials of a ministry, and its named spokesman: one voice."""
    one, other = draw.outlets[:2]
    name = draw.people.pop()
    officials = (
        f"officials at {draw.ministry}", f"{draw.ministry} officials",
        f"an official of {draw.ministry}", f"officials of {draw.ministry}",
    )  # fmt: skip
    reports = [
        draw.report(one, f"{officials[draw.seed % 4]} said on {draw.day} that {draw.that(0)}."),
        draw.report(other, f"{name}, a spokesman for {draw.ministry}, said that {draw.that(0)}."),
    ]
    return {"reports": reports, "stances": {0: {"states"}, 1: {"states"}}}


def citing(draw: Draw) -> dict:
    """An outlet's report, and others that cite it, or cite who cites it."""
    one, other, third = draw.outlets[:3]
    name, job = draw.people.pop(), draw.jobs.pop()
    reports = [
        draw.report(one, f"{name}, {job}, told the {one} that {draw.that(0)}."),
        draw.report(other, f"The {one} reported, citing {name}, that {draw.that(draw.seed)}."),
        draw.report(third, f"The {other}, citing the {one}, reported that {draw.that(0)}."),
    ]
    return {"reports": reports, "stances": {n: {"states"} for n in range(3)}}


def unnamed(draw: Draw) -> dict:
    """Somebody says so; another paper passes it on and does not say whose word it is."""
    one, other = draw.outlets[:2]
    frames = (
        f"{draw.that(0)}, it was reported on {draw.day}.",
        f"reportedly, {draw.that(0)}.",
        f"it is reported that {draw.that(0)}.",
        f"{draw.that(0)}, according to reports.",
    )
    reports = [
        draw.report(one, f"{draw.person()} told the {one} that {draw.that(0)}."),
        draw.report(other, frames[draw.seed % 4]),
    ]
    return {"reports": reports, "stances": {0: {"states"}, 1: {"states"}}}


KINDS: tuple[Callable[[Draw], dict], ...] = (
    repeated, wire, witnesses, cycle, denied, corrected, withdrawn, anonymous, silent, office,
    citing, unnamed,
)  # fmt: skip


def make_story(kind: Callable[[Draw], dict], seed: int) -> Story:
    """The story of a kind that this seed draws: the same one each time."""
    made = kind(Draw(kind.__name__, seed))
    return Story(kind.__name__, seed, tuple(made.pop("reports")), **made)


STORIES = tuple(make_story(kind, seed) for kind in KINDS for seed in range(SEEDS))
