"""Zip and tar: the members that bear an assignment's name are read in bounded pieces; nothing is ever extracted."""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Sequence
from typing import BinaryIO, cast

from grader.submission.found import Bounds, File, Found, Refused
from grader.submission.naming import from_zip, skipped, slug_of, tidy, unsafe
from grader.submission.opening import bounded

_XZ_MEMORY = 96 << 20
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_archive(stream: BinaryIO, name: str, slugs: Sequence[str], bounds: Bounds, found: Found) -> None:
    """Adds an archive's course files to `found`. A damaged archive is a problem there, never an exception."""
    try:
        head = stream.read(6)
        stream.seek(0)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            _zip(stream, slugs, bounds, found)
        else:
            _tar(stream, head, slugs, bounds, found)
    except Refused as refused:
        found.problems.append(refused.problem)
    except Exception as error:  # noqa: BLE001 - parsers of hostile bytes fail in ways of their own
        found.problems.append(Refused("archive_damaged", file=name, error=type(error).__name__).problem)


def _zip(stream: BinaryIO, slugs: Sequence[str], bounds: Bounds, found: Found) -> None:
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        _count(len(members), bounds)
        named = [(from_zip(member.filename, bool(member.flag_bits & 0x800)), member) for member in members]
        read_zip_members(archive, named, slugs, bounds, found)


def read_zip_members(
    archive: zipfile.ZipFile,
    members: Sequence[tuple[str, zipfile.ZipInfo]],
    slugs: Sequence[str],
    bounds: Bounds,
    found: Found,
) -> None:
    """Adds the course files among these members. Raises Refused when there are too many of them."""
    for path, member in members:
        hit = _wanted(path, member.is_dir(), slugs, bounds, found)
        if hit is None:
            continue
        data: bytes | None = None
        problem = None
        try:
            _refuse(path, stat.S_ISLNK(member.external_attr >> 16))
            data = zip_content(archive, member, path, bounds.of(path))
        except Refused as refused:
            problem = refused.problem
        found.files.append(File(path, *hit, data, problem))


def _tar(stream: BinaryIO, head: bytes, slugs: Sequence[str], bounds: Bounds, found: Found) -> None:
    source = _Counted(_unpacked(stream, head), bounds)
    with tarfile.open(fileobj=cast("BinaryIO", source), mode="r|", errors="surrogateescape") as archive:
        for number, member in enumerate(archive, 1):
            _count(number, bounds)
            if member.size > bounds.unpacked:  # a claim: reading on would skip so much, even past the end
                raise Refused("unpacks_too_large", limit=bounds.unpacked >> 20)
            path = tidy(member.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
            hit = _wanted(path, member.isdir(), slugs, bounds, found)
            if hit is None:
                continue
            data: bytes | None = None
            problem = None
            try:
                data = _tar_content(archive, member, path, bounds)
            except Refused as refused:
                if refused.problem.id == "unpacks_too_large":
                    raise
                problem = refused.problem
            found.files.append(File(path, *hit, data, problem))


def zip_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, limit: int) -> bytes:
    """A member's bytes. Raises Refused: too_large, encrypted, compression, member_damaged."""
    if member.file_size > limit:
        raise Refused("too_large", file=path, limit=limit >> 20)
    if member.flag_bits & 1:
        raise Refused("encrypted", file=path)
    if member.compress_type not in _PLAIN:
        raise Refused("compression", file=path)
    try:
        with archive.open(member) as content:
            return bounded(cast("BinaryIO", content), limit, path)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a wrong checksum, a broken deflate stream, an overlapping entry
        raise Refused("member_damaged", file=path) from None


def _tar_content(archive: tarfile.TarFile, member: tarfile.TarInfo, path: str, bounds: Bounds) -> bytes:
    _refuse(path, member.issym() or member.islnk())
    if member.size > bounds.of(path):
        raise Refused("too_large", file=path, limit=bounds.of(path) >> 20)
    content = archive.extractfile(member) if member.isreg() else None
    if content is None:
        raise Refused("not_a_file", file=path)
    return bounded(cast("BinaryIO", content), bounds.of(path), path)


def _wanted(path: str, folder: bool, slugs: Sequence[str], bounds: Bounds, found: Found) -> tuple[str, int] | None:
    if folder or skipped(path):
        return None
    hit = slug_of(path, slugs)
    if hit is None:
        note_ignored(path, bounds, found)
        return None
    if len(found.files) >= bounds.files:
        raise Refused("too_many_files", limit=bounds.files)
    return hit


def note_ignored(path: str, bounds: Bounds, found: Found) -> None:
    if len(found.ignored) < bounds.ignored:
        found.ignored.append("".join(c if c.isprintable() else "?" for c in path)[:200])


def _refuse(path: str, link: bool) -> None:
    if unsafe(path):
        raise Refused("unsafe_path", file=path)
    if link:
        raise Refused("link", file=path)


def _count(entries: int, bounds: Bounds) -> None:
    if entries > bounds.entries:
        raise Refused("too_many_entries", limit=bounds.entries)


def _unpacked(stream: BinaryIO, head: bytes) -> BinaryIO:
    if head.startswith(b"\x1f\x8b"):
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    if head.startswith(b"BZh"):
        return cast("BinaryIO", bz2.BZ2File(stream))
    if head.startswith(b"\xfd7zXZ"):
        return cast("BinaryIO", _Xz(stream))
    return stream


class _Counted:
    """A stream that gives out so many bytes and no more: what a small file unpacks to is its author's choice."""

    def __init__(self, stream: BinaryIO, bounds: Bounds) -> None:
        self._stream = stream
        self._left = bounds.unpacked
        self._limit = bounds.unpacked

    def read(self, size: int = 1 << 16) -> bytes:
        if size < 0 or size > self._left:
            size = self._left + 1
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise Refused("unpacks_too_large", limit=self._limit >> 20)
        return data

    def close(self) -> None:
        self._stream.close()


class _Xz:
    """lzma.LZMAFile with a bound on the memory that the file may ask for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def read(self, size: int) -> bytes:
        pieces: list[bytes] = []
        while size > 0 and not self._decoder.eof:
            fed = self._stream.read(1 << 15) if self._decoder.needs_input else b""
            if self._decoder.needs_input and not fed:
                break
            piece = self._decoder.decompress(fed, size)
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        self._stream.close()
