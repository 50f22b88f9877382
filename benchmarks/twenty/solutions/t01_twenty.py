"""T01: four functions, twenty checks."""

import torch
from torch import Tensor


def sigmoid(x: Tensor) -> Tensor:
    """σ(x) = 1 / (1 + e^-x)"""
    ### BEGIN SOLUTION
    e = torch.exp(-x.abs())
    return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))
    ### END SOLUTION


def sigmoid_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """∂L/∂x = g σ(x) (1 − σ(x))"""
    ### BEGIN SOLUTION
    p = sigmoid(x)
    return grad_out * p * (1 - p)
    ### END SOLUTION


def mse_loss(p: Tensor, y: Tensor) -> Tensor:
    """L = mean((p − y)²)"""
    ### BEGIN SOLUTION
    return ((p - y) ** 2).mean()
    ### END SOLUTION


def mse_backward(p: Tensor, y: Tensor) -> Tensor:
    """∂L/∂p = 2 (p − y) / N"""
    ### BEGIN SOLUTION
    return 2 * (p - y) / p.numel()
    ### END SOLUTION
