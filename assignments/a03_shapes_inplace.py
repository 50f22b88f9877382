"""A03 모양 바꾸기와 제자리 연산 / Shapes, views and in-place operations   (Basic Operations · Lab 01-2)

목표: view/squeeze/unsqueeze로 모양을 맞추고, 밑줄(_) 연산이 원본을 바꾼다는 것을 압니다.
Goal: reshape without copying; know what an underscore does to your data.

알아 두기 / good to know
- 노트는 view, squeeze, unsqueeze가 "a new tensor"를 돌려준다고 합니다. 같은 메모리의 *뷰*라서, 쓰면 원본도 바뀝니다.
  The notes say that view, squeeze and unsqueeze return "a new tensor". It is a *view* of the same memory:
  writing to it changes the original.
- 노트의 "squeeze() … all the dimensions of size 1 removed"에는 함정이 있습니다: 배치가 1개면 배치 축까지 사라집니다.
  The notes' "squeeze() … all the dimensions of size 1 removed" hides a trap: a batch of one loses its batch axis too.
"""

import torch
from torch import Tensor


def flatten_batch(x: Tensor) -> Tensor:
    """out[n, w·H+h] = x[n, w, h]                                 [2점 / 2 pts]

    x : tensor (N,W,H), 연속(contiguous) / contiguous, 모든 dtype / any dtype, N = 0일 수 있음 / N may be 0
    ->  (N, W·H), x와 메모리를 공유하는 뷰 / a view that shares the memory of x, 복사 금지 / no copy

    N = 0이면 -1은 정해지지 않으니 W·H를 적으세요. / With N = 0 a -1 cannot be worked out: write W·H.
    출처 / source: Basic Operations, ".view(shape) - returns a new tensor with a different shape"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> flatten_batch(torch.arange(12).view(2, 3, 2))
    tensor([[ 0,  1,  2,  3,  4,  5],
            [ 6,  7,  8,  9, 10, 11]])
    """
    # TODO(A03.flatten_batch): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.flatten_batch")


def to_column(y: Tensor) -> Tensor:
    """out[i, 0] = y[i]                                           [1점 / 1 pts]

    y : tensor (N,), 모든 dtype / any dtype
    ->  (N,1), 같은 dtype, y와 메모리를 공유하는 뷰 / same dtype, a view that shares the memory of y

    출처 / source: Basic Operations, ".unsqueeze(dim) - … a dimension of size 1 inserted at the specified position"

    >>> to_column(torch.tensor([1, 2, 3]))
    tensor([[1],
            [2],
            [3]])
    """
    # TODO(A03.to_column): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.to_column")


def drop_axis(x: Tensor, dim: int) -> Tensor:
    """크기가 1인 축 dim 없애기 / drop axis dim if its size is 1  [3점 / 3 pts]

    그 축의 크기가 1이 아니면 x 그대로입니다. / If its size is not 1, x is left as it is.
    x   : tensor, 1차원 이상 / at least 1-D, 모든 dtype / any dtype
    dim : int, 음수는 뒤에서부터 / negative counts from the end
    ->  축 dim이 없거나 x와 같은 shape / the shape without axis dim, or the shape of x

    크기가 1인 다른 축은 남습니다: (1,3,1), dim=0 → (3,1). 입력은 바뀌면 안 됩니다(뷰를 돌려줘도 됩니다).
    Other axes of size 1 stay: (1,3,1), dim=0 → (3,1). The input must not change (returning a view is fine).
    출처 / source: Basic Operations, ".squeeze() - … all the dimensions of size 1 removed"

    >>> drop_axis(torch.zeros(1, 3, 1), 0).shape
    torch.Size([3, 1])
    """
    # TODO(A03.drop_axis): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.drop_axis")


