"""A04 선형 모델과 MSE / Linear model and mean squared error   (Lecture 2 · Lab 02)

목표: x=1,2,3 → y=3,6,9 데이터로 예측, 오차, 손실을 계산하고 손실 곡선의 바닥을 찾습니다.
Goal: predict, measure the error, and find the bottom of the loss curve for x=1,2,3 → y=3,6,9.

머신러닝은 규칙을 직접 적어 넣지 않고 데이터에서 배웁니다. 그래서 코드에 정답 가중치를 적어 넣으면 안 됩니다.
A machine learns from data without being programmed explicitly: the right weight must not be written into the code.

알아 두기 / good to know
- Lecture 2의 슬라이드는 y=2x, 노트는 y=3x 데이터를 씁니다. 숫자를 외우면 둘 중 하나에서 틀립니다.
  The slides of Lecture 2 use y=2x, the notes y=3x: memorised numbers fail on one of them.
- Lecture 5의 코드는 MSELoss(reduction='sum')으로 *합*을 구합니다. 여기서 MSE는 이름 그대로 *평균*(1/N)입니다.
  The code of Lecture 5 uses MSELoss(reduction='sum'), a *sum*. Here MSE is what its name says, a *mean* (1/N).
- (N,1) − (N,)은 오류 없이 (N,N)이 됩니다. 그래서 이 과제는 모양을 먼저 확인합니다.
  (N,1) − (N,) becomes (N,N) without any error. That is why this assignment checks shapes first.
"""

import torch
from torch import Tensor


def forward(x: Tensor, w: Tensor) -> Tensor:
    """ŷ = x·w                                                    [2점 / 2 pts]

    x : float tensor (N,)     입력 / inputs
    w : float tensor () 또는/or (1,)   가중치 하나, 편향 없음 / one weight, no bias term
    ->  (N,), x와 같은 dtype / dtype of x

    입력은 바뀌면 안 됩니다. / The inputs must not change.
    출처 / source: Lecture 2, "a machine that has one weight and no bias term. ŷ = x*w"
    금지 / not allowed: @, torch.mm, matmul, bmm, einsum, dot, F.linear

    >>> forward(torch.tensor([1., 2., 3.]), torch.tensor(3.))
    tensor([3., 6., 9.])
    """
    return w * x


def residual(y_hat: Tensor, y: Tensor) -> Tensor:
    """e = ŷ − y                                                  [2점 / 2 pts]

    y_hat, y : 같은 shape / the same shape.  y_hat: float tensor, y: float 또는 int64 tensor / float or int64 tensor
    ->  같은 shape, y_hat의 dtype / same shape, dtype of y_hat
    shape가 다르면 ValueError, 브로드캐스팅 금지 / ValueError if the shapes differ, even (N,1) with (N,)

    입력은 바뀌면 안 됩니다. / The inputs must not change.
    출처 / source: Lecture 2, loss = (ŷ−y)² = (x*w−y)²
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> residual(torch.tensor([1., 2., 3.]), torch.tensor([3., 6., 9.]))
    tensor([-2., -4., -6.])
    """
    if y_hat.shape != y.shape:
        raise ValueError("y_hat and y must have the same shape")
    return y_hat - y


def mse_loss(y_hat: Tensor, y: Tensor) -> Tensor:
    """loss = (1/N) Σ (ŷ_n − y_n)²                                [5점 / 5 pts]

    y_hat, y : float tensor, 같은 shape (N,) 또는 (N,1) / the same shape, (N,) or (N,1)
    ->  0차원 tensor, 같은 dtype / 0-D tensor, same dtype
    shape가 다르면 ValueError / ValueError if the shapes differ

    N=1이어도, 오차가 0이어도, 값이 10⁴ 크기여도 됩니다. 입력은 바뀌면 안 됩니다.
    N=1, an error of exactly 0 and values of size 10⁴ all occur. The inputs must not change.
    출처 / source: Lecture 2, "MSE(mean squared error) … loss = 1/N Σ(ŷ_n − y_n)²"
    금지 / not allowed: F.mse_loss, nn.MSELoss, torch.dist, torch.cdist, torch.var; 반복문·vmap / loops, vmap

    >>> mse_loss(torch.tensor([1., 2., 3.]), torch.tensor([3., 6., 9.]))      # (4 + 16 + 36) / 3
    tensor(18.6667)
    """
    # 오차를 제곱해서 모두 더한다
    e = residual(y_hat, y)
    return torch.sum(e ** 2)


