"""A plot's data as what the template draws; data of another shape is left out rather than trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from grader.report.html.charts import LineView, legend, panel_view
from grader.report.html.diagrams import arrows_view, graph_view, regions_view

TITLES = (
    "loss_over_w", "descent", "backprop", "activation.sigmoid", "activation.tanh", "activation.relu",
    "activation.leaky_relu", "scatter.0", "scatter.1", "scatter.2", "depth", "training", "boundary",
)  # fmt: skip


@dataclass(frozen=True)
class PlotView:
    """`view` is what `kind` needs: a tuple of panels for "curves", a single diagram for the others. `functions` are the
    ids of those it shows."""

    id: str
    kind: str
    anchor: str
    view: Any
    functions: tuple[str, ...] = ()

    @property
    def half(self) -> bool:
        """Narrow enough to share a row with another."""
        return self.kind in ("arrows", "regions") or (self.kind == "curves" and len(self.view) == 1)

    @property
    def legend(self) -> tuple[LineView, ...]:
        return legend(self.view)


def _panels(data: Any) -> Any:
    return tuple(panel_view(p) for p in data["panels"])


_VIEWS: dict[str, Callable[[Any], Any]] = {
    "curves": _panels,
    "graph": graph_view,
    "arrows": arrows_view,
    "regions": regions_view,
}


def plot_views(assignment: str, plots: Iterable[Mapping[str, object]]) -> tuple[PlotView, ...]:
    """Views of the plots that this version knows how to draw."""
    views = []
    for data in plots:
        name, kind = str(data.get("id")), str(data.get("kind"))
        if name not in TITLES or kind not in _VIEWS:
            continue
        try:
            view = _VIEWS[kind](data)
        except (LookupError, TypeError, ValueError, ArithmeticError):
            continue
        views.append(PlotView(name, kind, f"p-{assignment}-{name}".replace(".", "-"), view, _functions(data)))
    return tuple(views)


def _functions(data: Mapping[str, object]) -> tuple[str, ...]:
    named = data.get("functions")
    return tuple(str(n) for n in named) if isinstance(named, (list, tuple)) else ()
