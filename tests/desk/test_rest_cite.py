"""Citations over HTTP are those of the library, with permalinks that lead to this desk."""

import json

import pytest

from sayso.ledger import attribution_keys, find_documents, get_reading
from sayso.ledger.claims import find_claims
from sayso.views.cite import cite_any, written


@pytest.fixture(scope="module")
def keys(desk_ledger):
    """One key of each that can be cited, by its resource."""
    document = find_documents(desk_ledger).items[0].key
    return {
        "documents": document,
        "attributions": attribution_keys(get_reading(desk_ledger, document))[0],
        "claims": find_claims(desk_ledger).claims[0].id,
    }


@pytest.mark.parametrize("resource", ["documents", "attributions", "claims"])
def test_a_citation_is_that_of_the_library(client, desk_ledger, keys, resource):
    items = cite_any(desk_ledger, keys[resource], base=str(client.base_url).rstrip("/"))
    for asked, form, kind in (
        ({}, "csl", "application/vnd.citationstyles.csl+json"),
        ({"format": "bibtex"}, "bibtex", "application/x-bibtex; charset=utf-8"),
    ):
        answer = client.get(f"/api/v1/{resource}/{keys[resource]}/citation", params=asked)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.text == written(items, form)
        assert json.loads(written(items, "csl"))[0]["id"] in answer.text


@pytest.mark.parametrize("resource", ["documents", "attributions", "claims"])
def test_what_is_not_there_is_answered_so(client, resource):
    answer = client.get(f"/api/v1/{resource}/0000000000/citation")
    assert (answer.status_code, answer.json()["error"]["status"]) == (404, 404)


def test_a_form_that_there_is_not_is_refused(client, keys):
    answer = client.get(f"/api/v1/documents/{keys['documents']}/citation", params={"format": "ris"})
    assert answer.status_code == 422
