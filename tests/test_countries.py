"""The table of countries and how names are looked up in it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.countries import countries, countries_in, find_country, is_demonym, is_state

MEMBERS = set(  # of the United Nations, and its two observers
    """AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM
    CA CF TD CL CN CO KM CG CR CI HR CU CY CZ KP CD DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA
    GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB
    LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK
    NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB
    SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE
    ZM ZW VA PS""".split()
)
OTHERS = set(  # the rest of ISO 3166-1 but uninhabited ones, and Kosovo
    """AI AQ AS AW AX BL BM BQ CC CK CW CX EH FK FO GF GG GI GL GP GU HK IM IO JE KY MF MO MP MQ MS
    NC NF NU PF PM PN PR RE SH SJ SX TC TK TW VG VI WF XK YT""".split()
)
LINES = [
    line
    for line in files("sayso").joinpath("data/countries.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
ROWS = [line.split("\t") for line in LINES]
NAMES = [name for row in ROWS for cell in row[1:] for name in cell.split("|") if name]


def plain(name):
    return name.rstrip("?*")


def test_the_table_holds_every_state_and_the_usual_territories():
    assert len(MEMBERS) == 195
    assert {country.code for country in countries()} == MEMBERS | OTHERS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_row_is_well_formed(row):
    code, name, *rest = row
    assert code == "-" or re.fullmatch("[A-Z]{2}", code)
    assert 2 <= len(row) <= 6
    assert name
    assert "|" not in name
    assert "|" not in "".join(rest[2:3])  # one capital
    for cell in filter(None, row[1:]):
        for written in cell.split("|"):
            assert re.fullmatch(r"\S(?:.*\S)?[?*]?", written)
            assert re.match("[^\\W\\d_]|10 ", plain(written))
            assert "’" not in written
            assert "  " not in written


def test_a_name_has_one_sure_row_and_stands_there_once():
    rows = defaultdict(list)
    for row in ROWS:
        for name in filter(None, "|".join(row[1:]).split("|")):
            rows[plain(name)].append((row[1], name.endswith("?")))
    for name, found in rows.items():
        assert len({row for row, _ in found}) == len(found), name
        assert sum(not doubtful for _, doubtful in found) <= 1, name


def test_every_name_but_a_doubtful_one_finds_its_own_row():
    for row, country in zip((r for r in ROWS if r[0] != "-"), countries(), strict=True):
        for name in filter(None, "|".join(row[1:]).split("|")):
            if not name.endswith("?"):
                assert find_country(plain(name)) == country, name


def test_a_state_stands_before_its_parts():
    first = {}
    for country in countries():
        first.setdefault(country.code, country.name)
    assert [first[code] for code in ("GB", "RU", "IQ", "PS", "DE", "AE")] == [
        "United Kingdom", "Russia", "Iraq", "Palestine", "Germany", "United Arab Emirates",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Russia", "RU"), ("the Russians", "RU"), ("Moscow", "RU"), ("the Kremlin", "RU"),
        ("the United States", "US"), ("US", "US"), ("U.S.", "US"), ("America", "US"),
        ("the U.S. State Department", "US"), ("the Pentagon", "US"), ("Washington, D.C.", "US"),
        ("the UK", "GB"), ("Britons", "GB"), ("Whitehall", "GB"), ("Scottish", "GB"),
        ("Stormont", "GB"), ("the Élysée", "FR"), ("the Elysee Palace", "FR"),
        ("Quai d’Orsay", "FR"), ("Côte d'Ivoire", "CI"), ("Cote d’Ivoire", "CI"),
        ("the Gambia", "GM"), ("The Hague", "NL"), ("the Hague", "NL"), ("Kiev", "UA"),
        ("MOSCOW", "RU"), ("BOGOTÁ", "CO"), ("Swiss", "CH"), ("the Dutch", "NL"),
        ("Republic of Korea", "KR"), ("Democratic People's Republic of Korea", "KP"),
        ("Republic of China", "TW"), ("the People’s Republic of China", "CN"),
        ("Congo", "CD"), ("the Republic of Congo", "CG"), ("the Republic of the Congo", "CG"),
        ("Democratic Republic of the Congo", "CD"), ("Congolese", "CD"), ("Dominican", "DO"),
        ("the Islamic Republic of Mauritania", "MR"), ("the Kingdom of Tonga", "TO"),
        ("Nigerien", "NE"), ("Nigerian", "NG"), ("Kosovo Serbs", "XK"), ("Gaza", "PS"),
        ("Palestinian", "PS"), ("Taipei", "TW"), ("Hong Kongers", "HK"), ("Somaliland", "SO"),
        ("Turkish Cypriots", "CY"), ("Türkiye", "TR"), ("Brussels", "BE"), (" Peru ", "PE"),
    ],
)  # fmt: skip
def test_a_phrase_names_a_country(phrase, expected):
    country = find_country(phrase)
    assert country is not None
    assert country.code == expected


@pytest.mark.parametrize(
    "phrase",
    ["", "the", "us", "Us", "russia", "turkey", "polish", "Russia and China", "Russian troops",
     "Atlantis", "Victoria", "Stanley", "Finn", "New England", "State of Georgia", "the Islamic State",
     "Islamic State of Iraq", "Latin American", "Republic of", "Guinea pig", "the the Gambia"],
)  # fmt: skip
def test_a_phrase_names_no_country(phrase):
    assert find_country(phrase) is None


def test_a_country_knows_its_names():
    country = find_country("Seoul")
    assert (country.code, country.name, country.capital) == ("KR", "South Korea", "Seoul")
    assert "ROK" in country.aliases
    assert "South Koreans" in country.demonyms
    assert "Blue House" in country.seats
    assert not any(name.endswith(("?", "*")) for c in countries() for name in (
        c.name, c.capital, *c.aliases, *c.demonyms, *c.seats))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia's envoy met the Ukrainians in Ankara.",
         [("Russia", "RU"), ("Ukrainians", "UA"), ("Ankara", "TR")]),
        ("The U.S. and the US want us to leave; US-led forces left.",
         [("U.S.", "US"), ("US", "US"), ("US", "US")]),
        ("It ended in the U.S.", [("U.S.", "US")]),
        ("a U.S.-backed force, anti-American, non-Iranian",
         [("U.S.", "US"), ("American", "US"), ("Iranian", "IR")]),
        ("It cost US$5m aboard the U.S.S. Merrow.", []),
        ("South Korean, North Korean and Korean officials",
         [("South Korean", "KR"), ("North Korean", "KP"), ("Korean", "KR")]),
        ("the Democratic Republic of the Congo and the Republic of the Congo",
         [("Democratic Republic of the Congo", "CD"), ("Republic of the Congo", "CG")]),
        ("Guinea-Bissau, Guinea, Equatorial Guinea and Papua New Guinea",
         [("Guinea-Bissau", "GW"), ("Guinea", "GN"), ("Equatorial Guinea", "GQ"),
          ("Papua New Guinea", "PG")]),
        ("Niger and Nigeria; Nigerien and Nigerian",
         [("Niger", "NE"), ("Nigeria", "NG"), ("Nigerien", "NE"), ("Nigerian", "NG")]),
        ("From New Mexico to New England, Lake Chad and the Gulf of Mexico", []),
        ("FROM NEW MEXICO TO PERU", [("PERU", "PE")]),
        ("Latin American and American banks", [("American", "US")]),
        ("He polished the turkey, and chad fell.", []),
        ("Jordanian fruit, not the Jordaniana", [("Jordanian", "JO")]),
        ("the Élysée, Cote d’Ivoire and Türkiye’s army",
         [("Élysée", "FR"), ("Cote d’Ivoire", "CI"), ("Türkiye", "TR")]),
        ("MOSCOW — Chad’s minister", [("MOSCOW", "RU"), ("Chad", "TD")]),
        ("Victoria, Stanley and Hamilton spoke in English.", []),
        ("Bosnian Serbs in Bosnia", [("Bosnian Serbs", "BA"), ("Bosnia", "BA")]),
        ("see www.russia.com or Russia.com", []),
        ("mainland China and the Gaza Strip", [("mainland China", "CN"), ("Gaza Strip", "PS")]),
        ("Northern Ireland, Ireland", [("Northern Ireland", "GB"), ("Ireland", "IE")]),
        ("Washington, D.C., Tbilisi, Georgia; Atlanta, Georgia",
         [("Washington, D.C.", "US"), ("Tbilisi", "GE"), ("Georgia", "GE")]),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_names_countries(text, expected):
    assert [(text[start:end], code) for (start, end), code in countries_in(text)] == expected


words = st.sampled_from([plain(name) for name in NAMES])
between = st.one_of(
    st.sampled_from([" ", ", ", "-", ".", "’s ", "\n", " the ", "$", "İ", "ŉ"]), st.text(max_size=4)
)
texts = st.lists(st.one_of(words, words.map(str.upper), between), max_size=12).map("".join)


@given(texts)
def test_spans_are_true(text):
    behind = 0
    for (start, end), code in countries_in(text):
        assert behind <= start < end <= len(text)
        assert find_country(text[start:end]).code == code
        assert not text[:start][-1:].isalnum()
        assert not text[end:][:1].isalnum()
        behind = end


@pytest.mark.parametrize(
    "phrase",
    ["Russia", "Moscow", "the Kremlin", "the White House", "Nigeria's government",
     "Nigeria’s government", "the Russian government", "the government of Nigeria", "The Pentagon",
     "the Government of the United Kingdom", "the US government", "the U.S. State Department",
     "the US State Department", "the Philippines' government", "the Kyiv authorities",
     "the authorities in Minsk", "Sudan's transitional government", "the Damascus regime",
     "the federal government of Nigeria", "Britain's Foreign Office", "the British Home Office",
     "the Israeli Knesset", "the Republic of Ireland", "the government of the Republic of Cyprus",
     "the Israeli state", "Scotland", "the Scottish Government", "Taiwan", "Kosovo",
     "the Palestinian Authority", "the Vatican", "the Gambia", "the Korean government",
     "the Jersey government", "MOSCOW"],
)  # fmt: skip
def test_a_phrase_names_a_state(phrase):
    assert is_state(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["Russian", "the Russians", "Swiss", "Gaza", "the West Bank", "Brussels", "The Hague",
     "Victoria", "Jersey", "Russia and China", "the Russian foreign ministry", "Russia's president",
     "the government", "the city government", "the party's government", "Washington state",
     "a government official in Nigeria", "the Islamic State", "the Islamic State of Iraq",
     "American voters", "the Moscow Times", "the White House press secretary", "Niger State",
     "the Russian state media", "Russian Kremlin watchers", "Finn", "", "the", "us"],
)  # fmt: skip
def test_a_phrase_names_no_state(phrase):
    assert not is_state(phrase)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("Swiss", True), ("the Danes", True), ("South Korean", True), ("RUSSIAN", True),
     ("Hong Kong", False), ("Russia", False), ("Moscow", False), ("Brussels", False),
     ("Gaza", False), ("Finn", False), ("Kingdom of Spain", False), ("swiss", False), ("", False)],
)  # fmt: skip
def test_a_phrase_is_a_demonym(phrase, expected):
    assert is_demonym(phrase) is expected


def test_a_long_text_takes_less_than_a_second():
    text = (
        "The U.S. told Iran and North Korean officials on Monday that New England was calm. "
        * 12_500
    )
    assert len(text) > 1_000_000
    start = time.process_time()
    found = countries_in(text)
    assert time.process_time() - start < 1
    assert len(found) == 3 * 12_500


def test_long_phrases_cost_little():
    phrases = ["the Russian " * 500, "government of " * 500, "Republic of " * 500, "a's " * 500]
    start = time.process_time()
    assert not any(map(is_state, phrases))
    assert time.process_time() - start < 0.5


def test_the_table_is_read_when_it_is_first_needed_and_quickly():
    code = (
        "import time, sayso.countries as c; assert not c._rows.cache_info().currsize;"
        "t = time.process_time(); c.countries_in('Peru'); print(time.process_time() - t)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
            for _ in range(3)]  # fmt: skip
    assert min(float(run.stdout) for run in runs) < 0.05  # about 0.01 on an idle machine
