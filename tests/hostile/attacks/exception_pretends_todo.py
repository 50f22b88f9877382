"""An exception that is no Exception and pretends to be the stub's."""

# maximum: 0
# outcome: raised

class NotImplementedError(BaseException):
    def __str__(self):
        return "A07.sigmoid"


def sigmoid(x):
    raise NotImplementedError
