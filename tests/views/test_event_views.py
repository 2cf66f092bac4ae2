"""Events as lists, filtered; as POLECAT's rows; as a network; as `sayso events` prints them."""

import csv
import io
import json
from dataclasses import replace

import pytest
import stand_in
from printed import shown
from readings import reading
from typer.testing import CliRunner

from sayso.ledger import add_readings, open_ledger, start_run
from sayso.records import Count, Event, Hop, Label, Party, Place
from sayso.views.cli import app
from sayso.views.event_lines import label_line
from sayso.views.events import COLUMNS, EventFilter, event_rows, network, with_parties
from sayso.views.plover import COLUMNS as POLECAT
from sayso.views.plover import intensity, plover_type, polecat_row, types

TEXT = "Rook said the navy had sunk three boats near Cork on Monday. France will help the crews."


def event(**known):
    given = {
        "type": "ASSAULT", "mode": "heavy-weapons", "actor": ("navy",), "recipient": ("crews",),
        "items": ("three boats",), "place": "Cork", "date": "2031-03-03", "evidence": ((10, 59),),
        "attribution": "a1", "polarity": "+", "modality": "actual", "contexts": ("military",),
        "counts": (Count("killed", 10, None, "at least 10"), Count("boats", 3, 3, "three")),
        "parties": (Party("navy", "IRL", "MIL"), Party("crews", None, "CVL")),
        "where": Place("Cork", "IE", 51.9, -8.47, "city", ("US",)), "trigger": (23, 27),
    }  # fmt: skip
    return Event(**{**given, **known})


def plan(**known):
    return event(
        type="AID", mode=None, actor=("France",), items=(), place=None, date=None, counts=(),
        evidence=((61, 89),), attribution=None, modality="planned", where=None, trigger=(73, 77),
        parties=(Party("France", "FRA", "GOV"), Party("crews", None, "CVL")), **known,
    )  # fmt: skip


def boats(*events, uri=None):
    made = reading(
        TEXT, ("Rook", "said", "the navy had sunk three boats near Cork on Monday"),
        outlet="The Gull", published="2031-03-05", uri=uri,
    )  # fmt: skip
    first = replace(made.attributions[0], speaker="Ann Rook",
                    chain=(Hop("The Gull"), Hop("Ann Rook")))  # fmt: skip
    return replace(made, attributions=(first,), events=events or (event(), plan()))


def kinds(**asked):
    return [row["type"] for _, row in event_rows(boats(), EventFilter(**asked))]


FILTERS = [
    ({}, ["ASSAULT", "AID"]),
    ({"actor": "nav"}, ["ASSAULT"]),
    ({"actor": "FRA"}, ["AID"]),
    ({"actor": "navy france"}, []),
    ({"recipient": "CREWS"}, ["ASSAULT", "AID"]),
    ({"types": frozenset({"AID"})}, ["AID"]),
    ({"by": "rook"}, ["ASSAULT"]),
    ({"by": "gull"}, ["AID"]),
    ({"since": "2031-03-04"}, ["AID"]),
    ({"until": "2031-03-04"}, ["ASSAULT"]),
    ({"since": "2031", "until": "2031-03"}, ["ASSAULT", "AID"]),
    ({"since": "2032"}, []),
]


@pytest.mark.parametrize(("asked", "expected"), FILTERS)
def test_a_filter_lets_through_what_is_asked_for(asked, expected):
    assert kinds(**asked) == expected


def test_an_event_without_a_date_and_of_no_dated_report_is_of_no_time():
    undated = replace(boats(plan()), document=replace(boats().document, published=None))
    assert list(event_rows(undated, EventFilter(since="1900"))) == []
    assert len(list(event_rows(undated, EventFilter()))) == 1


