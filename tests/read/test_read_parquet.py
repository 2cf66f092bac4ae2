import datetime as dt
import subprocess
import sys

import pytest
from made_inputs import MARKUP, TEXT, read, read_apart, read_paths

from sayso.settings import Settings

arrow = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow: pip install 'sayso[parquet]'")
parquet = pytest.importorskip("pyarrow.parquet")


def written(path, rows=None, **more):
    parquet.write_table(
        arrow.Table.from_pylist(rows) if isinstance(rows, list) else rows, path, **more
    )
    return path


def test_rows_have_the_columns_of_json_lines(tmp_path):
    rows = [
        {
            "text": TEXT, "id": "7", "uri": "https://orr.example/light", "outlet": "Orr News", "title": "The light",
            "published": "2016-01-14", "byline": ["Jane Doe", "John Roe"], "language": "en", "other": 3,
        },
        {"html": f"<p>{MARKUP}</p>", "uri": None, "title": None},
    ]  # fmt: skip
    columns = {name: [row.get(name) for row in rows] for name in (*rows[0], "html")}
    path = written(tmp_path / "a.parquet", arrow.table(columns))
    documents, skipped = read_paths(path)
    assert not skipped
    first, second = documents
    assert (first.text, first.id, first.uri) == (TEXT, "7", "https://orr.example/light")
    assert (first.outlet, first.title, first.byline) == (
        "Orr News",
        "The light",
        ("Jane Doe", "John Roe"),
    )
    assert first.published == "2016-01-14"
    assert (second.text, second.uri) == (TEXT, f"{path}:2")


@pytest.mark.parametrize(
    ("when", "iso"),
    [
        (dt.date(2016, 1, 14), "2016-01-14"),
        (dt.datetime(2016, 1, 14, 9, 30), "2016-01-14T09:30:00"),  # noqa: DTZ001
        (dt.datetime(2016, 1, 14, 9, 30, tzinfo=dt.UTC), "2016-01-14T09:30:00+00:00"),
    ],
)
def test_dates_may_be_dates(tmp_path, when, iso):
    (document,), _ = read_paths(
        written(tmp_path / "a.parquet", [{"text": TEXT, "published": when}])
    )
    assert document.published == iso


def test_a_bad_row_is_skipped_with_its_number(tmp_path):
    rows = [{"text": TEXT}, {"text": ""}, {"text": None}, {"text": TEXT}]
    documents, skipped = read_paths(written(tmp_path / "a.parquet", rows))
    assert len(documents) == 2
    assert [item.uri[-2:] for item in skipped] == [":2", ":3"]
    assert all('neither "text" nor "html"' in item.reason for item in skipped)


def test_bytes_are_taken_for_utf8(tmp_path):
    (document,), _ = read_paths(written(tmp_path / "a.parquet", [{"text": TEXT.encode()}]))
    assert document.text == TEXT


def test_a_file_without_texts_names_its_columns(tmp_path):
    path = written(tmp_path / "a.parquet", [{"body": TEXT, "when": 3}])
    _, (skipped,) = read_paths(path)
    assert 'no column "text" or "html" in the Parquet file, but body, when' in skipped.reason


def test_a_broken_file_is_skipped(tmp_path):
    data = written(tmp_path / "a.parquet", [{"text": TEXT}] * 50).read_bytes()
    for broken in (
        data[:-9],
        data[: len(data) // 2],
        b"PAR1" + bytes(99),
        data[:40] + bytes(30) + data[70:],
    ):
        documents, skipped = read(broken, uri="b.parquet")
        assert skipped
        assert "broken Parquet" in skipped[-1].reason
        assert len(documents) < 50


def test_standard_input_and_packed_files_are_read(tmp_path):
    path = written(tmp_path / "a.parquet", [{"text": TEXT}] * 3)
    with subprocess.Popen(
        ["cat", path], stdout=subprocess.PIPE
    ) as cat:  # a pipe has no end to begin at
        items, _ = read_apart("-", stdin=cat.stdout)
    assert [item[0] for item in items] == ["read"] * 3


def test_a_row_group_that_would_fill_the_memory_is_refused(tmp_path):
    path = written(tmp_path / "a.parquet", [{"text": f"{n} {TEXT}"} for n in range(200)])
    _, (skipped,) = read_paths(path, settings=Settings(max_bytes=2000))
    assert "a row group of" in skipped.reason


def test_rows_are_read_a_few_at_a_time(tmp_path):
    small = written(tmp_path / "small.parquet", [{"text": TEXT}])
    path = tmp_path / "a.parquet"
    # The outlet is no name, so that each row is skipped at once and only the reading takes time.
    rows = arrow.table({"text": [f"{n} {TEXT * 100}" for n in range(20)], "outlet": [3] * 20})
    with parquet.ParquetWriter(path, rows.schema, use_dictionary=False) as out:
        for _ in range(150):  # 170 MB
            out.write_table(rows)
    items, grown = read_apart(path, warm=[small])
    assert len(items) == 3_000
    assert {item[0] for item in items} == {"skipped"}
    assert grown < 70  # MB; it comes to 42 and stays there, however many rows follow


def test_without_pyarrow_the_reason_names_the_command(tmp_path):
    path = written(tmp_path / "a.parquet", [{"text": TEXT}])
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from sayso.read import read_documents; from sayso.settings import Settings\n"
        f"print(next(read_documents([{str(path)!r}], settings=Settings())).reason)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'sayso[parquet]'" in run.stdout
