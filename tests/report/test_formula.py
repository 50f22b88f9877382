"""Formulas: what stands below or above the line is put there, and names of Python stay whole."""

from __future__ import annotations

import pytest

from grader.report.html.formula import typeset


@pytest.mark.parametrize(
    ("plain", "made"),
    [
        ("c_ij = Σ_k a_ik", "c<sub>ij</sub> = Σ<sub>k</sub> a<sub>ik</sub>"),
        ("2x_n(x_n w)", "2x<sub>n</sub>(x<sub>n</sub> w)"),
        ("x_{l+1}", "x<sub>l+1</sub>"),
        ("1 / (1 + e^-x)", "1 / (1 + e<sup>-x</sup>)"),
        ("e^(z_j − m)", "e<sup>z<sub>j</sub> − m</sup>"),
        ("argmax_k, dW_l, α_max", "argmax<sub>k</sub>, dW<sub>l</sub>, α<sub>max</sub>"),
        ("negative_slope, sgd_epoch, batch_size", "negative_slope, sgd_epoch, batch_size"),
        ("grad_w_single, d_y_hat, log_softmax(z)", "grad_w_single, d_y_hat, log_softmax(z)"),
        ("1[x > 0] <b>", "1[x &gt; 0] &lt;b&gt;"),
        ("^", "^"),
        ("_", "_"),
        ("", ""),
    ],
)
def test_typeset(plain: str, made: str) -> None:
    assert str(typeset(plain)) == made
