"""The preview: pages of the file as it is now, faults beside their lines, and nobody else's eyes."""

from __future__ import annotations

import threading
from http.client import HTTPConnection

import pytest

from grader.authoring.begin import begin
from grader.authoring.serve import Preview
from grader.authoring.view import Watched


@pytest.fixture
def file(tmp_path):
    return begin(tmp_path / "week-3")[0]


@pytest.fixture
def served(file):
    with Preview(Watched(file), name="week-3") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def page(server, part="", *, token=None, host=None):
    status, text, headers = asked(server, part, token=token, host=host)
    assert 200 == status
    return text, headers


def asked(server, part="", *, token=None, host=None):
    own = server.address.partition("?token=")[2]
    connection = HTTPConnection(*server.server_address, timeout=30)
    path = f"/{part}?token={own if token is None else token}"
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(), answer.headers
    connection.close()
    return found


def test_the_browser_sees_sheet_key_and_a_graded_example(served):
    assert "Key: A recurrent cell" in page(served, "key")[0]
    assert "Key:" not in page(served, "sheet")[0]
    report, _ = page(served, "report")
    assert "the ReLU left out" in report
    assert "2 / 3" in report
    desk, headers = page(served)
    assert "No faults." in desk
    assert "script-src 'nonce-" in headers["Content-Security-Policy"]


def test_a_saved_fault_stands_beside_its_line_and_the_last_sound_pages_stay(served, file):
    page(served)
    before = page(served, "stamp")[0]
    file.write_text(file.read_text().replace("rounding: 2", "roundng: 2"))
    assert before != page(served, "stamp")[0]
    told, _ = page(served, "file")
    row = told.partition("roundng: 2")[2].partition("</tr>")[2]
    assert row.startswith('<tr class="fault said">')
    assert "rounding" in row.partition("</tr>")[0]
    assert "The pages show the last sound state." in told
    assert "Key: A recurrent cell" in page(served, "key")[0]


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (403, {"token": ""}),
        (403, {"token": "%FC"}),
        (403, {"host": "elsewhere.example"}),  # a name that was made to point here
        (404, {"part": "../secret"}),
    ],
)
def test_nobody_else_is_answered(status, how, served):
    assert status == asked(served, **how)[0]
    assert "127.0.0.1" == served.server_address[0]


def test_what_a_file_says_is_text_and_no_markup(served, file):
    file.write_text(file.read_text().replace("A recurrent cell", "<script>alert(1)</script>"))
    for part in ("", "file", "sheet", "key", "report"):
        assert "<script>alert" not in page(served, part)[0]


def test_a_submission_of_the_author_is_the_example(file, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("a_h1: 6\na_h2: 0\na_h3: 3\n")
    view = Watched(file, own).view()
    assert "own.yaml" in view.pages["report"]
    assert "3 / 3" in view.pages["report"]
