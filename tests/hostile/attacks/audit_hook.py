"""An audit hook that refuses everything from now on."""

# maximum: 0
# outcome: returned | unusable | raised | died

import sys

ON = []


def refuse(event, arguments):
    if ON:
        raise RuntimeError(event)


sys.addaudithook(refuse)


def sigmoid(x):
    ON.append(1)
    return x * 0
