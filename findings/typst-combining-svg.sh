#!/usr/bin/env bash
# Typst refuses PDF/UA-1 ("text with missing codepoints") for a figure in SVG with a letter and a
# combining tilde that has no composed form, such as C followed by U+0303 - the usual way to write a
# candidate state.  The same letters in running text pass, and so does the figure without the mark.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check typst==0.15.2
"$work/venv/bin/python" - <<'PY'
import typst

def checked(body):
    source = f'#set document(title: "T", date: none)\n#set text(lang: "en", font: "New Computer Modern")\n= T\n{body}'
    try:
        typst.Compiler().compile(input=source.encode(), format="pdf", pdf_standards=["ua-1"])
        return "passes"
    except typst.TypstError as error:
        return str(error)

def figure(letters):
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><text x='5' y='15' font-family='New Computer Modern'><tspan font-style='italic'>{letters}</tspan></text></svg>"
    return f'#image(bytes("{svg}"), format: "svg", alt: "a letter")'

print("typst", typst.__version__)
found = {
    "C + U+0303 in text": checked("C\u0303"),
    "C in a figure": checked(figure("C")),
    "C + U+0303 in a figure": checked(figure("C\u0303")),
}
for said, result in found.items():
    print(f"{said}: {result}")
assert found["C + U+0303 in text"] == found["C in a figure"] == "passes", "it has changed"
assert "missing codepoints" in found["C + U+0303 in a figure"], "it has changed"
PY
