"""One question asked in the warm process itself, so that no fork pays for what Python and torch do only once."""

from __future__ import annotations

import torch
from torch import Tensor

from grader.contestant.inside.observe import Target, observe_all
from grader.contestant.tensors import encode
from grader.model.outcome import Answer, Call

_FILE = "<rehearsal>"
_SOURCE = """
def rehearsed(x, labels):
    e = torch.exp(-x.abs())
    p = torch.where(x >= 0, 1 / (1 + e), e / (1 + e)).clamp(1e-7, 1)
    picked = torch.zeros(len(labels), 3, dtype=x.dtype).scatter_(1, labels.unsqueeze(1), 1.0)
    loss = -(picked * torch.log(p)).sum(dim=1).mean() + ((x - x.max()) ** 2).sum() + x.std() + (x.T @ x).sum()
    return loss, p.argmax(dim=1), x.tolist(), x[0], torch.cat([x, x]), x.reshape(-1).float()
"""


def rehearse() -> None:
    """Run a made-up function as a student's would be, watched and differentiated."""
    names: dict[str, object] = {"torch": torch, "Tensor": Tensor}
    exec(compile(_SOURCE, _FILE, "exec", dont_inherit=True), names)  # noqa: S102 - our own text, above
    call = Call(
        (encode(torch.ones(2, 3)), encode(torch.tensor([0, 1]))),
        repeat=True,
        watch=True,
        differentiate=True,
        trace=True,
    )
    target = Target(names["rehearsed"], ("x", "labels"), {_FILE: "rehearsal"})  # type: ignore[arg-type]
    observe_all(target, [call, call], _forget, _forget)


def _forget(index: int, *told: Answer | bool) -> None:
    """What a rehearsal answers is of no interest."""
