"""A06 역전파와 연쇄법칙 / Back-propagation and the chain rule   (Lecture 4)

목표: 작은 계산 그래프를 앞뒤로 손으로 통과하고, 고정된 x, y에는 기울기가 필요 없음을 확인합니다.
Goal: walk a small graph forward and backward by hand; see that the fixed x and y need no gradient.

여기서부터 모든 backward는 grad_out, 곧 위에서 내려온 기울기 ∂L/∂(출력)를 첫 인자로 받습니다.
결과는 그것에 국소 기울기를 곱한 값이고, 모양은 항상 그 변수의 모양과 같습니다.
From here on every backward takes grad_out first: the upstream gradient ∂L/∂(output).
The answer is that times the local gradient, and it always has the shape of the variable it belongs to.
"""

from torch import Tensor


def mul_backward(grad_out: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """z = a · b:   ∂L/∂a = grad_out · b,   ∂L/∂b = grad_out · a  [2점 / 2 pts]

    grad_out, a, b : 같은 shape의 float / float of the same shape, any shape
    ->  (grad_a, grad_b), 같은 shape와 dtype / same shape and dtype
    원소별 곱의 역전파입니다. 입력은 바꾸지 않습니다 / Backward of the elementwise product. Inputs stay untouched.
    출처 / from: Lecture 4, "∂f/∂x = ∂f/∂g · ∂g/∂x"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> import torch
    >>> mul_backward(torch.tensor([10.0]), torch.tensor([2.0]), torch.tensor([3.0]))
    (tensor([30.]), tensor([20.]))
    """
    # TODO(A06.mul_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.mul_backward")


def add_backward(grad_out: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """z = a + b:   ∂L/∂a = grad_out,   ∂L/∂b = Σ_n grad_out_n    [3점 / 3 pts]

    grad_out, a : (N, M) float;  b : (M,) float    ->  (grad_a (N, M), grad_b (M,)), 같은 dtype / same dtype
    b가 모든 행에 더해지는 브로드캐스팅 덧셈의 역전파입니다. 입력은 바꾸지 않습니다.
    Backward of an addition that broadcasts b over the rows. Inputs stay untouched.
    출처 / from: Lecture 4, "∂f/∂x = ∂f/∂g · ∂g/∂x"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); 반복문·vmap / loops,
        vmap

    >>> import torch
    >>> add_backward(torch.tensor([[1.0, 2.0], [3.0, 5.0]]), torch.zeros(2, 2), torch.zeros(2))[1]
    tensor([4., 7.])
    """
    # TODO(A06.add_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.add_backward")


def graph_forward(x: Tensor, y: Tensor, w: Tensor) -> dict[str, Tensor]:
    """ŷ = x · w;   s = ŷ − y;   loss = s²                        [2점 / 2 pts]

    x, y, w : 0-D float    ->  dict, 키는 정확히 / with exactly the keys 'y_hat', 's', 'loss'
    값은 각각 0-D, 같은 dtype / each value 0-D, same dtype
    그래프의 상자마다 값을 하나씩 남깁니다. 입력은 바꾸지 않습니다.
    One value for every box of the graph. Inputs stay untouched.
    출처 / from: Lecture 4, "loss = (ŷ − y)² = (x*w − y)²"

    >>> import torch
    >>> graph_forward(torch.tensor(2.0), torch.tensor(4.0), torch.tensor(1.0))
    {'y_hat': tensor(2.), 's': tensor(-2.), 'loss': tensor(4.)}
    """
    # TODO(A06.graph_forward): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.graph_forward")


def graph_backward(x: Tensor, y: Tensor, w: Tensor) -> dict[str, Tensor]:
    """∂loss/∂s = 2s;   ∂loss/∂ŷ = ∂loss/∂s · 1;   ∂loss/∂w = ∂loss/∂ŷ · x  [5점 / 5 pts]

    x, y, w : 0-D float    ->  dict, 키는 정확히 / with exactly the keys 'd_s', 'd_y_hat', 'd_w'
    값은 각각 0-D, 같은 dtype / each value 0-D, same dtype
    graph_forward의 그래프를 거꾸로 통과합니다. x와 y는 고정된 값이므로 'd_x'와 'd_y'는 넣지 않습니다.
    Walks the graph of graph_forward backwards. x and y are fixed, so there is no 'd_x' and no 'd_y'.
    입력은 바꾸지 않습니다 / Inputs stay untouched.
    출처 / from: Lecture 4, "You don't need to compute the gradient for values that are fixed"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> import torch
    >>> graph_backward(torch.tensor(2.0), torch.tensor(4.0), torch.tensor(1.0))
    {'d_s': tensor(-4.), 'd_y_hat': tensor(-4.), 'd_w': tensor(-8.)}
    """
    # TODO(A06.graph_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.graph_backward")


def autograd_gradients(x: Tensor, y: Tensor, w: Tensor) -> tuple[Tensor | None, Tensor | None, Tensor]:
    """loss = Σ (xw − y)²:   (x.grad, y.grad, w.grad) = (None, None, ∂loss/∂w)  [3점 / 3 pts]

    x, y : (N,) float;  w : 0-D float, 모두 기울기를 요구하지 않음 / none of them asks for a gradient
    ->  (None, None, dw): dw는 0-D, 같은 dtype / dw is 0-D, same dtype
    이번만은 autograd를 *써야* 합니다. 학습할 값 w에만 기울기를 요구하세요.
    This once you *must* use autograd. Ask for a gradient of w alone, the value that is trained.
    호출한 쪽의 텐서는 requires_grad도 .grad도 그대로여야 하고, 두 번 불러도 답이 같아야 합니다.
    The caller's tensors keep their requires_grad and .grad, and a second call gives the same answer.
    출처 / from: Lecture 3, 03_auto_gradient.py
    필수 / required: Tensor.backward or torch.autograd.grad or torch.autograd.backward

    >>> import torch
    >>> autograd_gradients(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 6.0]), torch.tensor(1.0))
    (None, None, tensor(-20.))
    """
    # TODO(A06.autograd_gradients): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.autograd_gradients")


def fanout_backward(grad_out: Tensor, x: Tensor) -> Tensor:
    """a = x²,  b = 3x,  f = a · b:   ∂L/∂x = grad_out · (b · 2x + a · 3)  [2점 / 2 pts]

    grad_out, x : (N,) float    ->  (N,), 같은 dtype / same dtype
    x가 두 상자로 들어가므로 두 길에서 돌아온 기울기가 만납니다. 입력은 바꾸지 않습니다.
    x feeds two boxes, so the gradients of two paths meet. Inputs stay untouched.
    출처 / from: Lecture 4, "∂f/∂x = ∂f/∂g · ∂g/∂x"
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim)

    >>> import torch
    >>> fanout_backward(torch.tensor([1.0, 10.0]), torch.tensor([1.0, 2.0]))
    tensor([  9., 360.])
    """
    # TODO(A06.fanout_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.fanout_backward")


def linear_backward(grad_out: Tensor, x: Tensor, W: Tensor) -> tuple[Tensor, Tensor]:
    """z = xW + b:   ∂L/∂W = xᵀ · grad_out,   ∂L/∂b = Σ_n grad_out_n  [2점 / 2 pts]

    grad_out : (N, M) float;  x : (N, D);  W : (D, M)    ->  (dW (D, M), db (M,)), 같은 dtype / same dtype
    x는 데이터이므로 dX는 없습니다. grad_out에 1/N이 이미 들어 있으니 여기서는 더하기만 합니다.
    x is data, so there is no dX. Whatever 1/N the loss has is in grad_out already: here we only add up.
    입력은 바꾸지 않습니다 / Inputs stay untouched.
    출처 / from: Lecture 4 · Lab 08-4 (거기서는 W는 합, b는 평균으로 갱신합니다 / there W takes the sum, b the mean)
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); 반복문·vmap / loops,
        vmap

    >>> import torch
    >>> linear_backward(torch.tensor([[1.0], [10.0]]), torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.zeros(2, 1))
    (tensor([[31.],
            [42.]]), tensor([11.]))
    """
    # TODO(A06.linear_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.linear_backward")


def quadratic_backward(x: Tensor, y: Tensor, w1: Tensor, w2: Tensor, b: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """ŷ = x²w₂ + xw₁ + b,  e = ŷ − y:   dw₁ = (2/N)Σxe,  dw₂ = (2/N)Σx²e,  db = (2/N)Σe  [추가 2점 / extra 2 pts]

    x, y : (N,) float, N ≥ 1;  w1, w2, b : 0-D    ->  (dw1, dw2, db), 각각 / each 0-D, 같은 dtype / same dtype
    이차식 모델의 MSE를 세 매개변수로 미분합니다. 입력은 바꾸지 않습니다.
    The MSE of a quadratic model, differentiated by its three parameters. Inputs stay untouched.
    출처 / from: Lecture 3 Exercise 3-1, 3-2 · Lecture 4 Exercise 4-4
    금지 / not allowed: autograd (.backward(), .grad, torch.autograd, torch.func, torch.optim); 반복문·vmap / loops,
        vmap

    >>> import torch
    >>> zero = torch.tensor(0.0)
    >>> quadratic_backward(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), zero, zero, zero)
    (tensor(-7.), tensor(-13.), tensor(-4.))
    """
    # TODO(A06.quadratic_backward): 여기에 작성하세요 / write here
    raise NotImplementedError("A06.quadratic_backward")
