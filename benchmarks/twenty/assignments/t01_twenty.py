"""T01: four functions, twenty checks."""

import torch
from torch import Tensor


def sigmoid(x: Tensor) -> Tensor:
    """σ(x) = 1 / (1 + e^-x)                                      [5점 / 5 pts]
    금지 / not allowed: torch.sigmoid, F.sigmoid, nn.Sigmoid, torch.softmax, F.logsigmoid, F.silu
    """
    # TODO(T01.sigmoid): 여기에 작성하세요 / write here
    raise NotImplementedError("T01.sigmoid")


def sigmoid_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """∂L/∂x = g σ(x) (1 − σ(x))                                  [5점 / 5 pts]
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)
    """
    # TODO(T01.sigmoid_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("T01.sigmoid_backward")


def mse_loss(p: Tensor, y: Tensor) -> Tensor:
    """L = mean((p − y)²)                                         [5점 / 5 pts]
    금지 / not allowed: F.mse_loss, nn.MSELoss, torch.dist, torch.cdist, torch.var
    """
    # TODO(T01.mse_loss): 여기에 작성하세요 / write here
    raise NotImplementedError("T01.mse_loss")


def mse_backward(p: Tensor, y: Tensor) -> Tensor:
    """∂L/∂p = 2 (p − y) / N                                      [5점 / 5 pts]
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)
    """
    # TODO(T01.mse_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("T01.mse_backward")
