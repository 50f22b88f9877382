"""A tensor whose hooks and whose backward hang, raise and lie."""

# maximum: 0
# outcome: returned | raised | died

import torch


class Evil(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 0

    @staticmethod
    def backward(ctx, grad):
        raise SystemExit(0)


def sigmoid(x):
    answer = Evil.apply(x.clone().requires_grad_())
    answer.register_hook(lambda grad: 1 / 0)
    answer.grad_fn.register_hook(lambda *_: exit())
    return answer
