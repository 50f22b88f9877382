"""A08 scatter_와 원-핫 / scatter_ and one-hot   (Lab 01-2 · Lab 06)

목표: scatter_의 세 가지 공식을 반복문으로 한 번, 함수로 한 번 써서 원-핫을 만듭니다.
Goal: write scatter_'s three formulas once as loops and once as calls, and build one-hot labels.

    self[index[i, j, k], j, k] = src[i, j, k]      # dim == 0
    self[i, index[i, j, k], k] = src[i, j, k]      # dim == 1
    self[i, j, index[i, j, k]] = src[i, j, k]      # dim == 2

알아 두기: index는 self와 차원 수가 같아야 하고, src는 index보다 커도 되지만(나머지는 무시) 작으면 안 됩니다.
같은 자리를 두 번 쓰면 어느 값이 남을지 정해져 있지 않아서, 여기서는 그런 index를 주지 않습니다.
Good to know: index needs as many dimensions as self; src may be larger than index (the rest is ignored),
never smaller. Which value stays when a cell is written twice is not defined, so no such index is given here.
"""

from typing import Literal

import torch
from torch import Tensor


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    """Y[i, labels_i] = 1, 나머지는 0 / 0 elsewhere               [5점 / 5 pts]

    labels : (N,) int64, 0 ≤ 값 / values < K, N = 0도 됩니다 / N = 0 too;  num_classes : K
    ->  (N, K) float32 (다른 부동소수점 dtype도 됩니다 / any other floating dtype is fine)
    가장 큰 라벨이 K−1보다 작아도 열은 K개입니다. 라벨이 K 이상이면 scatter_의 RuntimeError를 그대로 둡니다.
    There are K columns even if the largest label is below K−1. For a label ≥ K let scatter_'s RuntimeError through.
    입력은 바꾸지 않습니다 / The input stays untouched.
    출처 / from: Lab 01-2 · Lab 06, "the element representing the correct class is set to 1 and the rest are set to 0"
    금지 / not allowed: F.one_hot, torch.eye, labels[:, None] == torch.arange(K); 반복문·vmap / loops, vmap
    필수 / required: Tensor.scatter_ or Tensor.scatter

    >>> one_hot(torch.tensor([0, 1, 2, 0]), 3)
    tensor([[1., 0., 0.],
            [0., 1., 0.],
            [0., 0., 1.],
            [1., 0., 0.]])
    """
    # TODO(A08.one_hot): 여기에 작성하세요 / write here
    raise NotImplementedError("A08.one_hot")


def scatter3d_loop(base: Tensor, dim: Literal[0, 1, 2], index: Tensor, src: Tensor) -> Tensor:
    """out[index[i,j,k], j, k] = src[i,j,k]   (dim 0)             [4점 / 4 pts]

    dim 1이면 / for dim 1: out[i, index[i,j,k], k] = src[i,j,k],  dim 2: out[i, j, index[i,j,k]] = src[i,j,k]
    base : 3-D float;  index : 3-D int64;  src : 3-D, base와 같은 dtype / dtype of base
    ->  base와 같은 shape, 같은 dtype의 새 텐서 / a new tensor with the shape and dtype of base
    i, j, k는 *index*의 모든 자리를 돕니다. 쓰이지 않은 칸은 base의 값입니다.
    index는 어느 축에서든 base와 src보다 작을 수 있습니다.
    i, j, k run over every position of *index*. Cells never written keep base's value.
    index may be smaller than base and src along any axis.
    dim이 0, 1, 2가 아니면 ValueError / ValueError when dim is not 0, 1 or 2.
    입력은 바꾸지 않습니다 / Inputs stay untouched.
    출처 / from: ".scatter_(dim, index, src) - write all values from the tensor src into self at the indices specified"
    금지 / not allowed: scatter, scatter_, scatter_add, index_put, index_copy, put_
    필수 / required: 반복문·vmap / loops, vmap

    >>> index = torch.tensor([[[1, 0]]])
    >>> scatter3d_loop(torch.zeros(1, 2, 2), 1, index, torch.tensor([[[5.0, 7.0]]]))
    tensor([[[0., 7.],
             [5., 0.]]])
    """
    # TODO(A08.scatter3d_loop): 여기에 작성하세요 / write here
    raise NotImplementedError("A08.scatter3d_loop")


