"""Installs an import hook and a trace function."""

# maximum: 0
# outcome: returned

import sys


class Hook:
    def find_spec(self, *a):
        raise SystemExit


sys.meta_path.insert(0, Hook())
sys.settrace(lambda *a: None)
sys.setprofile(lambda *a: None)


def sigmoid(x):
    return x * 0
