"""The memory of the warm process, put in order so that its forks fault seldom: nearly all of a fork's time are faults.

A fork shares its parent's pages until either writes to one; then that page is copied, about 4 µs each. Two things make
them fewer or cheaper, and both are only worth their own time where many forks follow.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from pathlib import Path

from grader.contestant.inside.system import call, libc_function

HUGE_PAGE = 2 << 20
MADV_COLLAPSE = 25
POOL = 8 << 10  # half a pool of CPython's allocator: so much in a row comes from a fresh one
SMALL = range(48, 513, 16)  # its size classes
CHUNKS = (65536, 16384, 4096, 2048, 1024, 768, 512, 384, 256, 192, 128, 96, 64, 48, 24)
ENOUGH = 20_000

_fillers: list[bytes] = []


def settle() -> None:
    """Fill the holes, then use huge pages. About 0.2 s once, and a third less processor time for each fork."""
    fill_chunks()
    fill_pools()
    use_huge_pages()


def fill_pools() -> int:
    """Allocate small objects until each size class of CPython's begins a fresh pool; how many there were.

    A fork then allocates from pages side by side instead of from the gaps that imports left on hundreds of pages.
    """
    before = len(_fillers)
    for size in SMALL:
        last = in_a_row = 0
        for _ in range(ENOUGH):
            _fillers.append(bytes(size - b"".__sizeof__()))
            address = id(_fillers[-1])
            in_a_row = in_a_row + size if address == last + size else 0
            last = address
            if in_a_row > POOL:
                break
    return len(_fillers) - before


_INFO = (
    "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
)  # fmt: skip


class _Info(ctypes.Structure):
    """glibc's `struct mallinfo2`."""

    _fields_ = [(name, ctypes.c_size_t) for name in _INFO]


def fill_chunks() -> int:
    """The same for glibc's malloc: take every free chunk below the top of the heap, the large ones first; how many."""
    count = 0
    with contextlib.suppress(AttributeError):  # another libc
        malloc, info = libc_function("malloc"), libc_function("mallinfo2")
        malloc.restype, info.restype = ctypes.c_void_p, _Info
        for size in CHUNKS:
            for _ in range(ENOUGH):
                top = info().keepcost
                malloc(ctypes.c_size_t(size))
                count += 1
                if info().keepcost < top:  # no free chunk was left, the heap's top had to give it
                    break
    return count


def use_huge_pages() -> int:
    """Collapse all private memory that fills whole huge pages (Linux 6.1); how many there are.

    Forking copies one entry of the page table in place of 512, ending the fork frees as few.
    """
    return sum(_collapsed(address) for start, end in _private() for address in range(start, end, HUGE_PAGE))


def _collapsed(address: int) -> bool:
    with contextlib.suppress(OSError):
        call("madvise", ctypes.c_void_p(address), ctypes.c_size_t(HUGE_PAGE), ctypes.c_int(MADV_COLLAPSE))
        return True
    return False


def _private() -> Iterator[tuple[int, int]]:
    """The writable regions without a file behind them, from the first to the last border of a huge page."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/maps").read_text().splitlines():
            region, rights, _, _, _, *name = line.split(maxsplit=5)
            if rights == "rw-p" and name in ([], ["[heap]"]):
                start, end = (int(border, 16) for border in region.split("-"))
                yield -(-start // HUGE_PAGE) * HUGE_PAGE, end // HUGE_PAGE * HUGE_PAGE
