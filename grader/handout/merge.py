"""All sheets in one PDF, to be printed in one go, with the tags that those who hear it need.

pikepdf, as it only copies pages: a thousand sheets take it a second, and pypdf a quarter of a minute.
It copies no tags by itself: every page says by a number which entry of a tree has its pieces, so the
trees are put together under new numbers, and a file becomes a part of the document that is so made.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def can_merge() -> bool:
    """Whether the package that it takes is installed."""
    try:
        import pikepdf  # noqa: F401  # an optional extra
    except ModuleNotFoundError:
        return False
    return True


def merged(paths: Iterable[Path], *, title: str = "", names: Iterable[str] = ()) -> bytes:
    """The pages of all files, each file on a leaf of its own also where both sides are printed.

    The outline has an entry a file, under its name, and its own outline below.
    """
    import pikepdf  # an extra

    whole: Any = pikepdf.new()
    book = _Book(whole, title)
    labels = iter(names)
    for path in paths:
        with pikepdf.open(path) as one:
            book.add(one, next(labels, path.parent.name))
    book.close()
    data = io.BytesIO()
    whole.save(data, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return data.getvalue()


class _Book:
    """A document that files are added to, one after another."""

    def __init__(self, whole: Any, title: str) -> None:
        self.whole = whole
        self.title = title
        self.tags = whole.make_indirect(_dictionary(Type="/StructTreeRoot"))
        self.document = whole.make_indirect(_dictionary(Type="/StructElem", S="/Document"))
        self.document.P = self.tags
        self.parts: list[Any] = []
        self.parents: list[Any] = []  # keys and values of the tree, in turn
        self.entries: list[tuple[str, Any, list[tuple[str, Any]]]] = []
        self.next = 0

    def add(self, one: Any, name: str) -> None:
        """Add the pages of a file, its tags, and its outline."""
        first = len(self.whole.pages)
        self.whole.pages.extend(one.pages)
        pages = list(self.whole.pages)[first:]
        if "/StructTreeRoot" in one.Root:
            self._add_tags(self.whole.copy_foreign(one.Root.StructTreeRoot), pages)
        with one.open_outline() as outline:
            below = [(str(item.title), _page_of(item, one, pages)) for item in _every(outline.root)]
        self.entries.append((name, pages[0], below[1:]))  # the first is the title of the sheet
        if len(pages) % 2:
            self.whole.add_blank_page(page_size=tuple(map(float, pages[-1].mediabox[2:])))

    def _add_tags(self, tree: Any, pages: list[Any]) -> None:
        for page in pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + self.next
        highest = -1
        for key, value in _numbers(tree.ParentTree):
            self.parents += [key + self.next, value]
            highest = max(highest, key)
        self.next += highest + 1
        for part in _listed(tree.K):
            part.P = self.document
            self.parts.append(part)
        for name in ("/RoleMap", "/Namespaces"):
            if name in tree and name not in self.tags:
                self.tags[name] = tree[name]

    def close(self) -> None:
        """Write down what belongs to the whole: tags, title, language and outline."""
        import pikepdf  # an extra

        root = self.whole.Root
        root.Lang = pikepdf.String("en")
        root.ViewerPreferences = _dictionary(DisplayDocTitle=True)
        if self.parts:
            self.document.K = pikepdf.Array(self.parts)
            self.tags.K = pikepdf.Array([self.document])
            self.tags.ParentTree = self.whole.make_indirect(
                pikepdf.Dictionary(Nums=pikepdf.Array(self.parents))
            )
            self.tags.ParentTreeNextKey = self.next
            root.StructTreeRoot = self.tags
            root.MarkInfo = _dictionary(Marked=True)
        with self.whole.open_outline() as outline:
            for name, page, below in self.entries:
                item = pikepdf.OutlineItem(name, self._number(page))
                item.children += [pikepdf.OutlineItem(t, self._number(p)) for t, p in below]
                outline.root.append(item)
        with self.whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = self.title
            metadata["dc:language"] = {"en"}
            metadata["pdfuaid:part"] = "1"

    def _number(self, page: Any) -> int:
        return int(self.whole.pages.index(page))


def _dictionary(**entries: object) -> Any:
    import pikepdf  # an extra

    named = {
        f"/{name}": pikepdf.Name(value) if isinstance(value, str) else value
        for name, value in entries.items()
    }
    return pikepdf.Dictionary(named)


def _listed(kids: Any) -> list[Any]:
    import pikepdf  # an extra

    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree, with the branches that it may have."""
    numbers = list(tree.get("/Nums", []))
    yield from ((int(key), value) for key, value in zip(numbers[::2], numbers[1::2], strict=True))
    for branch in tree.get("/Kids", []):
        yield from _numbers(branch)


def _every(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _every(item.children)


def _page_of(item: Any, one: Any, pages: list[Any]) -> Any:
    """The copy of the page that an entry of a file's outline leads to."""
    target = item.destination[0] if item.destination is not None else item.action.D[0]
    for place, page in enumerate(one.pages):
        if page.obj.objgen == target.objgen:
            return pages[place]
    return pages[0]
