"""The loop of `grader watch`: see a save, grade what it touched, say what moved."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from grader.cli.console import Console
from grader.cli.keys import Keys
from grader.cli.runs import learn, remember, write_html
from grader.course.index import Index
from grader.grading import Session
from grader.grading.totals import DONE, totals
from grader.model.result import Result
from grader.model.submission import Submission
from grader.report.terminal import render
from grader.report.terminal.table import first_to_mend, first_to_write
from grader.submission.naming import SUFFIXES
from grader.workspace.changes import Watched, fingerprints, leaning_on, parses, touched
from grader.workspace.memory import Memory
from grader.workspace.merge import merge
from grader.workspace.reading import read_target
from grader.workspace.target import Target

POLL = 0.02
DEBOUNCE = 0.03
PATIENCE = 1.0


class Watching:
    """What is known while watching: the last submission read and everything graded so far."""

    def __init__(self, console: Console, index: Index, target: Target, session: Session, keys: Keys) -> None:
        self._console = console
        self._keys = keys
        self._index = index
        self._target = target
        self._session = session
        self._memory = Memory(target.root)
        self._watched = Watched(self._files)
        self._submission: Submission | None = None
        self._result: Result | None = None

    def until_quit(self) -> None:
        """Grade, then wait for saves and keys until q is pressed."""
        self.grade_all()
        while True:
            key = self._keys.wait(POLL)
            if key.lower() == "q":
                return
            if key:
                self._key(key.lower())
            if changed := self._watched.changed():
                self._settle(changed)
                self.grade_changes()

    def _settle(self, changed: set[Path]) -> None:
        """Wait for the end of a save. A file that does not parse gets a second to be saved again."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            time.sleep(DEBOUNCE)
            more = self._watched.changed()
            changed = changed | more
            if not more and all(parses(path) for path in changed):
                return

    def grade_all(self) -> None:
        """Grade everything that is watched."""
        self._submission = read_target(self._target, self._index.slugs)
        self._busy(self._target.only or ())
        self._show(self._session.grade(self._submission, only=self._target.only, plots=self._index.slugs), None)

    def grade_changes(self) -> None:
        """Grade what a save changed and show it at once. Then draw the pictures, and grade what leans on it."""
        submission = read_target(self._target, self._index.slugs)
        before = fingerprints(self._submission) if self._submission else {}
        ids = touched(before, fingerprints(submission), self._index)
        self._submission = submission
        changed, every = (self._chosen(each, submission) for each in (ids, ids | leaning_on(ids, self._index)))
        if changed:
            self._busy(changed)
            self._show(self._session.grade(submission, only=changed), self._result)
        if not ids:
            self._console.lines(self._console.words.say_short("cli", "watch.unchanged"))
        if every and self._result is not None:
            self._follow(self._session.grade(submission, only=every, plots=self._index.slugs), self._result)

    def _chosen(self, ids: set[str], submission: Submission) -> tuple[str, ...]:
        return tuple(f.id for f in self._index.functions if f.id in ids and self._selected(f.id, submission))

    def _selected(self, identifier: str, submission: Submission) -> bool:
        assignment = identifier.partition(".")[0]
        if self._target.only is not None:
            return identifier in self._target.only or assignment in self._target.only
        found = self._index.assignment(assignment)
        return found is not None and submission.module(found.slug) is not None

    def _files(self) -> Iterable[Path]:
        folder = self._target.path
        if not folder.is_dir():
            return [folder]
        return [folder / f"{slug}{suffix}" for slug in self._index.slugs for suffix in SUFFIXES]

    def _busy(self, what: Collection[str]) -> None:
        said = self._console.words.say_short("cli", "watch.busy", what=", ".join(list(what)[:3]))
        self._console.out(f"\n{said}\n")

    def _show(self, result: Result, before: Result | None) -> None:
        self._keys.forget()  # what was typed while it was busy was not meant for what comes now
        earlier = learn(self._memory, result)
        self._result = merge(before, result)
        shown = _only(self._result, {a.id for a in result.assignments}) if before else self._result
        if before:
            self._moved(before, result)
        self._console.out(render(shown, self._console.words, self._console.look(), None if before else earlier))
        self._tell_keys()
        remember(self._memory, result, self._console)

    def _follow(self, result: Result, before: Result) -> None:
        """Take over verdicts that changed because something else did. Silent when none did."""
        learn(self._memory, result)
        self._result = merge(before, result)
        old = {f.verdict.id: (f.verdict.status, f.verdict.points) for f in before.functions}
        if any(old.get(f.verdict.id) != (f.verdict.status, f.verdict.points) for f in result.functions):
            self._moved(before, result)
        remember(self._memory, result, self._console)

    def _moved(self, before: Result, now: Result) -> None:
        """What newly fails, then what newly passes, then the points."""
        old = {f.verdict.id: f.verdict for f in before.functions}
        new = [f.verdict for f in now.functions]
        lost = [v.id for v in new if v.id in old and old[v.id].status in DONE and v.status not in DONE]
        won = [v.id for v in new if v.status in DONE and (v.id not in old or old[v.id].status not in DONE)]
        gain = sum(v.points for v in new) - sum(old[v.id].points for v in new if v.id in old)
        say = self._console.words.say_short
        for message, ids in (("watch.lost", lost), ("watch.won", won)):
            if ids:
                self._console.lines(say("cli", message, ids=", ".join(ids)))
        self._console.lines(say("cli", "watch.points", change=f"{gain:+g}") if gain else say("cli", "watch.same"))

    def _key(self, key: str) -> None:
        actions = {"a": self.grade_all, "d": self._detail, "h": self._hint, "l": self._list, "o": self._open}
        actions.get(key, lambda: None)()
        if key != "a":  # which tells them itself
            self._tell_keys()

    def _tell_keys(self) -> None:
        self._console.lines(self._console.words.say("cli", "watch.keys"))

    def _detail(self) -> None:
        if self._result is not None:
            self._console.out(render(self._result, self._console.words, self._console.look(verbose=True)))

    def _hint(self) -> None:
        from grader.cli.hint import show_hint

        assignments = self._result.assignments if self._result else ()
        mend = first_to_mend(assignments)
        stuck = mend[1] if mend else first_to_write(assignments)
        show_hint(self._console, self._index, self._memory, stuck.verdict.id if stuck else "")

    def _list(self) -> None:
        from grader.cli.progress import show_progress

        show_progress(self._console, self._index, self._memory)

    def _open(self) -> None:
        import webbrowser

        if self._result is not None:
            path = write_html(str(self._target.root / "report.html"), self._result, self._console, self._memory)
            remember(self._memory, self._result, self._console)
            self._console.out(self._console.words.say_short("cli", "report.written", path=str(path)) + "\n")
            webbrowser.open(path.as_uri())


def _only(result: Result, ids: set[str]) -> Result:
    kept = tuple(a for a in result.assignments if a.id in ids)
    return replace(result, assignments=kept, totals=totals(f.verdict for a in kept for f in a.functions))
