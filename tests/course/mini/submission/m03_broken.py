from torch import Tensor


def faulty(x: Tensor) -> Tensor:
    return x.clone()
