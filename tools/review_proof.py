"""Three hundred texts marked by keys alone, and a hundred killed saves of which nothing is lost.

`python -m tools.review_proof keys` needs playwright and Chromium, writes what was pressed and seen
into tests/review/recorded.txt, and takes about two minutes; `kills` needs neither; `pictures` draws those of
the manual.
"""

from __future__ import annotations

import csv
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.request import Request, urlopen

HOME = Path(__file__).resolve().parents[1]
RECORD = HOME / "tests" / "review" / "recorded.txt"
STUDENTS, KILLS = 300, 100
SHEET = """\
title: Why a state changes
points: 2
questions:
  - id: b
    title: Does the state stay?
    prompt: >
      Suppose that x_t and b are zero vectors. Somebody claims that then h_t = h_(t-1), whatever the state
      is. Is that so? Give the reason.
    answers:
      reason:
        kind: text
        points: 2
        rubric:
          - Only repeating h_t = tanh(V h_(t-1)) earns nothing.
          - {id: cause, points: 1, text: Names V or tanh as the cause of the change.}
          - {id: other, points: 1, text: Says that h_t is in general another vector.}
          - {id: formula, points: -0.5, text: Gives a wrong formula.}
"""
_WHO = ("the tanh", "the product with V", "V", "tanh of the product", "the squashing function")
_DOES = ("changes", "moves", "turns", "squashes", "shrinks")
_WHAT = ("the state", "every entry", "h_(t-1)", "the vector", "the old state")
_END = ("so h_t is another vector", "unless the state is 0", "even without an input", "for nearly all states",
        "so the claim is wrong")  # fmt: skip


def texts(count: int) -> list[str]:
    """Sentences that students might write; some are equal, many are near."""
    chance = random.Random(7)  # noqa: S311 - the same class each time
    return [
        f"{chance.choice(_WHO)} {chance.choice(_DOES)} {chance.choice(_WHAT)}, {chance.choice(_END)}."
        for _ in range(count)
    ]


def a_class(folder: Path, count: int = STUDENTS) -> Path:
    """A graded class in a folder; OUT."""
    works, sheet = folder / "works", folder / "states"
    works.mkdir()
    sheet.mkdir()
    (sheet / "assignment.yaml").write_text(SHEET, encoding="utf-8")
    for number, text in enumerate(texts(count)):
        (works / f"s{number:03}.json").write_text(json.dumps({"reason": text}), encoding="utf-8")
    words = ["batch", str(works), "--assignment", str(sheet / "assignment.yaml"), "--out", str(folder / "out")]  # fmt: skip
    subprocess.run([sys.executable, "-m", "grader", *words], check=True, cwd=HOME)
    return folder / "out"


