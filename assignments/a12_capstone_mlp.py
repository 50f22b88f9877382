"""A12 종합: 두 층 신경망 / Capstone: a two-layer network without autograd   (Lectures 7–8 · Lab 08)

목표: 배운 조각을 모아 XOR을 푸는 두 층 신경망을 autograd 없이 학습시킨다.
Goal: assemble the pieces into a two-layer network that learns XOR with no autograd at all.

알아 두기 / Good to know
- 보너스 과제입니다. 만점에는 필요하지 않습니다 / a bonus: not needed for full marks.
- Lab 8의 손으로 쓴 역전파는 W에는 배치의 *합*을, b에는 *평균*을 씁니다. 여기서는 둘 다 '평균 손실'의 기울기입니다.
  Lab 8's manual back-prop uses a *sum* over the batch for W and a *mean* for b.
  Here both are gradients of the mean loss.
- params는 네 텐서의 dict입니다 / params is a dict of four tensors:
  "W1" (D, H), "b1" (H,), "W2" (H, K), "b2" (K,)
"""

import torch
from torch import Tensor

from assignments.a05_gradient_descent import update
from assignments.a06_chain_rule import linear_backward
from assignments.a09_softmax_ce import cross_entropy_from_logits, cross_entropy_logits_backward
from assignments.a10_activations import tanh, tanh_backward


