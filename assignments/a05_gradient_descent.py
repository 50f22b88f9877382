"""A05 경사하강법 / Gradient descent: SGD, batch GD and the update rule   (Lecture 3 · Lab 03)

목표: 기울기 2x(xw − y)를 손으로 구하고, SGD와 BGD로 w를 3까지 데려갑니다.
Goal: derive 2x(xw − y) by hand and walk w to 3 with SGD and with batch GD.

알아 두기: Lab 03 본문의 식은 (2/m) Σ (Wx − y)x 인데, 바로 아래 코드는 2/m 없이 합만 구합니다.
그래서 m = 3인 그 실습은 학습률 0.1이 아니라 0.15로 걸은 것과 같습니다. 여기서는 본문의 식을 따릅니다.
Good to know: the text of Lab 03 says (2/m) Σ (Wx − y)x, the code below it sums without 2/m. With m = 3
that run is the same as one with learning rate 0.15 instead of 0.1. We follow the formula of the text.

"무작위로 고른 데이터로 학습하면 SGD"라고 하지만 강의 코드는 샘플을 차례대로 씁니다. 아래 order 인자가 그 순서입니다.
"SGD if the training data is randomly selected": the lecture's own code visits the samples in order.
The argument `order` below makes that choice visible.
"""

from typing import Literal

import torch
from torch import Tensor

from assignments.a04_linear_model import forward, mse_loss


