"""A11 기울기 소실 / Vanishing gradients, measured   (Lecture 7, Exercise 7-1 · Discussion 1–2)

목표: 깊이에 따라 기울기가 얼마나 줄어드는지 숫자로 재고, ReLU/tanh/sigmoid를 비교한다.
Goal: measure how gradients shrink with depth and compare sigmoid, tanh, ReLU, LeakyReLU.

알아 두기 / Good to know
- 시그모이드의 기울기는 '0과 1 사이'보다 더 작습니다: 아무리 커도 0.25입니다.
  그래서 n층이면 활성화 함수만으로 0.25ⁿ 이하가 됩니다.
  The slope of the sigmoid is not just 'between 0 and 1': it never exceeds 0.25, so n layers shrink the gradient
  to 0.25ⁿ or less from the activation alone.
- kind는 'sigmoid', 'tanh', 'relu', 'leaky_relu' 중 하나이고, leaky_relu의 음수 쪽 기울기는 0.01입니다.
  kind is 'sigmoid', 'tanh', 'relu' or 'leaky_relu'; the negative slope of leaky_relu is 0.01.
- 측정값(은닉 유닛 64개, 12층): 첫 층/마지막 층 기울기 크기의 비는 sigmoid 약 2e-8, tanh 약 0.5, ReLU 약 0.5.
  Measured (64 units, 12 layers): first/last gradient norm is about 2e-8 for sigmoid, 0.5 for tanh and for ReLU.
"""

from typing import Literal

import torch
from torch import Tensor

from assignments.a07_logistic import sigmoid, sigmoid_backward
from assignments.a10_activations import leaky_relu, leaky_relu_backward, relu, relu_backward, tanh, tanh_backward


def activation_slope(x: Tensor, kind: Literal["sigmoid", "tanh", "relu", "leaky_relu"]) -> Tensor:
    """f′(x):   σ(1−σ)  ·  1 − tanh²  ·  1[x > 0]  ·  1 if x > 0 else 0.01  [2점 / 2 pts]

    x    : float, 활성화 함수의 *입력*, 모양은 무엇이든 / the *input* of the activation, any shape
    kind : 활성화 함수의 이름 / name of the activation;  ValueError: 다른 이름일 때 / for any other name
    ->  x에서의 기울기, 같은 shape, 같은 dtype. x = 0에서는 torch의 선택(relu 0, leaky_relu 0.01). x를 바꾸지 않습니다.
        slope at x, same shape and dtype; at x = 0 torch's choice (relu 0, leaky_relu 0.01). x is not changed.
    출처 / Source: Lecture 7, S41, S43, S46, S47
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.sigmoid,
        F.sigmoid, nn.Sigmoid, torch.softmax, F.logsigmoid, F.silu; torch.tanh, F.tanh, nn.Tanh, math.tanh;
        torch.relu, F.relu, F.leaky_relu, F.threshold, nn.ReLU

    >>> activation_slope(torch.tensor([0.0]), "sigmoid")
    tensor([0.2500])
    >>> activation_slope(torch.tensor([-2.0, 0.0, 3.0]), "relu")
    tensor([0., 0., 1.])
    """
    # TODO(A11.activation_slope): 여기에 작성하세요 / write here
    raise NotImplementedError("A11.activation_slope")


def chain_gradient(x0: Tensor, depth: int, kind: str) -> Tensor:
    """d x_depth / d x0 = Π f′(x_l),  l = 0 … depth−1,   x_{l+1} = f(x_l)  [5점 / 5 pts]

    x0    : (N,) float
    depth : 층의 수 ≥ 0 / number of layers ≥ 0
    kind  : activation_slope와 같음 / as in activation_slope
    ->  (N,), x0의 dtype. depth = 0이면 1. 층을 도는 for는 괜찮습니다. x0를 바꾸지 않습니다.
        dtype of x0; 1 for depth = 0. A loop over the layers is fine. x0 is not changed.
    출처 / Source: Lecture 7, S15, S41, S42
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> chain_gradient(torch.tensor([0.0]), 1, "sigmoid")
    tensor([0.2500])
    >>> chain_gradient(torch.tensor([3.0, -3.0]), 2, "leaky_relu")
    tensor([1.0000e+00, 1.0000e-04])
    """
    # TODO(A11.chain_gradient): 여기에 작성하세요 / write here
    raise NotImplementedError("A11.chain_gradient")


