"""Review over REST and as pages: what is said is kept, shown, and taken back; no script needed."""

import re
from html import unescape

import pytest

from sayso.ledger import all_readings, attribution_keys, document_key, open_ledger, verify


@pytest.fixture
def desk(own_client):
    own_client.headers["X-CSRF-Token"] = own_client.get("/api/v1/session").json()["csrf"]
    return own_client


@pytest.fixture
def odd_keys(own_file):
    """The keys of the report with odd letters: of the document, and of what Calder said."""
    with open_ledger(own_file, read_only=True) as ledger:
        reading = next(one for one in all_readings(ledger) if "🦊" in one.document.text)
    said = next(
        key for key, one in zip(attribution_keys(reading), reading.attributions, strict=True)
        if one.speaker == "Ines Calder"
    )  # fmt: skip
    return document_key(reading.document), said


def judge(desk, key, verdict, **fields):
    answer = desk.post(f"/review/attributions/{key}", data={"verdict": verdict, **fields},
                       follow_redirects=False)  # fmt: skip
    return answer.status_code, answer.headers.get("location", ""), answer.text


def item(desk, key, **asked):
    return desk.get(f"/api/v1/review/attributions/{key}", params=asked).json()


def form_of(page, name):
    """The fields of a form as a browser without script would send them."""
    form = re.search(rf'<form id="{name}".*?</form>', page, re.DOTALL)[0]
    fields = dict(re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', form))
    fields |= dict(
        re.findall(r'<textarea[^>]*? name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    )
    for select, body in re.findall(r'<select[^>]*? name="(\w+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        first = re.search(r'<option value="([^"]*)"', body)
        fields[select] = (chosen or first)[1]
    return {field: unescape(value) for field, value in fields.items()}


def test_what_is_least_sure_comes_first_and_goes_when_it_is_judged(desk):
    first = desk.get("/api/v1/review").json()
    sure = [one["confidence"] for one in first["items"]]
    assert sure == sorted(sure)
    key = first["items"][0]["id"]
    status, to, _ = judge(desk, key, "accept")
    assert (status, to.split("?")[0]) == (303, f"/review/attributions/{first['items'][1]['id']}")
    assert key not in [one["id"] for one in desk.get("/api/v1/review").json()["items"]]
    page = desk.get(to).text
    assert "Kept: <b>accept</b>" in page
    back = re.search(r'name="back" value="([^"]*)"', page)[1]
    assert back == to.split("?")[0]


def test_a_form_that_is_sent_as_it_is_shown_changes_nothing(desk, odd_keys):
    page = desk.get(f"/review/attributions/{odd_keys[1]}").text
    fields = form_of(page, "fix")
    assert fields["speaker"] == "Ines Calder"
    answer = desk.post(f"/review/attributions/{odd_keys[1]}", data=fields)
    assert answer.status_code == 400
    assert "nothing was changed" in answer.text


def test_fields_are_corrected_by_a_plain_form_and_taken_back(desk, odd_keys, own_file):
    key = odd_keys[1]
    fields = form_of(desk.get(f"/review/attributions/{key}").text, "fix")
    before = item(desk, key)["attribution"]
    fields |= {"speaker": "Maren Tolliver", "act": "claim", "content": "“The hull", "said": "",
               "note": "as the <b>log</b> has it"}  # fmt: skip
    fields.pop("verdict")
    status, to, _ = judge(desk, key, "correct", **fields)
    assert status == 303
    done = re.search(r"done=(\w+)", to)[1]
    one = item(desk, key, whole=True)
    found = one["attribution"]
    (start, end), = found["content"]  # fmt: skip
    assert one["text"][start:end] == "“The hull"
    assert (found["speaker"], found["act"], found["said"]) == ("Maren Tolliver", "claim", None)
    assert (found["mode"], found["factuality"]) == (before["mode"], before["factuality"])
    assert desk.get(f"/api/v1/attributions/{key}").json()["speaker"] == "Maren Tolliver"
    assert desk.get("/api/v1/attributions", params={"speaker": "tolliver"}).json()["items"]
    for path in (f"/documents/{odd_keys[0]}", "/search?q=hull"):
        assert "corrected by <bdi>local</bdi>" in desk.get(path).text, path
    page = desk.get(f"/review/attributions/{key}").text
    assert "as the &lt;b&gt;log&lt;/b&gt; has it" in page
    assert "speaker, as it was read" in page
    answer = desk.post("/review/undo", data={"key": done, "back": f"/review/attributions/{key}"})
    assert "Taken back." in answer.text
    assert item(desk, key)["attribution"] == before
    with open_ledger(own_file) as ledger:
        assert list(verify(ledger)) == []


def test_spans_that_the_script_gives_are_counted_in_code_points(desk, odd_keys):
    text = item(desk, odd_keys[1], whole=True)["text"]
    start = text.index("Tomas Wren")
    assert start > text.index("🚢")
    spans = f"[[{start},{start + 10}]]"
    assert judge(desk, odd_keys[1], "correct", source="whatever", source_spans=spans)[0] == 303
    assert item(desk, odd_keys[1])["attribution"]["source"] == [[start, start + 10]]


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"content": "words that are not there"}, 400, "the text has no"),
        ({"content": ""}, 400, "a content cannot be empty"),
        ({"source_spans": "[[1,"}, 400, "are no spans of the source"),
        ({"source_spans": "[[5,99999]]"}, 400, "inside the"),
        ({"act": "sing"}, 400, "no act"),
        ({"speaker": "x" * 5000}, 422, "speaker"),
    ],
)
def test_what_cannot_be_is_told(desk, odd_keys, fields, status, told):
    answer = desk.post(f"/review/attributions/{odd_keys[1]}", data={"verdict": "correct", **fields})
    assert (answer.status_code, told in answer.text) == (status, True), answer.text


