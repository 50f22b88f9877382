"""What an exercise forbids or requires."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A named group of calls. `id` names the wording ("SIGMOID") or is the single call itself ("Tensor.scatter_")."""

    id: str
