"""REST: what is asked is answered, in every form, and in one shape when it is not."""

import csv
import io


def test_documents_are_listed_page_by_page(client):
    first = client.get("/api/v1/documents", params={"limit": 5}).json()
    rest = client.get("/api/v1/documents", params={"limit": 5, "cursor": first["cursor"]}).json()
    assert len(first["items"]) == 5
    assert rest["cursor"] is None
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 8


def test_a_document_has_its_reading(client):
    (found,) = client.get("/api/v1/documents", params={"q": "bookings"}).json()["items"]
    document = client.get(f"/api/v1/documents/{found['id']}").json()
    assert document["document"]["title"] == found["title"]
    assert len(document["attributions"]) == found["attributions"] > 0


def test_csv_has_what_json_has(client):
    rows = client.get("/api/v1/documents").json()["items"]
    text = client.get("/api/v1/documents", params={"format": "csv"}).text
    found = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in found] == [row["id"] for row in rows]


def test_what_is_known_is_not_sent_again(client):
    first = client.get("/api/v1/documents")
    again = client.get("/api/v1/documents", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_there_has_our_shape(client):
    answer = client.get("/api/v1/documents/nothing")
    assert answer.status_code == 404
    assert set(answer.json()["error"]) == {"status", "title", "detail", "advice"}


def test_another_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
