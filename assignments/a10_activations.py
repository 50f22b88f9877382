"""A10 활성화 함수 / Activations: ReLU, LeakyReLU, tanh   (Lecture 7 · Discussion 2–3)

목표: ReLU·LeakyReLU·tanh와 그 도함수를 쓰고, x=0의 꺾인 점을 어떻게 정하는지 안다.
Goal: write ReLU, LeakyReLU, tanh and their derivatives; decide what happens at the kink x=0.

알아 두기 / Good to know
- ReLU는 x = 0에서 미분할 수 없으므로 값을 *정해야* 합니다.
  torch는 relu에서 0을, leaky_relu에서 negative_slope를 씁니다.
  같은 함수를 다르게 쓰면 autograd의 값도 달라집니다: torch.maximum(x, 0)은 0.5, clamp(min=0)은 1.
  ReLU has no derivative at x = 0, so somebody has to *choose* one. torch takes 0 for relu and negative_slope for
  leaky_relu. Other spellings of the same function get other values: torch.maximum(x, 0) 0.5, clamp(min=0) 1.
- 여기서는 −0.0도 0입니다 / −0.0 counts as 0 here.
"""

import torch
from torch import Tensor


def relu(x: Tensor) -> Tensor:
    """f(x) = max(0, x)                                           [2점 / 2 pts]

    x : float, 모양은 무엇이든 / any shape
    ->  같은 shape, 같은 dtype. x를 바꾸지 않습니다 / same shape and dtype; x is not changed
    출처 / Source: Lecture 7, S43
    금지 / not allowed: torch.relu, F.relu, F.leaky_relu, F.threshold, nn.ReLU; 반복문·vmap / loops, vmap

    >>> relu(torch.tensor([-2.0, 0.0, 3.0]))
    tensor([0., 0., 3.])
    """
    # TODO(A10.relu): 여기에 작성하세요 / write here
    raise NotImplementedError("A10.relu")


def relu_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """∂L/∂x = g · 1[x > 0],   g = grad_out                       [4점 / 4 pts]

    grad_out : 위에서 내려온 기울기, x와 같은 shape / upstream gradient, same shape as x
    x        : relu의 *입력* / the *input* of relu
    ->  x와 같은 shape, 같은 dtype. x = 0에서는 torch처럼 0입니다. 인자를 바꾸지 않습니다.
        same shape and dtype as x; at x = 0 it is 0, torch's choice. Arguments are not changed.
    출처 / Source: Lecture 7, S15, S43, S44
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.relu,
        F.relu, F.leaky_relu, F.threshold, nn.ReLU

    >>> relu_backward(torch.tensor([5.0, 5.0, -7.0]), torch.tensor([-2.0, 0.0, 3.0]))
    tensor([ 0.,  0., -7.])
    """
    # TODO(A10.relu_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A10.relu_backward")


def leaky_relu(x: Tensor, negative_slope: float = 0.01) -> Tensor:
    """f(x) = x  (x > 0),   negative_slope · x  (x ≤ 0)           [1점 / 1 pts]

    x              : float, 모양은 무엇이든 / any shape
    negative_slope : 음수 쪽 기울기 ≥ 0, 1보다 클 수도 있음 / slope of the negative side ≥ 0, may exceed 1
    ->  같은 shape, 같은 dtype. x를 바꾸지 않습니다 / same shape and dtype; x is not changed
    출처 / Source: Lecture 7, S46
    금지 / not allowed: torch.relu, F.relu, F.leaky_relu, F.threshold, nn.ReLU; 반복문·vmap / loops, vmap

    >>> leaky_relu(torch.tensor([-2.0, 0.0, 3.0]), negative_slope=0.5)
    tensor([-1.,  0.,  3.])
    """
    # TODO(A10.leaky_relu): 여기에 작성하세요 / write here
    raise NotImplementedError("A10.leaky_relu")