def deep_forward(x: Tensor, Ws: list[Tensor], kind: str) -> list[Tensor]:
    """h_0 = x,   h_{l+1} = f(h_l W_l)                            [2점 / 2 pts]

    x : (N, D_0) float;   Ws : L개의 행렬 / L matrices, W_l (D_l, D_{l+1})
    kind : activation_slope와 같음 / as in activation_slope
    ->  [h_0, h_1, …, h_L]: L + 1개, 마지막 층에도 활성화 함수를 씁니다. Ws = []이면 [x]. x와 Ws를 바꾸지 않습니다.
        L + 1 tensors, the last layer is activated too; [x] for Ws = []. x and Ws are not changed.
    출처 / Source: Lecture 7, S13, S42

    >>> deep_forward(torch.tensor([[1.0, -2.0]]), [torch.eye(2), torch.eye(2)], "relu")
    [tensor([[ 1., -2.]]), tensor([[1., 0.]]), tensor([[1., 0.]])]
    """
    # TODO(A11.deep_forward): 여기에 작성하세요 / write here
    raise NotImplementedError("A11.deep_forward")


def deep_backward(grad_out: Tensor, hs: list[Tensor], Ws: list[Tensor], kind: str) -> list[Tensor]:
    """l = L−1 … 0:   d = g ⊙ f′(h_l W_l),   dW_l = h_lᵀ d,   g ← d W_lᵀ     (처음에 / at first  g = grad_out)  [4점 / 4 pts]

    grad_out : (N, D_L), ∂L/∂h_L;   hs : deep_forward의 결과 / what deep_forward returned
    Ws, kind : deep_forward와 같음 / as in deep_forward
    ->  [dW_0, …, dW_{L−1}], 층의 순서대로, dW_l은 W_l과 같은 shape. 인자를 바꾸지 않습니다.
        in the order of the layers, dW_l has the shape of W_l. Arguments are not changed.
    출처 / Source: Lecture 7, S13, S15, S42
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> hs = [torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0]])]
    >>> deep_backward(torch.tensor([[10.0]]), hs, [torch.ones(2, 1)], "relu")
    [tensor([[10.],
            [20.]])]
    """
    # TODO(A11.deep_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A11.deep_backward")


def grad_norms(grads: list[Tensor]) -> Tensor:
    """‖dW_l‖₂ = √ Σ dW_l²     (층마다 하나 / one per layer)      [1점 / 1 pts]

    grads : L개의 행렬, L ≥ 1, 모양은 서로 다를 수 있음 / L matrices, L ≥ 1, of any shapes
    ->  (L,), grads의 dtype. 0인 행렬은 0, 아주 작은 값도 그대로입니다.
        dtype of grads; 0 for a zero matrix, tiny values are kept.
        grads를 바꾸지 않습니다 / grads is not changed
    출처 / Source: Lecture 7, S42

    >>> grad_norms([torch.tensor([[3.0, 4.0]]), torch.zeros(2, 2)])
    tensor([5., 0.])
    """
    # TODO(A11.grad_norms): 여기에 작성하세요 / write here
    raise NotImplementedError("A11.grad_norms")


def vanishing_ratio(norms: Tensor) -> Tensor:
    """norms[0] / norms[−1]     (첫 층 / 마지막 층 — first layer / last layer)  [1점 / 1 pts]

    norms : (L,) float, L ≥ 1, grad_norms의 결과 / what grad_norms returned
    ->  0-D, norms의 dtype. 마지막이 0이고 첫째가 양수면 inf입니다. norms를 바꾸지 않습니다.
        dtype of norms; inf if the last is 0 and the first is positive. norms is not changed.
    출처 / Source: Lecture 7, S42, S44

    >>> vanishing_ratio(torch.tensor([0.001, 0.1, 2.0]))
    tensor(0.0005)
    """
    # TODO(A11.vanishing_ratio): 여기에 작성하세요 / write here
    raise NotImplementedError("A11.vanishing_ratio")


def dead_fraction(h: Tensor) -> Tensor:
    """(1/D) Σ_j 1[h_ij = 0 이 모든 i에서 / for all i]            [2점 / 2 pts]

    h : (N, D) float, 활성화 함수의 출력 / outputs of an activation
    ->  0-D float: 배치 *전체*에서 출력이 0인 유닛의 비율. 음수 출력(LeakyReLU)은 죽은 것이 아닙니다.
        h를 바꾸지 않습니다.
        0-D, any float dtype: share of the units that are 0 for the *whole* batch. A negative output (LeakyReLU) is not
        dead. h is not changed.
    출처 / Source: Discussion 2, S45, S46
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> dead_fraction(torch.tensor([[0.0, 1.0], [0.0, 0.0]]))
    tensor(0.5000)
    """
    # TODO(A11.dead_fraction): 여기에 작성하세요 / write here
    raise NotImplementedError("A11.dead_fraction")
