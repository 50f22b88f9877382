"""What is computed once per seed and shared by every submission: the planned runs with their right answers."""

from __future__ import annotations

from grader.judge.plan import Run, plan
from grader.model.exercise import Case, Exercise


class Shelf:
    """Plans by exercise. `hidden` adds an instructor's cases, by exercise id; they are corner cases of their own."""

    def __init__(self, seed: int, hidden: dict[str, tuple[Case, ...]] | None = None) -> None:
        self.seed = seed
        self._hidden = hidden or {}
        self._plans: dict[str, tuple[Run, ...]] = {}

    def runs(self, exercise: Exercise) -> tuple[Run, ...]:
        """The runs of `exercise`, drawn and answered on first use. Raises GraderFault when the page fails."""
        if exercise.id not in self._plans:
            self._plans[exercise.id] = plan(exercise, self.seed, self._hidden.get(exercise.id, ()))
        return self._plans[exercise.id]

    def hides(self, exercise: Exercise, run: Run) -> bool:
        """Whether `run` is of one of the instructor's cases, whose inputs nobody may read."""
        return any(run.case is case for case in self._hidden.get(exercise.id, ()))
