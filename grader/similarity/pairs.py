"""Which submissions share more than the class has in common."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import combinations

# A formula of two lines has few honest spellings, so what many write says nothing: only rare fingerprints count.
COMMON_SHARE = 0.05
COMMON_LEAST = 3
COMMON_MOST = 25
ENOUGH_SHARED = 8
ENOUGH_SHARE = 0.6
_WHOLE = 2_000


@dataclass(frozen=True)
class Likeness:
    """`share` in [0, 1] of the rare fingerprints of the one that has fewer; `shared` how many."""

    left: str
    right: str
    share: float
    shared: int


def alike(prints: Iterable[tuple[str, array[int]]], size: int, starter: Set[int], most: int = 200) -> list[Likeness]:
    """The pairs to look at, most alike first. `size`: about how many submissions there are.

    Beyond a few thousand submissions only every n-th fingerprint is kept, so that memory does not grow with the class.
    """
    every = max(1, size // _WHOLE)
    owners: defaultdict[int, list[int]] = defaultdict(list)
    names: list[str] = []
    common = max(COMMON_LEAST, min(COMMON_MOST, int(COMMON_SHARE * size)))
    for number, (name, values) in enumerate(prints):
        names.append(name)
        for value in values:
            if value % every == 0 and value not in starter and len(owners[value]) <= common:
                owners[value].append(number)
    rare: Counter[int] = Counter()
    shared: Counter[tuple[int, int]] = Counter()
    for who in owners.values():
        if len(who) <= common:
            rare.update(who)
            shared.update(combinations(who, 2))
    found = [
        Likeness(names[a], names[b], count / min(rare[a], rare[b]), count * every)
        for (a, b), count in shared.items()
        if count * every >= ENOUGH_SHARED and count >= 2 and count / min(rare[a], rare[b]) >= ENOUGH_SHARE
    ]
    return sorted(found, key=lambda pair: (-pair.share, -pair.shared, pair.left, pair.right))[:most]
