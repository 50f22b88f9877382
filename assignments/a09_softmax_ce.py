"""A09 소프트맥스와 교차 엔트로피 / Softmax and cross entropy   (Lecture 9 · Lab 06)

목표: 소프트맥스(dim!), 원-핫 교차 엔트로피, 로짓에서 바로 가는 교차 엔트로피와 그 기울기 (p−y)/N을 구한다.
Goal: softmax with the right dim, cross entropy from probabilities and from logits, and its gradient (p−y)/N.

알아 두기 / Good to know
- 강의는 라벨이 여러 개일 때도 CrossEntropyLoss를 쓴다고 하지만, 교차 엔트로피는 정답이 *하나*일 때의 손실입니다.
  정답이 여러 개일 수 있으면 클래스마다 이진 교차 엔트로피를 씁니다.
  The lecture uses CrossEntropyLoss for 'multiple labels' too; cross entropy is for exactly *one* right class.
  Where several labels can be right at once, one binary cross entropy per class is used.
- Lab 6의 저수준 학습 코드는 소프트맥스를 두 번 적용합니다. W=0이면 두 손실이 모두 1.098612라 보이지 않지만,
  100 epoch 뒤에는 0.761050이 아니라 0.901535가 됩니다.
  Lab 6's low-level loop applies softmax twice: invisible at W=0 (both losses are 1.098612), 0.901535 instead of
  0.761050 after 100 epochs.
- Lab 6의 편향 b는 모양이 (1,)입니다. 모든 클래스가 나누어 쓰는 편향의 기울기는 항상 0입니다.
  여기서는 클래스마다 하나, (K,)입니다.
  Lab 6's bias has shape (1,): a bias shared by all classes always has gradient 0. Here there is one per class, (K,).
"""

import torch
from torch import Tensor

from assignments.a05_gradient_descent import update
from assignments.a06_chain_rule import linear_backward
from assignments.a08_scatter_onehot import one_hot


def softmax(z: Tensor, dim: int) -> Tensor:
    """p_j = e^(z_j − m) / Σ_k e^(z_k − m),   m = max_k z_k   (dim 방향으로 / along dim)  [5점 / 5 pts]

    z   : float, 모양은 무엇이든 / any shape
    dim : 합이 1이 되는 축, 음수도 됩니다 / the axis along which the result sums to 1; may be negative
    ->  z와 같은 shape, 같은 dtype. z가 ±10000이어도 nan이나 inf가 없습니다. z를 바꾸지 않습니다.
        same shape and dtype as z; neither nan nor inf, even for z of ±10000. z is not changed.
    출처 / Source: Lecture 9, Lab 06, S19, S20
    금지 / not allowed: torch.softmax, log_softmax, logsumexp, logcumsumexp, nn.Softmax; 반복문·vmap / loops, vmap

    >>> softmax(torch.tensor([[1.0, 2.0, 3.0]]), dim=1)
    tensor([[0.0900, 0.2447, 0.6652]])
    """
    # TODO(A09.softmax): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.softmax")


def softmax_backward(grad_out: Tensor, p: Tensor, dim: int) -> Tensor:
    """∂L/∂z_j = p_j · (g_j − Σ_k g_k p_k)   (dim 방향으로 / along dim),   g = grad_out = ∂L/∂p  [4점 / 4 pts]

    grad_out : 위에서 내려온 기울기, p와 같은 shape / upstream gradient, same shape as p
    p        : softmax(z, dim)의 *출력* / the *output* of softmax(z, dim)
    ->  ∂L/∂z, p와 같은 shape, 같은 dtype. 인자를 바꾸지 않습니다 / same shape and dtype as p; arguments are not changed
    출처 / Source: Lecture 9, S15, S20
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.softmax,
        log_softmax, logsumexp, logcumsumexp, nn.Softmax; 반복문·vmap / loops, vmap

    >>> softmax_backward(torch.tensor([[1.0, 0.0]]), torch.tensor([[0.5, 0.5]]), dim=1)
    tensor([[ 0.2500, -0.2500]])
    """
    # TODO(A09.softmax_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.softmax_backward")


def cross_entropy_from_probs(p: Tensor, Y: Tensor) -> Tensor:
    """L = −(1/N) Σ_i Σ_k Y_ik · log p_ik                         [3점 / 3 pts]

    p : (N, K) float, 행마다 합이 1인 확률 / probabilities, every row sums to 1
    Y : (N, K) float, 원-핫 정답 / one-hot labels
    ->  0-D, p의 dtype. 클래스로는 합, 샘플로는 평균 / sum over classes, mean over samples; dtype of p
    p = 0, Y = 0인 칸은 nan이 아니라 0을 보탭니다. p = 0, Y = 1이면 그 행의 값은 유한하고 9 이상이면 됩니다.
    p = 0, Y = 0 adds 0, not nan. With p = 0, Y = 1 any finite value from 9 up is right for that row.
    출처 / Source: Lecture 9, S21, S22
    금지 / not allowed: F.cross_entropy, nn.CrossEntropyLoss, F.nll_loss, F.kl_div; F.binary_cross_entropy,
        nn.BCELoss, F.softplus, F.logsigmoid; 반복문·vmap / loops, vmap

    >>> cross_entropy_from_probs(torch.tensor([[0.7, 0.2, 0.1]]), torch.tensor([[1.0, 0.0, 0.0]]))
    tensor(0.3567)
    """
    # TODO(A09.cross_entropy_from_probs): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.cross_entropy_from_probs")


