"""Pages asked with whatever stands in an address: an answer, or an error that says what to do."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PAGES = (
    "/", "/documents", "/attributions", "/claims", "/actors", "/outlets", "/events", "/search", "/runs",
    "/skipped", "/review", "/login", "/api/docs",
)  # fmt: skip
THINGS = ("/documents/", "/attributions/", "/claims/", "/actors/", "/outlets/", "/runs/", "/jobs/",
          "/review/attributions/", "/review/documents/", "/static/")  # fmt: skip
NAMES = ("q", "outlet", "speaker", "act", "kind", "since", "until", "order", "limit", "cursor", "facets",
         "about", "actor", "type", "party", "least", "denied", "graded", "next", "sample", "format", "x")  # fmt: skip
ANY = st.text(max_size=12) | st.sampled_from(
    [
        "1",
        "0",
        "-1",
        "true",
        "newest",
        "say",
        "2023",
        "2023-07",
        '"',
        "*",
        "a*",
        "\x00",
        "%",
        "<script>",
    ]
)
QUERIES = st.dictionaries(st.sampled_from(NAMES), ANY, max_size=3)


def check(answer):
    assert answer.status_code < 500, answer.text
    assert "<script>" not in answer.text
    assert "Traceback" not in answer.text


@given(st.sampled_from(PAGES), QUERIES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_page_answers_whatever_it_is_asked(client, page, query):
    check(client.get(page, params=query, headers={"Accept": "text/html"}))


@given(st.sampled_from(THINGS), ANY.filter(bool))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_thing_is_there_or_is_not(client, path, name):
    from urllib.parse import quote

    check(client.get(path + quote(name, safe=""), headers={"Accept": "text/html"}))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there(client, page):
    answer = client.get(
        page, headers={"Accept": "text/html"}, params={"q": "a"} if page == "/search" else {}
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
