import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import outlets as module
from sayso.countries import countries
from sayso.outlets import (
    KINDS,
    STATES,
    find_outlet,
    is_platform,
    outlet_of_site,
    outlets,
    outlets_in,
)

# Names that several outlets are printed under; the first of them in the table is meant where
# nothing else decides. A name may be added here only if that is so.
SHARED = {
    "abc", "abc news", "antena 3", "apa", "daily mirror", "daily star", "daily telegraph", "el pais",
    "el universal", "guardian", "herald", "independent", "information", "insider", "ipn",
    "l'express", "la nacion", "la prensa", "la razon", "mbc", "nation", "newsday", "ntv", "publico",
    "rtl", "rts", "sbs", "standard", "star", "telegraph", "tv 2", "tvn",
}  # fmt: skip


def name(outlet):
    return outlet and outlet.name


def shown(text):
    return [(text[start:end], outlet.name) for (start, end), outlet in outlets_in(text)]


# --- one name


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Reuters", "Reuters"),
        ("REUTERS", "Reuters"),
        ("reuters", "Reuters"),
        ("the Associated Press", "Associated Press"),
        ("Associated Press'", "Associated Press"),
        ("AP", "Associated Press"),
        ("ap", None),
        ("Ap", None),
        ("RT", "RT"),
        ("rt", None),
        ("Daily Beast", "The Daily Beast"),
        ("the New York Times", "The New York Times"),
        ("“Le Monde”", "Le Monde"),
        ("El Pais", "El País"),
        ("People’s Daily", "People's Daily"),
        ("Al Jazeera", "Al Jazeera"),
        ("al-Jazeera", "Al Jazeera"),
        ("the Post-Dispatch of nowhere", None),
        ("Time", "Time"),
        ("time", None),
        ("the sun", None),
        ("The Sun", "The Sun"),
        ("The Quay Gazette", None),
        ("the", None),
        ("'s", None),
        ("", None),
    ],
)
def test_a_name_is_found_whatever_its_case_and_article(named, expected):
    assert name(find_outlet(named)) == expected


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ("Germany's Bild newspaper", "Bild"),
        ("Germany’s Bild newspaper", "Bild"),
        ("the German newspaper Bild", "Bild"),
        ("Russian state news agency TASS", "TASS"),
        ("Iran's semi-official Fars news agency", "Fars News Agency"),
        ("the Reuters news agency", "Reuters"),
        ("Hezbollah's Al-Manar television", "Al-Manar"),
        ("Al-Manar's website", "Al-Manar"),
        ("the London-based Asharq al-Awsat newspaper", "Asharq Al-Awsat"),
        ("the Kremlin-backed broadcaster RT", "RT"),
        ("US newspaper the Wall Street Journal", "The Wall Street Journal"),
        ("South Korea's Yonhap", "Yonhap"),
        ("its Telegram channel", "Telegram"),
        ("the Hill newspaper", "The Hill"),
        ("Israel's Channel 2", "Channel 2"),
        ("Rupert Murdoch's Sun", "The Sun"),
        ("Michael Bloomberg", None),
        ("the head of the BBC", None),
        ("BBC correspondent Jane Doe", None),
        ("Malcolm X", None),
        ("a leading German newspaper", None),
        ("state television", None),
        ("the Liberation Front's website", None),
    ],
)
def test_a_description_is_stripped_to_the_name_in_it(described, expected):
    assert name(find_outlet(described)) == expected


@pytest.mark.parametrize(
    ("named", "country"),
    [
        ("ABC", "US"),
        ("Australia's ABC", "AU"),
        ("the Spanish newspaper ABC", "ES"),
        ("NTV", "RU"),
        ("Turkey's NTV", "TR"),
        ("The Guardian", "GB"),
        ("Nigeria's Guardian newspaper", "NG"),
        ("The Daily Star", "LB"),
        ("the Daily Star", "GB"),
        ("Bangladesh's Daily Star", "BD"),
        ("Newsday", "US"),
        ("NewsDay", "ZW"),
    ],
)
def test_the_country_beside_a_shared_name_decides_whose_it_is(named, country):
    assert find_outlet(named).country == country


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("www.npr.org", "NPR"),
        ("npr.org", "NPR"),
        ("NPR.ORG.", "NPR"),
        ("https://uk.reuters.com/article/x?y=1", "Reuters"),
        ("//edition.cnn.com", "CNN"),
        ("http://jane:secret@www.bbc.co.uk:8080/news", "BBC"),
        ("https://www.20minutes.fr#top", "20 Minutes"),
        ("news.un.org", "UN News"),
        ("g1.globo.com", "G1"),
        ("globo.com", "TV Globo"),
        ("notnpr.org", None),
        ("example.org/npr.org", None),
        ("co.uk", None),
        ("org", None),
        ("", None),
    ],
)
def test_an_outlet_is_found_by_its_site(site, expected):
    assert name(outlet_of_site(site)) == expected


