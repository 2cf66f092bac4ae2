"""Readings whose every text would do harm where it is taken for more than text.

One document for each harm, which stands in its title, text, outlet, byline, address, in the
names of its speaker, actors and places, in its reasons: wherever a page shows a text.
"""

from sayso.claims import update_claims
from sayso.ledger import add_readings, finish_run, open_ledger, start_run
from sayso.records import (
    Actor,
    Attribution,
    Event,
    Hop,
    Label,
    Place,
    Proposition,
    Reading,
    Response,
    Skipped,
)  # fmt: skip
from sayso.text import make_document

HIT = "window.__hit=1"
AWAY = "http://127.0.0.1:9/away"
HARMS = {
    "script": f"<script>{HIT}</script>",
    "script that closes": f"</title></textarea></style></script><script>{HIT}</script>",
    "attribute": f'" autofocus onfocus="{HIT}" onmouseover="{HIT}" x="',
    "attribute, single": f"' autofocus onfocus='{HIT}' x='",
    "attribute, bare": f"x onerror={HIT} autofocus onfocus={HIT}",
    "image": f"<img src=x onerror={HIT}>",
    "image away": f'"><img src="{AWAY}.png">',
    "svg": f"<svg/onload={HIT}><animate onbegin={HIT}><use href=data:image/svg+xml,x></svg>",
    "mathml": f"<math><mtext><table><mglyph><style><img src=x onerror={HIT}>",
    "frame": f"<iframe srcdoc='<script>parent.{HIT}</script>'></iframe><object data={AWAY}>",
    "style": f"<style>@import url({AWAY}.css); * {{ background: url({AWAY}) }}</style>",
    "css": f"red; background: url({AWAY}); x: expression({HIT})",
    "base": f'<base href="{AWAY}/"><link rel=stylesheet href="{AWAY}.css">',
    "refresh": f'<meta http-equiv="refresh" content="0;url={AWAY}">',
    "form": f'<form action="{AWAY}"><button formaction="javascript:{HIT}" autofocus>Go</button>',
    "htmx": f'<div hx-get="{AWAY}" hx-trigger="load" hx-on:load="{HIT}" data-hx-get="{AWAY}"></div>',
    "link": f'<a href="javascript:{HIT}" id="main">click</a>',
    "javascript": f"javascript:{HIT}//",
    "javascript, hidden": f"java\tscript:{HIT}",
    "data": f"data:text/html,<script>opener.{HIT}</script>",
    "template": "{{7*7}}{% raw %}{{ config }}{# #}${7*7}#{7*7}<%= 7*7 %>{{constructor.constructor('"
    + HIT + "')()}}",
    "comment": f"<!--><script>{HIT}</script>--><![CDATA[<script>{HIT}</script>]]>",
    "entity": f"&lt;script&gt;{HIT}&lt;/script&gt;&#60;img src=x onerror={HIT}&#62;&amp;&quot;",
    "json": f'"}}]}}</script><script>{HIT}</script>\\u003cscript>\u2028{HIT}\u2029',
    "header": f"x\r\nSet-Cookie: hit=1\r\nContent-Type: text/html\r\n\r\n<script>{HIT}</script>",
    "path": "../../../../etc/passwd%00%2e%2e%2f?a=b#c;d=e&f",
    "bidi": "Ann \u202eoot em \u2066\u2067 tfel\u202a",
    "control": "a\x07b\x1b[31mc\x08\x00d\x7fe\ufeff\u200bf",
    "sum": f'=HYPERLINK("{AWAY}","x")',
}  # fmt: skip

SHIPS = "alder birch cedar damson elder fennel gorse hazel".split()


def line(harm):
    """A harm as it may stand within a text: texts are normalised, and these are of one line."""
    return " ".join(make_document(harm).text.split())


def hostile(number, harm, *, again):
    """A reading with the harm in every place that holds words; told again elsewhere or not."""
    words, name = line(harm), harm.replace("\0", "")
    outlet = f"The {name} Post" if again else name
    ship = SHIPS[number % len(SHIPS)] + SHIPS[number // len(SHIPS)]
    text = f"{words} said {words} in {words}.\nThe ferry {ship} sank off {ship}ness. {words}"
    document = make_document(
        text, uri=f"https://news.example/{number}/{harm}" if again else harm, title=harm, outlet=outlet, byline=(name,), credit=harm, dateline=harm,
        published="2031-05-02", language="en",
    )  # fmt: skip
    first = text.index("The ferry")
    source = ((0, len(words)),)
    cue = ((len(words) + 1, len(words) + 5),)
    content = ((len(words) + 6, first - 1), (first, first + 9))
    attribution = Attribution(
        "a1", source, cue, content, addressee=source, verbatim=content, mode="direct", act="say",
        factuality="CT+", speaker=name, identity="named", kind="person",
        chain=(Hop(outlet), Hop(name), Hop(name, "p1", source)), said="2031-05-01",
        confidence=0.9, why=(f"speaker: {harm}", harm),
    )  # fmt: skip
    sank = ((first, len(text) - len(words) - 1),)
    return Reading(
        document,
        (attribution,),
        actors=(Actor("p1", name, "person", "named", name, source),),
        responses=(Response(name, "denied", "a1", source), Response(name, "not-denied", None, source)),
        events=(Event("ASSAULT", None, (name,), (name,), (harm,), harm, "2031-05-01", sank, "a1", "+",
                      "actual", where=Place(harm, "FI", 60.1, 24.9, "city"), trigger=sank[0]),),
        labels=(Label(name, harm, name, "+", "a1", source),),
        propositions=(
            Proposition("s1", sank, None, f"sink{ship}", agent=f"ferry {ship}", patient=f"{ship}ness",
                        words=(f"ferry{ship}", f"sink{ship}", f"{ship}ness"), dates=("2031-05-01",)),
        ),
        produced_by={"version": "0", "model": harm},
    )  # fmt: skip


def fill(path):
    """Make a ledger of all harms, each told by two outlets."""
    with open_ledger(path) as ledger:
        run = start_run(ledger, settings={"harm": HARMS["script"]}, command=HARMS["image"])
        readings = [hostile(number, harm, again=again) for number, harm in enumerate(HARMS.values())
                    for again in (False, True)]  # fmt: skip
        add_readings(ledger, run, [*readings, *(Skipped(harm, harm) for harm in HARMS.values())])
        finish_run(ledger, run)
        update_claims(ledger)
