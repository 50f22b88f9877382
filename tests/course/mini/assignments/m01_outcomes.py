"""M01 결과마다 하나 / One for each outcome"""

from torch import Tensor


def passes(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.passes): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.passes")


def partly(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.partly): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.partly")


def fails(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.fails): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.fails")


def raises(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.raises): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.raises")


def hangs(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.hangs): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.hangs")


def dies(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.dies): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.dies")


def loops(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    금지 / not allowed: 반복문·vmap / loops, vmap
    """
    # TODO(M01.loops): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.loops")


def unwritten(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.unwritten): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.unwritten")


def leans(x: Tensor) -> Tensor:
    """y = 2x                                                     [2점 / 2 pts]
    """
    # TODO(M01.leans): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.leans")


def absent(x: Tensor) -> Tensor:
    """y = 2x                                                     [보너스 2점 / bonus 2 pts]
    """
    # TODO(M01.absent): 여기에 작성하세요 / write here
    raise NotImplementedError("M01.absent")
