"""Renamed copies are found; what everybody writes, and the starter code, are not."""

from __future__ import annotations

from grader.similarity.fingerprints import fingerprints, pack, tokens, unpack
from grader.similarity.pairs import alike

COPIED = '''
def softmax(x):
    """My own words."""
    biggest = x.max(dim=1, keepdim=True).values
    moved = x - biggest
    powers = torch.exp(moved)
    rows = [powers[i] / powers[i].sum() for i in range(len(powers))]
    return torch.stack(rows, dim=0).reshape(x.shape[0], x.shape[1])

def bce(p, y):
    small = 1e-12
    safe = p.clamp(small, 1 - small)
    left = y * safe.log()
    right = (1 - y) * (1 - safe).log()
    total = -(left + right).sum() / y.numel()
    return total
'''
RENAMED = COPIED.replace("biggest", "m").replace("moved", "q").replace("powers", "e").replace("My own words", "Other")
RENAMED = "# a comment\n" + RENAMED.replace("    small = 1e-12\n", "    small = 1e-12  # tiny\n\n")


def honest(n: int) -> str:
    body = "\n".join(
        f"    a{k} = x.{name}(dim={n + k}) * {n * 7 + k}" for k, name in enumerate(["sum", "mean", "max", "min"] * 3)
    )
    return f"def f{n}(x):\n{body}\n    return a0\n"


def test_tokens_forget_names_comments_and_docstrings():
    assert tokens(COPIED) == tokens(RENAMED)
    assert tokens("x = (1,\n") == ["v", "=", "(", "1", ","]
    assert unpack(pack({3, 1, 2**63})).tolist() == [1, 3, 2**63]


def test_a_renamed_copy_among_honest_work_is_found():
    sources = {f"s{n}": honest(n) for n in range(20)} | {"kim": COPIED, "lee": RENAMED}
    found = alike([(k, unpack(pack(fingerprints(v)))) for k, v in sources.items()], len(sources), set())
    assert [(p.left, p.right) for p in found] == [("kim", "lee")]
    assert found[0].share == 1.0


def test_starter_code_and_common_answers_are_nothing():
    everybody = [(f"s{n}", unpack(pack(fingerprints(COPIED)))) for n in range(30)]
    assert alike(everybody, 30, set()) == []
    two = everybody[:2]
    assert alike(two, 2, fingerprints(COPIED)) == []
    assert len(alike(two, 2, set())) == 1
