"""Containers whose length, iteration and items lie."""

# maximum: 0
# outcome: returned | unusable | raised | died

class Lying(list):
    __len__ = lambda _: 10**12
    __iter__ = lambda _: iter(int, 1)
    __getitem__ = lambda *_: 1 / 0


class Items(dict):
    items = keys = values = __iter__ = lambda _: iter(int, 1)
    __len__ = lambda _: -1


def sigmoid(x):
    return Lying([Items(a=x * 0), (x, Lying([x]))])
