"""Numbers whose conversions lie, hang on hash and compare as equal."""

# maximum: 0
# outcome: returned | unusable | raised | died

class Number(float):
    __float__ = __index__ = __int__ = __complex__ = lambda *_: 1 / 0
    __eq__ = __le__ = __lt__ = lambda *_: True
    __hash__ = lambda *_: 1 / 0
    __class__ = property(lambda _: float)


def sigmoid(x):
    return Number(0.5)
