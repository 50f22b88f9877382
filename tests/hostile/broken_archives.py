# ruff: noqa: E702
"""Zips and tars that nobody sends by accident: name -> a function that makes the bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib

from tests.hostile.broken_text import GOOD, NAME


def zipped(build) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        build(archive)
    return out.getvalue()


def plain(a):
    a.writestr(f"{NAME}.py", GOOD)


def link(a):
    info = zipfile.ZipInfo(f"{NAME}.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    a.writestr(info, "/etc/passwd")


def names(*paths):
    return lambda a: [a.writestr(zipfile.ZipInfo(p), GOOD) for p in paths]


def patched(data, old, new):
    assert old in data
    return data.replace(old, new)


def encrypted():
    data = bytearray(zipped(plain))
    at = data.find(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    return bytes(data)


def sizes(value):
    data = bytearray(zipped(plain))
    at = data.find(b"PK\x01\x02")
    data[22:26] = data[at + 24 : at + 28] = struct.pack("<I", value)
    return bytes(data)


def method(number):
    data = bytearray(zipped(plain))
    at = data.find(b"PK\x01\x02")
    data[8:10] = data[at + 10 : at + 12] = struct.pack("<H", number)
    return bytes(data)


def overlap():
    data = zipped(names(f"{NAME}.py", f"x/{NAME}.py"))
    at = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", at + 4)
    raw = bytearray(data)
    raw[second + 42 : second + 46] = b"\0" * 4
    return bytes(raw)


def count(value):
    data = bytearray(zipped(plain))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", value, value)
    return bytes(data)


def bomb():
    return zipped(lambda a: a.writestr(f"{NAME}.py", b"#" * 300_000_000))


def quine(depth=6):
    data = zipped(plain)
    for n in range(depth):
        inner = data
        data = zipped(lambda a: a.writestr("inner.zip", inner))
    return data


ZIPS = {
    "ok": lambda: zipped(plain),
    "encrypted": encrypted,
    "size_zero": lambda: sizes(0),
    "size_huge": lambda: sizes(0xFFFFFFFE),
    "zip64_lie": lambda: sizes(0xFFFFFFFF),
    "lzma": lambda: method(14),
    "unknown_method": lambda: method(99),
    "overlap": overlap,
    "count_zero": lambda: count(0),
    "count_many": lambda: count(65_000),
    "bomb": bomb,
    "nested": quine,
    "cut": lambda: zipped(plain)[:-10],
    "cut_half": lambda: zipped(plain)[:60],
    "head_only": lambda: b"PK\x03\x04",
    "end_only": lambda: b"PK\x05\x06" + b"\0" * 18,
    "prefix": lambda: b"MZ" * 500 + zipped(plain),
    "trailing": lambda: zipped(plain) + b"x" * 1000,
    "crc": lambda: patched(zipped(plain), struct.pack("<I", zlib.crc32(GOOD.encode())), b"abcd"),
    "comment": lambda: zipped(lambda a: (plain(a), setattr(a, "comment", b"PK\x05\x06" + b"\0" * 40))),
    "link": lambda: zipped(link),
    "up": lambda: zipped(names(f"../../{NAME}.py")),
    "absolute": lambda: zipped(names(f"/etc/{NAME}.py")),
    "drive": lambda: zipped(names(f"C:\\{NAME}.py")),
    "backslash": lambda: zipped(names(f"hw\\{NAME}.py")),
    "twice": lambda: zipped(names(f"{NAME}.py", f"{NAME.upper()}.py")),
    "newline": lambda: zipped(names(f"a\nb\x1b[2J\u202e/{NAME}.py")),
    "device": lambda: zipped(names("CON", "NUL.py", f"aux/{NAME}.py")),
    "nul_name": lambda: patched(zipped(names(f"{NAME}.pyX")), b"pyX", b"py\0"),
    "long_name": lambda: zipped(names("d/" * 10_000 + f"{NAME}.py")),
    "many": lambda: zipped(names(*(f"{n}.txt" for n in range(3000)), f"{NAME}.py")),
    "many_wanted": lambda: zipped(names(*(f"{n}/{NAME}.py" for n in range(500)))),
    "folder_py": lambda: zipped(names(f"{NAME}.py/", f"{NAME}.py/x")),
    "empty": lambda: zipped(lambda a: None),
    "macosx": lambda: zipped(names(f"__MACOSX/._{NAME}.py", f"{NAME}.py")),
    "cp949": lambda: zipped(names("과제/" + f"{NAME}.py")),
}


def tarred(build, mode="w", **how) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, **how) as archive:
        build(archive)
    return out.getvalue()


def member(name, data=GOOD.encode(), **fields):
    def add(a):
        info = tarfile.TarInfo(name)
        info.size = len(data)
        for key, value in fields.items():
            setattr(info, key, value)
        a.addfile(info, io.BytesIO(data))

    return add


def both(*adds):
    return lambda a: [add(a) for add in adds]


F = f"{NAME}.py"
TARS = {
    "ok.tar": lambda: tarred(member(F)),
    "sym.tar": lambda: tarred(member(F, b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
    "hard.tar": lambda: tarred(member(F, b"", type=tarfile.LNKTYPE, linkname="/etc/passwd")),
    "chr.tar": lambda: tarred(member(F, b"", type=tarfile.CHRTYPE, devmajor=1, devminor=5)),
    "fifo.tar": lambda: tarred(member(F, b"", type=tarfile.FIFOTYPE)),
    "dir.tar": lambda: tarred(member(F, b"", type=tarfile.DIRTYPE)),
    "up.tar": lambda: tarred(member("../" + F)),
    "abs.tar": lambda: tarred(member("/" + F)),
    "odd_type.tar": lambda: tarred(member(F, type=b"Z")),
    "size_lie.tar": lambda: tarred(member(F))[:512],
    "cut.tar": lambda: tarred(member(F))[:700],
    "pax.tar": lambda: tarred(member(F, pax_headers={"size": "9" * 30, "path": "x" * 5000}), format=tarfile.PAX_FORMAT),
    "pax_bomb.tar.gz": lambda: gzip.compress(
        tarred(member(F, pax_headers={"comment": "x" * 60_000_000}), format=tarfile.PAX_FORMAT)
    ),
    "gnu_long.tar.gz": lambda: gzip.compress(tarred(member("d/" * 9_000_00 + F), format=tarfile.GNU_FORMAT)),
    "negative.tar": lambda: patched(tarred(member(F)), b"%011o" % len(GOOD), b"-7777777777"),
    "checksum.tar": lambda: b"x" + tarred(member(F))[1:],
    "gz_twice.tar.gz": lambda: gzip.compress(tarred(member(F))[:512]) + gzip.compress(tarred(member(F))[512:]),
    "gz_bomb.tar.gz": lambda: gzip.compress(tarred(member("x.txt", b"\0" * 300_000_000))),
    "gz_trash.tar.gz": lambda: gzip.compress(tarred(member(F))) + b"trash",
    "bz2.tar.bz2": lambda: bz2.compress(tarred(member(F))),
    "xz.tar.xz": lambda: lzma.compress(tarred(member(F))),
    "xz_memory.tar.xz": lambda: lzma.compress(tarred(member(F)), preset=9 | lzma.PRESET_EXTREME),
    "gz_nested.tgz": lambda: gzip.compress(gzip.compress(tarred(member(F)))),
    "zeros.tar": lambda: b"\0" * 100_000,
    "twice.tar": lambda: tarred(both(member(F), member(F, b"def sigmoid(x): return x\n"))),
    "name_bytes.tar": lambda: tarred(member("\udcff\udcfe/" + F), errors="surrogateescape"),
    "wrong_suffix.tar.gz": lambda: zipped(plain),
    "sparse.tar": lambda: patched_sparse(),
}


def patched_sparse():
    info = tarfile.TarInfo(F)
    info.type = tarfile.GNUTYPE_SPARSE
    info.size = 512
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[386:398] = b"%011o\0" % 0
    head[398:410] = b"%011o\0" % 512
    head[483:495] = b"77777777777\0"
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"x" * 512 + b"\0" * 1024
