"""A01 텐서 첫걸음 / Tensor basics: rank, shape, dtype   (PyTorch Basics · Lab 01-1)

목표: 모양(shape)과 자료형(dtype)을 눈으로 읽고 말로 설명할 수 있습니다.
Goal: read a tensor's rank, shape and dtype, and say what each axis means.

알아 두기 / good to know
- 노트에는 `.ndim()`이라고 적혀 있지만 `ndim`은 괄호 없는 속성이고, 함수는 `dim()`입니다.
  The notes write `.ndim()`; `ndim` is a property (no parentheses), the method is `dim()`.
- 노트의 "ByteTensor → booleans(1 or 0)": 실제로는 0~255의 정수(uint8)입니다. 지금은 비교의 결과가 torch.bool입니다.
  The notes say "ByteTensor → booleans(1 or 0)": it holds integers 0…255 (uint8). Comparisons give torch.bool today.
- LongTensor는 반올림이 아니라 버림입니다. / LongTensor truncates, it does not round.
- 노트의 CV 모양 (batch, width, height)을 여기서도 씁니다. 다만 PyTorch의 이미지 연산은 (N, C, H, W): 높이가 먼저.
  The notes give CV tensors as (batch, width, height); so do we. PyTorch's image operations use (N, C, H, W).
"""

from typing import Literal

import torch
from torch import Tensor


def rank_name(t: Tensor) -> str:
    """ndim 0 → scalar, 1 → vector, 2 → matrix, ≥ 3 → tensor      [2점 / 2 pts]

    t : tensor, 모든 shape, 모든 dtype, 비어 있을 수도 있음 / any shape, any dtype, perhaps empty
    ->  'scalar', 'vector', 'matrix', 'tensor' 중 하나 / one of the four names, by the number of dimensions alone

    shape (1,)은 vector, (1,1)은 matrix입니다. / Shape (1,) is a vector, (1,1) a matrix.
    출처 / source: PyTorch Basics, "0D Scalar · 1D Vector · 2D Matrix · 3D~ Tensor"

    >>> rank_name(torch.tensor(3.)), rank_name(torch.tensor([3.])), rank_name(torch.zeros(2, 3))
    ('scalar', 'vector', 'matrix')
    """
    # TODO(A01.rank_name): 여기에 작성하세요 / write here
    raise NotImplementedError("A01.rank_name")


def describe(t: Tensor) -> tuple[int, tuple[int, ...], int]:
    """(ndim, shape, Π sizes)                                     [1점 / 1 pts]

    t : tensor, 모든 shape, 모든 dtype / any shape, any dtype
    ->  (차원 수, shape, 원소 수) / (number of dimensions, shape, number of elements), 모두 Python int / all Python int
        shape는 int의 tuple, 0차원이면 (0, (), 1) / the shape is a tuple of int; a 0-D tensor gives (0, (), 1)

    출처 / source: PyTorch Basics, ".dim() - the number of dimensions · .shape | .size() - the size of the tensor"

    >>> describe(torch.zeros(2, 3))
    (2, (2, 3), 6)
    """
    # TODO(A01.describe): 여기에 작성하세요 / write here
    raise NotImplementedError("A01.describe")


def size_of_dim(t: Tensor, dim: int) -> int:
    """축 dim의 크기 / the size of t along axis dim               [1점 / 1 pts]

    t   : tensor, 1차원 이상 / at least 1-D
    dim : int, 음수는 뒤에서부터 / negative counts from the end
    ->  int
    없는 축이면 torch의 IndexError를 그대로 둡니다. / Out of range: let torch's IndexError through.

    출처 / source: PyTorch Basics, ".size(dim=??) - returns the size of the given dimension"

    >>> size_of_dim(torch.zeros(2, 3, 5), 0), size_of_dim(torch.zeros(2, 3, 5), -1)
    (2, 5)
    """
    # TODO(A01.size_of_dim): 여기에 작성하세요 / write here
    raise NotImplementedError("A01.size_of_dim")


def named_sizes(t: Tensor, kind: Literal["2d", "cv", "nlp"]) -> dict[str, int]:
    """{축 이름 / axis name: 크기 / size}                         [2점 / 2 pts]

    t    : tensor
    kind : '2d' → batch, dim · 'cv' → batch, width, height · 'nlp' → batch, length, dim
    ->  축 이름 → 크기 / axis name → size, 예 / e.g. {'batch': 32, 'length': 7, 'dim': 5}
    차원 수가 kind와 맞지 않으면 ValueError / ValueError if the number of dimensions does not fit the kind

    출처 / source: PyTorch Basics, "3D(CV) → (batch size, width, height) · 3D(NLP) → (batch size, length, dim)"

    >>> named_sizes(torch.zeros(64, 256), "2d")
    {'batch': 64, 'dim': 256}
    """
    # TODO(A01.named_sizes): 여기에 작성하세요 / write here
    raise NotImplementedError("A01.named_sizes")


def make_typed(seq: list[float]) -> tuple[Tensor, Tensor, Tensor]:
    """(FloatTensor, LongTensor, 0/1 ByteTensor)                  [3점 / 3 pts]

    seq : 숫자의 list, 비어 있을 수 있음 / list of numbers, perhaps empty
    ->  세 tensor, 모두 shape (n,) / three tensors of shape (n,):
        float32  값 그대로 / the values
        int64    소수점 아래를 버린 값 / truncated toward 0:  1.9 → 1, −1.9 → −1
        uint8    0이 아니면 1, 0이면 0 / 1 where the number is not 0, else 0:  −1 → 1, 256 → 1, 0.5 → 1

    출처 / source: PyTorch Basics, "torch.FloatTensor(seq) · torch.LongTensor(seq) · torch.ByteTensor(seq)"
    금지 / not allowed: NumPy, .numpy(), .tolist()

    >>> make_typed([1.9, 0., -1.9])
    (tensor([ 1.9000,  0.0000, -1.9000]), tensor([ 1,  0, -1]), tensor([1, 0, 1], dtype=torch.uint8))
    """
    # TODO(A01.make_typed): 여기에 작성하세요 / write here
    raise NotImplementedError("A01.make_typed")


def invert_mask(mask: Tensor) -> Tensor:
    """0 ↔ 1, False ↔ True                                        [2점 / 2 pts]

    mask : uint8 tensor of 0/1 또는 bool tensor / or bool tensor, 모든 shape / any shape
    ->  같은 shape, 같은 dtype / same shape, same dtype

    입력은 바뀌면 안 됩니다. / The input must not change.
    출처 / source: PyTorch Basics, "torch.ByteTensor(seq) → Tensor of booleans(1 or 0)"

    >>> invert_mask(torch.ByteTensor([1, 0, 1]))
    tensor([0, 1, 0], dtype=torch.uint8)
    >>> invert_mask(torch.tensor([True, False]))
    tensor([False,  True])
    """
    # TODO(A01.invert_mask): 여기에 작성하세요 / write here
    raise NotImplementedError("A01.invert_mask")


def count_true(mask: Tensor) -> int:
    """Σ mask                                                     [1점 / 1 pts]

    mask : uint8 tensor of 0/1 또는 bool tensor / or bool tensor, 모든 shape / any shape
    ->  Python int: 1(True)의 개수, 255보다 클 수 있음 / the number of ones (True), perhaps more than 255

    출처 / source: PyTorch Basics, ".sum()" · "Tensor of booleans(1 or 0)"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> count_true(torch.tensor([[True, False], [True, True]]))
    3
    """
    # TODO(A01.count_true): 여기에 작성하세요 / write here
    raise NotImplementedError("A01.count_true")