def test_a_site_is_a_name_too():
    assert name(find_outlet("Bild.de")) == "Bild"
    assert name(find_outlet("uk.reuters.com")) == "Reuters"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Twitter", True),
        ("X", True),
        ("x", False),
        ("facebook", True),
        ("the group's Facebook page", False),
        ("its Telegram channel", True),
        ("Reuters", False),
        ("the press", False),
    ],
)
def test_platforms_are_told_from_media(named, expected):
    assert is_platform(named) is expected


# --- names in a text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She told Reuters and AFP.", [("Reuters", "Reuters"), ("AFP", "AFP")]),
        ("BBC World Service listeners", [("BBC World Service", "BBC")]),
        ("the New York Times said", [("New York Times", "The New York Times")]),
        ("The New York Times said", [("The New York Times", "The New York Times")]),
        ("in The Daily Beast’s view", [("The Daily Beast", "The Daily Beast")]),
        ("The BBC said", [("BBC", "BBC")]),
        ("al-Manar television", [("al-Manar", "Al-Manar")]),
        ("the Fars news agency", [("Fars news agency", "Fars News Agency")]),
        ("EL PAÍS and El Pais", [("EL PAÍS", "El País"), ("El Pais", "El País")]),
        ("an AP-led inquiry, a Reuters/Ipsos poll",
         [("AP", "Associated Press"), ("Reuters", "Reuters")]),
        ("Youtube, YOUTUBE", [("Youtube", "YouTube"), ("YOUTUBE", "YouTube")]),
        ("see https://www.bbc.co.uk/news/1 or Bild.de",
         [("www.bbc.co.uk", "BBC"), ("Bild.de", "Bild")]),
        ("Australia’s ABC and ABC", [("ABC", "ABC"), ("ABC", "ABC")]),
        ("ap, afp, the daily mail and the jewish press", []),
        ("the Jewish press, Bilder, Tasse, MRT, jane@bbc.co.uk", []),
    ],
)  # fmt: skip
def test_names_are_found_as_they_are_printed(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # "~": with an article, or as below
        ("the Guardian reported", ["Guardian"]),
        ("told the Sun on Monday", ["Sun"]),
        ("The Telegraph Monday said", ["The Telegraph"]),
        ("A Sun reporter was there", ["Sun"]),
        ("the Guardian Council met", []),
        ("the Times Square ball", []),
        ("the Star of Bethlehem", []),
        ("the Fenwick Times reporter", []),
        ("the sun and the mirror", []),
        ("a New Yorker said", []),
        # "!": beside a word of media
        ("Time magazine", ["Time magazine"]),
        ("In Time magazine and the magazine Fortune", ["Time magazine", "Fortune"]),
        ("the journal Nature", ["Nature"]),
        ("the Dutch newspaper NRC", ["NRC"]),
        ("the free newspaper “Metro”", ["Metro"]),
        ("Metro station, Leadership programme, Science teacher", []),
        # … of reporting
        ("Time reported it. He told Dawn so.", ["Time", "Dawn"]),
        ("published in Science on Thursday", ["Science"]),
        ("He told the Hill that", ["Hill"]),
        ("the Independent said", ["Independent"]),
        ("Prime Time reported, Mayor Forbes wrote", []),
        ("Time said nothing. Fox said he would go.", []),
        ("Nature is cruel, dawn broke, and Science is hard", []),
        # … or with an article that has a capital inside a sentence
        ("in The Atlantic, on The Hill", ["The Atlantic", "The Hill"]),
        ("on the Hill, across the Atlantic", []),
        ("The Atlantic is cold", []),
        ("the Nation of Islam", []),
        # … or joined to another outlet
        ("Reuters and Time agree; on Facebook and X", ["Reuters", "Time", "Facebook", "X"]),
        ("He told Time and the Hill", ["Time", "Hill"]),
        ("Reuters, on the Hill and Time to go", ["Reuters"]),
        ("on Twitter and Science", ["Twitter"]),
        # platforms
        ("posted on X", ["X"]),
        ("on Facebook and X, via Signal", ["Facebook", "X", "Signal"]),
        ("the Signal app", ["Signal"]),
        ("Malcolm X said; a Signal failure", []),
    ],
)
def test_everyday_words_need_more_than_a_capital(text, expected):
    assert [word for word, _ in shown(text)] == expected


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("the Los Angeles Times said so. The Times added", "Los Angeles Times"),
        ("The Washington Post said so. He told the Post", "The Washington Post"),
        ("the Irish Times said so, and the New York Times; the Times said", "The New York Times"),
        ("The Daily Beast said so. The Beast added", "The Daily Beast"),
        ("the Times said so, and the Irish Times", "The Irish Times"),
        ("The Washington Post said so at the Post Office", "The Washington Post"),
    ],
)
def test_a_last_word_stands_for_the_longer_name_before_it(text, last):
    assert outlets_in(text)[-1][1].name == last


