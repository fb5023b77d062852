"""The page round the pages: the file's lines, what is wrong beside each, and what it gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape

from grader.authoring.view import PARTS, View
from grader.words.sentences import previews as sentences

_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 0; display: grid; grid-template-columns: minmax(24rem, 2fr) 3fr; height: 100vh; font: 15px/1.45 system-ui, sans-serif; }
#file { overflow: auto; padding: 1rem; border-right: 1px solid #8888; }
#file table { border-collapse: collapse; font: 13px/1.5 ui-monospace, monospace; }
#file td { white-space: pre-wrap; vertical-align: top; padding: 0 .6rem 0 0; }
#file td:first-child { color: #888; text-align: right; user-select: none; }
tr.fault td { background: #e5484d22; } tr.warning td { background: #f5a62322; }
tr.said td { font-family: system-ui, sans-serif; padding: .2rem .6rem .5rem 0; }
#state { font-weight: 600; margin: 0 0 .8rem; } #state.faulty { color: #d13438; }
main { display: grid; grid-template-rows: auto 1fr; min-width: 0; }
nav { display: flex; gap: .4rem; padding: .5rem 1rem; border-bottom: 1px solid #8888; }
nav button { font: inherit; padding: .2rem .8rem; } nav button[aria-pressed=true] { font-weight: 700; }
iframe { width: 100%; height: 100%; border: 0; background: Canvas; }
"""

# Asks twice a second whether the file changed; only then is anything loaded again.
_SCRIPT = """\
const token = document.body.dataset.token, frame = document.querySelector("iframe");
let stamp = document.body.dataset.stamp, part = "sheet";
const at = (path) => `${path}?token=${token}`;
function show() {
  for (const b of document.querySelectorAll("nav button")) b.setAttribute("aria-pressed", b.value === part);
  frame.src = at("/" + part) + "&" + stamp;
}
for (const b of document.querySelectorAll("nav button")) b.onclick = () => { part = b.value; show(); };
async function look() {
  try {
    const now = await (await fetch(at("/stamp"))).text();
    if (now !== stamp) {
      const text = await (await fetch(at("/file"))).text();
      stamp = now;
      document.querySelector("#file").innerHTML = text;
      show();
    }
  } catch { document.querySelector("#state").textContent = document.body.dataset.gone; }
  setTimeout(look, 500);
}
show(); look();
"""


def desk(view: View, *, name: str, token: str, nonce: str) -> str:
    """The whole page; `nonce` is what lets its one script run."""
    buttons = "".join(f'<button value="{part}">{sentences.part(part)}</button>' for part in PARTS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f'<style nonce="{nonce}">{_STYLE}</style></head>'
        f'<body data-token="{token}" data-stamp="{view.stamp}" data-gone="{escape(sentences.gone())}">'
        f'<div id="file">{file_part(view)}</div><main><nav>{buttons}</nav>'
        f'<iframe sandbox title="{escape(name)}"></iframe></main>'
        f'<script nonce="{nonce}">{_SCRIPT}</script></body></html>'
    )


def file_part(view: View) -> str:
    """The lines of the file, and below each what is wrong there."""
    return "".join(_file_part(view))


def _file_part(view: View) -> Iterator[str]:
    wrong = sum(not fault.warning for fault in view.faults) + bool(view.said)
    state = sentences.state(wrong, sound=view.sound, older=bool(view.pages))
    yield f'<p id="state" class="{"" if view.sound else "faulty"}">{escape(state)}</p>'
    if view.said:
        yield f"<p>{escape(view.said)}</p>"
    told = defaultdict(list)
    for fault in view.faults:
        told[min(max(fault.line, 1), max(len(view.lines), 1))].append(fault)
    yield "<table>"
    for number, line in enumerate(view.lines or ("",), start=1):
        here = told.get(number, [])
        kind = "" if not here else "warning" if all(f.warning for f in here) else "fault"
        yield f'<tr class="{kind}"><td>{number}</td><td>{escape(line)}</td></tr>'
        for fault in here:
            remedy = f"<br>{escape(fault.remedy)}" if fault.remedy else ""
            yield f'<tr class="{kind} said"><td></td><td>{escape(fault.message)}{remedy}</td></tr>'
    yield "</table>"
