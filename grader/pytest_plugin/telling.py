"""What a failing check says: the words of the terminal report."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from grader.errors import GraderError
from grader.locale import Words
from grader.model.verdict import Verdict
from grader.pytest_plugin.judging import Graded
from grader.report.clean import clean, one_line
from grader.report.terminal.block import block
from grader.report.terminal.look import Look, shows_signs
from grader.report.terminal.table import points


class Telling:
    """Texts in one choice of language."""

    def __init__(self, lang: str | None, course: Path | None) -> None:
        from grader.cli.console import Console

        self._words = Words(lang or Console().lang, course)
        width = shutil.get_terminal_size((80, 24)).columns
        self._look = Look(width, ascii=not shows_signs(getattr(sys.stdout, "encoding", None) or "utf-8"))

    def failure(self, graded: Graded, check: str, speaker: str) -> str:
        """Why a check fails. The `speaker` shows the whole block, the function's other checks point to it."""
        verdict = graded.function.verdict
        if check == "rules":
            return "\n".join(self._rules(verdict))
        name = verdict.id.partition(".")[2]
        if check != speaker:
            return f"{self._count(verdict, check)}  ->  {name}[{speaker}]"
        lines = block(graded.function, graded.assignment, self._words, self._look)
        return "\n".join([self._headline(verdict, check), *lines])

    def absent(self, verdict: Verdict) -> str:
        return self._words.say_short("report", f"status.{verdict.status}")

    def unasked(self) -> str:
        return self._words.say_short("tools", "pytest.unasked")

    def fault(self, error: GraderError) -> str:
        lines = [self._words.say_short("cli", "error") + f": {clean(error.message)}"]
        return "\n".join(lines + ([f"  {error.hint}"] if error.hint else []))

    def total(self, earned: float, most: float, seed: int) -> str:
        return self._words.say_short("tools", "pytest.total", points=points(earned), most=points(most), seed=seed)

    def _headline(self, verdict: Verdict, check: str) -> str:
        said = one_line(self._words.message(verdict.finding)) if verdict.finding else self.absent(verdict)
        why = f" [{verdict.diagnosis.id}]" if verdict.diagnosis else ""
        return f"{self._count(verdict, check)}: {said}{why}"

    def _count(self, verdict: Verdict, check: str) -> str:
        group = next((g for g in verdict.groups if g.id == check), None)
        said = self._words.say_short("report", f"group.{check}")
        return f"{said} {group.passed}/{group.total}" if group else said

    def _rules(self, verdict: Verdict) -> list[str]:
        return [
            self._words.say_short(
                "terminal",
                "rule.required" if breach.required else "rule.forbidden",
                call=one_line(breach.call),
                line=breach.place.line if breach.place else 0,
            )
            for breach in verdict.breaches
        ]
