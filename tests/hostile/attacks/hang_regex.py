"""A regular expression that takes for ever."""

# maximum: 0
# outcome: timed out

import re


def sigmoid(x):
    return re.match(r'(a+)+$', 'a' * 60 + 'b')
