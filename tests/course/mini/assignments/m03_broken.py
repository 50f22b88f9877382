"""M03 고장 난 페이지 / The broken page"""

from torch import Tensor


def faulty(x: Tensor) -> Tensor:
    """y = x                                                      [1점 / 1 pts]
    """
    # TODO(M03.faulty): 여기에 작성하세요 / write here
    raise NotImplementedError("M03.faulty")