def leaky_relu_backward(grad_out: Tensor, x: Tensor, negative_slope: float = 0.01) -> Tensor:
    """∂L/∂x = g · (1 if x > 0 else negative_slope),   g = grad_out  [2점 / 2 pts]

    grad_out : 위에서 내려온 기울기, x와 같은 shape / upstream gradient, same shape as x
    x        : leaky_relu의 *입력* / the *input* of leaky_relu
    ->  x와 같은 shape, 같은 dtype. x = 0에서는 torch처럼 negative_slope입니다. 인자를 바꾸지 않습니다.
        same shape and dtype as x; at x = 0 the slope is negative_slope, torch's choice. Arguments are not changed.
    출처 / Source: Lecture 7, S15, S45, S46
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.relu,
        F.relu, F.leaky_relu, F.threshold, nn.ReLU

    >>> leaky_relu_backward(torch.tensor([4.0, 4.0, 4.0]), torch.tensor([-2.0, 0.0, 3.0]), negative_slope=0.5)
    tensor([2., 2., 4.])
    """
    # TODO(A10.leaky_relu_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A10.leaky_relu_backward")


def tanh(x: Tensor) -> Tensor:
    """tanh(x) = (e^x − e^−x) / (e^x + e^−x)                      [3점 / 3 pts]

    x : float, 모양은 무엇이든 / any shape
    ->  같은 shape, 같은 dtype, 값은 −1 … 1. x가 ±10000이어도 nan이 아니라 ±1입니다. x를 바꾸지 않습니다.
        same shape and dtype, values in −1 … 1; ±1, not nan, even for x of ±10000. x is not changed.
    출처 / Source: Discussion 3, S47
    금지 / not allowed: torch.tanh, F.tanh, nn.Tanh, math.tanh; 반복문·vmap / loops, vmap

    >>> tanh(torch.tensor([0.0, 1.0, -1000.0]))
    tensor([ 0.0000,  0.7616, -1.0000])
    """
    # TODO(A10.tanh): 여기에 작성하세요 / write here
    raise NotImplementedError("A10.tanh")


def tanh_backward(grad_out: Tensor, out: Tensor) -> Tensor:
    """∂L/∂x = g · (1 − out²),   g = grad_out                     [3점 / 3 pts]

    grad_out : 위에서 내려온 기울기, out과 같은 shape / upstream gradient, same shape as out
    out      : tanh(x)의 *출력* / the *output* of tanh(x)
    ->  같은 shape, 같은 dtype. 인자를 바꾸지 않습니다 / same shape and dtype; arguments are not changed
    출처 / Source: Discussion 3, S15, S47
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.tanh,
        F.tanh, nn.Tanh, math.tanh

    >>> tanh_backward(torch.tensor([2.0, 2.0]), torch.tensor([0.0, 0.5]))
    tensor([2.0000, 1.5000])
    """
    # TODO(A10.tanh_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A10.tanh_backward")


def normalize_pixels(img: Tensor) -> Tensor:
    """x / 127.5 − 1     (0 → −1,  255 → 1)                       [2점 / 2 pts]

    img : uint8 픽셀 0 … 255, 모양은 무엇이든. 0 … 255인 float32도 됩니다.
          uint8 pixels 0 … 255, any shape; float32 with the same range works too
    ->  같은 shape, float32, tanh와 같은 범위 [−1, 1]. 이미지의 최솟값·최댓값과 무관합니다. img를 바꾸지 않습니다.
        same shape, float32, the range [−1, 1] of tanh, whatever the smallest and largest pixel. img is not changed.
    출처 / Source: Discussion 3, S28, S48
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> normalize_pixels(torch.tensor([0, 51, 255], dtype=torch.uint8))
    tensor([-1.0000, -0.6000,  1.0000])
    """
    # TODO(A10.normalize_pixels): 여기에 작성하세요 / write here
    raise NotImplementedError("A10.normalize_pixels")
