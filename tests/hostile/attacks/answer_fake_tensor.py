"""A tensor that has a shape and no numbers."""

# maximum: 0
# outcome: returned | unusable | raised | died

from torch._subclasses.fake_tensor import FakeTensorMode


def sigmoid(x):
    with FakeTensorMode() as mode:
        return mode.from_tensor(x)
