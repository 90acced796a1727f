"""The landscapes of the demo archive, each laid out as a plan; their places are invented."""

from __future__ import annotations

from msa_core.demo.land.plans.plan import Layout
from msa_core.demo.land.plans.style import CITY, COAST, DRY, FARMLAND, NORTH, TEMPERATE, Style
from msa_core.demo.scenes.airport import airport_and_industry
from msa_core.demo.scenes.city import city_with_stadium
from msa_core.demo.scenes.dry import dry_valley
from msa_core.demo.scenes.farmland import farmland_with_river
from msa_core.demo.scenes.harbour import harbour_town
from msa_core.demo.scenes.lakes import lakes_and_forest

STYLES: dict[str, Style] = {
    "airport": TEMPERATE,
    "harbour": COAST,
    "farmland": FARMLAND,
    "city": CITY,
    "lakes": NORTH,
    "dry": DRY,
}
LAYOUTS: dict[str, Layout] = {
    "airport": airport_and_industry,
    "harbour": harbour_town,
    "farmland": farmland_with_river,
    "city": city_with_stadium,
    "lakes": lakes_and_forest,
    "dry": dry_valley,
}