def outer_diff(a: Tensor, b: Tensor) -> Tensor:
    """d_ij = a_i − b_j                                           [2점 / 2 pts]

    a : tensor (N,), b : tensor (M,), 같은 dtype (float 또는 int64) / same dtype (float or int64)
    ->  (N,M), 같은 dtype / same dtype

    N과 M은 같을 수도 다를 수도 있습니다. 입력은 바뀌면 안 됩니다. / N may equal M or not. The inputs must not change.
    출처 / source: Basic Operations, ".unsqueeze(dim)"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> outer_diff(torch.tensor([1., 2., 3.]), torch.tensor([0., 10.]))
    tensor([[ 1., -9.],
            [ 2., -8.],
            [ 3., -7.]])
    """
    # TODO(A03.outer_diff): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.outer_diff")


def step_like(x: Tensor) -> Tensor:
    """out = 1 (x > 0), 0 (그 밖 / otherwise)                     [2점 / 2 pts]

    x : float tensor, 모든 shape / any shape
    ->  같은 shape, 같은 dtype / same shape, same dtype, 값은 0 또는 1 / values 0 or 1

    0, −0.0, nan은 모두 0이 됩니다. torch.ones_like나 torch.zeros_like를 쓰세요. 입력은 바뀌면 안 됩니다.
    0, −0.0 and nan all give 0. Use torch.ones_like or torch.zeros_like. The input must not change.
    출처 / source: Basic Operations, ".ones_like() · .zeros_like()"
    금지 / not allowed: 반복문·vmap / loops, vmap
    필수 / required: torch.ones_like or torch.zeros_like

    >>> step_like(torch.tensor([-2., 0., 5.]))
    tensor([0., 0., 1.])
    """
    # TODO(A03.step_like): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.step_like")


def scale_(x: Tensor, factor: float) -> Tensor:
    """x ← factor · x       (제자리 / in place)                   [3점 / 3 pts]

    x      : float tensor, 모든 shape / any shape; 다른 텐서의 뷰일 수 있음 / perhaps a view of another tensor
    factor : float
    ->  x 자신 / x itself, 값이 바뀐 채로 / with its values changed

    출처 / source: Basic Operations, ".[function]_() - in-place operation"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> x = torch.tensor([1., 2., 3.])
    >>> scale_(x, 10.) is x
    True
    >>> x
    tensor([10., 20., 30.])
    """
    # TODO(A03.scale_): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.scale_")


def scaled(x: Tensor, factor: float) -> Tensor:
    """y = factor · x                                             [2점 / 2 pts]

    x      : float tensor, 모든 shape / any shape
    factor : float
    ->  *새* tensor, 같은 shape와 dtype / a *new* tensor, same shape and dtype

    x는 그대로여야 하고, factor가 1이어도 결과는 x와 메모리를 나누지 않습니다.
    x must stay as it is, and even for factor 1 the result shares no memory with x.
    출처 / source: Basic Operations, "torch.mul(a, b)" · ".mul_()"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> x = torch.tensor([1., 2., 3.])
    >>> scaled(x, 10.)
    tensor([10., 20., 30.])
    >>> x
    tensor([1., 2., 3.])
    """
    # TODO(A03.scaled): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.scaled")


def column_vs_row(y_hat: Tensor, y: Tensor) -> Tensor:
    """e_i = (ŷ_i − y_i)²                                         [추가 3점 / extra 3 pts]

    y_hat : float tensor (N,1)      예측값 / predictions
    y     : float tensor (N,)       정답 / targets
    ->  (N,1), 같은 dtype / same dtype, 결코 (N,N)이 아님 / never (N,N)

    입력은 바뀌면 안 됩니다. / The inputs must not change.
    출처 / source: Basic Operations, ".view(shape) · .unsqueeze(dim)"
    금지 / not allowed: 반복문·vmap / loops, vmap; F.mse_loss, nn.MSELoss, torch.dist, torch.cdist, torch.var

    >>> column_vs_row(torch.tensor([[1.], [2.], [3.]]), torch.tensor([3., 6., 9.]))
    tensor([[ 4.],
            [16.],
            [36.]])
    """
    # TODO(A03.column_vs_row): 여기에 작성하세요 / write here
    raise NotImplementedError("A03.column_vs_row")
