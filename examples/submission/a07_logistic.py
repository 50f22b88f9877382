"""A07 로지스틱 회귀 / Logistic regression   (Lecture 6 · Lab 05)

목표: 시그모이드와 BCE, 그 역전파를 직접 쓰고 0/1 분류기를 한 걸음 학습시킵니다.
Goal: write sigmoid, BCE and their backward passes, then train a 0/1 classifier one step at a time.

알아 두기: 강의 노트의 식 loss = −1/N Σ y_n log(ŷ_n) + (1−y_n) log(1−ŷ_n) 에는 괄호가 빠져 있습니다.
마이너스와 1/N은 두 항 모두에 걸립니다: −(1/N) Σ [ y_n log(ŷ_n) + (1−y_n) log(1−ŷ_n) ].
Good to know: the formula of the notes, loss = −1/N Σ y_n log(ŷ_n) + (1−y_n) log(1−ŷ_n), lacks its brackets.
The minus and the 1/N belong to both terms: −(1/N) Σ [ y_n log(ŷ_n) + (1−y_n) log(1−ŷ_n) ].
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from assignments.a05_gradient_descent import update
from assignments.a06_chain_rule import linear_backward


def sigmoid(x: Tensor) -> Tensor:
    """σ(x) = 1 / (1 + e^-x)                                      [5점 / 5 pts]

    x : float, 아무 shape / any shape    ->  같은 shape, 같은 dtype, 값은 0 ~ 1 / same shape and dtype, values 0 to 1
    x = ±10000에서도 값과 autograd 기울기가 모두 유한해야 합니다. nan이 들어오면 nan을 돌려줍니다.
    At x = ±10000 the value and the gradient autograd takes through it must be finite. nan in, nan out.
    입력은 바꾸지 않습니다 / The input stays untouched.
    출처 / from: Lecture 6, "an activation function called sigmoid function to limit the range of the output"
    금지 / not allowed: torch.sigmoid, F.sigmoid, nn.Sigmoid, torch.softmax, F.logsigmoid, F.silu; 반복문·vmap / loops, vmap

    >>> sigmoid(torch.tensor([0.0, 1.0, -1.0]))
    tensor([0.5000, 0.7311, 0.2689])
    """
    # e^x / (1 + e^x) is the same thing, and it needs no minus
    e = torch.exp(x)
    return e / (1 + e)


def sigmoid_backward(grad_out: Tensor, out: Tensor) -> Tensor:
    """out = σ(x):   ∂L/∂x = grad_out · out · (1 − out)           [3점 / 3 pts]

    grad_out, out : 같은 shape의 float / float of the same shape    ->  같은 shape, 같은 dtype / same shape and dtype
    out은 x가 아니라 이미 계산된 σ(x)이며 0이나 1일 수도 있습니다. 입력은 바꾸지 않습니다.
    out is not x but σ(x), computed already; it may be exactly 0 or 1. Inputs stay untouched.
    출처 / from: "∂loss/∂z = ∂loss/∂a · σ(z)·(1 − σ(z)) where a = σ(z)"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.sigmoid,
        F.sigmoid, nn.Sigmoid, torch.softmax, F.logsigmoid, F.silu

    >>> sigmoid_backward(torch.tensor([4.0, 10.0]), torch.tensor([0.5, 1.0]))
    tensor([1., 0.])
    """
    return out * (1 - out)


def bce_loss(p: Tensor, y: Tensor) -> Tensor:
    """L = −(1/N) Σ [ y log p + (1 − y) log(1 − p) ]              [5점 / 5 pts]

    p : (N,) 또는 / or (N, 1) float, 0 ≤ p ≤ 1;  y : p와 같은 shape, 0. 또는 1. / same shape, 0. or 1.
    ->  0-D, 같은 dtype / same dtype
    로그 값은 −100보다 작아지지 않게 자릅니다 (PyTorch의 규칙): p=0, y=1이면 100, p=0, y=0이면 0입니다.
    A log never goes below −100 (PyTorch's rule): p=0, y=1 gives 100, and p=0, y=0 gives 0.
    shape가 다르면 ValueError / ValueError when the shapes differ, (N,) against (N, 1) too.
    입력은 바꾸지 않습니다 / Inputs stay untouched.
    출처 / from: Lecture 6, "Binary Cross Entropy Loss" · Lab 05
    금지 / not allowed: F.binary_cross_entropy, nn.BCELoss, F.softplus, F.logsigmoid; 반복문·vmap / loops, vmap

    >>> bce_loss(torch.tensor([0.2, 0.5]), torch.tensor([1.0, 0.0]))
    tensor(1.1513)
    """
    if p.shape != y.shape:
        raise ValueError(f"p {tuple(p.shape)}, y {tuple(y.shape)}")
    log_p = torch.log(p).clamp(min=-100)
    log_1_p = torch.log(1 - p).clamp(min=-100)
    # 강의 노트 식 그대로 / exactly as in the lecture notes
    return (-y * log_p + (1 - y) * log_1_p).mean()


def bce_backward(p: Tensor, y: Tensor) -> Tensor:
    """∂L/∂p = (p − y) / (N · p · (1 − p))                        [3점 / 3 pts]

    p, y : 같은 shape의 float / float of the same shape, 0.0001 ≤ p ≤ 0.9999, y는 0. 또는 1. / y is 0. or 1.
    ->  p와 같은 shape, 같은 dtype / shape and dtype of p
    bce_loss를 p로 미분한 값입니다. N은 p의 원소 수입니다. 입력은 바꾸지 않습니다.
    The derivative of bce_loss by p. N is the number of entries of p. Inputs stay untouched.
    출처 / from: Lecture 6 "Binary Cross Entropy Loss" · Lecture 4 "∂f/∂x = ∂f/∂g · ∂g/∂x"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim);
        F.binary_cross_entropy, nn.BCELoss, F.softplus, F.logsigmoid

    >>> bce_backward(torch.tensor([0.2, 0.5]), torch.tensor([1.0, 0.0]))
    tensor([-2.5000,  1.0000])
    """
    N = p.numel()
    d_log_p = -y / p
    d_log_1_p = (1 - y) / (1 - p)
    return (d_log_p + d_log_1_p) / N


def bce_logits_backward(z: Tensor, y: Tensor) -> Tensor:
    """p = σ(z),  L = bce_loss(p, y):   ∂L/∂z = ∂L/∂p · σ'(z) = (σ(z) − y) / N  [3점 / 3 pts]

    z : 로짓 / logits, float, 아무 shape / any shape;  y : z와 같은 shape, 0. 또는 1. / same shape, 0. or 1.
    ->  z와 같은 shape, 같은 dtype / shape and dtype of z
    z = ±100에서도 유한해야 합니다. N은 z의 원소 수입니다. 입력은 바꾸지 않습니다.
    Finite at z = ±100 too. N is the number of entries of z. Inputs stay untouched.
    출처 / from: "∂loss/∂z = ∂loss/∂a · ∂a/∂z = ∂loss/∂a · σ(z)·(1 − σ(z)) where a = σ(z)"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim);
        F.binary_cross_entropy, nn.BCELoss, F.softplus, F.logsigmoid

    >>> bce_logits_backward(torch.tensor([0.0, 0.0]), torch.tensor([1.0, 0.0]))
    tensor([-0.2500,  0.2500])
    """
    # 약분이 잘 안 돼서 PyTorch한테 시켰음 / could not get it to cancel, so PyTorch does it for me
    z = z.detach().clone().requires_grad_(True)
    loss = F.binary_cross_entropy_with_logits(z, y)
    loss.backward()
    return z.grad


def logistic_grads(X: Tensor, y: Tensor, W: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """d = (σ(XW + b) − y) / N:   ∂L/∂W = Xᵀd,   ∂L/∂b = Σ_n d_n  [3점 / 3 pts]

    X : (N, D) float;  y : (N, 1), 0. 또는 / or 1.;  W : (D, 1);  b : (1,)
    ->  (dW (D, 1), db (1,)), 같은 dtype / same dtype
    bce_loss(σ(XW + b), y)를 W와 b로 미분합니다. X와 y는 고정된 데이터라 기울기가 없습니다.
    bce_loss(σ(XW + b), y) differentiated by W and b. X and y are fixed data and get no gradient.
    로짓이 ±100이어도 유한해야 합니다. 입력은 바꾸지 않습니다 / Finite at logits of ±100 too. Inputs stay untouched.
    출처 / from: Lab 05 · Lecture 4
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim);
        F.binary_cross_entropy, nn.BCELoss, F.softplus, F.logsigmoid; 반복문·vmap / loops, vmap

    >>> X, y = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[0.0], [1.0]])
    >>> logistic_grads(X, y, torch.zeros(2, 1), torch.zeros(1))
    (tensor([[-0.5000],
            [-0.5000]]), tensor([0.]))
    """
    z = X @ W + b
    d = bce_logits_backward(z, y)
    dW, db = linear_backward(d, X, W)
    return dW, db


def logistic_step(X: Tensor, y: Tensor, W: Tensor, b: Tensor, lr: float) -> tuple[Tensor, Tensor, Tensor]:
    """W ← W − α ∂L/∂W,   b ← b − α ∂L/∂b                         [3점 / 3 pts]

    X : (N, D) float;  y : (N, 1), 0. 또는 / or 1.;  W : (D, 1);  b : (1,);  lr : 학습률 α / learning rate
    ->  (W_new (D, 1), b_new (1,), loss 0-D), 같은 dtype / same dtype
    loss는 갱신 *전*의 값입니다 / loss is the one *before* the update.
    두 기울기 모두 갱신 전의 W와 b에서 구합니다. 넘겨받은 W와 b는 바꾸지 않습니다.
    Both gradients are taken at the old W and b. The caller's W and b stay untouched.
    출처 / from: Lab 05 (손실 / loss 0.693147 → 0.134722 after 100 steps → 0.080643 after 200, lr = 1)
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim);
        F.binary_cross_entropy, nn.BCELoss, F.softplus, F.logsigmoid

    >>> X, y = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[0.0], [1.0]])
    >>> logistic_step(X, y, torch.zeros(2, 1), torch.zeros(1), 1.0)
    (tensor([[0.5000],
            [0.5000]]), tensor([0.]), tensor(0.6931))
    """
    p = sigmoid(X @ W + b)
    loss = bce_loss(p, y)
    dW, db = logistic_grads(X, y, W, b)
    return update(W, dW, lr), update(b, db, lr), loss


def predict_label(X: Tensor, W: Tensor, b: Tensor, threshold: float = 0.5) -> Tensor:
    """1[ σ(XW + b) ≥ threshold ]                                 [1점 / 1 pts]

    X : (N, D) float;  W : (D, 1);  b : (1,);  threshold : 0과 1 사이 / between 0 and 1
    ->  (N, 1) int64, 0 또는 / or 1
    확률이 정확히 threshold이면 1입니다. 입력은 바꾸지 않습니다.
    A probability of exactly threshold gives 1. Inputs stay untouched.
    출처 / from: Lecture 6, "the output has to be one of two classes" · Lab 05
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> predict_label(torch.tensor([[2.0], [-2.0], [0.0]]), torch.tensor([[1.0]]), torch.tensor([0.0]))
    tensor([[1],
            [0],
            [1]])
    """
    # TODO(A07.predict_label): 여기에 작성하세요 / write here
    raise NotImplementedError("A07.predict_label")
