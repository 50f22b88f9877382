"""The same observation as in a contestant, of a trusted function, in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.contestant.inside.observe import Target, observe_all
from grader.model.outcome import Answer, Call


def answers(
    function: Callable[..., Any],
    calls: Sequence[Call],
    parameters: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
) -> tuple[Answer, ...]:
    """One Answer per call of `function`. `files`: code file names that count as the student's, with their labels."""
    found: list[Answer] = []

    def emit(_index: int, answer: Answer) -> None:
        found.append(answer)

    def emit_repeat(index: int, same: bool, reused: bool) -> None:
        found[index] = repeated(found[index], same, reused)

    observe_all(Target(function, tuple(parameters), files or {}), calls, emit, emit_repeat)
    return tuple(found)


def repeated(answer: Answer, same: bool, reused: bool) -> Answer:
    """The answer with the verdict of its second run."""
    return replace(answer, behaviour=replace(answer.behaviour, repeats=same, reused=reused))
