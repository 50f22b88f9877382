"""An exception whose class has no name, no order and no text."""

# maximum: 0
# outcome: returned | unusable | raised | died

class Meta(type):
    __name__ = property(lambda _: 1 / 0)
    __mro__ = property(lambda _: 1 / 0)
    __instancecheck__ = __subclasscheck__ = lambda *_: True


class Nameless(Exception, metaclass=Meta):
    __str__ = __repr__ = lambda _: 7


def sigmoid(x):
    raise Nameless
