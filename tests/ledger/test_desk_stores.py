"""The desk over each kind of store: what is posted is found, judged and exported."""

import time

import pytest

pytest.importorskip("fastapi", reason="the desk's packages are not installed (the extra desk)")

from fastapi.testclient import TestClient

from sayso.views.desk.app import create_app
from sayso.views.desk.state import DeskSettings

TEXT = (
    "VELDEN — The bridge at Karsholm will stay shut until spring, transport minister Odile Farrant "
    "said on Monday. Tomas Wren, a union leader, denied that the bridge was unsafe. Police "
    "arrested two journalists in Velden on Sunday, Farrant said.\n"
)
LISTS = "documents readings attributions claims actors outlets events runs skipped judgements review".split()


def test_a_desk_works_over_each_kind_of_store(url):
    with TestClient(create_app(DeskSettings(ledger=url)), base_url="http://localhost:8765") as desk:
        desk.headers["X-CSRF-Token"] = desk.get("/api/v1/session").json()["csrf"]
        for outlet in ("Velden Tribune", "Karsholm Times"):
            sent = {"text": f"{TEXT}{outlet} asked.", "outlet": outlet}
            assert desk.post("/api/v1/documents", json=sent).status_code == 201
        again = desk.post("/api/v1/documents", json=sent)
        assert again.status_code == 200
        while not desk.app.state.desk.intake.idle():
            time.sleep(0.02)
        for name in LISTS:
            answer = desk.get(f"/api/v1/{name}")
            assert answer.status_code == 200, answer.text
            assert bool(answer.json()["items"]) is (name not in {"skipped", "judgements"}), name
            if name not in {"readings", "judgements"}:  # they have no pages of their own
                assert desk.get(f"/{name}", headers={"Accept": "text/html"}).status_code == 200
        found = desk.get("/api/v1/search", params={"q": "bridge"}).json()
        assert (len(found["documents"]), bool(found["items"])) == (2, True)
        key = found["items"][0]["id"]
        assert (
            desk.post("/api/v1/judgements", json={"verdict": "accept", "target": key}).status_code
            == 201
        )
        rows = desk.get("/api/v1/attributions", params={"format": "csv", "all": "true"}).text
        assert len(rows.splitlines()) > 2
        assert desk.delete(f"/api/v1/documents/{key.partition('-')[0]}").status_code == 200
        assert len(desk.get("/api/v1/documents").json()["items"]) == 1
