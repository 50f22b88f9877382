"""The codec: what it carries, and that nothing else gets through or costs memory."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.contestant.frames import Frame, pack, unpack_header
from grader.contestant.messages import FROM_CONTESTANT, HEADER, MAGIC, TO_CONTESTANT, Ask, Done, Load, Piece, Unit
from grader.contestant.values import MAX_DEPTH, VALUE
from grader.contestant.wire import Malformed, dumps, loads
from grader.model import outcome, value

PLACE = outcome.Place("a07_logistic.py", 12)
TENSOR = value.TensorValue("float32", (2, 1), struct.pack("<ff", 1.0, -0.0), True, True, "Parameter", "strided")

plain = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**200), 2**200), st.floats(), st.complex_numbers(), st.text()
)
tensors = st.lists(st.integers(0, 4), max_size=3).flatmap(
    lambda shape: st.binary(min_size=(n := _count(shape)), max_size=n).map(
        lambda data: value.TensorValue("int8", tuple(shape), data)
    )
)
leaves = st.one_of(plain, tensors, st.builds(value.Dtype, st.text()), st.builds(value.Opaque, st.text(), st.text()))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text(), inner, max_size=4),
    ),
    max_leaves=12,
)


def _count(shape):
    total = 1
    for n in shape:
        total *= n
    return total


@given(values)
def test_a_value_comes_back_as_it_was(original):
    assert repr(loads(VALUE, dumps(VALUE, original))) == repr(original)  # repr: nan is not equal to itself


def test_lone_surrogates_cross():
    assert loads(VALUE, dumps(VALUE, "\ud800x")) == "\ud800x"


EVERYTHING = outcome.Answer(
    outcome.Returned([TENSOR, {"k": (1, None)}]),
    outcome.Behaviour(
        (outcome.Touched("x", True, False, True, False),),
        (outcome.Alias("[0]", "x", True),),
        (TENSOR,),
        False,
        ("rng",),
    ),
    outcome.Watch(
        (outcome.Use("exp", "aten", PLACE),), "graph task", PLACE, True, (outcome.Step("exp", TENSOR, None),)
    ),
    outcome.Raised("ValueError", "text", PLACE, True),
    "printed",
    0.5,
)


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (FROM_CONTESTANT, EVERYTHING),
        (FROM_CONTESTANT, outcome.Answer(outcome.TimedOut(1.5))),
        (FROM_CONTESTANT, outcome.Answer(outcome.Died("signal 9"))),
        (FROM_CONTESTANT, Done(outcome.Unusable("missing", "d", PLACE))),
        (TO_CONTESTANT, Ask("s", "n", ("x",), (outcome.Call((TENSOR, 1), False, True, True),))),
        (TO_CONTESTANT, Load(("s",), (Unit("s", (Piece("l", "x = 1"),)),), (), 10, 20)),
    ],
)
def test_every_message_comes_back_as_it_was(shape, message):
    assert loads(shape, dumps(shape, message)) == message


def test_every_cut_of_a_message_is_refused():
    data = dumps(FROM_CONTESTANT, EVERYTHING)
    for end in range(len(data)):
        with pytest.raises(Malformed):
            loads(FROM_CONTESTANT, data[:end])
    with pytest.raises(Malformed):
        loads(FROM_CONTESTANT, data + b"\0")


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_read_but_nothing_else_happens(data):
    try:
        loads(FROM_CONTESTANT, data)
    except Malformed:
        pass


@given(st.data())
def test_a_changed_byte_is_refused_or_read(data):
    frame = bytearray(dumps(FROM_CONTESTANT, EVERYTHING))
    frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    try:
        loads(FROM_CONTESTANT, bytes(frame))
    except Malformed:
        pass


def test_a_length_beyond_the_frame_allocates_nothing():
    with pytest.raises(Malformed, match="exceeds"):
        loads(VALUE, bytes([3]) + (0xFFFFFFFF).to_bytes(4, "little"))


@pytest.mark.parametrize(
    "tensor",
    [
        value.TensorValue("float32", (3,), b"\0" * 8),
        value.TensorValue("float32", (1 << 40, 1 << 40, 0), b""),
        value.TensorValue("float32", (-1,), b""),
        value.TensorValue("object", (1,), b"\0" * 8),
        value.TensorValue("float32", (1,) * 17, b"\0" * 4),
        value.TensorValue("float32", (1,), b"\0" * 4, layout="elsewhere"),
    ],
)
def test_a_tensor_whose_parts_disagree_is_refused(tensor):
    with pytest.raises(Malformed):
        loads(VALUE, dumps(VALUE, tensor))


def test_depth_and_entries_are_bounded():
    nested: object = 1
    for _ in range(MAX_DEPTH + 1):
        nested = [nested]
    with pytest.raises(Malformed, match="deeply"):
        loads(VALUE, dumps(VALUE, nested))
    with pytest.raises(Malformed, match="entries"):
        loads(VALUE, dumps(VALUE, [None] * 400_000))


@pytest.mark.parametrize("strange", [object(), {1: 2}, {1, 2}, 1 << 600, b"bytes"])
def test_what_is_no_value_cannot_be_written(strange):
    with pytest.raises(Malformed):
        dumps(VALUE, strange)


def test_a_header_is_refused_before_its_body_is_read():
    with pytest.raises(Malformed, match="at most"):
        unpack_header(HEADER.pack(MAGIC, 1, 0, 1 << 30), 1 << 20)
    with pytest.raises(Malformed, match="not a frame"):
        unpack_header(b'{"score": 100.0}', 1 << 20)
    frame = pack(Frame(7, 3, Done()), FROM_CONTESTANT)
    assert unpack_header(frame[: HEADER.size], 1 << 20) == (7, 3, len(frame) - HEADER.size)
