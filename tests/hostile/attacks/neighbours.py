"""Looks for the scratch folders of other contestants."""

# maximum: 0
# limits: got | denied LookupError
# landlock: denied
# namespaces: denied

import glob
import os


def attempt():
    here = os.path.realpath(".")
    found = [p for p in glob.glob(os.path.join(os.path.dirname(here), "*")) if os.path.realpath(p) != here]
    found = [p for p in found if os.listdir(p) is not None and "scratch" not in p]
    if not found:
        raise LookupError
    return found[0]