def test_a_row_has_the_event_its_document_its_voice_and_its_words():
    (_, first), (_, second) = event_rows(boats(), EventFilter())
    assert tuple(first) == COLUMNS
    assert (first["by"], first["chain"]) == ("Ann Rook", ["The Gull", "Ann Rook"])
    assert (second["by"], second["chain"]) == ("The Gull", ["The Gull"])
    assert first["text"] == "the navy had sunk three boats near Cork on Monday"
    assert json.loads(json.dumps(first)) == first


def rows(*readings):
    return [row for one in readings for _, row in event_rows(one, EventFilter())]


def test_parties_that_were_not_kept_are_coded_again():
    bare = boats(event(parties=(), actor=("Irish navy",)))
    (first,) = with_parties(bare).events
    assert first.parties == (Party("Irish navy", "IRL", "MIL"), Party("crews", None, None))
    assert with_parties(boats()) == boats()


def test_a_network_counts_who_did_what_to_whom_in_a_month_and_who_says_so():
    denied = event(polarity="-", attribution=None)
    found = network(rows(boats(event()), boats(denied), boats(plan())))
    assert [(n["name"], n["country"], n["events"]) for n in found["nodes"]] == [
        ("crews", None, 3), ("navy", "IRL", 2), ("France", "FRA", 1),
    ]  # fmt: skip
    assert found["edges"][0] == {
        "actor": "navy", "recipient": "crews", "type": "ASSAULT", "month": "2031-03", "count": 2,
        "denied": 1, "by": ["Ann Rook", "The Gull"],
    }  # fmt: skip
    assert len(found["edges"]) == 2


def test_nobody_acts_on_himself_in_a_network():
    both = event(actor=("navy", "army"), recipient=("navy", "army"))
    found = network(rows(boats(both)))
    assert {(e["actor"], e["recipient"]) for e in found["edges"]} == {
        ("navy", "army"), ("army", "navy"),
    }  # fmt: skip


def test_cooperation_that_is_but_planned_is_an_agree_in_polecat():
    assert plover_type(plan()) == "AGREE"
    assert plover_type(plan(polarity="-")) == "AID"
    assert plover_type(event(modality="planned")) == "ASSAULT"


def test_a_polecat_row_has_its_columns_in_order_and_leaves_empty_what_is_not_known():
    row = polecat_row(boats(), 0, "Ann Rook")
    assert tuple(row) == POLECAT
    assert POLECAT[:6] == (
        "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code",
    )  # fmt: skip
    assert len([name for name in POLECAT if not name.startswith("sayso_")]) == 40
    assert (row["Actor Country"], row["Primary Actor Sector"]) == ("IRL", "MIL")
    assert (row["Latitude"], row["Country"], row["Feature Type"]) == (51.9, "IE", "PPL")
    assert (row["Actor COW"], row["Wikipedia Actor ID"], row["GeoNames ID"]) == ("", "", "")
    assert (row["sayso_by"], row["Quad Code"]) == ("Ann Rook", "MATERIAL CONFLICT")
    assert polecat_row(boats(), 1, None)["Event Date"] == "2031-03-05"


def test_every_type_has_a_score_and_only_conflict_is_below_zero():
    for kind, quad in types().items():
        assert (intensity(kind, None) < 0) <= ("CONFLICT" in quad), kind
    assert intensity("ASSAULT", "unconventional") == -10
    assert intensity("ASSAULT", "no such mode") == intensity("ASSAULT", None) == -9


def test_the_page_lists_events_with_whose_word_they_are_and_labels():
    labels = (
        Label("navy", "pirates", "Ann Rook", "+", "a1", ((0, 4),)),
        Label("navy", "terrorists", None, "-", None, ((0, 4),)),
    )
    page = shown(replace(boats(), labels=labels))
    assert "ASSAULT heavy-weapons  navy → crews" in page
    assert "three boats · killed at least 10 · Cork, IE (or in US) · 2031-03-03" in page
    assert "according to Ann Rook (no. 1)" in page
    assert "planned" in page
    assert "the report itself" in page
    assert "navy: called “pirates” by Ann Rook" in page
    assert label_line(labels[1]) == "navy: no “terrorists” to the report"


