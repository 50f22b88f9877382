"""Takes 64 GB."""

# maximum: 0
# none: denied | Died | TimedOut
# limits: denied
# landlock: denied
# namespaces: denied

import torch


def attempt():
    return torch.ones(1 << 34).sum()