def one_hot_3d(labels: Tensor, num_classes: int, dim: Literal[0, 1, 2]) -> Tensor:
    """1 at the class position along `dim`, 0 elsewhere           [4점 / 4 pts]

    labels : (B, L) int64, 0 ≤ 값 / values < K;  num_classes : K;  dim : 클래스 축의 자리 / where the class axis goes
    ->  dim 0: (K, B, L),  dim 1: (B, K, L),  dim 2: (B, L, K)
    float32 (다른 부동소수점 dtype도 됩니다 / any other floating dtype is fine)
    B와 L의 순서는 그대로이고 클래스 축만 끼워 넣습니다. 입력은 바꾸지 않습니다.
    B and L keep their order; only the class axis is inserted. The input stays untouched.
    출처 / from: Lab 01-2, "3D(NLP) → (batch size, length, dim)"
    금지 / not allowed: F.one_hot, torch.eye, labels[:, None] == torch.arange(K); 반복문·vmap / loops, vmap
    필수 / required: Tensor.scatter_ or Tensor.scatter

    >>> one_hot_3d(torch.tensor([[0, 2]]), 3, 1)
    tensor([[[1., 0.],
             [0., 0.],
             [0., 1.]]])
    """
    # TODO(A08.one_hot_3d): 여기에 작성하세요 / write here
    raise NotImplementedError("A08.one_hot_3d")


def place_values(base: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """base에 src를 쓴 *새* 텐서 / a *new* tensor: base with src written at index along dim  [2점 / 2 pts]

    base : float, 아무 차원 / any rank;  index : int64, base와 차원 수가 같음 / same rank;  src : float
    ->  base와 같은 shape, 같은 dtype / shape and dtype of base
    base.scatter_(dim, index, src)와 같은 값이지만 base는 바꾸지 않습니다.
    The values of base.scatter_(dim, index, src), with base itself untouched.
    src의 dtype이 base와 다르면 scatter의 RuntimeError를 그대로 둡니다.
    If src has another dtype than base, let scatter's RuntimeError through.
    출처 / from: Lab 01-2, "in-place operation (simply add an underscore at the end of the method)"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> place_values(torch.zeros(4), 0, torch.tensor([2, 0]), torch.tensor([5.0, 7.0]))
    tensor([7., 0., 5., 0.])
    """
    # TODO(A08.place_values): 여기에 작성하세요 / write here
    raise NotImplementedError("A08.place_values")


def pick_true_prob(p: Tensor, labels: Tensor) -> Tensor:
    """out_i = p[i, labels_i]                                     [2점 / 2 pts]

    p : (N, K) float, 행마다 확률 / probabilities in every row, N ≥ 1;  labels : (N,) int64    ->  (N,), dtype of p
    행마다 *정답* 클래스의 확률입니다. N = 1이면 (1,)입니다. 입력은 바꾸지 않습니다.
    The probability of the *true* class in every row. N = 1 gives (1,). Inputs stay untouched.
    출처 / from: Lab 06, "loss = −1/N Σ y_i log(ŷ_i)"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> pick_true_prob(torch.tensor([[0.1, 0.9], [0.7, 0.3]]), torch.tensor([0, 1]))
    tensor([0.1000, 0.3000])
    """
    # TODO(A08.pick_true_prob): 여기에 작성하세요 / write here
    raise NotImplementedError("A08.pick_true_prob")


def labels_from_one_hot(Y: Tensor) -> Tensor:
    """label_i = argmax_k Y_ik                                    [1점 / 1 pts]

    Y : (N, K) 원-핫, float 또는 int64 / one-hot, float or int64, N ≥ 1    ->  (N,) int64
    one_hot의 반대입니다. 입력은 바꾸지 않습니다 / The way back from one_hot. The input stays untouched.
    출처 / from: ".sum() .max() .argmax() — dim=? → the dimension that is going to disappear"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> labels_from_one_hot(torch.tensor([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    tensor([1, 0])
    """
    # TODO(A08.labels_from_one_hot): 여기에 작성하세요 / write here
    raise NotImplementedError("A08.labels_from_one_hot")


def scatter_backward(grad_out: Tensor, dim: int, index: Tensor) -> tuple[Tensor, Tensor]:
    """out = base.scatter(dim, index, src):   ∂L/∂base와 ∂L/∂src / ∂L/∂base and ∂L/∂src  [추가 3점 / extra 3 pts]

    grad_out : float, base의 shape / shape of base, any rank;  index : int64, src의 shape / shape of src
    ->  (grad_base, grad_src), 각각 base와 src의 shape, 같은 dtype / with the shapes of base and src, same dtype
    index는 같은 칸을 두 번 쓰지 않습니다. 입력은 바꾸지 않습니다.
    index names no cell twice. Inputs stay untouched.
    출처 / from: ".scatter_(dim, index, src)" · Lecture 4 "∂f/∂x = ∂f/∂g · ∂g/∂x"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); 반복문·vmap / loops,
        vmap

    >>> scatter_backward(torch.tensor([1.0, 2.0, 3.0]), 0, torch.tensor([2, 0]))
    (tensor([0., 2., 0.]), tensor([3., 1.]))
    """
    # TODO(A08.scatter_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A08.scatter_backward")