def test_the_post_alone_is_nobody():
    assert shown("He told the Post and the Journal.") == []


def test_every_name_without_a_mark_is_found_in_a_sentence():
    for outlet, names in module._rows():
        for printed in (each for each in names if each[0] not in "~!"):
            text = f"so it was with {printed}, they wrote"
            found = shown(text)
            assert len(found) == 1, text
            assert found[0][0] == printed.lstrip("+"), text
            assert printed in (found[0][1], *outlet.aliases, outlet.name), text


@pytest.mark.parametrize("mark", ["~", "!"])
def test_no_everyday_name_is_found_bare(mark):
    for _, names in module._rows():
        for printed in (each.lstrip("~!") for each in names if each[0] == mark):
            if "." not in printed:
                bare = printed.removeprefix("The ")
                assert shown(f"so it was with {bare}, they wrote") == [], bare


PIECES = st.sampled_from(
    ["Reuters", "the", "The", "Times", "Los Angeles Times", "Al-Manar", "É", "’s", "X", "on", "Time",
     "told", "İ", "www.bbc.co.uk", "reuters.com", ".", ",", "-", "\n", " ", "ﬁ", "AP", "News", "😀"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)))
def test_spans_are_whole_words_in_order(text):
    behind = 0
    for (start, end), outlet in outlets_in(text):
        assert behind <= start < end <= len(text)
        assert not text[start - 1 : start].isalnum()
        assert not text[end : end + 1].isalnum()
        assert outlet in outlets()
        behind = end


@given(st.text(max_size=60))
def test_any_words_may_be_asked_for(text):
    assert find_outlet(text) is None or find_outlet(text) in outlets()
    assert outlet_of_site(text) is None or outlet_of_site(text) in outlets()


def test_a_megabyte_takes_less_than_a_second():
    sentence = (
        "The mayor told Reuters on Monday that the Harbour Board, which the Times had named, "
        "would not speak to The Quay Gazette or to Time magazine. Nobody else was there.\n"
    )
    text = sentence * (1_000_000 // len(sentence))
    outlets_in("warm")
    begun = time.process_time()
    found = outlets_in(text)
    assert time.process_time() - begun < 1
    assert len(found) == 3 * (1_000_000 // len(sentence))


def test_long_runs_of_odd_characters_take_no_longer():
    outlets_in("warm")
    begun = time.process_time()
    for odd in ("a.", "The ", "X ", "-", "told the ", "\n", "’"):
        outlets_in(odd * 50_000)
    assert time.process_time() - begun < 5


# --- the table


def test_the_table_is_large_and_each_outlet_stands_in_it_once():
    rows = Counter((outlet.name, outlet.country) for outlet in outlets())
    assert len(rows) > 500
    assert [row for row, times in rows.items() if times > 1] == []


def test_kinds_states_and_countries_are_those_of_the_lists():
    codes = {country.code for country in countries()}
    for outlet in outlets():
        assert outlet.kind in KINDS, outlet
        assert outlet.state is None or outlet.state in STATES, outlet
        assert outlet.country is None or outlet.country in codes, outlet


def test_cells_are_tidy():
    for outlet in outlets():
        cells = (outlet.name, *outlet.aliases, *outlet.domains, outlet.owner or "-")
        assert all(cell and cell == " ".join(cell.split()) for cell in cells), outlet
        assert outlet.name not in outlet.aliases, outlet
        assert len(set(outlet.aliases)) == len(outlet.aliases), outlet


def test_domains_are_bare_hosts_and_have_one_outlet():
    domains = Counter(domain for outlet in outlets() for domain in outlet.domains)
    for domain, times in domains.items():
        assert times == 1, domain
        assert domain == domain.lower(), domain
        assert not domain.startswith("www."), domain
        assert name(outlet_of_site(domain)), domain


def test_only_the_names_listed_as_shared_stand_in_two_rows():
    shared = {
        key
        for key, names in module._keys().items()
        if len({(each.outlet.name, each.outlet.country) for each in names}) > 1
    }
    assert shared == SHARED


def test_agencies_broadcasters_platforms_and_armed_groups_media_are_there():
    kinds = {kind: find_outlet(named).kind for named, kind in [
        ("Xinhua", "agency"), ("Asahi Shimbun", "newspaper"), ("ZDF", "broadcaster"),
        ("Der Spiegel", "magazine"), ("Rappler", "site"), ("WhatsApp", "platform"),
    ]}  # fmt: skip
    assert all(kind == found for kind, found in kinds.items())
    assert find_outlet("Amaq").owner == "Islamic State"
    assert find_outlet("TASS").state == "state-owned"
    assert find_outlet("BBC").state == "public"
    assert find_outlet("Tasnim").state == "state-controlled"
    assert find_outlet("The Economist").state is None
