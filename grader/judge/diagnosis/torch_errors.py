# ruff: noqa: E501  (one row per exception)
"""Common exceptions of torch and Python in plain words. The exception's own text is the evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.judge.diagnosis.evidence import Evidence
from grader.model.outcome import Raised
from grader.model.verdict import Diagnosis, Message


@dataclass(frozen=True)
class _Known:
    """`id` of the sentence in catalogue `judge`; named groups of the pattern are its parameters."""

    id: str
    pattern: re.Pattern[str]


def _known(name: str, pattern: str) -> _Known:
    return _Known(name, re.compile(pattern, re.DOTALL))


_TABLE = (
    _known("mat_shapes", r"mat1 and mat2 shapes cannot be multiplied \((?P<left>\d+x\d+) and (?P<right>\d+x\d+)\)"),
    _known("mat_vector", r"size mismatch, got input \(\d+\), mat \((?P<left>\d+x\d+)\), vec \((?P<right>\d+)\)"),
    _known("dot_sizes", r"inconsistent tensor size, expected tensor \[(?P<left>\d+)\] and src \[(?P<right>\d+)\]"),
    _known("batch_shapes", r"Expected size for first two dimensions of batch2 tensor to be"),
    _known("wrong_rank", r"(self must be a matrix|vector \+ matrix @ vector expected|1D tensors expected|must be a 3D tensor)"),
    _known(
        "broadcast",
        r"The size of tensor a \((?P<left>\d+)\) must match the size of tensor b \((?P<right>\d+)\) at non-singleton "
        r"dimension (?P<dim>\d+)",
    ),
    _known("expand", r"The expanded size of the tensor \((?P<left>\d+)\) must match the existing size \((?P<right>\d+)\)"),
    _known("int_mean", r"(mean|std|var)\b.*(could not infer output dtype|only supports? floating).*"),
    _known("int_mean", r"mean\(\): .*Got: (Long|Int|Bool)"),
    _known("size_called", r"'torch\.Size' object is not callable"),
    _known("tensor_called", r"'Tensor' object is not callable"),
    _known("number_called", r"'(?P<type>int|float|bool)' object is not callable"),
    _known("leaf_in_place", r"a (view of a )?leaf Variable that requires grad is being used in an in-place operation"),
    _known("changed_before_backward", r"needed for gradient computation has been modified by an inplace operation"),
    _known("no_graph", r"element 0 of tensors does not require grad"),
    _known("second_backward", r"Trying to backward through the graph a second time"),
    _known("backward_not_scalar", r"grad can be implicitly created only for scalar outputs"),
    _known("unused_in_graph", r"One of the differentiated Tensors (appears to not have been used in the graph|does not require)"),
    _known("numpy_grad", r"Can't call numpy\(\) on Tensor that requires grad"),
    _known("index_dtype", r"(tensors used as indices must be long|Expected dtype int64 for index|must be .*integer.* for index)"),
    _known("index_rank", r"Index tensor must have the same number of dimensions as"),
    _known("index_range", r"index (?P<index>-?\d+) is out of bounds for dimension (?P<dim>\d+) with size (?P<size>\d+)"),
    _known("index_range_any", r"index out of range in self"),
    _known("too_many_indices", r"too many indices for tensor of dimension (?P<dim>\d+)"),
    _known("scatter_dtype", r"Expected self\.dtype to be equal to src\.dtype"),
    _known("mixed_dtypes", r"expected m1 and m2 to have the same dtype, but got: (?P<left>\w+( \w+)?) != (?P<right>\w+( \w+)?)"),
    _known("mixed_dtypes", r"expected scalar type (?P<left>\w+) but found (?P<right>\w+)"),
    _known("mixed_dtypes", r"have the same dtype.*got (?P<left>\w+) and (?P<right>\w+)"),
    _known("in_place_dtype", r"result type (?P<left>\w+) can't be cast to the desired output type (?P<right>\w+)"),
    _known("in_place_shape", r"output with shape (?P<left>\[.*?\]) doesn't match the broadcast shape (?P<right>\[.*?\])"),
    _known("view", r"view size is not compatible with input tensor's size and stride"),
    _known("reshape", r"shape '(?P<shape>\[.*?\])' is invalid for input of size (?P<size>\d+)"),
    _known("dim_range", r"Dimension out of range \(expected to be in range of \[(?P<low>-?\d+), (?P<high>-?\d+)\], but got (?P<dim>-?\d+)\)"),
    _known("empty_reduction", r"Expected reduction dim (to be specified for|\d+ to have non-zero size)"),
    _known("to_number", r"(only one element tensors can be converted|a Tensor with \d+ elements cannot be converted to Scalar)"),
    _known("to_number", r"only (0-dimensional arrays|integer tensors of a single element|length-1 arrays) can be converted"),
    _known("bool_ambiguous", r"Boolean value of Tensor with (more than one|no) value"),
    _known("max_pair", r"torch\.return_types\.(?P<function>max|min|sort|topk|median|mode|kthvalue)"),
    _known("must_be_tensor", r"(?P<function>\w+)\(\): argument '\w+' \(position \d+\) must be Tensor, not (?P<type>\w+)"),
    _known("invalid_arguments", r"(?P<function>\w+)\(\) received an invalid combination of arguments"),
    _known("invert_float", r"(~ \(operator\.invert\) is only implemented|bitwise_not.*not implemented for)"),
    _known("bool_minus", r"(Subtraction|Negation), the `-` operator"),
    _known("not_for_dtype", r"\"(?P<function>\w+)\" not implemented for '(?P<type>\w+)'"),
    _known("stack_sizes", r"(stack expects each tensor to be equal size|Sizes of tensors must match except in dimension)"),
    _known("class_range", r"Class values must be (smaller than num_classes|non-negative)"),
    _known("one_hot_dtype", r"one_hot is only applicable to index tensor"),
    _known("none_operand", r"unsupported operand type\(s\) for (?P<operator>\S+): .*'NoneType'"),
    _known("none_attribute", r"'NoneType' object has no attribute '(?P<name>\w+)'"),
    _known("none_subscript", r"('NoneType' object is not subscriptable|cannot unpack non-iterable NoneType object)"),
    _known("operand_types", r"unsupported operand type\(s\) for (?P<operator>\S+): '(?P<left>\w+)' and '(?P<right>\w+)'"),
    _known("no_attribute", r"'(?P<type>[\w.]+)' object has no attribute '(?P<name>\w+)'"),
    _known("module_attribute", r"module '(?P<type>[\w.]+)' has no attribute '(?P<name>\w+)'"),
    _known("number_from_tensor", r"must be real number, not Tensor"),
    _known("unpack", r"(not enough values to unpack|too many values to unpack)"),
    _known("unbound", r"(local variable '(?P<name>\w+)' referenced before|cannot access local variable '(?P<local>\w+)')"),
    _known("undefined_name", r"name '(?P<name>\w+)' is not defined"),
    _known("missing_argument", r"missing \d+ required positional argument"),
    _known("too_many_arguments", r"takes (from )?\d+.* positional arguments? but \d+ (was|were) given"),
    _known("math_domain", r"math (domain|range) error"),
)  # fmt: skip
_TYPES = {"RecursionError": "recursion", "ZeroDivisionError": "zero_division", "OverflowError": "overflow"}


def explained_error(evidence: Evidence) -> Diagnosis | None:
    """The sentence for the exception of the run that the report shows, if it is a known one."""
    telling = evidence.telling
    outcome = telling.answer.outcome if telling else None
    if not isinstance(outcome, Raised) or outcome.todo or telling is None or telling.run.case.raises:
        return None
    message = explain(outcome)
    return None if message is None else Diagnosis(message.id, "torch_error", message)


def explain(outcome: Raised) -> Message | None:
    """A known exception in plain words, or None."""
    for known in _TABLE:
        match = known.pattern.search(outcome.message)
        if match is not None:
            params = {name: value for name, value in match.groupdict().items() if value is not None}
            if "local" in params:
                params["name"] = params.pop("local")
            return Message("judge", f"torch_error.{known.id}", dict(params))
    name = _TYPES.get(outcome.type)
    return Message("judge", f"torch_error.{name}") if name else None
