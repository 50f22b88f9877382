"""Runs student code in processes of its own. The judge's side is Host and Contestant; `inside` is the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.contestant.contestant import Contestant
    from grader.contestant.host import Host
    from grader.contestant.limits import Limits

__all__ = ["Contestant", "Host", "Limits"]


def __getattr__(name: str) -> object:
    """Import the judge's side on first use: the contestant imports this package too and has no need of it."""
    if name == "Host":
        from grader.contestant.host import Host

        return Host
    if name == "Contestant":
        from grader.contestant.contestant import Contestant

        return Contestant
    if name == "Limits":
        from grader.contestant.limits import Limits

        return Limits
    raise AttributeError(name)