def marked(out: Path) -> dict[str, dict[str, str]]:
    """The marks that the table gives, by student."""
    if not (out / "marks.csv").is_file():
        return {}
    with (out / "marks.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file) if row["points"]}


# -- keys -----------------------------------------------------------------------------------------


def keys() -> None:
    """Mark a whole class without a mouse, and hold the table against what was pressed."""
    from tests.review.served import Reader, browser, served  # only this proof needs a browser

    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        out = a_class(Path(name))
        wanted: dict[str, str] = {}
        said = []
        began = time.monotonic()
        with served(out, by="proof") as review:
            piles = {pile.texts[0]: pile for pile in review.board.piles("reason")}
            reader = Reader(chromium.new_page(), review.address)
            while "not marked" in reader.place:
                text = reader.page.text_content(".text")
                box = "1" if "V" in text or "tanh" in text else "5"
                boxes = box + ("2" if "another vector" in text and box == "1" else "")
                for key in boxes:
                    reader.mark(key)
                points = {"1": "1", "12": "2", "5": "0"}[boxes]
                wanted.update(dict.fromkeys(piles[text].students, points))
                said.append(f"{boxes:3}{reader.place}: {text} -> {points}")
                reader.onward()
            seen = reader.page.text_content("#counts")
            said.append(f"{seen}; {len(said)} different texts in {time.monotonic() - began:.0f} s, no mouse")  # fmt: skip
            said.append(f"errors of the page: {reader.wrong}")
        found = {who: row["points"] for who, row in marked(out).items()}
    RECORD.write_text("\n".join(said) + "\n", encoding="utf-8")
    print("\n".join(said[-5:]))
    assert found == wanted, "the table is what was pressed"
    assert (len(found), reader.wrong) == (STUDENTS, [])
    print(f"{len(found)} texts of {STUDENTS} students marked by keys alone; {RECORD.name} has every key")  # fmt: skip


# -- kills ----------------------------------------------------------------------------------------


def kills() -> None:
    """End a server by SIGKILL in the middle of a save, a hundred times; count what is lost."""
    chance = random.Random(11)  # noqa: S311 - the same moments each time
    with tempfile.TemporaryDirectory() as name:
        out = a_class(Path(name), 60)
        acknowledged: dict[str, str] = {}
        saves = torn = 0
        in_flight = ("", "")
        for number in range(KILLS):
            server, address = _started(out)
            cards = _get(address, "question", answer="reason")["cards"]
            until = time.monotonic() + chance.uniform(0.005, 0.25)
            killer = subprocess.Popen(
                [sys.executable, "-S", "-c", _KILL, str(server.pid), str(until - time.monotonic())]
            )
            try:
                for place in range(10_000):
                    card = cards[place % len(cards)]
                    points = str(chance.choice((0, 0.5, 1, 1.5, 2)))
                    in_flight = card["id"], points
                    card.update(_save(address, card, points))
                    acknowledged[card["id"]] = points
                    saves += 1
            except OSError:
                pass
            killer.wait()
            server.wait()
            torn += _lost(out, acknowledged, in_flight)
            if number % 20 == 19:
                print(f"{number + 1} kills, {saves} saves acknowledged, {torn} lost", flush=True)
    assert not torn
    print(f"{KILLS} kills in {saves} acknowledged saves: nothing lost, every table whole")


_KILL = "import os, sys, time; time.sleep(max(0, float(sys.argv[2]))); os.kill(int(sys.argv[1]), 9)"


def _started(out: Path) -> tuple[subprocess.Popen[str], str]:
    words = [sys.executable, "-m", "grader", "review", str(out), "--by", "proof"]
    server = subprocess.Popen(
        words, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    return server, server.stdout.readline().strip()


def _asked(address: str, path: str, query: str = "") -> str:
    base, _, token = address.partition("/?")
    return f"{base}/{path}?{token}&by=proof{query}"


def _get(address: str, path: str, **told: str) -> dict[str, list[dict[str, str]]]:
    query = "".join(f"&{key}={value}" for key, value in told.items())
    with urlopen(_asked(address, path, query), timeout=10) as answer:  # noqa: S310 - our own server
        found: dict[str, list[dict[str, str]]] = json.load(answer)
    return found


def _save(address: str, card: dict[str, str], points: str) -> dict[str, str]:
    told = {"answer": "reason", "id": card["id"], "revision": card["revision"], "by": "proof",
            "boxes": [], "points": points, "remark": f"worth {points}"}  # fmt: skip
    own = address.partition("/?")[0]
    request = Request(  # noqa: S310 - our own server
        _asked(address, "save"),
        json.dumps(told).encode(),
        {"Content-Type": "application/json", "Origin": own},
    )
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        found: dict[str, str] = json.load(answer)["card"]
    return found


def _lost(out: Path, acknowledged: dict[str, str], in_flight: tuple[str, str]) -> int:
    """How many of the acknowledged marks are not in the table, or not for all of a pile.

    The one save that was in flight may be there or not, whole.
    """
    from grader.review.board import Board  # the table is read as it always is

    board, rows = Board(out), marked(out)
    lost = 0
    for pile in board.piles("reason"):
        given = {(row["points"], row["remark"]) for who in pile.students if (row := rows.get(who))}
        known = {acknowledged[pile.id]} if pile.id in acknowledged else set()
        if pile.id == in_flight[0]:
            known.add(in_flight[1])
        points = next(iter(given))[0] if given else ""
        whole = len(given) == 1 and all(who in rows for who in pile.students)
        if given and whole and points in known and given == {(points, f"worth {points}")}:
            acknowledged[pile.id] = points  # from now on it is known
        elif given or pile.id in acknowledged:
            lost += 1
    return lost


# -- pictures -------------------------------------------------------------------------------------


def pictures(folder: Path = HOME / "docs") -> None:
    """Draw the page in light and dark, on a desk and on a phone."""
    from tests.review.served import Reader, browser, served  # only this proof needs a browser

    shots = (
        ("review", {"width": 1180, "height": 900}, "light"),
        ("review-dark", {"width": 1180, "height": 900}, "dark"),
        ("review-phone", {"width": 390, "height": 1500}, "light"),
    )
    with tempfile.TemporaryDirectory() as name, browser() as chromium:
        out = a_class(Path(name), 40)
        with served(out, by="ada") as review:
            for called, size, scheme in shots:
                page = chromium.new_page(viewport=size, color_scheme=scheme)
                reader = Reader(page, review.address)
                reader.mark("1")
                reader.press("Escape", "Tab")
                page.evaluate("scrollTo(0, 0)")
                page.screenshot(path=str(folder / f"{called}.png"))
                assert not reader.wrong


def main(words: Sequence[str]) -> int:
    """Do the proofs that are named, or both."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chosen = words or ("kills", "keys")
    for word in chosen:
        {"keys": keys, "kills": kills, "pictures": pictures}[word]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
