"""Zip files that are the same byte for byte whenever they hold the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o100644


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = _RIGHTS << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def document(root: ET.Element) -> bytes:
    """A document as it stands in a file."""
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def child(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """A new element below another."""
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element
