"""torch objects to plain values and back."""

from __future__ import annotations

import math
from collections import OrderedDict, namedtuple

import pytest
import torch

from grader.contestant.tensors import DTYPES, TooLarge, decode, encode
from grader.contestant.weights import weighted_sum
from grader.contestant.wire import Malformed
from grader.model.value import Dtype, Opaque, TensorValue


@pytest.mark.parametrize("name", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 3)])
def test_every_dtype_and_shape_comes_back_bit_for_bit(name, shape):
    tensor = torch.arange(math.prod(shape)).reshape(shape).to(DTYPES[name])
    back = decode(encode(tensor))
    assert back.dtype == tensor.dtype
    assert back.shape == tensor.shape
    assert torch.equal(back, tensor)
    assert encode(back) == encode(tensor)


def test_special_numbers_keep_their_bits():
    tensor = torch.tensor([float("nan"), float("inf"), -0.0])
    data = encode(tensor).data
    assert encode(decode(encode(tensor))).data == data
    assert math.copysign(1, decode(encode(tensor))[2].item()) == -1


@pytest.mark.parametrize("layout", ["contiguous", "strided", "transposed", "inside"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 3, 5), (0, 3)])
def test_an_input_is_rebuilt_in_its_layout(layout, shape):
    original = encode(torch.randn(shape))
    tensor = decode(TensorValue("float32", original.shape, original.data, layout=layout))
    assert encode(tensor).data == original.data
    assert tensor._version is not None
    assert tensor.is_leaf
    if layout == "strided" and shape == (2, 3):
        assert not tensor.is_contiguous()
        assert torch.tensor([]).set_(tensor.untyped_storage()).isnan().sum() == 6
    if layout == "transposed" and shape == (2, 3):
        assert tensor.stride() == (1, 2)
    if layout == "inside":
        assert tensor.is_contiguous()
        assert tensor.storage_offset() > 0
        assert tensor.untyped_storage().nbytes() > tensor.storage_offset() * 4 + tensor.nbytes


def test_views_and_lazy_flags_are_resolved():
    base = torch.arange(12.0).reshape(3, 4)
    assert decode(encode(base.t()[1::2])).tolist() == base.t()[1::2].tolist()
    assert decode(encode(base[:1].expand(5, 4))).tolist() == base[:1].expand(5, 4).tolist()
    conjugate = torch.tensor([1 + 2j]).conj()
    assert decode(encode(conjugate)).tolist() == [1 - 2j]
    assert decode(encode(conjugate.imag)).tolist() == [-2.0]


def test_graph_and_parameter_are_reported():
    parameter = torch.nn.Parameter(torch.ones(2))
    assert encode(parameter).kind == "Parameter"
    assert encode(parameter * 2).has_graph
    assert encode(parameter).requires_grad
    assert not encode(torch.ones(2)).has_graph


class Lying(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True


def test_a_subclass_is_named_and_its_own_numbers_are_sent():
    lying = torch.tensor([1.0, 2.0]).as_subclass(Lying)
    value = encode(lying)
    assert (value.kind, decode(value).tolist()) == ("Lying", [1.0, 2.0])


def test_containers_keep_their_kind():
    point = namedtuple("point", "x y")
    original = [(1, [2.5, None]), {"a": True, "b": (torch.float64, "s")}, point(1, 2), OrderedDict(k=3)]
    value = encode(original)
    assert value == [(1, [2.5, None]), {"a": True, "b": (Dtype("float64"), "s")}, (1, 2), {"k": 3}]
    assert decode(value)[1]["b"][0] is torch.float64
    assert encode(torch.ones(2, 3).shape) == (2, 3)


@pytest.mark.parametrize(
    ("strange", "name"),
    [
        (torch.nn.ReLU(), "torch.nn.modules.activation.ReLU"),
        ((x for x in ()), "generator"),
        ({1, 2}, "set"),
        (type("Sneaky", (int,), {})(3), "test_tensors.Sneaky"),
        (torch.eye(2).to_sparse(), "torch.Tensor"),
        (torch.ones(2, device="meta"), "torch.Tensor"),
        (range(3), "range"),
        (10**400, "int"),
    ],
)
def test_what_no_exercise_asks_for_crosses_as_its_name(strange, name):
    value = encode(strange)
    assert isinstance(value, Opaque)
    assert value.type_name.endswith(name)
    assert " at 0x" not in value.text
    with pytest.raises(ValueError, match="cannot be rebuilt"):
        decode(value)


def test_numpy_numbers_become_numbers_and_arrays_do_not():
    numpy = pytest.importorskip("numpy")
    assert encode(numpy.float64(1.5)) == 1.5
    assert type(encode(numpy.int32(3))) is int
    assert encode(numpy.ones(3)).type_name == "numpy.ndarray"


def test_what_is_too_large_is_refused_before_it_is_copied():
    with pytest.raises(TooLarge):
        encode(torch.zeros(1).expand(1 << 45))
    with pytest.raises(TooLarge):
        encode([0] * 200_000)
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(TooLarge, match="deeply"):
        encode(endless)


def test_decode_is_strict():
    with pytest.raises(Malformed):
        decode(TensorValue("float32", (2,), b"\0" * 4))
    with pytest.raises(ValueError, match="no such dtype"):
        decode(Dtype("float99"))


def test_weighted_sum_counts_through_all_float_tensors():
    first, second = torch.tensor([1.0, 0.0]), torch.tensor([[2.0]])
    expected = math.cos(1) * 1.0 + math.cos(3) * 2.0
    assert weighted_sum((first, [torch.tensor([5]), second], "text")).item() == pytest.approx(expected)
    with pytest.raises(TypeError):
        weighted_sum((1, "x"))
