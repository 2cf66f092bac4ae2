"""REST: what is asked is answered, in every form, and in one shape when it is not."""

import csv
import io
import json

import pytest

from sayso.ledger import find_statements
from sayso.ledger.claims import find_claims
from sayso.views.resources import judgements

API = "/api/v1"
LISTS = {
    "documents": {}, "readings": {}, "attributions": {}, "claims": {}, "search": {"q": "passport"},
    "actors": {}, "outlets": {}, "events": {}, "runs": {}, "skipped": {}, "judgements": {}, "jobs": {},
}  # fmt: skip
FILLED = sorted(set(LISTS) - {"judgements", "jobs"})


def get(client, path, **query):
    answer = client.get(f"{API}/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_one_shape(client, name):
    found = get(client, name, **LISTS[name])
    assert isinstance(found["items"], list)
    assert found["cursor"] is None or isinstance(found["cursor"], str)
    assert bool(found["items"]) is (name in FILLED)


@pytest.mark.parametrize("name", FILLED)
def test_pages_follow_each_other_without_gap_or_repeat(client, name):
    whole = get(client, name, **LISTS[name], limit=200)["items"]
    found, cursor = [], None
    for _ in range(len(whole) + 1):
        asked = {**LISTS[name], "limit": 7, **({"cursor": cursor} if cursor else {})}
        page = get(client, name, **asked)
        found += page["items"]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert found == whole or (len(whole) == 200 and found[:200] == whole)


@pytest.mark.parametrize("name", FILLED)
def test_csv_and_lines_have_what_json_has(client, name):
    asked = {**LISTS[name], "limit": 5}
    rows = get(client, name, **asked)["items"]
    lines = client.get(
        f"{API}/{name}", params=asked, headers={"Accept": "application/x-ndjson"}
    ).text
    assert [json.loads(line) for line in lines.splitlines()] == rows
    answer = client.get(f"{API}/{name}", params={**asked, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="sayso-{name}.csv"'
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(found) == len(rows)
    for cells, row in zip(found, rows, strict=True):
        for column, cell in cells.items():
            value = row.get(column)
            if isinstance(value, list | dict):
                assert json.loads(cell) == value
            elif not str(value).startswith(("=", "+", "-", "@", "\t", "\r")):
                assert cell == ("" if value is None else str(value))


def test_all_pages_can_be_had_at_once(client):
    whole = get(client, "attributions", limit=200)["items"]
    lines = client.get(
        f"{API}/attributions", params={"limit": 3, "format": "jsonl", "all": "true"}
    ).text
    assert [json.loads(line)["id"] for line in lines.splitlines()] == [one["id"] for one in whole]


def test_a_table_runs_nothing(own_client):
    form = {"X-CSRF-Token": own_client.get(f"{API}/session").json()["csrf"]}
    for outlet in ("=1+1", "+1", "-1", "@sum(a)", "\t=1"):
        sent = {"text": f"“It is {outlet},” Ann Orr said.", "outlet": outlet}
        assert own_client.post(f"{API}/documents", json=sent, headers=form).status_code == 201
    text = own_client.get(f"{API}/documents", params={"format": "csv", "limit": 5}).text
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@\t" and cell]


@pytest.mark.parametrize("name", sorted(set(FILLED) - {"readings", "search", "skipped", "events"}))
def test_one_thing_is_found_by_what_its_list_says(client, name):
    item = get(client, name)["items"][0]
    found = get(client, f"{name}/{item.get('id') or item['name']}")
    told = found.get("id") or found.get("name")
    assert told == (item.get("id") or item["name"])


def test_a_reading_of_a_document(client):
    item = get(client, "readings")["items"][0]
    found = get(client, f"documents/{item['document']}/readings/{item['id']}")
    assert len(found["attributions"]) == item["attributions"]
    assert found["sayso"]["version"] == item["version"]
    assert get(client, "readings", document=item["document"])["items"] == [item]
    assert get(client, f"documents/{item['document']}")["readings"] == [item["id"]]


def test_attributions_are_found_by_what_they_are(client, desk_ledger):
    for one in find_statements(desk_ledger, limit=40).items:
        asked = {"act": one.act, "mode": one.mode, "identity": one.identity, "speaker": one.speaker}
        asked = {name: value for name, value in asked.items() if value}
        assert one.key in {
            row["id"] for row in get(client, "attributions", **asked, limit=200)["items"]
        }


def test_facets_count_what_the_list_has(client):
    found = get(client, "attributions", facets="true", limit=200)
    counted = {each["value"]: each["count"] for each in found["facets"]["counts"]["mode"]}
    for mode, count in counted.items():
        assert len(get(client, "attributions", mode=mode, limit=200)["items"]) == count


def test_a_claim_tells_who_says_so(client, desk_ledger):
    claim = max(find_claims(desk_ledger).claims, key=lambda one: len(one.members))
    found = get(client, f"claims/{claim.id}")
    assert len(found["members"]) == len(claim.members) > 2
    (row,) = [one for one in get(client, "claims", limit=200)["items"] if one["id"] == claim.id]
    assert {name: row[name] for name in found["counts"]} == found["counts"]


def test_search_looks_everywhere(client):
    found = get(client, "search", q="passport")
    assert found["items"]
    assert found["documents"]
    assert all("passport" in json.dumps(one).lower() for one in found["items"])


# --- what is not there, or not so -----------------------------------------------------


WRONG = [
    ("documents/nothing", {}, 404),
    ("documents/nothing/readings/nothing", {}, 404),
    ("attributions/nothing", {}, 404),
    ("attributions/000000-00", {}, 404),
    ("claims/nothing", {}, 404),
    ("actors/Nobody At All", {}, 404),
    ("outlets/No/Such/Outlet", {}, 404),
    ("runs/x", {}, 404),
    ("runs/99999", {}, 404),
    ("judgements/nothing", {}, 404),
    ("nothing", {}, 404),
    ("documents", {"limit": 0}, 422),
    ("documents", {"limit": 201}, 422),
    ("documents", {"limit": "x"}, 422),
    ("documents", {"cursor": "x"}, 400),
    ("documents", {"since": "soon"}, 400),
    ("documents", {"q": "…"}, 400),
    ("documents", {"format": "xml"}, 422),
    ("documents", {"outlets": "x"}, 422),
    ("documents", {"speaker": "x"}, 422),
    ("attributions", {"act": "sing"}, 422),
    ("search", {}, 422),
    ("search", {"q": ""}, 422),
    ("claims", {"cursor": "1-"}, 400),
    ("skipped", {"run": -1}, 422),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query", "status"), WRONG)
def test_what_cannot_be_answered_has_one_shape(client, path, query, status):
    answer = client.get(f"{API}/{path}", params=query)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert list(error) == ["status", "title", "detail", "advice"]
    assert error["status"] == status
    assert error["detail"]
    assert "Traceback" not in answer.text


def test_a_mistyped_parameter_is_told_what_there_is(client):
    answer = client.get(f"{API}/documents", params={"outlets": "x"})
    assert (
        "outlets: there is no such parameter here, but format, all, q, outlet"
        in answer.json()["error"]["detail"]
    )


def test_a_cursor_is_of_its_list_alone(client):
    cursor = get(client, "attributions", limit=2)["cursor"]
    for path, query in (("documents", {}), ("attributions", {"act": "say"}), ("readings", {})):
        answer = client.get(f"{API}/{path}", params={**query, "cursor": cursor})
        assert answer.status_code == 400


# --- bodies and their tags ------------------------------------------------------------


@pytest.mark.parametrize("path", ["documents", "claims", "session", "openapi.json"])
def test_what_is_known_is_not_sent_again(client, path):
    first = client.get(f"{API}/{path}")
    again = client.get(f"{API}/{path}", headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(f"{API}/{path}", headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_tag_is_of_the_very_bytes(client):
    packed = client.get(f"{API}/documents", headers={"Accept-Encoding": "gzip"})
    plain = client.get(f"{API}/documents", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # the client has unpacked it
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (
        client.get(f"{API}/documents", params={"limit": 1}).headers["etag"] != plain.headers["etag"]
    )


def test_answers_are_asked_for_again(client):
    assert client.get(f"{API}/documents").headers["cache-control"] == "private, no-cache"
    assert client.get(f"{API}/nothing").headers["cache-control"] == "no-store"


# --- judgements -----------------------------------------------------------------------


@pytest.fixture
def editor(own_client):
    own_client.headers["X-CSRF-Token"] = own_client.get(f"{API}/session").json()["csrf"]
    return own_client


def test_a_judgement_is_kept_and_taken_back(editor):
    key = get(editor, "attributions")["items"][0]["id"]
    made = editor.post(f"{API}/judgements", json={"verdict": "reject", "target": key})
    assert made.status_code == 201
    judgement = made.json()
    assert judgement["by"] == "local"
    assert get(editor, made.headers["location"].removeprefix(f"{API}/")) == judgement
    assert get(editor, "judgements", target=key)["items"] == [judgement]
    assert get(editor, f"attributions/{key}")["judgements"][0]["key"] == judgement["key"]
    back = editor.post(f"{API}/judgements/{judgement['key']}/undo")
    assert back.status_code == 201
    assert get(editor, "judgements", target=key)["items"] == []
    assert len(get(editor, "judgements", undone="true")["items"]) == 2
    again = editor.post(f"{API}/judgements/{judgement['key']}/undo")
    assert (again.status_code, again.json()) == (200, back.json())
    assert editor.post(f"{API}/judgements/nothing/undo").status_code == 404


def test_two_actors_are_judged_the_same(editor):
    documents = get(editor, "documents", q="Sillamar")["items"][:2]
    pair = []
    for one in documents:
        document = get(editor, f"documents/{one['id']}")
        actor = next(each for each in document["actors"] if "Sillamar" in each["name"])
        pair.append(document["ids"][actor["id"]])
    sent = {"verdict": "same", "kind": "actor", "target": pair[0], "other": pair[1]}
    made = editor.post(f"{API}/judgements", json=sent)
    assert made.status_code == 201
    assert {made.json()["target"], made.json()["other"]} == set(pair)
    contrary = editor.post(f"{API}/judgements", json={**sent, "verdict": "different"})
    assert contrary.status_code == 201
    assert [one["verdict"] for one in get(editor, "judgements")["items"]] == ["different"]


def test_a_sample_is_taken_back_like_any_judgement(editor):
    assert editor.post(f"{API}/review/samples", json={"size": 3}).status_code == 201
    (drawn,) = get(editor, "judgements", kind="sample")["items"]
    assert drawn["value"]["size"] == 3
    assert editor.post(f"{API}/judgements/{drawn['key']}/undo").status_code == 201
    assert len(get(editor, "judgements", undone="true")["items"]) == 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"verdict": "reject", "target": "nothing-00"}, 404),
        ({"verdict": "accept", "kind": "claim", "target": "nothing"}, 404),
        ({"verdict": "same", "kind": "claim", "target": "nothing", "other": "else"}, 404),
        ({"verdict": "praise", "target": "x"}, 422),
        ({"verdict": "correct", "target": "x"}, 400),
        ({"verdict": "same", "kind": "actor", "target": "x"}, 400),
        ({"verdict": "reject", "target": "x", "by": "somebody else"}, 422),
        ([], 422),
    ],
)
def test_a_judgement_that_is_none_is_refused(editor, sent, status):
    answer = editor.post(f"{API}/judgements", json=sent)
    assert answer.status_code == status
    assert answer.json()["error"]["detail"]


@pytest.mark.parametrize(
    "value",
    [
        '{"x": NaN}',
        '{"x": 1e999}',
        '{"x": ' + "[" * 25 + "]" * 25 + "}",
        f'{{"x": "{"y" * 100_001}"}}',
    ],
)
def test_what_could_be_kept_but_not_told_again_is_refused(editor, value):
    claim = get(editor, "claims")["items"][0]["id"]
    sent = f'{{"verdict": "correct", "kind": "claim", "target": "{claim}", "value": {value}}}'
    answer = editor.post(
        f"{API}/judgements", content=sent, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert get(editor, "judgements")["items"] == []


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\u202e", "é\\u0301"])
def test_odd_letters_of_a_judgement_come_back(editor, text):
    key = get(editor, "attributions")["items"][0]["id"]
    sent = f'{{"verdict": "accept", "target": "{key}", "value": {{"note": "a{text}"}}}}'
    made = editor.post(
        f"{API}/judgements", content=sent.encode(), headers={"Content-Type": "application/json"}
    )
    assert made.status_code == 201
    assert get(editor, "judgements")["items"][0]["value"]["note"] == json.loads(f'"a{text}"')


def test_where_the_ledger_lies_is_nobodys_business(client):
    where = client.app.state.desk.ledger.url
    for path in ("documents/x", "claims/x", "attributions/000000-0", "runs/77", "nothing"):
        assert where not in client.get(f"{API}/{path}").text


def test_columns_of_judgements_are_all_their_fields():
    assert set(judgements.COLUMNS) == set(judgements.Judgement.__slots__)


# --- for admins -----------------------------------------------------------------------


def test_a_document_is_forgotten(editor):
    item = get(editor, "documents")["items"][0]
    gone = editor.delete(f"{API}/documents/{item['id']}")
    assert gone.status_code == 200
    assert gone.json()["removed"]["document"] == 1
    assert editor.get(f"{API}/documents/{item['id']}").status_code == 404
    assert editor.delete(f"{API}/documents/{item['id']}").status_code == 404


def test_a_document_is_read_again(editor):
    key = get(editor, "documents")["items"][0]["id"]
    answer = editor.post(f"{API}/documents/{key}/read-again")
    assert answer.status_code == 202
    with editor.stream("GET", f"{answer.headers['location']}/events") as stream:
        told = stream.read().decode()
    assert '"known": 1' in told  # by the same version: there is nothing to add
    assert editor.post(f"{API}/documents/nothing/read-again").status_code == 404
