"""Posting reports: texts, addresses and files become documents with readings, in turns."""

import gzip
import json
import threading
import time

import pytest
from fastapi.testclient import TestClient
from made_reports import HARBOUR, HOME, odd

from sayso.intake import take_in_documents
from sayso.ledger import open_ledger, stats, verify, writing
from sayso.ledger.claims import find_claims
from sayso.ledger.derived import count_waiting
from sayso.settings import Settings
from sayso.text import make_document
from sayso.views.desk import intake as posting
from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

TEXT = (
    "VELDEN — The bridge at Karsholm will stay shut until spring, transport minister Odile Farrant "
    "said on Monday.\n\nA ministry official told Radio Kest that the repair had not begun. “Nobody "
    "has asked us,” said Tomas Wren, who leads the builders’ union.\n"
)


@pytest.fixture
def desk(own_client):
    """A desk that may be written to, with the headers of its forms set."""
    own_client.headers["X-CSRF-Token"] = own_client.get("/api/v1/session").json()["csrf"]
    return own_client


def post(desk, **fields):
    return desk.post("/api/v1/documents", json=fields)


def wait(desk, job, seconds=30):
    """The job when it is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        told = desk.get(f"/api/v1/jobs/{job['id']}").json()
        if told["state"] in {"done", "failed"}:
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def rest(desk, seconds=20):
    """Wait until nothing goes on."""
    until = time.monotonic() + seconds
    while not desk.app.state.desk.intake.idle():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_text_becomes_a_document_with_its_reading(desk):
    answer = post(desk, text=TEXT, outlet="Velden Tribune", title="Shut", published="3 March 2025")
    assert answer.status_code == 201
    (item,) = answer.json()["items"]
    document = item["document"]
    assert (document["outlet"], document["title"], document["published"]) == (
        "Velden Tribune",
        "Shut",
        "2025-03-03",
    )
    words = [document["text"][s:e] for one in item["attributions"] for s, e in one["content"]]
    assert any("Nobody has asked us" in word for word in words)
    assert desk.get(answer.headers["location"]).json()["attributions"] == item["attributions"]


def test_what_is_known_is_not_added_again(desk):
    first, again = post(desk, text=TEXT), post(desk, text=TEXT)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_what_is_only_tried_is_not_kept(desk):
    before = desk.get("/api/v1/documents").content
    answer = post(desk, text=TEXT, keep=False)
    assert answer.status_code == 200
    assert answer.json()["items"][0]["attributions"]
    assert desk.get("/api/v1/documents").content == before
    assert desk.get("/api/v1/jobs").json()["items"] == []


@pytest.mark.parametrize("keep", [True, False])
def test_what_gives_no_document_is_refused_with_the_reason(desk, keep):
    answer = post(desk, text=" \n ", keep=keep)
    assert answer.status_code == 422
    page = desk.post("/api/v1/documents", files={"file": ("a.bin", b"\x00\x01\x02\x03" * 100)},
                     data={"keep": str(keep).lower()})  # fmt: skip
    assert page.status_code == 422
    assert page.json()["error"]["detail"]


def test_the_ledger_keeps_why_a_file_gave_nothing(desk):
    desk.post("/api/v1/documents", files={"file": ("folder/a.bin", b"\x00\x01\x02\x03" * 100)})
    with open_ledger(desk.app.state.desk.settings.ledger, read_only=True) as ledger:
        assert stats(ledger).skipped == 2


def test_a_page_is_read_as_by_the_command(desk):
    answer = desk.post(
        "/api/v1/documents", files={"file": ("C:\\x\\h.html", HARBOUR.read_bytes(), "text/html")}
    )
    assert answer.status_code == 200  # it is in the ledger, under its own address
    (found,) = desk.get("/api/v1/documents", params={"q": '"loading crane"'}).json()["items"]
    assert answer.json()["items"][0]["id"] == found["id"]


def lines(count):
    told = ({"text": TEXT.replace("Karsholm", f"Karsholm {n}"), "uri": f"https://many.example/{n}"}
            for n in range(count))  # fmt: skip
    return gzip.compress("".join(json.dumps(one) + "\n" for one in told).encode())


def test_many_documents_become_a_job_that_tells_how_far_it_is(desk):
    answer = desk.post("/api/v1/documents", files={"file": ("many.jsonl.gz", lines(7))})
    assert answer.status_code == 202
    job = answer.json()
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    with desk.stream("GET", f"/api/v1/jobs/{job['id']}/events") as stream:
        events = stream.read().decode().strip().split("\n\n")
    last = events[-1].split("\n")
    assert last[0] == "event: done"
    done = json.loads(last[1].removeprefix("data: "))
    assert (done["state"], done["added"], len(done["documents"])) == ("done", 7, 7)
    assert [one["id"] for one in desk.get("/api/v1/jobs").json()["items"]] == [job["id"]]
    assert len(desk.get("/api/v1/documents", params={"q": "builders"}).json()["items"]) == 7


def test_claims_follow_what_is_added(desk):
    with open_ledger(desk.app.state.desk.settings.ledger, read_only=True) as ledger:
        before = stats(ledger).documents
    for outlet in ("Velden Tribune", "Karsholm Times"):
        assert post(desk, text=f"{TEXT}\n{outlet} asked.", outlet=outlet).status_code == 201
    rest(desk)
    with open_ledger(desk.app.state.desk.settings.ledger, read_only=True) as ledger:
        found = find_claims(ledger, about="bridge Karsholm").claims
        assert stats(ledger).documents == before + 2
        assert not list(verify(ledger))
    assert any(len({one.document for one in claim.members}) == 2 for claim in found)


def test_claims_follow_what_other_programs_add(own_file, monkeypatch, reader):
    monkeypatch.setattr("sayso.views.desk.app._EVERY", 0.05)
    desk = TestClient(create_app(DeskSettings(ledger=str(own_file))), base_url=HOME)
    with desk, open_ledger(own_file) as ledger:
        made = [
            make_document(f"{TEXT}\n{name} asked.", outlet=name) for name in ("A Post", "B Post")
        ]
        take_in_documents(ledger, made, reader=reader, settings=Settings())
        until = time.monotonic() + 20
        while count_waiting(ledger):
            assert time.monotonic() < until
            time.sleep(0.05)
        outlets = [
            {one.outlet for one in claim.members}
            for claim in find_claims(ledger, about="Karsholm").claims
        ]
    assert {"A Post", "B Post"} in outlets


def test_too_many_to_compare_beside_pages_are_left_alone(own_file, monkeypatch, reader, caplog):
    monkeypatch.setattr("sayso.views.desk.jobs._BEARABLE", 0)
    with open_ledger(own_file) as ledger:
        take_in_documents(ledger, [make_document(TEXT)], reader=reader, settings=Settings())
        with TestClient(create_app(DeskSettings(ledger=str(own_file))), base_url=HOME) as desk:
            rest(desk)
        assert count_waiting(ledger) == 1
    assert "sayso claims" in caplog.text


def test_two_at_once_and_a_reader_beside_them(desk):
    answers = []

    def send(number):
        answers.append(post(desk, text=TEXT.replace("spring", f"week {number}")).status_code)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    seen = [desk.get("/api/v1/documents").status_code for _ in range(10)]
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201] * 4
    assert set(seen) == {200}


def test_who_waits_to_write_keeps_nobody_from_reading(desk, own_file):
    keys = [one["id"] for one in desk.get("/api/v1/attributions").json()["items"][:6]]
    answers = []

    def judge(key):
        sent = {"verdict": "accept", "target": key}
        answers.append(desk.post("/api/v1/judgements", json=sent).status_code)

    threads = [threading.Thread(target=judge, args=(key,)) for key in keys]
    with open_ledger(own_file) as ledger, writing(ledger):  # another program writes for a while
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        begun = time.monotonic()
        assert [desk.get("/api/v1/documents").status_code for _ in range(5)] == [200] * 5
        assert time.monotonic() - begun < 5
        assert answers == []
    for thread in threads:
        thread.join()
    assert answers == [201] * 6


def test_a_report_does_not_wait_behind_an_archive(desk):
    job = desk.post("/api/v1/documents", files={"file": ("many.jsonl.gz", lines(60))}).json()
    assert post(desk, text=TEXT).status_code == 201
    assert desk.get(f"/api/v1/jobs/{job['id']}").json()["state"] == "reading"


def test_what_takes_long_is_answered_with_a_job(desk, monkeypatch):
    monkeypatch.setattr(posting, "PATIENCE", 0.0)
    answer = post(desk, text=TEXT)
    assert answer.status_code == 202
    assert wait(desk, answer.json())["added"] == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "one of text, url and file"),
        ({"text": "a", "url": "https://b.example/"}, "one of text, url and file"),
        ({"url": "/etc/passwd"}, "http or https"),
        ({"url": "file:///etc/passwd"}, "http or https"),
        ({"url": "ftp://a.example/b"}, "http or https"),
        ({"text": TEXT, "published": "soon"}, "no date"),
        ({"text": TEXT, "colour": "red"}, "colour"),
        ({"text": 7}, "text"),
        ({"text": TEXT, "outlet": "x" * 201}, "outlet"),
    ],
)
def test_what_is_not_as_it_must_be_is_refused(desk, fields, said):
    answer = post(desk, **fields)
    assert answer.status_code == 422
    assert said in answer.json()["error"]["detail"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8765/", "http://localhost/", "http://[::1]/x", "http://10.0.0.1/"]
)
def test_addresses_inside_are_not_fetched(desk, url):
    answer = post(desk, url=url)
    assert answer.status_code == 422
    assert desk.get("/api/v1/jobs").json()["items"][0]["reasons"][0]["uri"] == url


def test_other_kinds_of_body_are_refused(desk):
    for kind in ("text/plain", "application/xml", ""):
        answer = desk.post("/api/v1/documents", content=b"a", headers={"Content-Type": kind})
        assert answer.status_code == 415
    answer = desk.post(
        "/api/v1/documents", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422


def test_a_form_has_no_other_fields(desk):
    for value in ("", "red"):
        answer = desk.post("/api/v1/documents", data={"text": TEXT, "colour": value, "title": ""})
        assert answer.status_code == 422
        assert "colour" in answer.text


def test_a_form_may_hold_a_long_text(desk):
    token = desk.headers.pop("X-CSRF-Token")
    answer = desk.post(
        "/api/v1/documents", files={"csrf": (None, token), "text": (None, " " * 3_000_000)}
    )
    assert answer.status_code == 422
    assert "only blanks" in answer.text


def test_odd_letters_come_back_as_they_went_in(desk):
    answer = post(desk, text=odd().text, title="\u202e<b>🚢", outlet="=cmd()")
    assert answer.status_code == 201
    document = answer.json()["items"][0]["document"]
    assert document["text"] == odd().text
    assert document["outlet"] == "=cmd()"
    rows = desk.get("/api/v1/documents", params={"format": "csv", "limit": 1}).text
    assert "'=cmd()" in rows


def test_a_ledger_that_may_only_be_read_can_still_try(desk_file):
    app = create_app(DeskSettings(ledger=str(desk_file)))
    app.state.desk.intake.ledger = app.state.desk.writer = None
    with TestClient(app, base_url=HOME) as desk:
        desk.headers["X-CSRF-Token"] = desk.get("/api/v1/session").json()["csrf"]
        assert post(desk, text=TEXT).status_code == 403
        assert post(desk, text=TEXT, keep=False).status_code == 200


def test_closing_ends_a_job_and_keeps_what_is_stored(own_file):
    app = create_app(DeskSettings(ledger=str(own_file)))
    with TestClient(app, base_url=HOME) as desk:
        desk.headers["X-CSRF-Token"] = desk.get("/api/v1/session").json()["csrf"]
        job = desk.post("/api/v1/documents", files={"file": ("many.jsonl.gz", lines(300))}).json()
        begun = time.monotonic()
    assert time.monotonic() - begun < 10
    assert app.state.desk.intake.job(job["id"]).state == "failed"
    with open_ledger(own_file, read_only=True) as ledger:
        assert not list(verify(ledger))


def test_there_is_no_such_job(desk):
    for path in ("/api/v1/jobs/nothing", "/api/v1/jobs/nothing/events"):
        assert desk.get(path).status_code == 404