def test_a_page_of_no_events_says_nothing_of_them():
    assert "Events" not in shown(replace(boats(), events=()))


@pytest.fixture
def invoke(monkeypatch):
    """Run the command on readings made here."""

    def read_reports(paths, *, settings):
        yield from (boats(uri=path) for path in paths)

    monkeypatch.setattr(stand_in, "read_reports", read_reports)
    monkeypatch.setitem(__import__("sys").modules, "sayso.pipeline", None)
    stand_in.install()
    return lambda *args: CliRunner().invoke(app, ["events", *args], prog_name="sayso")


def test_for_people_events_stand_under_their_report(invoke):
    result = invoke("one.txt", "--actor", "navy")
    assert result.exit_code == 0
    assert result.stdout.startswith("The Gull · 2031-03-05\n  ASSAULT heavy-weapons")
    assert "sayso: 1 event" in result.stderr


def test_as_json_there_is_a_line_for_each_event(invoke):
    lines = invoke("one.txt", "two.txt", "--json").stdout.splitlines()
    assert [json.loads(line)["uri"] for line in lines] == ["one.txt"] * 2 + ["two.txt"] * 2


def test_csv_and_tsv_have_one_line_of_names(invoke):
    found = list(csv.reader(io.StringIO(invoke("one.txt", "two.txt", "--csv").stdout)))
    assert (tuple(found[0]), len(found)) == (COLUMNS, 5)
    found = invoke("one.txt", "two.txt", "--tsv").stdout.splitlines()
    assert (tuple(found[0].split("\t")), len(found)) == (POLECAT, 5)
    assert {len(line.split("\t")) for line in found} == {len(POLECAT)}


def test_a_network_is_one_object(invoke):
    found = json.loads(invoke("one.txt", "two.txt", "--network", "--type", "assault").stdout)
    assert [edge["count"] for edge in found["edges"]] == [2]


@pytest.fixture
def kept(tmp_path):
    """The path of a ledger with two reports."""
    path = tmp_path / "ledger.db"
    labels = (Label("navy", "pirates", "Ann Rook", "+", "a1", ((0, 4),)),)
    with open_ledger(path) as ledger:
        one, two = boats(uri="one.txt"), boats(replace(plan(), date="2031-04"), uri="two.txt")
        add_readings(ledger, start_run(ledger), [replace(one, labels=labels), two])
    return str(path)


@pytest.mark.parametrize(("asked", "expected"), FILTERS)
def test_events_of_a_ledger_are_those_of_its_readings(invoke, kept, asked, expected):
    options = [
        part
        for name, value in asked.items()
        for part in ("--type" if name == "types" else f"--{name}", "".join(value))
    ]
    lines = invoke("--ledger", kept, "--json", *options).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [row["type"] for row in found if row["uri"] == "one.txt"] == expected
    for row in found:
        assert (row["counts"] != [], row["where"] is not None) == (row["type"] == "ASSAULT",) * 2
        assert row["trigger"]


@pytest.mark.parametrize(
    ("option", "names", "mark"), [("--csv", COLUMNS, ","), ("--tsv", POLECAT, "\t")]
)
def test_where_no_report_has_such_events_the_columns_are_named(invoke, kept, option, names, mark):
    found = invoke("--ledger", kept, "--since", "2040", option).stdout
    assert found.splitlines() == [mark.join(names)]


WRONG = [
    (("one.txt", "--json", "--csv"), "--json and --csv do not go together"),
    (("one.txt", "--type", "LUNCH"), "LUNCH is none of AGREE"),
    (("one.txt", "--since", "soon"), "no date"),
]


@pytest.mark.parametrize(("args", "told"), WRONG)
def test_what_cannot_be_asked_for_is_bad_usage(invoke, args, told):
    result = invoke(*args)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
