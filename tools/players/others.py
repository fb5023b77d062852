# mypy: ignore-errors
# It runs where pyslet and the readers are installed, and nothing of ours is.
"""What tools of others make of the exports: run in an environment of its own, by `tools/players/run`.

pyslet plays QTI 2.1; moodle-xml-parser and amc2moodle read Moodle's file; pyslet and qti2latex read Canvas' zip.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

warnings.simplefilter("ignore")


def played(items: list[dict]) -> dict[str, dict[str, object]]:
    """The scores that pyslet gives, by item and case."""
    import pyslet.qtiv2.xml as qti
    from pyslet.qtiv2 import variables

    scores: dict[str, dict[str, object]] = {}
    for item in items:
        document = qti.QTIDocument()
        document.read(src=io.BytesIO(item["second"].encode()))
        for case in item["cases"]:
            session = variables.ItemSessionState(document.root)
            session.begin_session()
            for name, typed in case["typed"].items():
                value = _value(typed)
                if value is not None:
                    session[name].set_value(value)
            session.end_attempt()
            scores.setdefault(item["id"], {})[case["name"]] = session["SCORE"].value
    return scores


def _value(typed: object) -> object:
    """What a delivery engine hands over; what is no number to it is no response."""
    if isinstance(typed, list):
        return [tuple(one.split()) if " " in one else one for one in typed]
    if str(typed).startswith("choice"):
        return typed
    with contextlib.suppress(ValueError):
        return float(str(typed))
    return None


def moodle(path: Path) -> dict[str, dict[str, int]]:
    """How many questions of each type two readers find, with an answer that counts as right."""
    from moodle_xml_parser import parser

    text = path.read_text(encoding="utf-8")
    found = parser.parse_string(text)
    first: Counter[str] = Counter()
    for question in found["cloze"]:
        gaps = [
            gap for gap in question.gaps if gap.sub_type != "UNKNOWN"
        ]  # not the braces of formulas
        first["cloze"] += all(any(option.score == 100 for option in gap.options) for gap in gaps)
    first["multichoice"] = len(found["multichoice"])
    second: Counter[str] = Counter()
    with contextlib.suppress(ImportError):  # it needs ImageMagick
        from amc2moodle.moodle2amc._questions import Q_FACTORY, CreateQuestion
        from lxml import etree

        for question in etree.fromstring(text.encode()).iter("question"):
            if (
                question.get("type") in Q_FACTORY
                and CreateQuestion(question.get("type"), question).answers() is not None
            ):
                second[question.get("type")] += 1
    every = Counter(q.get("type") for q in ET.fromstring(text) if q.get("type") != "category")  # noqa: S314 - our own
    return {"ours": every, "moodle-xml-parser": first, "amc2moodle": second}


def canvas(path: Path) -> dict[str, dict[str, int]]:
    """How many items of each type two readers find."""
    import pyslet.qtiv1.xml as qti
    import qti2latex

    ours: Counter[str] = Counter()
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("quiz") or "meta" in name:
                continue
            data = archive.read(name)
            document = qti.QTIDocument()
            document.read(src=io.BytesIO(data))
            for assessment in _below(document.root.Assessment):
                first["items"] += _items(assessment)
            for item in qti2latex.findall_anyns(ET.fromstring(data), "item"):  # noqa: S314 - our own
                ours["items"] += 1
                second["items"] += bool(
                    qti2latex.guess_type(qti2latex.get_qti_metadata(item), item)
                    and qti2latex.get_item_stem(item)
                )
    return {"ours": ours, "pyslet": first, "qti2latex": second}


def _items(assessment: object) -> int:
    """The items below an assessment of pyslet's, whose own walk over it stops at a name it lacks."""
    sections = _below(assessment.SectionMixin)
    return sum(len(section.SectionItemMixin) for section in sections)


def _below(children: object) -> list:
    return list(children) if isinstance(children, list) else [children]


def main() -> None:
    """Write everything that was found into a file."""
    cases, folder, out = map(Path, sys.argv[1:4])
    names = sorted(path.stem for path in folder.glob("*.xml"))
    found = {
        "pyslet": played(json.loads(cases.read_text(encoding="utf-8"))),
        "moodle": {name: moodle(folder / f"{name}.xml") for name in names},
        "canvas": {name: canvas(folder / f"{name}.zip") for name in names},
    }
    out.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
