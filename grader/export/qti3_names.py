"""QTI 3.0: the elements of QTI 2.1 under their new names.

The third version says the same by the same rules; names became custom elements (`qti-sum`), and
attributes are written with hyphens.  What is HTML or MathML keeps its name.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_PLACE = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_HTML = frozenset(
    [
        "blockquote",
        "br",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


def renamed(root: ET.Element) -> ET.Element:
    """A document of QTI 2.1 as one of QTI 3.0."""
    third = _renamed(root)
    for name in [name for name in third.attrib if "xml" in name or "schema" in name]:
        del third.attrib[name]
    third.set("xmlns", _NAMESPACE)
    third.set("xmlns:xsi", _INSTANCE)
    third.set("xsi:schemaLocation", f"{_NAMESPACE} {_PLACE}")
    return third


def _renamed(element: ET.Element) -> ET.Element:
    if element.tag == "math":
        return element
    is_html = element.tag in _HTML
    tag = element.tag if is_html else f"qti-{_hyphened(element.tag)}"
    attributes = element.attrib if is_html else {_hyphened(k): v for k, v in element.items()}
    found = ET.Element(tag, attributes)
    found.text, found.tail = element.text, element.tail
    found.extend(map(_renamed, element))
    return found


def _hyphened(name: str) -> str:
    """A name with hyphens in place of capitals.

    >>> _hyphened("assessmentItemRef"), _hyphened("isNull"), _hyphened("identifier")
    ('assessment-item-ref', 'is-null', 'identifier')
    """
    return _HUMP.sub(lambda match: f"-{match[0].lower()}", name)
