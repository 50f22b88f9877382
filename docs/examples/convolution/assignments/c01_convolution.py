"""C01 1차원 합성곱 / A convolution in one dimension

목표: 합성곱의 순전파와 역전파, 맥스 풀링을 텐서 연산으로 직접 씁니다.
Goal: write the forward and the backward pass of a convolution, and a max pooling, with tensor operations.

알아 두기: 딥러닝에서 "합성곱"이라 부르는 연산은 커널을 뒤집지 않습니다. 수학에서는 상호상관(cross-correlation)입니다.
Good to know: what deep learning calls a convolution does not flip its kernel; mathematics calls it a cross-correlation.
"""

import torch
from torch import Tensor


def conv1d(x: Tensor, w: Tensor) -> Tensor:
    """y_ot = Σ_c Σ_k w_ock · x_c,t+k                             [4점 / 4 pts]

    x : (C, L) float;  w : (O, C, K), 같은 dtype / same dtype, K ≤ L    ->  (O, L − K + 1), 같은 dtype / same dtype
    패딩 없이 한 칸씩 옮깁니다. 입력은 바꾸지 않습니다 / No padding, stride 1. Inputs stay untouched.
    x와 w의 채널 수가 다르면 ValueError / ValueError when x and w differ in their number of channels.
    금지 / not allowed: F.conv1d or torch.conv1d or nn.Conv1d or F.conv2d or F.conv_transpose1d

    >>> conv1d(torch.tensor([[1.0, 2.0, 3.0, 4.0]]), torch.tensor([[[1.0, -1.0]]]))
    tensor([[-1., -1., -1.]])
    """
    # TODO(C01.conv1d): 여기에 작성하세요 / write here
    raise NotImplementedError("C01.conv1d")


def conv1d_backward(grad_out: Tensor, x: Tensor, w: Tensor) -> tuple[Tensor, Tensor]:
    """y = conv1d(x, w):   ∂L/∂x_cs = Σ_o Σ_k g_o,s−k · w_ock,   ∂L/∂w_ock = Σ_t g_ot · x_c,t+k  [4점 / 4 pts]

    grad_out : (O, L − K + 1), ∂L/∂y;  x : (C, L);  w : (O, C, K), 모두 같은 dtype의 float / all float, one dtype
    ->  (dx (C, L), dw (O, C, K)), 같은 dtype / same dtype
    입력은 바꾸지 않습니다 / Inputs stay untouched.
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); F.conv1d or
        torch.conv1d or nn.Conv1d or F.conv2d or F.conv_transpose1d

    >>> g = torch.tensor([[1.0, 10.0, 100.0]])
    >>> conv1d_backward(g, torch.tensor([[1.0, 2.0, 3.0, 4.0]]), torch.tensor([[[1.0, -1.0]]]))
    (tensor([[   1.,    9.,   90., -100.]]), tensor([[[321., 432.]]]))
    """
    # TODO(C01.conv1d_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("C01.conv1d_backward")


def max_pool1d(x: Tensor, size: int) -> Tensor:
    """y_ct = t번째 창의 최댓값 / the largest entry of window t   [2점 / 2 pts]

    x : (C, L) float;  size : 창의 길이 / length of a window, 1 ≤ size ≤ L    ->  (C, L // size), 같은 dtype / same dtype
    창은 겹치지 않고, 끝에 남는 원소는 버립니다. 입력은 바꾸지 않습니다.
    Windows do not overlap, and what is left over at the end is dropped. Inputs stay untouched.
    금지 / not allowed: F.max_pool1d or F.max_pool2d or F.adaptive_max_pool1d or nn.MaxPool1d

    >>> max_pool1d(torch.tensor([[1.0, 5.0, 2.0, 3.0]]), 2)
    tensor([[5., 3.]])
    """
    # TODO(C01.max_pool1d): 여기에 작성하세요 / write here
    raise NotImplementedError("C01.max_pool1d")
