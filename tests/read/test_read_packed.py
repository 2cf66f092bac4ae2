import bz2
import gzip
import io
import json
import zipfile

import pytest
from made_inputs import FILES, PARAGRAPHS, TEXT, answer, page, read, read_apart, read_paths, record

from sayso.read import packed
from sayso.settings import Settings

LINES = b"".join(json.dumps({"id": str(n), "text": TEXT}).encode() + b"\n" for n in range(3))


def zipped(files, **how):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **{"compression": zipfile.ZIP_DEFLATED, **how}) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lambda data: gzip.compress(bz2.compress(data))]
)
@pytest.mark.parametrize(
    ("name", "data", "number"),
    [("a.txt", TEXT.encode(), 1), ("a.html", page(), 1), ("a.jsonl", LINES, 3), ("a", page(), 1)],
)
def test_what_is_packed_is_read_as_it_would_be_unpacked(pack, name, data, number):
    documents, skipped = read(pack(data), uri=f"{name}.gz")
    assert not skipped
    assert [document.text for document in documents] == [TEXT] * number


def test_members_in_a_row_are_one_file():
    halves = (
        gzip.compress(TEXT[:100].encode())
        + bytes(512)
        + gzip.compress(TEXT[100:].encode())
        + bytes(9)
    )
    (document,), skipped = read(halves, uri="a.txt.gz")
    assert (document.text, document.uri, skipped) == (TEXT, "a.txt.gz", [])


def test_a_zip_is_read_like_a_folder():
    files = {
        "b.txt": TEXT, "a/page.html": page(), "a/lines.jsonl": LINES, "a/.hidden.txt": "x", "__MACOSX/b.txt": "x",
        "style.css": "x", "inner.zip": zipped({"deep.txt": TEXT}), "w.warc": record(answer(page("The pier"))),
    }  # fmt: skip
    documents, skipped = read(zipped(files), uri="all.zip")
    assert not skipped
    assert [document.uri for document in documents] == [
        "all.zip/b.txt", "all.zip/a/page.html", None, None, None, "all.zip/inner.zip/deep.txt", "http://orr.example/light",
    ]  # fmt: skip


def test_a_bad_file_in_a_zip_is_skipped_and_the_rest_goes_on():
    data = zipped(
        {"a.txt": TEXT, "b.txt": TEXT.upper(), "c.txt": "", "d.txt": TEXT},
        compression=zipfile.ZIP_STORED,
    )
    data = data.replace(TEXT.upper().encode(), TEXT.lower().encode())  # the checksum is wrong now
    documents, skipped = read(data, uri="a.zip")
    assert [document.uri for document in documents] == ["a.zip/a.txt", "a.zip/d.txt"]
    assert [(item.uri, item.reason[:7]) for item in skipped] == [
        ("a.zip/b.txt", "damaged"),
        ("a.zip/c.txt", "empty: "),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"a.css": "x"}), "no file to read in the zip"),
        (zipped({}), "no file to read in the zip"),
        (
            zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}),
            "an office document",
        ),
        (zipped({"mimetype": "application/epub+zip", "a.xhtml": page()}), "an office document"),
        (zipped({"a.txt": TEXT})[:-30], "a damaged zip archive"),
        (b"PK\x03\x04", "a damaged zip archive"),
        (
            zipped({"a.txt": TEXT}, compression=zipfile.ZIP_LZMA),
            "packed by a method that is not unpacked",
        ),
    ],
)
def test_a_zip_that_gives_nothing_says_why(data, words):
    documents, (skipped,) = read(data, uri="a.zip")
    assert not documents
    assert words in skipped.reason


def test_a_file_locked_by_a_password_is_skipped():
    data = bytearray(zipped({"a.txt": TEXT}, compression=zipfile.ZIP_STORED))
    data[6] |= 1  # the flag, beside the file and in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    _, (skipped,) = read(bytes(data), uri="a.zip")
    assert "password" in skipped.reason
    assert skipped.uri == "a.zip/a.txt"


def test_the_bomb_kept_for_it_is_refused_and_what_came_before_is_read():
    documents, (skipped,) = read_paths(FILES / "zip_bomb.zip")
    assert [document.text for document in documents] == [TEXT]
    assert "as a zip bomb does" in skipped.reason


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path):
    bomb = tmp_path / "bomb.jsonl.gz"
    with gzip.open(bomb, "wb") as out:
        for _ in range(300):
            out.write(bytes(1_000_000))
    items, grown = read_apart(bomb, FILES / "zip_bomb.zip", FILES / "line_cut_in_half.jsonl",
                              warm=[FILES / "line_cut_in_half.jsonl"])  # fmt: skip
    assert items[0][0] == "skipped"
    assert [item[0] for item in items[-3:]] == ["read", "skipped", "read"]
    assert grown < 100  # MB: one input of max_bytes, and a copy of it


def test_bombs_that_lie_over_each_other_are_weighed_together():
    data = zipped({f"{n}.txt": b"0" * 900_000 for n in range(40)})
    documents, skipped = read(data, settings=Settings(max_bytes=1_000_000))
    assert "as a zip bomb does" in skipped[-1].reason
    assert len(documents) + len(skipped) < 12


def test_a_zip_is_refused_where_all_in_it_is_too_much(monkeypatch):
    monkeypatch.setattr(packed, "_MOST", 2)
    data = zipped({f"{n}.txt": f"{n} {TEXT}" for n in range(9)}, compression=zipfile.ZIP_STORED)
    documents, (skipped,) = read(data, settings=Settings(max_bytes=1_000))
    assert len(documents) == 3
    assert "unpacks to more than 2,000 bytes" in skipped.reason


def test_a_zip_with_far_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(packed, "_MOST_DIRECTORY", 1_000)
    _, (skipped,) = read(zipped({f"{n}.txt": "x" for n in range(30)}))
    assert "whose list of files alone" in skipped.reason


def test_a_zip_comes_from_standard_input_too(tmp_path):
    import subprocess

    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as cat:
        items, _ = read_apart("-", stdin=cat.stdout)
    assert [item[1] for item in items] == ["-/a.txt", "-/b.txt"]


def test_bombs_in_bombs_come_to_an_end():
    data = TEXT.encode()
    for _ in range(8):
        data = gzip.compress(data)
    documents, (skipped,) = read(data)
    assert not documents
    assert "nested more than 3 deep" in skipped.reason


def test_a_text_packed_and_cut_off_is_skipped():
    documents, (skipped,) = read_paths(FILES / "text_cut_off.txt.gz")
    assert not documents
    assert "the compressed file is cut off" in skipped.reason


def test_lines_packed_and_cut_off_give_what_came_before():
    documents, skipped = read_paths(FILES / "lines_cut_off.jsonl.gz")
    assert len(documents) > 30
    assert all(document.text.startswith(PARAGRAPHS[0]) for document in documents)
    assert len(skipped) == 1
    assert "cut off" in skipped[0].reason


def test_an_archive_of_a_kind_that_is_not_unpacked_says_so():
    tar = b"a.txt".ljust(257, b"\0") + b"ustar\x0000"
    _, (skipped,) = read(gzip.compress(tar.ljust(1024, b"\0")), uri="a.tar.gz")
    assert "an archive (tar, 7z, xz, …)" in skipped.reason
