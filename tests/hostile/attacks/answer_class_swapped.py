"""A tensor whose class is changed to one that agrees with everything."""

# maximum: 0
# outcome: returned | unusable | raised | died

import torch


class Yes(torch.Tensor):
    __eq__ = __le__ = __ge__ = lambda *_: True
    __hash__ = object.__hash__
    shape = property(lambda _: torch.Size([3]))
    dtype = property(lambda _: torch.float32)


def sigmoid(x):
    answer = x * 0
    answer.__class__ = Yes
    return answer
