"""A02 텐서 연산 / Tensor operations: mul vs mm vs matmul, reductions   (Basic Operations · Lab 01-1)

목표: 원소별 곱과 행렬곱을 구분하고, dim이 '사라지는 축'임을 압니다.
Goal: tell elementwise from matrix products; know that `dim` is the axis that disappears.

알아 두기 / good to know
- 노트의 "mm … without broadcasting"은 정확합니다: torch.mm은 3차원도, 안쪽 크기가 다른 행렬도 거부합니다.
  The notes' "mm … without broadcasting" is exact: torch.mm refuses 3-D tensors and inner sizes that differ.
- "`.mean()` cannot be used on integers"의 오류 문구는 Lab 1 이후 바뀌었습니다. 지금은
  The message behind "`.mean()` cannot be used on integers" has changed since Lab 1. Today it reads
  `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long`
"""

import torch
from torch import Tensor


def hadamard(a: Tensor, b: Tensor) -> Tensor:
    """c_ij = a_ij · b_ij                                         [2점 / 2 pts]

    a, b : 같은 shape, 같은 dtype (float 또는 int64) / same shape, same dtype (float or int64)
    ->  같은 shape, 같은 dtype / same shape, same dtype
    shape가 다르면 ValueError, 브로드캐스팅 금지 / ValueError if the shapes differ: no broadcasting here

    입력은 바뀌면 안 됩니다. / The inputs must not change.
    출처 / source: Basic Operations, "torch.mul(a, b) - elementwise product(Hadamard product)"
    금지 / not allowed: @, torch.mm, matmul, bmm, einsum, dot, F.linear

    >>> hadamard(torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[1., 2.], [1., 2.]]))
    tensor([[1., 4.],
            [3., 8.]])
    """
    # TODO(A02.hadamard): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.hadamard")


def matmul2d(a: Tensor, b: Tensor) -> Tensor:
    """c_ij = Σ_k a_ik · b_kj                                     [4점 / 4 pts]

    a : float tensor (n,k), b : float tensor (k,m)
    ->  (n,m), 같은 dtype / same dtype
    2차원이 아니거나 안쪽 크기가 다르면 ValueError / ValueError unless both are 2-D with equal inner sizes

    n = 0일 수 있습니다(결과 (0,m)). 입력은 바뀌면 안 됩니다. / n may be 0 (result (0,m)). The inputs must not change.
    출처 / source: Basic Operations, "torch.mm(a, b) - matrix multiplication without broadcasting"
    금지 / not allowed: @, torch.mm, matmul, bmm, einsum, dot, F.linear; 반복문·vmap / loops, vmap

    >>> matmul2d(torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[1.], [2.]]))
    tensor([[ 5.],
            [11.]])
    """
    # TODO(A02.matmul2d): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.matmul2d")


def batched_matmul(x: Tensor, w: Tensor) -> Tensor:
    """y_bij = Σ_k x_bik · w_kj                                   [2점 / 2 pts]

    x : float tensor (B,n,k), w : float tensor (k,m), 모든 배치가 함께 쓰는 w / one w shared by the whole batch
    ->  (B,n,m), 같은 dtype / same dtype

    B = 0, B = 1도 됩니다. 입력은 바뀌면 안 됩니다. / B = 0 and B = 1 occur. The inputs must not change.
    출처 / source: Basic Operations, "torch.matmul(a, b) - matrix multiplication with broadcasting"
    금지 / not allowed: 반복문·vmap / loops, vmap
    필수 / required: torch.matmul or Tensor.matmul

    >>> batched_matmul(torch.tensor([[[1., 2.]], [[3., 4.]]]), torch.tensor([[1.], [2.]]))
    tensor([[[ 5.]],
    <BLANKLINE>
            [[11.]]])
    """
    # TODO(A02.batched_matmul): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.batched_matmul")


