"""What MkDocs calls: puts the pages that are made from the code among those that are written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME))  # a hook is loaded as a file, outside of any package

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


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
    """Add the made pages."""
    from mkdocs.structure.files import File

    for place, text in made().items():
        files.append(File.generated(config, place, content=text))
    return files
