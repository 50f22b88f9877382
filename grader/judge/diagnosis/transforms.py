"""Simple relations between the answer and the right one that hold in every run: twice, N times, transposed, swapped,
...

A relation counts only when it predicts the answer in every run that came back with numbers, in at least two failing
ones of different sizes. With sizes that are distinct primes, a ratio of 7 can only be the 7 of that run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from torch import Tensor

from grader.judge.diagnosis import functions, relations, strength, whereabouts
from grader.judge.diagnosis.arrangements import arrangements
from grader.judge.diagnosis.counterfactuals import counterfactuals
from grader.judge.diagnosis.evidence import Evidence, Part, ordinary, parts, same
from grader.judge.diagnosis.fitted import fitted
from grader.model.verdict import Diagnosis, Message, Param

_FEWEST_RUNS = 2
_FEWEST_NUMBERS = 3
_CONSTANT = ("transform.zeros", "transform.ones")
_WHOLE = {"transform.as_if_rounded", "transform.as_if_truncated"}  # where an order is all that counts, either will do
# The same change of two arguments can do the same: x(−w) = (−x)w. Then either may be meant.
_EITHER = ("transform.as_if_negated", "transform.as_if_halved", "transform.as_if_doubled")


@dataclass(frozen=True)
class Relation:
    """A named prediction of the answer from the right one and the arguments; None where it does not apply."""

    id: str
    predict: Callable[[Part], Tensor | None]
    params: dict[str, Param] = field(default_factory=dict)


def transform(evidence: Evidence) -> Diagnosis | None:
    """The first relation that explains the first wrong part of the answer in every run, or None."""
    runs = [parts(evidence.exercise, j) for j in evidence.done if not j.run.case.raises]
    if any(ordinary(j) and j.finding and not parts(evidence.exercise, j) for j in evidence.done):
        return None
    if swapped := _swapped(runs):
        return swapped
    for path in _wrong_paths(runs):
        if (other := strength.other_part([found for found in runs if _by_value(found)], path)) is not None:
            params: dict[str, Param] = {"part": path, "other": other}
            return Diagnosis("transform.is_part", "transform", Message("judge", "transform.is_part", params))
        column = [part for found in runs for part in found if part.path == path]
        found = _explained(evidence, path, column)
        if found is not None:
            return Diagnosis(found.id, "transform", found)
    return None


def _by_value(found: tuple[Part, ...]) -> bool:
    """Whether that run belongs to the body of the exercise."""
    return any(ordinary(part.judged) for part in found)


def _wrong_paths(runs: Sequence[tuple[Part, ...]]) -> list[str]:
    """The parts that are wrong somewhere, without those that not every wrong answer has: of a list, its far end."""
    wrong = [found for found in runs if any(part.judged.finding and part.differs for part in found)]
    paths = dict.fromkeys(part.path for found in wrong for part in found if part.judged.finding and part.differs)
    return [path for path in paths if all(any(part.path == path for part in found) for found in wrong)]


def _explained(evidence: Evidence, path: str, column: Sequence[Part]) -> Message | None:
    """The relation for the part of the answer at `path`, over all runs that have it."""
    usable = [part for part in column if not _overflowed(part)]
    body = [part for part in usable if ordinary(part.judged)]
    if not _enough([part for part in body if part.differs]):
        if any(ordinary(part.judged) and _overflowed(part) for part in column):
            return _where(path, column)  # what the edges show is not what the body hides
        body = usable
    wrong = [part for part in body if part.differs]
    if not _enough(wrong):
        return None
    constant = _constant(body)
    in_body: list[Message] = []
    for relation in _unambiguous(_relations(evidence, wrong, body), usable if constant else body):
        if constant and relation.id not in _CONSTANT:
            continue
        if relation.id == "transform.clamped" and not _cut_throughout(relation, wrong, usable):
            continue
        if not strength.telling(relation.id, body, [(part, relation.predict(part)) for part in wrong]):
            continue
        message = Message("judge", relation.id, {"part": path, **relation.params})
        if not strength.wants_every_run(relation.id) or all(_fits(relation, part) for part in usable):
            return message
        in_body.append(message)
    return in_body[0] if in_body else _where(path, usable)


def _where(path: str, every: Sequence[Part]) -> Message | None:
    """The place of the wrong entries of `every`, each the part at `path`."""
    where = whereabouts.where([part for part in every if part.differs], every)
    return Message("judge", f"transform.{where[0]}", {"part": path, **where[1]}) if where else None


def _cut_throughout(relation: Relation, wrong: Sequence[Part], usable: Sequence[Part]) -> bool:
    """Whether more than one finite answer is cut off, and those at the edges as well."""
    cut = {_fingerprint(part) for part in wrong if bool(part.want.isfinite().all())}
    return len(cut) >= _FEWEST_RUNS and all(_holds(relation, part) for part in usable)


def _unambiguous(candidates: Iterator[Relation], body: Sequence[Part]) -> Iterator[Relation]:
    """The relations that hold, but for a change of one argument where the same change of another does as well: that
    names both, or neither."""
    waiting = list(candidates)
    doubtful: set[Param] = set()
    for n, relation in enumerate(waiting):
        if _of_one_change(relation) and relation.params["argument"] in doubtful:
            continue  # 0.3 cut to whole numbers is another way to say 0
        if not all(_holds(relation, part) for part in body):
            continue
        rivals = [r for r in waiting[n + 1 :] if _rival(r, relation) and all(_holds(r, part) for part in body)]
        if not rivals:
            yield relation
        elif len(rivals) == 1 and relation.id in _EITHER:
            params: dict[str, Param] = {"first": relation.params["argument"], "second": rivals[0].params["argument"]}
            yield Relation(f"{relation.id}_either", relation.predict, params)
        else:
            doubtful |= {each.params["argument"] for each in (relation, *rivals)}


def _rival(one: Relation, other: Relation) -> bool:
    if {one.id, other.id} == _WHOLE:
        return one.params["argument"] == other.params["argument"]
    changes = one.id == other.id and _of_one_change(one)
    return changes and one.params["argument"] != other.params["argument"]


def _of_one_change(relation: Relation) -> bool:
    return relation.id.startswith("transform.as_if_") and "argument" in relation.params


def _constant(body: Sequence[Part]) -> bool:
    """Whether the same number came out everywhere: that is all it shows, and it must hold at the edges too."""
    return len({value for part in body for value in part.got.flatten().tolist()}) < 2


def _overflowed(part: Part) -> bool:
    """nan or inf where a number was expected is an input class of its own and hides the relation."""
    return not bool(part.got.isfinite().all()) and bool(part.want.isfinite().all())


def _enough(wrong: Sequence[Part]) -> bool:
    numbers = sum(part.got.numel() for part in wrong)
    inputs = {_fingerprint(part) for part in wrong}
    return numbers >= _FEWEST_NUMBERS and len(inputs) >= _FEWEST_RUNS and not _by_chance(wrong)


def _by_chance(wrong: Sequence[Part]) -> bool:
    """Whether the answers are a few flags, one of them in a single input: much agrees with such."""
    flags = [(float(part.got), _fingerprint(part)) for part in wrong if part.got.numel() == 1]
    values = {value for value, _ in flags}
    if len(flags) < len(wrong) or len(values) < 2 or not values <= {0.0, 1.0}:
        return False
    return any(len({where for value, where in flags if value == each}) < _FEWEST_RUNS for each in values)


def _fingerprint(part: Part) -> tuple[float, ...]:
    """Runs in two dtypes of one case are one input."""
    return tuple(round(v, 4) for v in part.want.flatten()[:8].tolist())


def _fits(relation: Relation, part: Part) -> bool:
    """Whether the relation predicts the shape of this answer."""
    guess = relation.predict(part)
    return guess is not None and guess.shape == part.got.shape


def _holds(relation: Relation, part: Part) -> bool:
    """Whether the relation predicts this answer. What predicts the right answer where a wrong one came explains
    nothing."""
    guess = relation.predict(part)
    if guess is None or not same(part.got, guess, 20 * part.agreement, part.tolerance):
        return False
    return not (part.differs and same(part.want, guess, part.agreement, part.tolerance))


def _relations(evidence: Evidence, wrong: Sequence[Part], body: Sequence[Part]) -> Iterator[Relation]:
    """Candidates, the plainest first."""
    names = evidence.exercise.parameters
    for name in names:
        yield Relation("transform.is_argument", relations.argument(name), {"argument": name})
    for name, factor in relations.CONSTANTS.items():
        yield Relation(f"transform.{name}", relations.times(factor))
    yield from _by_size(wrong)
    for name in names:
        for kind, build in relations.WITH_ARGUMENT.items():
            yield Relation(f"transform.{kind}", build(name), {"argument": name})
    for name, function in relations.FUNCTIONS.items():
        yield Relation(f"transform.{name}", relations.of(function))
    for name, reduce in relations.REDUCTIONS.items():
        yield Relation(f"transform.{name}", relations.unreduced(reduce))
    yield Relation("transform.extra_axes", relations.extra_axes)
    for written, predict in functions.of_one(names):
        yield Relation("transform.function_of_argument", predict, {"function": written})
    for kind, params, predict in counterfactuals(evidence.exercise, [*wrong, *body]):
        yield Relation(f"transform.{kind}", predict, params)
    for written, predict in (*functions.of_one(names, functions.SLOPES), *functions.of_two(names)):
        yield Relation("transform.function_of_argument", predict, {"function": written})
    for kind, params, predict in (*fitted(wrong), *arrangements()):
        yield Relation(f"transform.{kind}", predict, params)


def _by_size(wrong: Sequence[Part]) -> Iterator[Relation]:
    sizes = relations.sizes(wrong)
    for size in sizes:
        for name, factor_of in relations.SIZE_FACTORS.items():
            params: dict[str, Param] = {"size": size, "value": relations.size_of(wrong[0], size)}
            yield Relation(f"transform.{name}", relations.times_size(size, factor_of), params)
    for size, other in permutations(sizes, 2):
        yield Relation("transform.ratio_sizes", relations.times_sizes(size, other), {"size": size, "other": other})


def _swapped(runs: Sequence[tuple[Part, ...]]) -> Diagnosis | None:
    """Two parts of a tuple that changed places."""
    full = [found for found in runs if len(found) >= 2 and not any(_overflowed(p) for p in found)]
    wrong = [found for found in full if any(p.differs for p in found)]
    if len(wrong) < _FEWEST_RUNS or not any(ordinary(p.judged) for found in wrong for p in found):
        return None
    paths = list(dict.fromkeys(part.path for found in wrong for part in found))
    count = len(paths)
    if turned := _turned(full, count):
        params: dict[str, Param] = {"order": ", ".join(paths[i] for i in turned)}
        return Diagnosis("transform.reordered", "transform", Message("judge", "transform.reordered", params))
    for i in range(count):
        for j in range(i + 1, count):
            if all(len(found) > j and _exchanged(found, i, j) for found in full):
                params = {"first": paths[i], "second": paths[j]}
                return Diagnosis("transform.swapped", "transform", Message("judge", "transform.swapped", params))
    return None


def _turned(full: Sequence[tuple[Part, ...]], count: int) -> tuple[int, ...] | None:
    """For three or four parts that all stand elsewhere: which of the right ones each of them is."""
    if count not in (3, 4) or any(len(found) != count for found in full):
        return None
    orders = (o for o in permutations(range(count)) if all(i != n for n, i in enumerate(o)))
    return next((o for o in orders if all(_same_but_turned(found, o) for found in full)), None)


def _same_but_turned(found: tuple[Part, ...], order: Sequence[int]) -> bool:
    return all(same(part.got, found[order[n]].want, 20 * part.agreement) for n, part in enumerate(found))


def _exchanged(found: tuple[Part, ...], i: int, j: int) -> bool:
    a, b = found[i], found[j]
    others = all(not p.differs for n, p in enumerate(found) if n not in (i, j))
    return others and same(a.got, b.want, 20 * a.agreement) and same(b.got, a.want, 20 * b.agreement)
