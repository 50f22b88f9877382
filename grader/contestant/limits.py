"""How much a contestant may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one contestant.

    `wall`: seconds for one ask, that is for all calls of one function, kept by the parent's clock. `start`: seconds
    until a process must have said that it is ready. `memory`: bytes of address space. `cpu`: seconds of processor time
    of the whole process, a backstop. `output`: characters kept of what one call printed; the rest is dropped.
    `answer`: bytes of one answer; all answers of one ask together may have four times as many. `files`, `processes`,
    `file_size`: open files, processes of one contestant, bytes of one written file.
    """

    wall: float = 10.0
    start: float = 120.0
    memory: int = 4 << 30
    cpu: int = 600
    output: int = 1 << 16
    answer: int = 16 << 20
    files: int = 64
    processes: int = 32
    file_size: int = 16 << 20
