"""The reconcile stage: what several sources say of a city becomes one record, and no claim is lost on the way."""

from __future__ import annotations

from stadtatlas.reconcile.atlas import Atlas, reconcile
from stadtatlas.reconcile.entities import entities
from stadtatlas.reconcile.places import link_place
from stadtatlas.reconcile.voices import Sourced, named

__all__ = ["Atlas", "Sourced", "entities", "link_place", "named", "reconcile"]
