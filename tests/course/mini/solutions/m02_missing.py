"""M02 없는 파일 / The missing file"""

from torch import Tensor


def skipped(x: Tensor) -> Tensor:
    """y = x + 1"""
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION
