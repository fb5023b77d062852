#!/usr/bin/env bash
# Pages of tagged PDFs put together by pikepdf's `pages.extend` keep their numbers /StructParents and
# their marked content, but the document has no structure tree: it looks tagged page by page and is read
# aloud as untagged.  Nothing warns.  Two files also claim the same numbers, so adding one tree is not enough.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check typst==0.15.2 pikepdf==10.10.0 ||
    "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check typst==0.15.2 pikepdf
"$work/venv/bin/python" -W error::UserWarning - <<'PY'
import io
import pikepdf
import typst

source = '#set document(title: "T", date: none)\n#set text(lang: "en")\n= A heading\nText.'
one = typst.Compiler().compile(input=source.encode(), format="pdf", pdf_standards=["ua-1"])
single = pikepdf.open(io.BytesIO(one))
whole = pikepdf.new()
for _ in range(2):
    whole.pages.extend(pikepdf.open(io.BytesIO(one)).pages)
data = io.BytesIO()
whole.save(data)
merged = pikepdf.open(data)
numbers = [int(page.obj.StructParents) for page in merged.pages]
marked = [b"BDC" in page.Contents.read_bytes() for page in merged.pages]
print("pikepdf", pikepdf.__version__, "typst", typst.__version__)
print("tree in one file:", "/StructTreeRoot" in single.Root)
print("tree in the merged file:", "/StructTreeRoot" in merged.Root, "| marked content:", marked, "| StructParents:", numbers)
assert "/StructTreeRoot" in single.Root
assert "/StructTreeRoot" not in merged.Root and "/MarkInfo" not in merged.Root, "it has changed"
assert all(marked) and len({*numbers}) == 1, "it has changed"
PY
