"""Events as rows of POLECAT's table, by PLOVER's manual; our own columns behind.

POLECAT knows no voices and no plans: what is but planned of a cooperative kind is an AGREE
there, and under whose word it stands, whether it is denied and how certain it is are told by
the columns that begin with ``sayso_``. What we do not know is left empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sayso.records import Event, Party, Reading

COLUMNS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version", "sayso_by", "sayso_polarity", "sayso_modality", "sayso_attribution",
    "sayso_evidence", "sayso_uri",
)  # fmt: skip
_QUAD: Final = {
    **dict.fromkeys("AGREE CONSULT SUPPORT CONCEDE".split(), "VERBAL COOPERATION"),
    **dict.fromkeys("COOPERATE AID RETREAT".split(), "MATERIAL COOPERATION"),
    **dict.fromkeys("REQUEST ACCUSE REJECT THREATEN".split(), "VERBAL CONFLICT"),
    **dict.fromkeys("PROTEST SANCTION MOBILIZE COERCE ASSAULT".split(), "MATERIAL CONFLICT"),
}
# PLOVER's scale from conflict (-10) to cooperation (+10). The manual prints ACCUSE as 3 beside
# modes of -2 and -3.5: the sign is taken for a slip.
_INTENSITY: Final = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10,
    "RETREAT": 6.5, "REQUEST": 0, "ACCUSE": -3, "REJECT": -2, "THREATEN": -3.5, "PROTEST": -5,
    "SANCTION": -6, "MOBILIZE": -5.5, "COERCE": -7, "ASSAULT": -9,
    "CONSULT visit": 4, "CONSULT third-party": 1, "CONSULT multilateral": 4, "CONSULT phone": 1.5,
    "RETREAT withdraw": 8, "RETREAT disarm": 10, "RETREAT ceasefire": 7.5, "RETREAT resign": 4.5,
    "REQUEST assist": 0.5, "REQUEST change": -1, "REQUEST yield": -1, "ACCUSE disapprove": -2,
    "ACCUSE investigate": -3.5, "ACCUSE allege": -3.5, "REJECT assist": -1.5,
    "THREATEN restrict": -3, "THREATEN territory": -4, "PROTEST riot": -7, "PROTEST hunger": -4.5,
    "PROTEST boycott": -4.5, "PROTEST obstruct": -4.5, "SANCTION expel": -5.5,
    "MOBILIZE troops": -6.5, "MOBILIZE weapons": -6.5, "MOBILIZE militia": -6,
    "COERCE censor": -6.5, "COERCE curfew": -6.5, "COERCE martial-law": -7.5,
    "COERCE misinformation": -6.5, "ASSAULT abduct": -8.5, "ASSAULT beat": -7.5,
    "ASSAULT torture": -8.5, "ASSAULT sexual": -8.5, "ASSAULT targeted": -9.5,
    "ASSAULT destroy": -8.5, "ASSAULT primitive": -8, "ASSAULT suicide-attack": -9.5,
    "ASSAULT aerial": -9.5, "ASSAULT drone": -9.5, "ASSAULT heavy-weapons": -9.5,
    "ASSAULT crowd-control": -7.5, "ASSAULT unconventional": -10,
}  # fmt: skip
_PLANNED: Final = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_FEATURES: Final = {"city": "PPL", "region": "ADM1", "country": "PCLI"}


def plover_type(event: Event) -> str:
    """Return PLOVER's type of an event: cooperation that is but planned is an AGREE there."""
    willed = event.modality == "planned" and event.polarity == "+"
    return "AGREE" if willed and event.type in _PLANNED else event.type


def intensity(kind: str, mode: str | None) -> float:
    """Return PLOVER's score of a type and mode, from -10 (conflict) to +10 (cooperation)."""
    return _INTENSITY.get(f"{kind} {mode}", _INTENSITY[kind])


def polecat_row(reading: Reading, number: int, speaker: str | None) -> dict[str, Any]:
    """Return an event as a row of POLECAT's table.

    Args:
        reading: of its document.
        number: its place among the reading's events.
        speaker: whose word it is, None for the document's own.
    """
    event, document = reading.events[number], reading.document
    kind = plover_type(event)
    mode = event.mode if kind == event.type else None
    published = (document.published or "")[:10]
    row = {
        "Event ID": f"{document.id}-{number + 1}",
        "Event Date": event.date or published,
        "Event Type": kind,
        "Event Mode": mode or "",
        "Intensity": intensity(kind, mode),
        "Quad Code": _QUAD[kind],
        "Contexts": ";".join(event.contexts),
        "Source": document.outlet or "",
        "Publication Date": published,
        "Language": document.language or "",
        "Version": reading.produced_by.get("version", ""),
        **_place(event),
        **_sides(event),
        "sayso_by": speaker or document.outlet or "",
        "sayso_polarity": event.polarity,
        "sayso_modality": event.modality,
        "sayso_attribution": event.attribution or "",
        "sayso_evidence": " … ".join(document.text[a:b] for a, b in event.evidence),
        "sayso_uri": document.uri or "",
    }
    return {name: row.get(name, "") for name in COLUMNS}


def _place(event: Event) -> dict[str, Any]:
    where = event.where
    if where is None:
        return {}
    known: dict[str, Any] = {
        "Placename": where.name,
        "Raw Placename": where.name,
        "Country": where.country or "",
    }
    if where.latitude is not None:
        known |= {"Latitude": where.latitude, "Longitude": where.longitude, "City": where.name}
    return known | {"Feature Type": _FEATURES.get(where.precision or "", "")}


def _sides(event: Event) -> dict[str, str]:
    """Return both sides; several actors or recipients are parted by semicolons."""
    coded = {party.name: party for party in event.parties}
    out: dict[str, str] = {}
    for side, names in (("Actor", event.actor), ("Recipient", event.recipient)):
        parties = [coded.get(name, Party(name)) for name in names]
        out |= {
            f"{side} Name": ";".join(names),
            f"{side} Name Raw": ";".join(names),
            f"{side} Country": _joined(party.country for party in parties),
            f"Primary {side} Sector": parties[0].sector or "" if parties else "",
            f"{side} Sectors": _joined(party.sector for party in parties),
        }
    return out


def _joined(codes: Iterable[str | None]) -> str:
    return ";".join(dict.fromkeys(code for code in codes if code))


def types() -> Mapping[str, str]:
    """Return PLOVER's types, each with its quad class."""
    return _QUAD