def grad_w_single(x: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """∂loss/∂w = 2x(xw − y)                                      [4점 / 4 pts]

    x, y, w : 0-D float          ->  0-D, 같은 dtype / same dtype
    샘플 하나의 손실 (xw − y)²을 w로 미분한 값입니다. x와 y는 고정된 데이터입니다. 입력은 바꾸지 않습니다.
    The derivative of one sample's loss (xw − y)² by w. x and y are fixed data. Inputs stay untouched.
    출처 / from: Lecture 3, "∂loss/∂w = 2x(x*w − y)"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> grad_w_single(torch.tensor(1.0), torch.tensor(3.0), torch.tensor(1.0))
    tensor(-4.)
    >>> grad_w_single(torch.tensor(3.0), torch.tensor(9.0), torch.tensor(1.0))
    tensor(-36.)
    """
    # TODO(A05.grad_w_single): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.grad_w_single")


def grad_w_batch(x: Tensor, y: Tensor, w: Tensor) -> Tensor:
    """∂loss/∂w = (1/N) Σ 2x_n(x_n w − y_n)                       [4점 / 4 pts]

    x, y : (N,) float, N ≥ 1;  w : 0-D    ->  0-D, 같은 dtype / same dtype
    MSE를 w로 미분한 값, 곧 데이터 전체 기울기의 평균입니다. N = 1이면 grad_w_single과 같습니다. 입력은 바꾸지 않습니다.
    The derivative of the MSE by w: the mean gradient of the whole data set. With N = 1 it equals grad_w_single.
    Inputs stay untouched.
    출처 / from: Lecture 3, "computing the mean gradient of the entire training dataset" · Lab 03
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); 반복문·vmap / loops,
        vmap

    >>> grad_w_batch(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 6.0, 9.0]), torch.tensor(1.0))
    tensor(-18.6667)
    """
    # TODO(A05.grad_w_batch): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.grad_w_batch")


def grad_wb_batch(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """∂loss/∂w = (2/N) Σ x_n e_n,  ∂loss/∂b = (2/N) Σ e_n,  e_n = x_n w + b − y_n  [3점 / 3 pts]

    x, y : (N,) float, N ≥ 1;  w, b : 0-D    ->  (dw, db), 둘 다 / both 0-D, 같은 dtype / same dtype
    편향이 있는 모델 xw + b의 MSE를 w와 b로 미분합니다. 순서는 (dw, db)입니다. 입력은 바꾸지 않습니다.
    The MSE of the model with a bias, xw + b, differentiated by w and by b, in this order. Inputs stay untouched.
    출처 / from: Lab 02, H(x) = Wx + b · "thousands or even millions of weights and biases"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); 반복문·vmap / loops,
        vmap

    >>> x, zero = torch.tensor([1.0, 2.0, 3.0]), torch.tensor(0.0)
    >>> grad_wb_batch(x, x, zero, zero)
    (tensor(-9.3333), tensor(-4.))
    """
    # TODO(A05.grad_wb_batch): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.grad_wb_batch")


def update(w: Tensor, grad: Tensor, lr: float) -> Tensor:
    """w ← w − α · ∂loss/∂w                                       [2점 / 2 pts]

    w, grad : 같은 shape의 float / float of the same shape, any shape;  lr : 학습률 α / learning rate, lr ≥ 0
    ->  같은 shape, 같은 dtype의 *새* 텐서 / a *new* tensor of the same shape and dtype
    넘겨받은 w와 grad는 바꾸지 않습니다. lr = 0이면 값은 같지만 그래도 새 텐서입니다.
    The caller's w and grad stay untouched. With lr = 0 the values are equal, in a new tensor all the same.
    출처 / from: Lecture 3, "Update Mechanism: w = w − α ∂loss/∂w (α = learning rate)"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> update(torch.tensor(1.0), torch.tensor(-4.0), 0.5)
    tensor(3.)
    """
    # TODO(A05.update): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.update")


def sgd_epoch(x: Tensor, y: Tensor, w: Tensor, lr: float, order: Tensor) -> Tensor:
    """for i in order:  w ← w − α · 2x_i(x_i w − y_i)             [4점 / 4 pts]

    x, y : (N,) float;  w : 0-D;  lr : 학습률 / learning rate;  order : (N,) int64, 값은 / values in 0 … N−1
    ->  모든 샘플을 본 뒤의 w, 0-D / the w after the last sample, 0-D, 같은 dtype / same dtype
    샘플을 order의 순서대로 하나씩 보고, 볼 때마다 w를 갱신합니다. order에는 같은 번호가 두 번 나올 수도 있습니다.
    Visits the samples one by one in the order given and updates w after each. An index may appear twice in order.
    입력은 바꾸지 않습니다 / Inputs stay untouched.
    출처 / from: Lecture 3, "∴ w = w − α ∂loss/∂w = w − α*2x(xw − y)"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 4.0, 6.0])
    >>> sgd_epoch(x, y, torch.tensor(1.0), 0.01, torch.tensor([0, 1, 2]))
    tensor(1.2607)
    """
    # TODO(A05.sgd_epoch): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.sgd_epoch")


def bgd_step(x: Tensor, y: Tensor, w: Tensor, lr: float) -> Tensor:
    """w ← w − α · (1/N) Σ 2x_n(x_n w − y_n)                      [2점 / 2 pts]

    x, y : (N,) float, N ≥ 1;  w : 0-D;  lr : 학습률 / learning rate    ->  0-D, 같은 dtype / same dtype
    데이터 전체의 평균 기울기로 한 걸음만 갑니다. 입력은 바꾸지 않습니다.
    One single step with the mean gradient of the whole data set. Inputs stay untouched.
    출처 / from: Lecture 3, "BGD(Batch Gradient Descent)" · Lab 03
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); 반복문·vmap / loops,
        vmap

    >>> bgd_step(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 6.0, 9.0]), torch.tensor(1.0), 0.01)
    tensor(1.1867)
    """
    # TODO(A05.bgd_step): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.bgd_step")


def train(
    x: Tensor, y: Tensor, w0: Tensor, lr: float, epochs: int, mode: Literal["sgd", "bgd"]
) -> tuple[Tensor, Tensor]:
    """repeat `epochs` times:  sgd_epoch ("sgd")  또는 / or  bgd_step ("bgd")  [2점 / 2 pts]

    x, y : (N,) float, N ≥ 1;  w0 : 0-D, 처음 값 / the start;  lr : 학습률 / learning rate;  epochs ≥ 0
    ->  (w, losses): w는 0-D, losses는 (epochs + 1,), 같은 dtype / w 0-D, losses (epochs + 1,), same dtype
    losses[0]은 학습 전, losses[t]는 t번째 에폭 *뒤*의 MSE입니다. SGD의 순서는 0, 1, …, N−1입니다.
    losses[0] is the MSE before training, losses[t] the MSE *after* epoch t. SGD visits 0, 1, …, N−1.
    학습률이 너무 커서 손실이 커지더라도 그대로 따라갑니다. 입력(w0 포함)은 바꾸지 않습니다.
    If the learning rate is too large and the loss grows, follow it. Inputs, w0 too, stay untouched.
    출처 / from: Lecture 3, "updating the value of the weight in every step of the learning cycle" · Lab 03
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 6.0, 9.0])
    >>> w, losses = train(x, y, torch.tensor(1.0), 0.01, 10, "sgd")
    >>> w, losses.shape, losses[0]
    (tensor(2.9024), torch.Size([11]), tensor(18.6667))
    >>> train(x, y, torch.tensor(1.0), 0.01, 10, "bgd")[0]
    tensor(2.2492)
    """
    # TODO(A05.train): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.train")


def max_stable_lr(x: Tensor) -> Tensor:
    """w_{t+1} − w* = (1 − 2α·mean(x²)) (w_t − w*)   ⇒   α_max = 1 / mean(x²)  [추가 2점 / extra 2 pts]

    x : (N,) float, N ≥ 1, 모두 0은 아님 / not all zero    ->  0-D, 같은 dtype / same dtype
    bgd_step이 발산하지 않는 가장 큰 학습률입니다. 이보다 크면 Lab 07의 'overshooting'이 일어납니다.
    The largest learning rate for which bgd_step does not diverge. Beyond it lies the 'overshooting' of Lab 07.
    입력은 바꾸지 않습니다 / The input stays untouched.
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> max_stable_lr(torch.tensor([1.0, 2.0, 3.0]))
    tensor(0.2143)
    """
    # TODO(A05.max_stable_lr): 여기에 작성하세요 / write here
    raise NotImplementedError("A05.max_stable_lr")
