"""The rules a course page may name in `forbid` and `require`. What a group contains is judge/rules.py's business."""

from __future__ import annotations

from grader.model.rule import Rule

AUTOGRAD = Rule("AUTOGRAD")
MSE = Rule("MSE")
MATMUL = Rule("MATMUL")
SIGMOID = Rule("SIGMOID")
BCE = Rule("BCE")
SOFTMAX = Rule("SOFTMAX")
CE = Rule("CE")
ONEHOT = Rule("ONEHOT")
SCATTER = Rule("SCATTER")
RELU = Rule("RELU")
TANH = Rule("TANH")
LOOP = Rule("LOOP")
NUMPY = Rule("NUMPY")

GROUPS = (AUTOGRAD, MSE, MATMUL, SIGMOID, BCE, SOFTMAX, CE, ONEHOT, SCATTER, RELU, TANH, LOOP, NUMPY)


def call(*names: str) -> Rule:
    """One call as a rule of its own, by qualified name: `call("torch.cat")`, `call("torch.cat", "torch.stack")`.

    Required: at least one of the names must run once, from the student's own lines. Forbidden: none of them may.
    """
    return Rule(" or ".join(names))