def loss_curve(x: Tensor, y: Tensor, ws: Tensor) -> Tensor:
    """L_m = (1/N) Σ_n (w_m·x_n − y_n)²                           [3점 / 3 pts]

    x, y : float tensor (N,)      데이터 / the data
    ws   : float tensor (M,)      가중치 후보들 / candidate weights
    ->  (M,), 후보마다 MSE 하나, ws와 같은 순서 / one MSE for each candidate, in the order of ws

    M과 N은 같을 수도 다를 수도 있습니다. 입력은 바뀌면 안 됩니다. / M may equal N or not. The inputs must not change.
    출처 / source: Lecture 2, `for w in np.arange(0.0, 4.1, 0.1)`: 반복문 없이 / the same without the loop
    금지 / not allowed: 반복문·vmap / loops, vmap; F.mse_loss, nn.MSELoss, torch.dist, torch.cdist, torch.var

    >>> x, y = torch.tensor([1., 2., 3.]), torch.tensor([3., 6., 9.])
    >>> loss_curve(x, y, torch.tensor([0., 1., 2., 3., 4.]))
    tensor([42.0000, 18.6667,  4.6667,  0.0000,  4.6667])
    """
    # 행: w 후보, 열: 데이터
    W = ws.view(-1, 1)
    y_hat = W * x
    error = y_hat - y
    return torch.mean(error * error, dim=1)


def best_w(ws: Tensor, losses: Tensor) -> Tensor:
    """w* = ws[argmin losses]                                     [2점 / 2 pts]

    ws, losses : float tensor (M,), M ≥ 1.  losses[m]은 ws[m]의 손실 / losses[m] is the loss of ws[m]
    ->  0차원 tensor, ws의 dtype: 손실이 가장 작은 w / 0-D tensor, dtype of ws: the w with the smallest loss

    ws는 정렬되어 있지 않을 수 있습니다. 최솟값이 여럿이면 그중 아무 w나 됩니다. 입력은 바뀌면 안 됩니다.
    ws need not be sorted. If several losses are smallest, any of their w will do. The inputs must not change.
    출처 / source: Lecture 2, "find the value of weight w that minimizes the value of the loss function"
    금지 / not allowed: 반복문·vmap / loops, vmap

    >>> best_w(torch.tensor([0., 2., 3., 4.]), torch.tensor([42., 4.6667, 0., 4.6667]))
    tensor(3.)
    """
    i = torch.argmin(losses)
    return ws[i]


def fit_closed_form(x: Tensor, y: Tensor) -> Tensor:
    """w* = Σ x_n·y_n / Σ x_n²                                    [추가 3점 / extra 3 pts]

    ∂loss/∂w = 0을 w에 대해 푼 것입니다. / This is ∂loss/∂w = 0, solved for w.
    x, y : float tensor (N,).  x에 0이 있을 수 있지만 모두 0은 아님 / x may hold zeros, but not only zeros
    ->  0차원 tensor, 같은 dtype: y ≈ w·x의 MSE를 가장 작게 하는 w
        0-D tensor, same dtype: the w with the smallest MSE of y ≈ w·x

    y에는 잡음이 있을 수 있습니다(정확히 비례하지 않음). 입력은 바뀌면 안 됩니다.
    y may be noisy (not exactly proportional to x). The inputs must not change.
    출처 / source: Lecture 2, "learn from data without being programmed explicitly"
    금지 / not allowed: @, torch.mm, matmul, bmm, einsum, dot, F.linear; 반복문·vmap / loops, vmap

    >>> fit_closed_form(torch.tensor([1., 2., 3.]), torch.tensor([3., 6., 9.]))
    tensor(3.)
    """
    # y = w * x 이므로 w = y / x, 데이터가 여러 개니까 평균
    w = y / x
    return w.mean()


def predict(x_new: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """ŷ = x_new · w*(x, y)                                       [추가 2점 / extra 2 pts]

    x_new : float tensor (M,)      새 입력 / new inputs
    x, y  : float tensor (N,)      배울 데이터 / the data to learn from
    ->  (M,), 같은 dtype / same dtype

    앞에서 쓴 함수들을 쓰면 됩니다. 입력은 바뀌면 안 됩니다. / Use what you wrote above. The inputs must not change.
    출처 / source: Lecture 2, "accurately predict or infer a reasonable output"
    금지 / not allowed: @, torch.mm, matmul, bmm, einsum, dot, F.linear

    >>> predict(torch.tensor([4.]), torch.tensor([1., 2., 3.]), torch.tensor([3., 6., 9.]))
    tensor([12.])
    """
    # TODO(A04.predict): 여기에 작성하세요 / write here
    raise NotImplementedError("A04.predict")
