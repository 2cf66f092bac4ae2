"""How good a reader is, on anyone's labelled documents."""

from __future__ import annotations

from sayso.evaluate.report import Evaluation, evaluate_gold

__all__ = ["Evaluation", "evaluate_gold"]
