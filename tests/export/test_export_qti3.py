"""QTI 3.0: what QTI 2.1 says, under the names of the third version."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from exported import ALL, EVERY_RULE, name_of, printed, xml

from grader.export import qti

SECOND = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
THIRD = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
PACKAGE = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
PLACE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


def files(written):
    with zipfile.ZipFile(io.BytesIO(written.data)) as archive:
        return {name: xml(archive.read(name)) for name in archive.namelist()}


def plain(element, namespace, name_of):
    """An element as nested tuples, its names as the second version writes them."""
    attributes = sorted((name_of(k), v) for k, v in element.items() if k != PLACE)
    tag = element.tag.removeprefix(namespace)
    return name_of(tag), attributes, element.text, element.tail, [
        plain(each, namespace, name_of) for each in element
    ]  # fmt: skip


def humped(name):
    return re.sub(r"-([a-z])", lambda match: match[1].upper(), name.removeprefix("qti-"))


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_both_versions_say_the_same(name):
    second, third = files(qti.write(printed(name))), files(qti.write_third(printed(name)))
    assert [*second] == [*third]
    for path in [*second][1:]:
        assert plain(second[path], SECOND, str) == plain(third[path], THIRD, humped), path


def test_the_names_are_those_of_the_third_version():
    found = files(qti.write_third(printed(EVERY_RULE)))
    tags = {
        element.tag.removeprefix(THIRD)
        for path, root in found.items()
        if path.startswith("items/")
        for element in root.iter()
        if element.tag.startswith(THIRD)
    }
    assert {
        "qti-assessment-item",
        "qti-text-entry-interaction",
        "qti-response-else-if",
        "p",
    } <= tags
    assert not [tag for tag in tags if tag != tag.lower()]
    manifest = found["imsmanifest.xml"]
    types = {each.get("type") for each in manifest.iter(f"{PACKAGE}resource")}
    assert {"imsqti_test_xmlv3p0", "imsqti_item_xmlv3p0"} == types
    assert "3.0.0" == manifest.findtext(f"{PACKAGE}metadata/{PACKAGE}schemaversion")


def test_attributes_have_hyphens():
    found = files(qti.write_third(printed(EVERY_RULE)))
    text = "".join(ET.tostring(root, encoding="unicode") for root in found.values())
    assert ' base-type="float"' in text
    assert not re.search(r"[ ](baseType|responseIdentifier|maxChoices|navigationMode)=", text)


def test_how_to_type_a_number_is_told_beside_its_field():
    """The players read neither a comma nor the long minus that formulas are printed with."""
    for path, root in files(qti.write(printed(EVERY_RULE))).items():
        text = "".join(root.itertext())
        if path.startswith("items/") and root.find(f".//{SECOND}textEntryInteraction") is not None:
            assert "typed like -1.25, with a point and a plain -" in text, path
