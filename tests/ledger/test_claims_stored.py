"""Claims are made and found alike on every kind of database."""

import sayso
from sayso.claims import update_claims
from sayso.ledger import add_readings, forget, open_ledger, start_run, verify
from sayso.ledger.claims import find_claims, get_claim

TEXTS = (
    "Ines Calder said that the harbour crane in Port Merrow had fallen on Monday.",
    "The harbour crane in Port Merrow fell on Monday, Tomas Wren said.",
    "The port authority denied that the harbour crane in Port Merrow had fallen.",
)


def test_claims_are_made_found_and_withdrawn(url):
    read = [
        sayso.read_text(text, outlet=f"Paper {n}", published=f"2025-03-1{n}", uri=f"https://{n}.example")
        for n, text in enumerate(TEXTS, 4)
    ]  # fmt: skip
    with open_ledger(url) as ledger:
        add_readings(ledger, start_run(ledger), read)
        assert update_claims(ledger) == 3
        claim = find_claims(ledger, about="harbour crane", actor="Calder").claims[0]
        assert len(claim.members) == 3
        assert get_claim(ledger, claim.id) == claim

        forget(ledger, "https://6.example")
        update_claims(ledger)

        assert len(find_claims(ledger, about="harbour crane").claims[0].members) == 2
        assert list(verify(ledger)) == []
