import subprocess
import sys

import pytest

from sayso.read.language import language_of

ENGLISH = (
    "The minister said on Monday that the port would stay open, and that nobody had asked him to "
    "close it. They have been told, he said, what the law is."
)
GERMAN = (
    "Der Minister sagte am Montag, der Hafen bleibe offen, und niemand habe ihn gebeten, ihn zu "
    "schließen. Man habe ihnen gesagt, was das Gesetz verlange, so der Minister weiter."
)
DUTCH = (
    "De minister zei maandag dat de haven open blijft en dat niemand hem had gevraagd om die te "
    "sluiten. Hij was er niet bij, en het is aan de rechter of dat zo blijft."
)


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (ENGLISH, [], "en"),
        (GERMAN, [], "de"),
        (DUTCH, [], "nl"),
        (GERMAN, ["de-AT"], "de"),
        (ENGLISH, [None, "en_GB"], "en"),
        (GERMAN, ["en-US"], "de"),
        (ENGLISH, ["bn"], "en"),
        (ENGLISH, ["nonsense"], "en"),
        ("Kurz.", ["ger"], "de"),
        ("Hm.", [], None),
        ("", [], None),
    ],
)
def test_the_language_is_declared_or_plain_or_guessed(text, declared, expected):
    assert language_of(text, declared) == expected


def test_plain_english_does_not_load_the_detector():
    code = (
        "import sys; from sayso.read.language import language_of\n"
        f"assert language_of({ENGLISH!r}) == 'en'; assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
