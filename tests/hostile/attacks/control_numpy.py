"""The control: numpy and the standard library can be imported when first used."""

# maximum: 1
# outcome: returned
# limits: got True
# landlock: got True
# namespaces: got True

import torch


def sigmoid(x):
    z = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + z), z / (1 + z))


def attempt():
    import decimal
    import tempfile
    import threading

    import numpy.random

    with tempfile.NamedTemporaryFile() as file:
        file.write(b"x" * 1000)
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    return numpy.random.default_rng(0).integers(5) >= 0 and decimal.Decimal(1) == 1
