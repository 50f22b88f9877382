"""Where a page writes out a rule of torch's because the original is slow to import, the two agree."""

from __future__ import annotations

import torch

from grader.author import load_course


def test_the_step_of_gradient_descent_is_sgd_of_torch():
    update = next(e for a in load_course(None).assignments for e in a.exercises if e.id == "A05.update")
    generator = torch.Generator().manual_seed(5)
    for shape in ((), (1,), (4,), (7, 3)):
        w, gradient = (torch.randn(shape, generator=generator, dtype=torch.float64) for _ in range(2))
        expected = w.clone().requires_grad_()
        expected.grad = gradient.clone()
        torch.optim.SGD([expected], lr=0.3).step()
        torch.testing.assert_close(update.reference(w, gradient, 0.3), expected.detach(), rtol=1e-14, atol=1e-14)
