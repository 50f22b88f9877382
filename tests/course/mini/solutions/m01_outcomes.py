"""M01 결과마다 하나 / One for each outcome"""

from torch import Tensor


def passes(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def partly(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def fails(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def raises(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def hangs(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def dies(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def loops(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def unwritten(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


def leans(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return fails(x)
    ### END SOLUTION


def absent(x: Tensor) -> Tensor:
    """y = 2x"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
