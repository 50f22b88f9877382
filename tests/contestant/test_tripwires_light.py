"""The tripwires must not wake torch's compiler: it costs a second and fails where a contestant may not write."""

from __future__ import annotations

import subprocess
import sys

WATCHED = """
import sys, torch
from grader.contestant.inside.watch import Tripwires
def step(x):
    return torch.where(x > 0, torch.ones_like(x), torch.zeros_like(x))
wires = Tripwires({step.__code__.co_filename: "student.py"})
x = torch.tensor([1.0, -1.0])
with wires:
    step(x)
print(sorted(use.name for use in wires.watch().uses if use.kind == "function"))
print([name for name in sys.modules if name.startswith(("torch._dynamo.", "torch._inductor."))])
"""


def test_a_watched_call_sees_every_call_and_imports_no_compiler() -> None:
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True)
    seen, imported = done.stdout.splitlines()
    assert seen == "['Tensor.gt', 'torch.ones_like', 'torch.where', 'torch.zeros_like']"
    assert imported == "[]"
