"""Source text -> fingerprints that renaming, comments and layout do not change."""

from __future__ import annotations

import hashlib
import io
import keyword
import tokenize
from array import array
from collections.abc import Iterable, Sequence

GRAM = 16
WINDOW = 8
_KEPT_NAMES = {"torch", "F", "nn", "np", "numpy", "range", "len", "zip", "enumerate", "sum", "max", "min"}
_DROPPED = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip


def tokens(source: str) -> list[str]:
    """The tokens, names replaced by one letter except attributes and well-known ones; text statements are left out.

    What cannot be tokenised ends the list: the lines before it still count.
    """
    found: list[str] = []
    previous = tokenize.NEWLINE
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in _DROPPED:
                text = _normal(token, found[-1] if found else "")
                docstring = token.type == tokenize.STRING and previous in (
                    tokenize.NEWLINE,
                    tokenize.INDENT,
                    tokenize.NL,
                )
                if text and not docstring:
                    found.append(text)
            if token.type != tokenize.COMMENT:
                previous = token.type
    except (tokenize.TokenError, SyntaxError, RecursionError):
        pass
    return found


def _normal(token: tokenize.TokenInfo, before: str) -> str:
    if token.type == tokenize.NAME:
        kept = keyword.iskeyword(token.string) or before == "." or token.string in _KEPT_NAMES
        return token.string if kept else "v"
    return "s" if token.type == tokenize.STRING else token.string


def fingerprints(source: str) -> set[int]:
    """The winnowed hashes of all runs of GRAM tokens: of every WINDOW neighbours the smallest."""
    stream = tokens(source)
    hashes = [_hash(stream[at : at + GRAM]) for at in range(len(stream) - GRAM + 1)]
    return {min(hashes[at : at + WINDOW]) for at in range(max(1, len(hashes) - WINDOW + 1))} if hashes else set()


def _hash(gram: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b("\0".join(gram).encode("utf-8", "replace"), digest_size=8).digest(), "big")


def pack(prints: Iterable[int]) -> bytes:
    return array("Q", sorted(prints)).tobytes()


def unpack(data: bytes) -> array[int]:
    prints = array("Q")
    prints.frombytes(data)
    return prints
