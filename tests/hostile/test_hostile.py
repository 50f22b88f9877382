"""Every attack, through the real host, at the strongest level of this machine and at the weakest useful one.

An attack that stays within its own process is tried at the strongest level only; GRADER_HOSTILE=all tries everything at
every level. The controls are part of the corpus: a level at which they fail proves nothing.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
import torch

from grader.contestant import Host, Limits
from grader.contestant.host import LEVELS
from grader.contestant.tensors import decode
from grader.errors import GraderFault
from grader.model.outcome import Answer, Died, Raised, Returned, TimedOut, Unusable
from grader.model.value import TensorValue
from tests.contestant.asking import SLUG, call, submission
from tests.hostile.corpus import Attack, Surroundings, attacks, surroundings

LIMITS = Limits(wall=10.0, processes=32)
HANGS = replace(LIMITS, wall=0.4)
KINDS = {Returned: "returned", Raised: "raised", TimedOut: "timed out", Died: "died", Unusable: "unusable"}
INPUTS = [torch.tensor([0.0, 1.0, -1.0]), torch.linspace(-9, 9, 7, dtype=torch.float64), torch.tensor([[-1e4], [1e4]])]
ALL = attacks()


@pytest.fixture(scope="module")
def around():
    with surroundings() as made:
        yield made


def levels() -> list[str]:
    with Host("auto") as host:
        strongest = host.isolation
    if os.environ.get("GRADER_HOSTILE") == "all":
        return [level for level in LEVELS if _available(level)]
    return list(dict.fromkeys(["limits", strongest]))


def _available(level: str) -> bool:
    try:
        with Host(level) as host:
            return host.isolation == level
    except GraderFault:
        return False


LEVELS_HERE = levels()


WITHIN = [
    attack
    for attack in ALL
    if not attack.attempts and not attack.name.startswith("control") and os.environ.get("GRADER_HOSTILE") != "all"
]


@pytest.fixture(scope="module")
def host(request):
    with Host(request.param, LIMITS) as host:
        assert host.isolation == request.param
        yield host


def marks(answers: tuple[Answer, ...]) -> float:
    """What an honest judge gives: the share of answers that are right."""
    return sum(map(right, answers, INPUTS)) / len(INPUTS)


def right(answer: Answer, x: torch.Tensor) -> bool:
    value = answer.outcome.value if isinstance(answer.outcome, Returned) else None
    if not isinstance(value, TensorValue) or (value.shape, value.dtype) != (x.shape, str(x.dtype)[6:]):
        return False
    error = (decode(value).double() - torch.sigmoid(x.double())).abs()
    return bool((error <= 1e-6).all())


# two decorators and not one of pairs: pytest would start a host for every pair
@pytest.mark.parametrize("attack", [a for a in ALL if a not in WITHIN], ids=lambda attack: attack.name)
@pytest.mark.parametrize("host", LEVELS_HERE, indirect=True)
def test_attack(host: Host, around: Surroundings, attack: Attack) -> None:
    tried(host, around, attack)


@pytest.mark.parametrize("attack", WITHIN, ids=lambda attack: attack.name)
@pytest.mark.parametrize("host", LEVELS_HERE[-1:], indirect=True)
def test_attack_within_its_process(host: Host, around: Surroundings, attack: Attack) -> None:
    tried(host, around, attack)


def tried(host: Host, around: Surroundings, attack: Attack) -> None:
    around.restore()
    host.limits = HANGS if "timed out" in attack.outcomes() else LIMITS
    with host.open(submission(**{SLUG: around.source(attack)}), (SLUG,)) as contestant:
        answers = contestant.ask(SLUG, "sigmoid", [call(x, repeat=False) for x in INPUTS])
        kinds = {KINDS[type(answer.outcome)] for answer in answers}
        assert kinds <= attack.outcomes(), answers
        assert marks(answers) <= attack.maximum
        if attack.name.startswith("control"):
            assert marks(answers) == attack.maximum, answers
        if attack.attempts:
            (answer,) = contestant.ask(SLUG, "probe", [call(repeat=False)])
            seen = answer.outcome.value if isinstance(answer.outcome, Returned) else str(answer.outcome)
            assert any(seen.startswith(told) for told in attack.seen(host.isolation)), seen
    host.limits = LIMITS
    # whatever happened, the next submission is graded as if nothing had
    with host.open(submission(**{SLUG: "def sigmoid(x): return 1 / (1 + (-x).exp())"}), (SLUG,)) as contestant:
        (answer,) = contestant.ask(SLUG, "sigmoid", [call(INPUTS[0])])
        assert right(answer, INPUTS[0]), answer


@pytest.mark.parametrize("host", LEVELS_HERE, indirect=True)
def test_nothing_is_left_running(host: Host) -> None:
    """After all attacks of this level: the warm process has no children."""
    process = host._source._process
    for task in os.listdir(f"/proc/{process.pid}/task"):
        with open(f"/proc/{process.pid}/task/{task}/children") as file:
            assert file.read().split() == []


def test_the_corpus_is_what_it_says() -> None:
    assert len(ALL) >= 60
    for attack in ALL:
        assert attack.attempts == ("limits" in attack.head), attack.name
        assert 0 <= attack.maximum <= 1
        if not attack.name.startswith("control"):
            assert attack.maximum == 0, attack.name
