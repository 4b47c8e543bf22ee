"""The steps of each procedure, as rows: who moves a case, between which states, under which article."""

from yimen.core.processes import dibao
from yimen.core.processes.steps import CONFIRMER, Clock, Need, Procedure, Route, State, Step

PROCEDURES = {dibao.PROCEDURE.programme: dibao.PROCEDURE}

__all__ = ["CONFIRMER", "PROCEDURES", "Clock", "Need", "Procedure", "Route", "State", "Step"]