def safe_mean(t: Tensor) -> Tensor:
    """(1/N) Σ t_i                                                [2점 / 2 pts]

    t : tensor, 모든 shape / any shape; float32, float64, int64, uint8, bool
    ->  0차원 tensor / 0-D tensor.  float는 dtype 유지, 나머지는 float32 / floats keep their dtype, others give float32

    비어 있으면 torch처럼 nan입니다. 입력은 바뀌면 안 됩니다. / Empty gives nan, as in torch. The input must not change.
    출처 / source: Basic Operations, ".mean() - cannot be used on integers"

    >>> safe_mean(torch.LongTensor([1, 2]))
    tensor(1.5000)
    """
    # TODO(A02.safe_mean): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.safe_mean")


def sum_out_dim(t: Tensor, dim: int) -> Tensor:
    """out = Σ_dim t                                              [1점 / 1 pts]

    이름을 준 축이 사라집니다. / The axis you name is the one that disappears.
    t   : float 또는 int64 tensor, 1차원 이상 / float or int64 tensor, at least 1-D
    dim : int, 음수는 뒤에서부터 / negative counts from the end
    ->  축 dim이 없는 shape, 같은 dtype / the shape of t without axis dim, same dtype

    입력은 바뀌면 안 됩니다. / The input must not change.
    출처 / source: Basic Operations, "dim=? → … the dimension that is going to disappear"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> sum_out_dim(torch.tensor([[1., 2., 3.], [4., 5., 6.]]), 0)
    tensor([5., 7., 9.])
    """
    # TODO(A02.sum_out_dim): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.sum_out_dim")


def row_max(t: Tensor) -> tuple[Tensor, Tensor]:
    """v_i = max_j t_ij,  k_i = argmax_j t_ij                     [2점 / 2 pts]

    t : float tensor (n,m), m ≥ 1
    ->  행마다 최댓값 / each row's maximum: (값 / values (n,), 같은 dtype / same dtype;  위치 / indices (n,), int64)

    같은 최댓값이 여럿이면 그중 아무 위치나 됩니다. 입력은 바뀌면 안 됩니다.
    If a maximum occurs several times, any of its positions will do. The input must not change.
    출처 / source: Basic Operations, ".max() .argmax() - dim=?"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> row_max(torch.tensor([[1., 2.], [4., 3.]]))
    (tensor([2., 4.]), tensor([1, 0]))
    """
    # TODO(A02.row_max): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.row_max")


def predict_class(scores: Tensor) -> Tensor:
    """ŷ_i = argmax_k s_ik                                        [2점 / 2 pts]

    scores : float tensor (N,K), 확률이든 로짓이든 / probabilities or logits, it makes no difference
    ->  (N,) int64: 행(표본)마다 점수가 가장 큰 클래스 / for each row (sample) the class with the largest score

    동점은 나오지 않습니다. 입력은 바뀌면 안 됩니다. / There are no ties. The input must not change.
    출처 / source: "Output layer puts out the same number of values as the given classes"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> predict_class(torch.tensor([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]]))
    tensor([1, 0])
    """
    # TODO(A02.predict_class): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.predict_class")


def standardize(x: Tensor) -> Tensor:
    """z_nd = (x_nd − mean_d) / std_d                             [추가 3점 / extra 3 pts]

    x : float tensor (N,D), N ≥ 2
    ->  (N,D), 같은 dtype: 열마다 평균 0, 표본 표준편차(N−1로 나눔) 1
        same dtype: each column has mean 0 and *sample* standard deviation (divided by N−1) 1

    열의 표준편차는 10⁻⁵처럼 작을 수 있으니 분모에 아무것도 더하지 마세요. 값이 모두 같은 열은 나오지 않습니다.
    A column's spread may be as small as 10⁻⁵: add nothing to the denominator. Constant columns do not occur.
    입력은 바뀌면 안 됩니다. / The input must not change.
    출처 / source: Lab 07-1 (data preprocessing) · Basic Operations, "setting dim=0 for a 2D matrix … a 1D vector"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> standardize(torch.tensor([[1., 10.], [2., 30.], [3., 20.]]))
    tensor([[-1., -1.],
            [ 0.,  1.],
            [ 1.,  0.]])
    """
    # TODO(A02.standardize): 여기에 작성하세요 / write here
    raise NotImplementedError("A02.standardize")
