"""What a run was asked for, kept in the gradebook: enough to write all files again without the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from grader.batch.job import Hello, read_hello
from grader.classroom.lateness import LatePolicy
from grader.gradebook.grades import Rules
from grader.model.result import Environment

# An assignment that hardly anybody handed in is somebody's running ahead, not what the class was asked for.
COUNTS_FROM = 0.1


@dataclass(frozen=True)
class Settings:
    """`handed_in` counts submissions by assignment slug, of `listed` submissions."""

    course: str | None
    seed: int
    wall: float
    assignments: tuple[str, ...] | None
    hello: Hello
    started: str
    command: str
    policy: LatePolicy = field(default_factory=LatePolicy)
    which: str = "best"
    lang: str = "ko"
    anonymize: bool = False
    canvas: str = ""
    canvas_column: str = ""
    handed_in: Mapping[str, int] = field(default_factory=dict)
    listed: int = 0

    def environment(self) -> Environment:
        hello = self.hello
        return Environment(
            hello.grader, hello.torch, hello.python, hello.course, self.seed, hello.isolation, hello.isolation_detail,
            self.started,
        )  # fmt: skip

    def differs(self, earlier: Settings) -> tuple[str, ...]:
        """What changed since an earlier run, so that its results no longer count."""
        asked = ("assignments", "seed", "wall", "course")
        own = [name for name in asked if getattr(self, name) != getattr(earlier, name)]
        graders = ("grader", "sources", "torch", "python", "course", "isolation")
        other = any(getattr(self.hello, name) != getattr(earlier.hello, name) for name in graders)
        return (*own, *(["grader"] if other and "course" not in own else []))

    def asked(self) -> tuple[str, ...]:
        """The ids of the assignments that count for the class."""
        slugs = {e.slug: e.id.partition(".")[0] for e in self.hello.exercises}
        if self.assignments is not None:
            wanted = {name.partition(".")[0].lower() for name in self.assignments}
            return tuple(i for slug, i in slugs.items() if i.lower() in wanted or slug in wanted)
        least = max(1, COUNTS_FROM * self.listed)
        return tuple(i for slug, i in slugs.items() if self.handed_in.get(slug, 0) >= least)

    def exercises(self) -> list[tuple[str, str, float, str]]:
        """(id, slug, points, tier) of what was asked, in order; single functions when those were asked for."""
        asked = set(self.asked())
        single = {name for name in self.assignments or () if "." in name}
        whole = {name for name in self.assignments or () if "." not in name}
        return [
            (e.id, e.slug, e.points, e.tier)
            for e in self.hello.exercises
            if e.id.partition(".")[0] in asked
            and (not single or e.id in single or not whole.isdisjoint((e.id.partition(".")[0], e.slug)))
        ]

    def rules(self) -> Rules:
        exercises = self.exercises()
        core = dict.fromkeys(self.asked(), 0.0)
        for identifier, _, points, tier in exercises:
            core[identifier.partition(".")[0]] += points if tier == "core" else 0.0
        places = {e[0]: n for n, e in enumerate(exercises)}
        return Rules(core, places, self.policy, self.which, {e[0]: (e[2], e[3]) for e in exercises})


def settings_data(settings: Settings) -> dict[str, Any]:
    data = asdict(settings)
    due = settings.policy.due
    data["policy"]["due"] = due.isoformat() if due else None
    return data


def read_settings(data: Mapping[str, Any]) -> Settings:
    policy = dict(data["policy"])
    policy["due"] = datetime.fromisoformat(policy["due"]) if policy["due"] else None
    chosen = data["assignments"]
    return Settings(
        **{
            **data,
            "hello": read_hello(data["hello"]),
            "policy": LatePolicy(**policy),
            "assignments": None if chosen is None else tuple(chosen),
        }
    )