def test_a_chain_is_given_by_names_and_keeps_what_it_rests_on(desk, odd_keys):
    before = item(desk, odd_keys[1])["attribution"]["chain"]
    given = " > ".join([before[0]["name"], "Radio Kest", before[-1]["name"]])
    judge(desk, odd_keys[1], "correct", chain=given)
    after = item(desk, odd_keys[1])["attribution"]["chain"]
    assert [one["name"] for one in after] == given.split(" > ")
    assert after[-1]["evidence"] == before[-1]["evidence"]


def test_what_was_missed_is_added_and_taken_back(desk, odd_keys):
    page = desk.get(f"/review/documents/{odd_keys[0]}")
    assert page.status_code == 200
    fields = form_of(page.text, "fix")
    fields |= {"content": "Ferry “saved”", "speaker": "the headline"}
    answer = desk.post(f"/review/documents/{odd_keys[0]}", data=fields)
    assert answer.status_code == 200
    assert "Kept: <b>add</b>" in answer.text
    found = desk.get("/api/v1/attributions", params={"speaker": "headline"}).json()["items"]
    assert [one["content"] for one in found] == ["Ferry “saved”"]
    history = desk.get(f"/api/v1/review/history/{found[0]['id']}").json()
    assert [one["verdict"] for one in history["items"]] == ["add"]
    desk.post("/review/undo", data={"key": history["items"][0]["key"], "back": "/review"})
    assert not desk.get("/api/v1/attributions", params={"speaker": "headline"}).json()["items"]


def test_a_sample_is_drawn_judged_and_measured(desk):
    answer = desk.post("/review/samples", data={"size": 4, "seed": 3, "strata": ""})
    assert answer.url.query == b"sample=4-seed3"
    items = desk.get("/api/v1/review", params={"sample": "4-seed3"}).json()
    assert (len(items["items"]), items["sample"]["mine"]) == (4, 0)
    first, second = (one["id"] for one in items["items"][:2])
    status, to, _ = judge(desk, first, "reject", sample="4-seed3", note="a title")
    assert (status, to.split("&")[0]) == (303, f"/review/attributions/{second}?sample=4-seed3")
    judge(desk, second, "accept", sample="4-seed3")
    told = desk.get("/api/v1/review/samples/4-seed3").json()
    assert (told["judged"], told["right"][0]["right"], told["right"][0]["whole"]) == (2, 1, 2)
    assert "1 of 2" in desk.get("/review/samples/4-seed3").text
    assert item(desk, first, sample="4-seed3")["rejected"]
    made = desk.post("/api/v1/review/samples", json={"size": 4, "seed": 3})
    assert (made.status_code, made.json()["name"]) == (201, "4-seed3")
    assert [one["name"] for one in desk.get("/api/v1/review/samples").json()["items"]] == [
        "4-seed3"
    ]
    assert desk.get(made.headers["location"]).status_code == 200


