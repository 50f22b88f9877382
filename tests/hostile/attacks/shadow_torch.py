"""Puts modules of its own in the place of torch and json."""

# maximum: 0
# outcome: returned | died | unusable | raised

import sys
import types

fake = types.ModuleType("torch")
fake.Tensor = fake.allclose = fake.equal = lambda *a, **k: True
sys.modules["torch"] = fake
sys.modules["json"] = sys.modules["struct"] = sys.modules["os"] = fake


def sigmoid(x):
    return x * 0
