"""A certificate as text: JSON with an operation a line, so that people can read it too."""

from __future__ import annotations

import json
from typing import cast

from grader.certificate.exact import Row


def as_text(certificate: Row) -> str:
    """The certificate as JSON."""
    programs = cast("list[Row]", certificate["programs"])
    head = {name: value for name, value in certificate.items() if name != "programs"}
    text = json.dumps(head, indent=1, ensure_ascii=False)
    written = ",\n".join(_program(program) for program in programs)
    return f'{text[:-2]},\n "programs": [\n{written}\n ]\n}}\n'


def _program(program: Row) -> str:
    steps = cast("list[object]", program["steps"])
    head = {name: value for name, value in program.items() if name != "steps"}
    lines = ",\n".join(f"  {json.dumps(step, ensure_ascii=False)}" for step in steps)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]},\n "steps": [\n{lines}\n ]}}'
