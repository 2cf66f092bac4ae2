"""What watches the pages sees what it is there to see: on a page with everything wrong."""

import pytest
from browsing import served

PAGE = """<!doctype html><html><title>Bad</title><body>
<p style="color:#eee">styled</p><script>window.__hit = 1</script>
<img src="http://127.0.0.1:9/away.png"><a href="/next"></a><input>
<pre>{wide}</pre><p id="words">A <b>word</b> &lt;i&gt;</p>
<script src="/ran.js"></script></body></html>"""
POLICY = b"default-src 'self'"


async def bad_app(scope, receive, send):
    """A page with a policy, and much that breaks it."""
    if scope["type"] != "http":
        return
    is_script = scope["path"] == "/ran.js"
    body = (
        "document.body.dataset.ran = 1; undefined_thing()"
        if is_script
        else PAGE.format(wide="x" * 400)
    )
    kind = b"text/javascript" if is_script else b"text/html; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-security-policy", POLICY)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


@pytest.fixture(scope="module")
def bad(chrome):
    with served(bad_app) as home:
        chrome.home = home
        chrome.open("/")
        chrome.size(320)
        yield chrome
        chrome.size(1280)


def test_all_that_goes_wrong_is_on_record(bad):
    bad.open("/")
    troubles = "\n".join(bad.troubles())
    for word in ("style-src-elem|style-src-attr|style-src", "script-src-elem", "asked for http://127.0.0.1:9/away.png",
                 "undefined_thing is not defined", "console: "):  # fmt: skip
        assert any(one in troubles for one in word.split("|")), word


def test_only_scripts_of_its_own_run(bad):
    assert bad.run("return window.__hit") is None
    assert bad.run("return document.body.dataset.ran") == "1"


def test_barriers_are_found(bad):
    found = {line.split()[0] for line in bad.barriers()}
    assert {"image-alt", "label", "link-name", "html-has-lang"} <= found


def test_what_reaches_out_of_the_page_is_found(bad):
    assert "PRE." in bad.overflow()
    bad.run("document.querySelector('pre').remove()")
    assert bad.overflow() == []


def test_text_is_read_to_the_letter(bad):
    assert bad.text("#words") == "A word <i>"


def test_without_scripts_none_runs_and_all_can_be_read(bad):
    with bad.without_scripts():
        bad.open("/")
        assert bad.one("#words").text == "A word <i>"
        assert bad.run("return document.body.dataset.ran") is None