def mlp_forward(X: Tensor, params: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
    """h = tanh(X W1 + b1),   z = h W2 + b2                       [보너스 3점 / bonus 3 pts]

    X : (N, D) float;   params : W1 (D, H), b1 (H,), W2 (H, K), b2 (K,)
    ->  (z, cache): 로짓 z (N, K), 출력에는 활성화 함수가 없습니다. mlp_backward가 쓸 cache = {"X": X, "h": h, "z": z}
        logits z (N, K), no activation on the output; cache = {"X": X, "h": h, "z": z} for mlp_backward
        인자를 바꾸지 않습니다 / arguments are not changed
    출처 / Source: Lecture 8, Lab 08, S13, S19, S47
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.softmax,
        log_softmax, logsumexp, logcumsumexp, nn.Softmax

    >>> b2 = torch.tensor([1.0, 2.0])
    >>> params = {"W1": torch.zeros(2, 3), "b1": torch.zeros(3), "W2": torch.ones(3, 2), "b2": b2}
    >>> z, cache = mlp_forward(torch.tensor([[5.0, 7.0]]), params)
    >>> z, sorted(cache)
    (tensor([[1., 2.]]), ['X', 'h', 'z'])
    """
    # TODO(A12.mlp_forward): 여기에 작성하세요 / write here
    raise NotImplementedError("A12.mlp_forward")


def mlp_backward(cache: dict[str, Tensor], labels: Tensor, params: dict[str, Tensor]) -> dict[str, Tensor]:
    """d2 = (softmax(z) − Y)/N,  dW2 = hᵀ d2,  db2 = Σ d2,   d1 = (d2 W2ᵀ) ⊙ (1 − h²),  dW1 = Xᵀ d1,  db1 = Σ d1  [보너스 5점 / bonus 5 pts]

    cache  : mlp_forward의 cache / the cache of mlp_forward: X (N, D), h (N, H), z (N, K)
    labels : (N,) int64, 0 … K−1;   params : mlp_forward와 같음 / as in mlp_forward
    ->  평균 교차 엔트로피의 기울기 dict: 키, shape, dtype은 params와 같습니다. X의 기울기는 없습니다.
        dict of the gradients of the mean cross entropy: keys, shapes and dtypes of params; none for X.
        인자를 바꾸지 않습니다 / arguments are not changed
    출처 / Source: Lecture 8, Lab 08, S13, S14, S15
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); torch.softmax,
        log_softmax, logsumexp, logcumsumexp, nn.Softmax; F.cross_entropy, nn.CrossEntropyLoss, F.nll_loss,
        F.kl_div

    >>> W2 = torch.tensor([[1.0, -1.0]])
    >>> params = {"W1": torch.zeros(2, 1), "b1": torch.zeros(1), "W2": W2, "b2": torch.zeros(2)}
    >>> z, cache = mlp_forward(torch.tensor([[1.0, 2.0]]), params)
    >>> mlp_backward(cache, torch.tensor([0]), params)["W1"]
    tensor([[-1.],
            [-2.]])
    """
    # TODO(A12.mlp_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A12.mlp_backward")


def sgd_update(params: dict[str, Tensor], grads: dict[str, Tensor], lr: float) -> dict[str, Tensor]:
    """p ← p − α · g     (params의 모든 p / for every p of params,  α = lr)  [보너스 1점 / bonus 1 pts]

    params, grads : 같은 키, 같은 shape / same keys, same shapes
    KeyError: params의 키가 grads에 없을 때 / when grads lacks a key of params
    ->  새 dict와 새 텐서. params와 grads를 바꾸지 않습니다.
        a new dict of new tensors; params and grads are not changed.
    출처 / Source: Lecture 3, S10, S13
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> sgd_update({"w": torch.tensor([1.0, 2.0])}, {"w": torch.tensor([10.0, -10.0])}, lr=0.1)
    {'w': tensor([0., 3.])}
    """
    # TODO(A12.sgd_update): 여기에 작성하세요 / write here
    raise NotImplementedError("A12.sgd_update")


def minibatch_indices(n: int, batch_size: int, order: Tensor) -> list[Tensor]:
    """order를 batch_size씩 자르기 / split order into pieces of batch_size  [보너스 2점 / bonus 2 pts]

    n : 샘플 수 ≥ 1 / number of samples;   batch_size ≥ 1, n보다 클 수도 있음 / may exceed n
    order : (n,) int64, 0 … n−1의 순열 / a permutation
    ->  인덱스 텐서의 리스트, order의 순서 그대로, 마지막은 더 짧을 수 있습니다. order를 바꾸지 않습니다.
        list of index tensors in the order given; the last one may be shorter. order is not changed.
    batch_size = 1은 SGD, n은 BGD입니다. 강의의 SGD는 순서대로 돌지만, 여기서는 order가 무작위를 드러냅니다.
    batch_size = 1 is SGD, n is BGD. The lecture's SGD visits samples in order; here order makes the randomness
    explicit.
    출처 / Source: Lecture 8, S08, S09

    >>> minibatch_indices(5, 2, torch.tensor([4, 0, 3, 1, 2]))
    [tensor([4, 0]), tensor([3, 1]), tensor([2])]
    """
    # TODO(A12.minibatch_indices): 여기에 작성하세요 / write here
    raise NotImplementedError("A12.minibatch_indices")


def train_xor(params: dict[str, Tensor], lr: float, steps: int) -> tuple[dict[str, Tensor], Tensor]:
    """steps번 / times:   z = mlp(X),   L = CE(z, y),   params ← params − α · ∂L/∂params     (α = lr)  [보너스 3점 / bonus 3 pts]

    X = [[0,0],[0,1],[1,0],[1,1]], labels = [0,1,1,0] (XOR): 매번 네 샘플 모두 / all four samples in every step
    params : W1 (2, H), b1 (H,), W2 (H, 2), b2 (2,): 시작값, 그대로 씁니다 / where to start; use them as they are
    ->  (학습된 params, losses): losses (steps,)는 갱신 *전*의 손실, params의 dtype. steps = 0이면 losses는 (0,).
        (trained params, losses): losses (steps,) are those *before* each update, in params' dtype; (0,) for 0 steps.
        params를 바꾸지 않습니다 / params is not changed
    출처 / Source: Lab 08, S07, S10, S13
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> zeros = {"W1": torch.zeros(2, 3), "b1": torch.zeros(3), "W2": torch.zeros(3, 2), "b2": torch.zeros(2)}
    >>> train_xor(zeros, lr=1.0, steps=2)[1]
    tensor([0.6931, 0.6931])
    """
    # TODO(A12.train_xor): 여기에 작성하세요 / write here
    raise NotImplementedError("A12.train_xor")
