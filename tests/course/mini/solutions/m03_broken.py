"""M03 고장 난 페이지 / The broken page"""

from torch import Tensor


def faulty(x: Tensor) -> Tensor:
    """y = x"""
    ### BEGIN SOLUTION
    return x.clone()
    ### END SOLUTION
