"""hwloc's XML as a tree of elements: of limited size, without entities, and with the line of what is wrong."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from irpart.base.errors import FormatError

MOST_BYTES = 256 << 20
"""Size of a file that is read."""
DEEPEST = 200
"""Elements inside each other; hwloc's own files have about 30."""


def parse_document(data: bytes, where: str) -> Element:
    """Root element ``topology`` of an hwloc XML file of format 1, 2 or 3.

    External files (the DTD that hwloc names) are never opened, and entities of a file's own are refused.

    Raises
    ------
    FormatError
        It is no whole XML file, nested too deeply, too large, declares entities, or has another root element.
    """
    if len(data) > MOST_BYTES:
        raise FormatError(f"{where} has {len(data):,} bytes; a topology may have {MOST_BYTES:,}. Is it another file?")
    builder, depth = TreeBuilder(), 0
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise FormatError(f"{where}, line {parser.CurrentLineNumber}: elements are nested more than {DEEPEST} deep; "
                              "hwloc writes no such file.")
        if depth == 1 and tag != "topology":
            raise FormatError(f"{where} is XML, but no topology of hwloc: its root is <{tag[:40]}>, not <topology>. "
                              "Write one with: lstopo file.xml")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def declare_entity(name: str, *_: object) -> None:
        raise FormatError(f"{where}, line {parser.CurrentLineNumber}: it declares the entity '{name[:40]}'; hwloc's files "
                          "have none, and irpart expands none. Remove the declaration.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = builder.data, declare_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise FormatError(f"{where} is no whole XML file: {expat.ErrorString(error.code)} at line {error.lineno}. "
                          "Write it again with: lstopo file.xml") from None
    except (LookupError, ValueError) as error:
        raise FormatError(f"{where} is in an encoding that cannot be read ({error}); hwloc's files are in UTF-8.") from None
    return builder.close()


def version_of(document: Element) -> int:
    """Format of a file: 1, 2 or 3; files of hwloc 1 do not say."""
    number = document.get("version", "1").partition(".")[0]
    return int(number) if number in ("1", "2", "3") else 3


def whole(element: Element, key: str, where: str) -> int:
    """A whole number >= 0 among an element's attributes; 0 if it is not there.

    Raises
    ------
    FormatError
        The attribute is no such number.
    """
    text = element.get(key, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        name = f"{element.get('type', element.tag)} {element.get('gp_index', '')}".strip()
        raise FormatError(f"{where}: {key} of {name[:80]} is '{text[:40]}', not a whole number.")
    return int(text)


def cpu_set(text: str | None) -> int:
    """hwloc's bitmap as a whole number, bit i for index i: hexadecimal words of 32 bits, the highest first.

    An infinite set (``0xf...f``) is -1 above its words; what is none of these is empty.
    """
    result = 0
    for word in (text or "").strip().split(","):
        if word == "0xf...f":
            result = -1
            continue
        digits = word.strip().removeprefix("0x") or "0"
        if len(digits) > 8 or not all(c in "0123456789abcdefABCDEF" for c in digits):
            return 0
        result = (result << 32) | int(digits, 16)
    return result


def infos(element: Element) -> dict[str, str]:
    """Names and values of an element's ``info`` children."""
    return {child.get("name", ""): child.get("value", "") for child in element if child.tag == "info"}
