"""Files under names that change with what is in them."""

from sayso.views.desk.static import Statics


def test_a_name_changes_with_what_is_in_it(tmp_path):
    (tmp_path / "vendor").mkdir()
    file = tmp_path / "vendor" / "a.js"
    file.write_text("let a = 1;")
    first = Statics(tmp_path)
    file.write_text("let a = 2;")
    second = Statics(tmp_path)
    assert first.address("vendor/a.js") != second.address("vendor/a.js")
    assert first.get(first.names["vendor/a.js"]).body == b"let a = 1;"


def test_every_file_is_sent_whole_and_kept_for_ever(client):
    for name, address in client.app.state.statics.names.items():
        answer = client.get(f"/static/{address}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        plain = client.get(f"/static/{address}", headers={"Accept-Encoding": "identity"})
        assert plain.content == answer.content, name


def test_nothing_else_of_the_disk_is_sent(client):
    for address in ("../app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "nothing.css"):
        assert client.get(f"/static/{address}").status_code == 404
