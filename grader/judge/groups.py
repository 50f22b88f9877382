"""What each group of calls contains: names as they are written, aten ops behind them, and marks in the syntax.

Ops are the strong evidence (aliases are resolved), function names are needed where two spellings share an op
(F.linear and addmm, F.one_hot and scatter_), and syntax where torch is not called at all (loops, numpy). What is
deliberately absent stays legal: clamp, maximum, logaddexp, norm, exp, log, `x.max()`, detach, no_grad, nn.Parameter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """`functions`: "torch.softmax", "Tensor.softmax", "F.softmax", "nn.Softmax". `ops`: base names without overload.
    `syntax`: marks of the AST pass ("loop", "@", "arange_compare"). `modules`: any call below these counts."""

    functions: frozenset[str]
    ops: frozenset[str] = frozenset()
    syntax: frozenset[str] = frozenset()
    modules: tuple[str, ...] = ()


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _everywhere(text: str) -> frozenset[str]:
    """Each name as torch function, tensor method and functional."""
    return frozenset(f"{home}.{name}" for name in text.split() for home in ("torch", "Tensor", "F"))


GROUPS: dict[str, Group] = {
    "AUTOGRAD": Group(
        _names(
            "Tensor.backward torch.autograd.backward torch.autograd.grad torch.func.grad torch.func.grad_and_value "
            "torch.func.vjp torch.func.jvp torch.func.jacrev torch.func.jacfwd torch.func.hessian torch.func.linearize "
            "torch.autograd.functional.jacobian torch.autograd.functional.hessian torch.autograd.functional.vjp "
            "torch.autograd.functional.jvp torch.autograd.functional.vhp torch.autograd.functional.hvp "
            "torch.autograd.forward_ad.make_dual torch.autograd.forward_ad.dual_level "
            "torch.autograd.Variable._execution_engine.run_backward torch.nn.grad"
        ),
        modules=("torch.optim.", "torch.nn.grad."),
    ),
    "MSE": Group(
        _names("F.mse_loss F.huber_loss F.smooth_l1_loss nn.MSELoss nn.HuberLoss nn.SmoothL1Loss")
        | _names("torch.dist Tensor.dist torch.cdist torch.var Tensor.var torch.var_mean"),
        _names("mse_loss huber_loss smooth_l1_loss dist _cdist_forward var var_mean"),
    ),
    "MATMUL": Group(
        _everywhere("mm matmul bmm inner dot vdot mv addmm addmv addbmm baddbmm chain_matmul")
        | _names("torch.einsum torch.tensordot torch.linalg.matmul torch.linalg.multi_dot torch.linalg.vecdot F.linear")
        | _names("F.bilinear nn.Linear nn.Bilinear numpy.dot numpy.matmul numpy.einsum numpy.inner numpy.tensordot @")
        | _names("Tensor.__matmul__ Tensor.__rmatmul__ Tensor.__imatmul__ operator.matmul")
        | _names("torch.sparse.mm torch.sparse.addmm torch.sparse.sampled_addmm torch.linalg.matrix_power")
        | _everywhere("smm sspaddmm spmm hspmm matrix_power"),
        _names("mm bmm dot vdot mv addmm addmv addbmm baddbmm linear _sparse_mm _sparse_addmm sparse_sampled_addmm"),
        frozenset({"@"}),
    ),
    "SIGMOID": Group(
        _everywhere("sigmoid sigmoid_ hardsigmoid logsigmoid silu")
        | _names(
            "torch.special.expit nn.Sigmoid nn.Hardsigmoid nn.LogSigmoid nn.SiLU F.glu nn.GLU scipy.special.expit"
        ),
        _names("sigmoid sigmoid_ hardsigmoid hardsigmoid_ log_sigmoid_forward silu silu_ glu sigmoid_backward")
        | _names("_softmax _log_softmax special_expit"),
    ),
    "BCE": Group(
        _names(
            "F.binary_cross_entropy F.binary_cross_entropy_with_logits torch.binary_cross_entropy_with_logits "
            "nn.BCELoss nn.BCEWithLogitsLoss F.softplus nn.Softplus F.logsigmoid nn.LogSigmoid torch.special.entr "
            "F.soft_margin_loss nn.SoftMarginLoss "
            "torch.distributions.Bernoulli.log_prob"
        ),
        _names("binary_cross_entropy binary_cross_entropy_with_logits softplus log_sigmoid_forward soft_margin_loss")
        | _names("special_entr binary_cross_entropy_backward"),
    ),
    "SOFTMAX": Group(
        _everywhere("softmax log_softmax logsumexp logcumsumexp softmin gumbel_softmax")
        | _names("nn.Softmax nn.LogSoftmax nn.Softmin nn.Softmax2d torch.special.softmax torch.special.log_softmax")
        | _names("torch.special.logsumexp torch._softmax torch._log_softmax torch.masked.softmax torch.sparse.softmax"),
        _names("_softmax _log_softmax _sparse_softmax _sparse_log_softmax _safe_softmax logsumexp _masked_softmax")
        | _names("_logcumsumexp")
        | _names("_softmax_backward_data _log_softmax_backward_data"),
    ),
    "CE": Group(
        _names("F.cross_entropy nn.CrossEntropyLoss F.nll_loss nn.NLLLoss F.kl_div nn.KLDivLoss torch.nll_loss")
        | _names("torch.cross_entropy_loss torch.kl_div F.linear_cross_entropy"),
        _names("nll_loss_forward nll_loss2d_forward cross_entropy_loss kl_div nll_loss_backward"),
    ),
    "ONEHOT": Group(
        _names("F.one_hot torch.eye F.embedding nn.Embedding torch.embedding numpy.eye"),
        _names("one_hot eye embedding"),
        frozenset({"arange_compare"}),
    ),
    "SCATTER": Group(
        _everywhere(
            "scatter scatter_ scatter_add scatter_add_ scatter_reduce scatter_reduce_ index_put index_put_ index_copy "
            "index_copy_ index_add index_add_ put_ put masked_scatter masked_scatter_ slice_scatter select_scatter "
            "diagonal_scatter"
        ),
        _names(
            "scatter scatter_ scatter_add scatter_add_ scatter_reduce scatter_reduce_ index_copy index_copy_ put put_"
        )
        | _names("index_add index_add_ masked_scatter masked_scatter_"),
    ),
    "RELU": Group(
        _everywhere(
            "relu relu_ relu6 leaky_relu leaky_relu_ prelu rrelu rrelu_ threshold threshold_ hardtanh hardtanh_"
        )
        | _names(
            "nn.ReLU nn.ReLU6 nn.LeakyReLU nn.PReLU nn.RReLU nn.Threshold nn.Hardtanh F.elu nn.ELU F.celu nn.CELU"
        ),
        _names("relu relu_ relu6 relu6_ leaky_relu leaky_relu_ prelu _prelu_kernel rrelu_with_noise rrelu_with_noise_")
        | _names(
            "elu celu threshold threshold_ hardtanh hardtanh_ threshold_backward leaky_relu_backward hardtanh_backward"
        ),
    ),
    "TANH": Group(
        _everywhere("tanh tanh_ atanh arctanh tanhshrink")
        | _names("nn.Tanh nn.Tanhshrink math.tanh math.atanh cmath.tanh numpy.tanh"),
        _names("tanh tanh_ atanh atanh_ tanh_backward"),
    ),
    "LOOP": Group(
        _names("torch.vmap torch.func.vmap map itertools.starmap numpy.vectorize Tensor.apply_ Tensor.map_"),
        syntax=frozenset({"loop"}),
    ),
    "NUMPY": Group(
        _names("Tensor.numpy Tensor.__array__ Tensor.tolist torch.from_numpy"),
        modules=("numpy.", "scipy."),
    ),
}

_MATMUL = ("torch.matmul", "Tensor.matmul", "Tensor.__matmul__", "Tensor.__rmatmul__")
_OTHER_HOMES = {"torch": ("Tensor", "F"), "Tensor": ("torch", "F"), "F": ("torch", "Tensor")}


def group(rule_id: str) -> Group:
    """The contents of a named group, or of a rule that is itself one call or several ("torch.scatter or
    Tensor.scatter").
    """
    if rule_id in GROUPS:
        return GROUPS[rule_id]
    names = [name.strip() for name in rule_id.split(" or ")]
    same = [
        f"{other}.{rest}" for home, _, rest in (n.partition(".") for n in names) for other in _OTHER_HOMES.get(home, ())
    ]
    syntax = {"@"} if any(n == "@" or n.endswith(".matmul") for n in names) else set()
    return Group(frozenset([*names, *same, *(_MATMUL if syntax else [])]), syntax=frozenset(syntax))


def legible(rule_id: str) -> tuple[str, ...]:
    """The calls a reader should know of, for stubs and reports: the first spellings of a group, or the call itself."""
    return _LEGIBLE.get(rule_id) or tuple(name.strip() for name in rule_id.split(" or "))


_LEGIBLE: dict[str, tuple[str, ...]] = {
    "AUTOGRAD": ("Tensor.backward", "torch.autograd.grad", "torch.func.*", "torch.optim.*"),
    "MSE": ("F.mse_loss", "nn.MSELoss", "torch.dist", "torch.var"),
    "MATMUL": ("@", "torch.matmul", "torch.mm", "torch.dot", "torch.einsum", "F.linear"),
    "SIGMOID": ("torch.sigmoid", "F.sigmoid", "nn.Sigmoid", "F.logsigmoid"),
    "BCE": ("F.binary_cross_entropy", "nn.BCELoss", "F.softplus", "F.logsigmoid"),
    "SOFTMAX": ("torch.softmax", "F.softmax", "F.log_softmax", "torch.logsumexp", "nn.Softmax"),
    "CE": ("F.cross_entropy", "F.nll_loss", "F.kl_div", "nn.CrossEntropyLoss"),
    "ONEHOT": ("F.one_hot", "torch.eye", "F.embedding", "labels == torch.arange(K)"),
    "SCATTER": ("Tensor.scatter_", "Tensor.scatter_add_", "Tensor.index_put_", "torch.scatter"),
    "RELU": ("torch.relu", "F.relu", "F.leaky_relu", "nn.ReLU"),
    "TANH": ("torch.tanh", "F.tanh", "nn.Tanh", "math.tanh"),
    "LOOP": ("for", "while", "[… for …]", "map", "torch.vmap"),
    "NUMPY": ("numpy", "Tensor.numpy", "Tensor.tolist"),
}
