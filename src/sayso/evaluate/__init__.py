"""How good a reader is, on anyone's labelled documents."""

from __future__ import annotations

from sayso.evaluate.coreference_report import CoreferenceEvaluation, evaluate_coreference
from sayso.evaluate.report import Evaluation, evaluate_gold

__all__ = ["CoreferenceEvaluation", "Evaluation", "evaluate_coreference", "evaluate_gold"]
