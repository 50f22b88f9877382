"""`NewAssignment`: turns the classes of a course page into frozen exercises."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from grader.model.exercise import TIERS, Assignment, Exercise, OwnForward
from grader.model.rule import Rule

_FIELDS = (
    "cases", "reference", "scale", "k", "slack", "between", "accept", "scalar", "dtype", "inplace", "fresh", "view_of",
    "differentiable", "layouts", "full_precision", "wrong",
)  # fmt: skip
_OWN_FORWARD = ("own_forward", "forward_args", "wrt", "own_cache", "own_says")


class PageError(ValueError):
    """A course page says something the engine does not understand; the message names exercise and field."""


class NewAssignment:
    """One page. `slug` is the file name of solution, stub and catalogue; `needs` are ids of earlier assignments."""

    def __init__(self, identifier: str, slug: str, *, needs: Sequence[str] = (), minutes: int = 0) -> None:
        self.id = identifier
        self.slug = slug
        self.needs = tuple(needs)
        self.minutes = minutes
        self._exercises: list[Exercise] = []

    def exercise(
        self,
        *,
        points: float,
        teaches: Sequence[str] = (),
        forbid: Sequence[Rule] = (),
        require: Sequence[Rule] = (),
        uses: Sequence[str] = (),
        tier: str = "core",
    ) -> Callable[[type], Exercise]:
        """Declare the decorated class as an exercise named like it."""

        def declare(page: type) -> Exercise:
            identifier = f"{self.id}.{page.__name__}"
            if tier not in TIERS:
                raise PageError(f"{identifier}: tier is one of {', '.join(TIERS)}, not {tier!r}")
            parameters = _parameters(identifier, page)
            exercise = Exercise(
                id=identifier,
                name=page.__name__,
                slug=self.slug,
                points=points,
                tier=tier,
                formula=inspect.cleandoc(page.__doc__ or ""),
                parameters=parameters,
                teaches=tuple(teaches),
                forbid=tuple(forbid),
                require=tuple(require),
                uses=tuple(uses),
                own_forward=_own_forward(identifier, page, parameters),
                **_declared(identifier, page),
            )
            self._exercises.append(exercise)
            return exercise

        return declare

    def freeze(self) -> Assignment:
        """The finished page."""
        return Assignment(self.id, self.slug, self.needs, self.minutes, tuple(self._exercises))


def _declared(identifier: str, page: type) -> dict[str, Any]:
    names = {n for n in vars(page) if not n.startswith("_")}
    unknown = names - set(_FIELDS) - set(_OWN_FORWARD)
    if unknown:
        raise PageError(f"{identifier}: unknown field {', '.join(sorted(unknown))}; a page has {', '.join(_FIELDS)}")
    if missing := {"cases", "reference"} - names:
        raise PageError(f"{identifier}: no {', '.join(sorted(missing))}")
    return {name: _bare(vars(page)[name]) for name in _FIELDS if name in names}


def _bare(value: Any) -> Any:
    return value.__func__ if isinstance(value, staticmethod) else value


def _parameters(identifier: str, page: type) -> tuple[str, ...]:
    reference = _bare(vars(page).get("reference"))
    if not callable(reference):
        raise PageError(f"{identifier}: no reference")
    try:
        return tuple(inspect.signature(reference).parameters)
    except ValueError:
        cases = vars(page).get("parameters", ())
        if not cases:
            raise PageError(f"{identifier}: a built-in has no signature here; write `def reference(x): ...`") from None
        return tuple(cases)


def _own_forward(identifier: str, page: type, parameters: tuple[str, ...]) -> tuple[OwnForward, ...]:
    """One forward by its id, with `wrt`; or several, each id with the gradient that follows from it."""
    fields = vars(page)
    named = fields.get("own_forward", {})
    again = _bare(fields.get("own_cache"))
    if isinstance(named, dict):
        caches = again or {}
        says = fields.get("own_says", "consistent")
        return tuple(OwnForward(forward, right, caches.get(forward), says) for forward, right in named.items())
    if "wrt" not in fields:
        raise PageError(f"{identifier}: own_forward wants wrt, the names of the forward's differentiated arguments")
    from grader.author.oracle import through

    gradient = through(_bare(fields.get("forward_args")), fields["wrt"], parameters)
    return (OwnForward(named, gradient, again),)
