"""Actors as PLOVER codes them: a country, or what stands for one, and a sector."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from sayso.countries import countries_in, find_country, is_state
from sayso.records import Actor, Party

# ISO 3166-1: two letters, then the three of the same country. Kosovo has PLOVER's "KOS".
_ISO: Final = """
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA
AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES
BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK
CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA
DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA
GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD
IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA
KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA
LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ
MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC
NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC
SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV
SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR
TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
"""
# PLOVER's names for what is no state; a name is one of these as a whole.
_INTERNATIONAL: Final = {
    "UNO": """united nations|un|u.n.|un security council|u.n. security council|security council
        |un general assembly|united nations security council|unicef|unhcr|unesco
        |world food programme|world health organization|who|iaea
        |international atomic energy agency|general assembly""",
    "EUR": """european union|eu|e.u.|european commission|european parliament|european council
        |european community""",
    "IGO": """nato|north atlantic treaty organization|african union|arab league|osce|opec|asean
        |ecowas|world bank|international monetary fund|imf|world trade organization|wto|oecd
        |g7|g8|g20|organization of american states|commonwealth|gulf cooperation council
        |international criminal court|icc|international court of justice|interpol
        |organisation of islamic cooperation|organization of african unity""",
    "NGO": """amnesty international|human rights watch|red cross|oxfam|greenpeace|save the children
        |doctors without borders|médecins sans frontières|international committee of the red cross
        |reporters without borders|transparency international|red crescent""",
    "IMG": """islamic state|isis|isil|daesh|da'esh|al qaeda|al-qaeda|al-qaida|al qaida
        |islamic state group""",
}
_SECTOR_OF_KIND: Final = {
    "government": "GOV", "armed-group": "REB", "outlet": "JRN", "document": None,
}  # fmt: skip
_PLACES: Final = frozenset(
    """town village port island border station province region district area capital territory
    neighbourhood neighborhood coast camp""".split()
)
_FORMER: Final = frozenset({"former", "ex", "ousted", "deposed", "exiled"})
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def party_of(name: str, actor: Actor | None, title: str = "") -> Party:
    """Return an actor or recipient coded.

    Args:
        name: as the event gives it.
        actor: the actor of the document it stands for, if there is one.
        title: what the document calls him beside his name: "Russia's President".
    """
    special = _international().get(name.casefold().removeprefix("the "))
    if special:
        return Party(name, special, "REB" if special == "IMG" else None)
    code = actor.country if actor else None
    state = find_country(name)
    code = state.code if state else code or _named_in(name)
    sector = _sector(name, actor, title, "GOV" if state else None)
    return Party(name, alpha3(code) if code else None, sector)


def alpha3(code: str) -> str | None:
    """Return the three letters of a country's two, as PLOVER has them."""
    return "KOS" if code == "XK" else _iso().get(code)


def _named_in(name: str) -> str | None:
    found = countries_in(name)
    return found[0][1] if found else None


@cache
def _iso() -> dict[str, str]:
    return {pair[:2]: pair[2:] for pair in _ISO.split()}


@cache
def _international() -> dict[str, str]:
    return {
        name.strip(): code for code, names in _INTERNATIONAL.items() for name in names.split("|")
    }


@cache
def _sectors() -> dict[str, tuple[int, str]]:
    """Map a word to its sector, and to the place of that in the table: the first decides."""
    raw = files("sayso.attribute").joinpath("data/sectors.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in raw.splitlines() if line and not line.startswith("#")]
    found: dict[str, tuple[int, str]] = {}
    for place, (sector, words) in enumerate(rows):
        for word in words.split():
            found.setdefault(word, (place, sector))
    return found


def _sector(name: str, actor: Actor | None, title: str, otherwise: str | None) -> str | None:
    """Return the sector: of the kind where that tells it, else of the words of the name."""
    kind = actor.kind if actor else None
    if kind in {"outlet", "armed-group"}:
        return _SECTOR_OF_KIND[kind]
    by_words = _of_words(name)
    if by_words:
        return by_words
    if name.lower().split()[-1:] and name.lower().split()[-1] in _PLACES:
        return None
    if kind == "government" and (actor is None or actor.identity == "named" or is_state(name)):
        return "GOV"
    return otherwise or _of_words(title)


@lru_cache(maxsize=20_000)
def _of_words(name: str) -> str | None:
    words = [word.casefold() for word in _WORD.findall(name)]
    found = min((_sectors()[word] for word in words if word in _sectors()), default=None)
    if found is None:
        return None
    former = bool(set(words) & _FORMER) and found[1] in {"GOV", "MIL", "LEG"}
    return "ELI" if former else found[1]
