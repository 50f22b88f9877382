"""Which checks of a verdict pass."""

import pytest

from grader.model.verdict import Breach, Group, Verdict
from grader.pytest_plugin.items import CHECKS, passes

GROUPS = (Group("seen", 1, 1, 2, 2), Group("ordinary", 5, 0, 3, 4), Group("contract", 2, 0, 4, 4))


def verdict(status, groups=GROUPS, breaches=()):
    return Verdict("A07.sigmoid", status, 0, 10, "core", groups=groups, breaches=breaches)


def outcomes(of):
    return [passes(of, check) for check in CHECKS]


def test_a_group_passes_when_all_of_its_cases_do():
    assert outcomes(verdict("partial")) == [True, False, None, True, True]


@pytest.mark.parametrize("status", ["pass", "carried"])
def test_all_checks_with_cases_pass_with_the_function(status):
    assert outcomes(verdict(status)) == [True, True, None, True, True]


def test_a_broken_rule_is_a_check_of_its_own():
    assert outcomes(verdict("rule", breaches=(Breach("LOOP", "for"),)))[-1] is False


@pytest.mark.parametrize("status", ["error", "timeout"])
def test_what_did_not_run_kept_no_rule(status):
    assert passes(verdict(status), "rules") is None


def test_without_any_answer_no_check_passes():
    assert outcomes(verdict("error", groups=())) == [False, False, False, False, None]
