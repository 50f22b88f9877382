"""Bytes of a source file -> text, as Python itself would read them, and as editors really save them."""

from __future__ import annotations

import codecs
import re

from grader.submission.found import Refused
from grader.submission.naming import first_decoding

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
# Plain character sets only: "punycode", "unicode_escape" and the like turn text into other text.
_DECLARABLE = {
    codecs.lookup(name).name
    for name in [
        "ascii",
        "utf-8",
        "utf-8-sig",
        "latin-1",
        "cp949",
        "euc-kr",
        "johab",
        "iso2022-kr",
        "cp1252",
        "iso8859-15",
        "shift-jis",
        "cp932",
        "euc-jp",
        "gbk",
        "gb18030",
        "big5",
    ]
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, path: str) -> str:
    r"""The text with "\n" line ends. Raises Refused: nul_bytes, unknown_encoding, undecodable."""
    text = _decoded(data, path)
    if "\0" in text:
        raise Refused("nul_bytes", file=path)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, path: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], (encoding,), path)
    wide = _wide(data)
    if wide:
        return _strictly(data, (wide,), path)
    declared = _declared(data)
    if not declared:
        return _strictly(data, ("utf-8", "cp949"), path)
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if name not in _DECLARABLE:
        raise Refused("unknown_encoding", file=path, encoding=declared[:40])
    # A cookie copied from elsewhere is often wrong; a file that is valid in what its editor writes is still readable.
    return _strictly(data, (name, "utf-8", "cp949"), path)


def _strictly(data: bytes, encodings: tuple[str, ...], path: str) -> str:
    text = first_decoding(data, encodings)
    if text is None:
        raise Refused("undecodable", file=path, encodings=", ".join(encodings))
    return text


def _declared(data: bytes) -> str:
    """The PEP 263 cookie of the first two lines, where the first must be a comment or blank for the second to count."""
    first, _, rest = data[:2000].partition(b"\n")
    found = _COOKIE.match(first)
    if not found and (not first.strip() or first.lstrip().startswith(b"#")):
        found = _COOKIE.match(rest.partition(b"\n")[0])
    return found.group(1).decode("ascii", "replace") if found else ""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Python source is then zero."""
    head = data[:4096]
    if len(head) < 4 or len(data) % 2:
        return ""
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) == 0:
        return "utf-16-be"
    return ""
