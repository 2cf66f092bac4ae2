"""Sketches: the same everywhere, shared by copies, seldom by others, few to look at."""

import subprocess
import sys

import pytest
from copies import FURNITURE, OTHER, WIRE, edited
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve.fingerprint import COMPARED, GRAM, KEYS, WINDOW, bands, candidates, sketch

PLAIN = " ".join(f"word{number}" for number in range(4000))


def shared(a, b):
    return set(bands(sketch(a))) & set(bands(sketch(b)))


def test_a_sketch_is_the_same_in_every_process():
    code = (
        "from copies import WIRE; from sayso.resolve.fingerprint import sketch; print(sketch(WIRE))"
    )
    done = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, check=True, text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert done == [str(sketch(WIRE))] * 2


def test_a_sketch_is_pinned_so_that_a_table_of_old_ones_stays_good():
    assert sketch("one two three four five six seven") == (5046467385119505364,)


@given(st.text(max_size=300))
def test_numbers_fit_a_signed_column_and_come_once(text):
    numbers = sketch(text)
    assert list(numbers) == sorted(set(numbers))
    assert all(0 <= number < 2**63 for number in numbers)
    assert set(bands(numbers)) <= set(numbers)


def test_a_text_of_few_words_has_no_numbers():
    assert sketch("one two three four five") == ()
    assert len(sketch("one two three four five six")) == 1


@given(st.integers(0, 3000), st.integers(0, 200), st.integers(0, 200))
def test_whatever_is_copied_in_one_piece_shares_a_number(at, before, behind):
    piece = " ".join(PLAIN.split()[at : at + GRAM + WINDOW - 1])
    a = " ".join(f"one{number}" for number in range(before))
    b = " ".join(f"two{number}" for number in range(behind))
    assert set(sketch(f"{a} {piece} {a}")) & set(sketch(f"{b} {piece} {b}"))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("rate", [0.05, 0.1])
def test_an_edited_copy_shares_a_number(rate, seed):
    assert shared(WIRE, edited(WIRE, rate, seed))


def test_another_report_with_the_same_quotation_and_furniture_shares_none():
    assert shared(f"{WIRE}\n{FURNITURE}", f"{OTHER}\n{FURNITURE}") == set()


def test_a_long_text_has_no_more_keys_than_are_looked_up():
    assert len(sketch(PLAIN)) > KEYS == len(bands(sketch(PLAIN)))


def test_case_marks_and_accents_do_not_matter():
    assert sketch(WIRE) == sketch(WIRE.upper().replace(",", " –"))


def test_the_texts_that_share_most_come_first_and_are_bounded():
    found = [(1, "twin"), (2, "twin"), (3, "twin"), (3, "near"), (1, "near"), (4, "alone")]
    assert candidates(found) == ("twin", "alone", "near")  # few texts have number 4
    crowd = [(9, f"d{number:03}") for number in range(500)]
    assert candidates([*crowd, *found])[:3] == ("twin", "alone", "near")
    assert len(candidates(crowd)) == COMPARED
    assert candidates(reversed(found)) == candidates(found)
