"""A string with a lone surrogate."""

# maximum: 0
# outcome: returned

NAME = '\ud800'


def sigmoid(x):
    print(NAME)
    return NAME