def log_softmax(z: Tensor, dim: int) -> Tensor:
    """log p_j = (z_j − m) − log Σ_k e^(z_k − m),   m = max_k z_k   (dim 방향으로 / along dim)  [2점 / 2 pts]

    z   : float, 모양은 무엇이든 / any shape
    ->  z와 같은 shape, 같은 dtype. [1000, 0, −1000]에서도 −inf가 아니라 [0, −1000, −2000]입니다. z를 바꾸지 않습니다.
        same shape and dtype as z; [1000, 0, −1000] gives [0, −1000, −2000], not −inf. z is not changed.
    출처 / Source: Lecture 9, S20, S23
    금지 / not allowed: torch.softmax, log_softmax, logsumexp, logcumsumexp, nn.Softmax; 반복문·vmap / loops, vmap

    >>> log_softmax(torch.tensor([[1000.0, 0.0, -1000.0]]), dim=1)
    tensor([[    0., -1000., -2000.]])
    """
    # TODO(A09.log_softmax): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.log_softmax")


def cross_entropy_from_logits(z: Tensor, labels: Tensor) -> Tensor:
    """L = −(1/N) Σ_i log_softmax(z)[i, labels_i]                 [5점 / 5 pts]

    z      : (N, K) float, 소프트맥스를 거치지 않은 점수(로짓) / raw scores (logits), no softmax before
    labels : (N,) int64, 0 … K−1. 배치에 없는 클래스도 있습니다 / some classes may be missing from the batch
    ->  0-D, z의 dtype, 배치 평균 / dtype of z, mean over the batch
        로짓이 ±10000이어도 유한 / finite even for logits of ±10000
    nn.CrossEntropyLoss가 하는 일과 같습니다 / this is what nn.CrossEntropyLoss computes
    출처 / Source: Lecture 9, Lab 06, S21, S23
    금지 / not allowed: torch.softmax, log_softmax, logsumexp, logcumsumexp, nn.Softmax; F.cross_entropy,
        nn.CrossEntropyLoss, F.nll_loss, F.kl_div; 반복문·vmap / loops, vmap

    >>> cross_entropy_from_logits(torch.tensor([[0.0, 0.0, 0.0]]), torch.tensor([1]))
    tensor(1.0986)
    """
    # TODO(A09.cross_entropy_from_logits): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.cross_entropy_from_logits")


def cross_entropy_logits_backward(z: Tensor, labels: Tensor) -> Tensor:
    """∂L/∂z = (softmax(z) − onehot(labels)) / N                  [5점 / 5 pts]

    z      : (N, K) float 로짓 / logits
    labels : (N,) int64, 0 … K−1
    ->  (N, K), z의 dtype. cross_entropy_from_logits의 기울기, 로짓이 ±10000이어도 유한. z를 바꾸지 않습니다.
        dtype of z; the gradient of cross_entropy_from_logits, finite even for logits of ±10000. z is not changed.
    출처 / Source: Lecture 9, S15, S21, S23
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.softmax,
        log_softmax, logsumexp, logcumsumexp, nn.Softmax; F.cross_entropy, nn.CrossEntropyLoss, F.nll_loss,
        F.kl_div

    >>> cross_entropy_logits_backward(torch.tensor([[0.0, 0.0]]), torch.tensor([0]))
    tensor([[-0.5000,  0.5000]])
    """
    # TODO(A09.cross_entropy_logits_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.cross_entropy_logits_backward")


def softmax_regression_step(
    X: Tensor, labels: Tensor, W: Tensor, b: Tensor, lr: float
) -> tuple[Tensor, Tensor, Tensor]:
    """z = XW + b;   W ← W − α · ∂L/∂W,   b ← b − α · ∂L/∂b   (L: 교차 엔트로피 / cross entropy, α = lr)  [2점 / 2 pts]

    X (N, D), W (D, K), b (K,): float;   labels (N,) int64
    ->  (새 W (D, K), 새 b (K,), 갱신 *전*의 손실 0-D) / (new W, new b, loss *before* the update)
        W와 b는 바꾸지 않습니다. 편향은 클래스마다 하나입니다 / W and b are not changed; one bias per class
    출처 / Source: Lecture 9, Lab 06, S10, S19, S21
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.softmax,
        log_softmax, logsumexp, logcumsumexp, nn.Softmax; F.cross_entropy, nn.CrossEntropyLoss, F.nll_loss,
        F.kl_div

    >>> X, labels = torch.tensor([[1.0, 2.0]]), torch.tensor([0])
    >>> W, b, loss = softmax_regression_step(X, labels, torch.zeros(2, 2), torch.zeros(2), lr=0.5)
    >>> W
    tensor([[ 0.2500, -0.2500],
            [ 0.5000, -0.5000]])
    >>> b, loss
    (tensor([ 0.2500, -0.2500]), tensor(0.6931))
    """
    # TODO(A09.softmax_regression_step): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.softmax_regression_step")


def accuracy(z: Tensor, labels: Tensor) -> float:
    """(1/N) Σ_i 1[argmax_k z_ik = labels_i]                      [추가 1점 / extra 1 pts]

    z      : (N, K) float 점수, 행의 최댓값은 하나뿐입니다 / scores, no ties for the largest of a row
    labels : (N,) int64
    ->  0과 1 사이의 Python float (백분율이 아님) / a Python float between 0 and 1, not a percentage
    출처 / Source: Lab 06, S32, S33
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> accuracy(torch.tensor([[0.1, 0.9], [0.8, 0.2]]), torch.tensor([1, 1]))
    0.5
    """
    # TODO(A09.accuracy): 여기에 작성하세요 / write here
    raise NotImplementedError("A09.accuracy")
