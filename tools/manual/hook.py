"""What MkDocs calls: puts the pages that are made from the code among those that are written."""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))  # a hook is loaded as a file, outside of any package

# What the theme loads from a server so that its search works in pages that are opened as files.
_REMOTE = re.compile(r'<script src="https://[^"]*iframe-worker[^"]*"></script>')
OFFLINE = "offline-search.js"  # our own, which lies in the manual

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def made() -> dict[str, str]:
    """The pages made from the code, by where they lie in the manual."""
    from tools.manual import cells, commands, functions, keys, notes

    pages = {
        "assignment": keys,
        "commands": commands,
        "cells": cells,
        "functions": functions,
        "notes": notes,
    }
    security = (HOME / "SECURITY.md").read_text(encoding="utf-8")
    return {
        "security.md": security,
        **{f"reference/{name}.md": module.page() for name, module in pages.items()},
    }


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the made pages, in place of those that `make reference` wrote."""
    from mkdocs.structure.files import File

    for place, text in made().items():
        if (old := files.get_file_from_path(place)) is not None:
            files.remove(old)
        files.append(File.generated(config, place, content=text))
    return files


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Let every page search without a network."""
    return offline(output, posixpath.dirname(page.url))


def on_post_template(output_content: str, template_name: str, **_: object) -> str:
    """The page of what is not found, too."""
    return offline(output_content, "") if template_name.endswith(".html") else output_content


def offline(page: str, folder: str) -> str:
    """A page with our script in place of the server's.

    >>> offline('<script src="https://unpkg.com/iframe-worker/shim"></script>', "reference")
    '<script src="../offline-search.js"></script>'
    """
    return _REMOTE.sub(f'<script src="{posixpath.relpath(OFFLINE, folder or ".")}"></script>', page)