def test_actors_are_judged_one_and_two(desk, own_file):
    with open_ledger(own_file, read_only=True) as ledger:
        from sayso.ledger import actor_keys

        pair = [actor_keys(one)[0] for one in list(all_readings(ledger))[:2]]
    fields = {"one": pair[0], "other": pair[1], "verdict": "same", "why": "one <i>title</i>"}
    page = desk.post("/review/actors", data=fields)
    assert page.status_code == 200
    assert "one &lt;i&gt;title&lt;/i&gt;" in page.text
    (found,) = desk.get("/api/v1/review/actors").json()["items"]
    assert (found["verdict"], found["note"]) == ("same", "one <i>title</i>")
    assert all(side["name"] for side in found["pair"])
    desk.post("/review/undo", data={"key": found["key"], "back": "/review/actors"})
    assert desk.get("/api/v1/review/actors").json()["items"] == []
    again = desk.post("/review/actors", data={**fields, "other": pair[0]})
    assert (again.status_code, "give two different ids" in again.text) == (400, True)


@pytest.mark.parametrize(
    "path",
    ["/review/attributions/0000000000000000-00000000", "/review/documents/0000",
     "/review/samples/none", "/review?sample=none"],
)  # fmt: skip
def test_what_is_not_there_is_told(desk, path):
    assert desk.get(path).status_code == desk.get(f"/api/v1{path}").status_code == 404


def test_a_way_back_leads_nowhere_else(desk, odd_keys):
    _, to, _ = judge(desk, odd_keys[1], "accept")
    done = re.search(r"done=(\w+)", to)[1]
    answer = desk.post("/review/undo", data={"key": done, "back": "https://evil.example/"},
                       follow_redirects=False)  # fmt: skip
    assert answer.headers["location"].startswith("/?")


def test_a_form_without_its_token_is_refused(own_client, odd_keys):
    for path in (
        f"/review/attributions/{odd_keys[1]}",
        "/review/samples",
        "/review/undo",
        "/review/actors",
    ):
        assert (
            own_client.post(path, data={"verdict": "accept", "size": 3, "key": "x"}).status_code
            == 403
        )


def test_every_page_of_review_is_as_json_too(desk, odd_keys):
    desk.post("/review/samples", data={"size": 3})
    for path in ("/review", f"/review/attributions/{odd_keys[1]}", f"/review/documents/{odd_keys[0]}",
                 "/review/samples/3-seed1", "/review/actors", "/review/claims", "/review?sample=3-seed1"):  # fmt: skip
        page = desk.get(path)
        assert page.status_code == 200, path
        assert f'href="/api/v1{path}"' in page.text
        assert desk.get(f"/api/v1{path}").status_code == 200
        assert "style=" not in page.text
        assert not re.search(r"<script(?![^>]* src=)|\son\w+=", page.text)


def test_a_place_is_parted_from_its_claim_and_comes_back(desk):
    first = desk.get("/api/v1/claims").json()["items"][0]  # that of most documents
    claim = desk.get(f"/api/v1/claims/{first['id']}").json()
    page = desk.get(f"/claims/{claim['id']}").text
    link = next(link for link in re.findall(r'href="(/review/claims\?[^"]*)"', page)
                if claim["id"] not in link.split("other=")[1])  # fmt: skip
    form = desk.get(unescape(link)).text
    one, other = (
        re.search(rf'name="{name}"[^>]*value="([^"]*)"', form)[1] for name in ("one", "other")
    )
    assert (one, other in [member["key"] for member in claim["members"]]) == (claim["id"], True)
    desk.post("/review/claims", data={"one": one, "other": other, "verdict": "different"})
    found = desk.get("/api/v1/claims", params={"limit": 200}).json()["items"]
    together = [desk.get(f"/api/v1/claims/{each['id']}").json()["members"] for each in found]
    assert not any({one, other} <= {member["key"] for member in members} for members in together)
    (told,) = desk.get("/api/v1/review/claims").json()["items"]
    desk.post("/review/undo", data={"key": told["key"], "back": "/review/claims"})
    back = desk.get(f"/api/v1/claims/{one}").json()
    assert {member["key"] for member in back["members"]} == {m["key"] for m in claim["members"]}


def test_actors_who_were_taken_for_one_lead_to_where_they_are_parted(desk):
    for one in desk.get("/api/v1/actors").json()["items"]:
        page = desk.get(f"/actors/{one['name']}").text
        link = re.search(r'href="(/review/actors\?one=[^"]*)"', page)
        if link:
            assert desk.get(unescape(link[1])).status_code == 200
            return
    raise AssertionError("nobody was taken for one in the story")


def test_a_sample_among_judgements_is_told_without_its_attributions(desk):
    desk.post("/review/samples", data={"size": 4})
    (told,) = desk.get("/api/v1/judgements", params={"kind": "sample"}).json()["items"]
    assert (told["target"], told["value"]["size"], "items" in told["value"]) == (
        "4-seed1",
        4,
        False,
    )
    assert "4-seed1" in desk.get("/review").text
