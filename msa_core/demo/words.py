"""What the classes of the ground truth are called in captions, and how much they catch the eye."""

from __future__ import annotations

from dataclasses import dataclass

COVER, SITE, THING = "cover", "site", "thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A class of the ground truth in words.

    Attributes:
        role: ``cover`` (ground), ``place`` (an area with things in it) or ``thing`` (counted).
        ones: singular phrases with their article.
        many: plural nouns without determiner; empty for what is not counted.
        verb: posture of several, as in "are parked".
        weight: how much it catches the eye, about 1.
    """

    role: str
    ones: tuple[str, ...]
    many: tuple[str, ...] = ()
    verb: str = "are"
    weight: float = 1.0


def _w(role: str, ones: str, many: str = "", verb: str = "are", weight: float = 1.0) -> Word:
    return Word(
        role=role,
        ones=tuple(ones.split("|")),
        many=tuple(m for m in many.split("|") if m),
        verb=verb,
        weight=weight,
    )


WORDS: dict[str, Word] = {
    "airport": _w(SITE, "an airport|a large airport|an airfield", weight=2.5),
    "runway": _w(THING, "a runway|a long runway|a straight runway", "runways", "lie", 1.6),
    "terminal": _w(THING, "a terminal|an airport terminal|a large terminal building", weight=1.4),
    "apron": _w(THING, "a wide apron|a concrete apron", weight=0.6),
    "plane": _w(
        THING,
        "a plane|an airplane|a parked plane|an aircraft",
        "planes|airplanes|aircraft",
        "are parked",
        4.0,
    ),
    "hangar": _w(THING, "a hangar|a large hangar", "hangars", "stand", 1.4),
    "parking_lot": _w(
        THING,
        "a parking lot|a parking lot full of cars|a car park with many cars",
        "parking lots|car parks",
        "are",
        1.6,
    ),
    "interchange": _w(
        SITE, "a motorway interchange|an overpass|a cloverleaf interchange|a viaduct", weight=2.5
    ),
    "roundabout": _w(THING, "a roundabout|a traffic circle|a round junction", "roundabouts", "are", 2.2),
    "junction": _w(
        THING, "a crossroads|an intersection|a road crossing", "intersections|crossroads", "are", 0.7
    ),
    "road": _w(THING, "a road|a straight road|a long road|a road with some cars", "roads", "run", 0.45),
    "railway": _w(THING, "a railway|a railway line", "railway tracks|railway lines", "run", 0.9),
    "freight_yard": _w(SITE, "a freight yard|a railway yard with many tracks", weight=1.8),
    "railway_station": _w(SITE, "a railway station|a train station", weight=2.4),
    "bridge": _w(THING, "a bridge|a road bridge", "bridges", "are", 2.6),
    "industrial": _w(SITE, "an industrial area|an industrial estate|a factory area", weight=1.2),
    "warehouse": _w(
        THING,
        "a warehouse|a large flat building|a factory building",
        "warehouses|large buildings|factory buildings|industrial buildings",
        "stand",
        1.0,
    ),
    "tank_farm": _w(SITE, "a tank farm|an oil depot|a storage area with tanks", weight=1.6),
    "storage_tank": _w(
        THING,
        "a storage tank|a round storage tank",
        "storage tanks|round storage tanks|oil tanks",
        "stand",
        2.2,
    ),
    "power_plant": _w(SITE, "a power plant|a power station with cooling towers", weight=2.2),
    "sewage_works": _w(SITE, "a sewage works|a water treatment plant", weight=2.2),
    "greenhouse": _w(
        THING, "a greenhouse|a long greenhouse", "greenhouses|long white greenhouses", "stand", 1.5
    ),
    "solar_panels": _w(SITE, "a solar farm|a field of solar panels|a large area of solar panels", weight=2.0),
    "port": _w(SITE, "a port|a harbour|a container port|a busy port", weight=1.8),
    "container_yard": _w(SITE, "a container yard|a yard with many containers", weight=1.2),
    "ship": _w(THING, "a ship|a cargo ship|a large ship", "ships|cargo ships|large ships", "are moored", 3.0),
    "crane": _w(THING, "a crane", "cranes|container cranes", "stand", 0.8),
    "boat": _w(THING, "a boat|a small boat|a white boat", "boats|small boats|white boats", "float", 2.0),
    "marina": _w(SITE, "a marina|a harbour full of boats|a marina with rows of boats", weight=2.4),
    "breakwater": _w(THING, "a breakwater|a long breakwater", "breakwaters", "are", 1.4),
    "beach": _w(COVER, "a beach|a sandy beach|a yellow beach", weight=2.2),
    "sea": _w(COVER, "the sea|the blue sea|the ocean|a piece of ocean", weight=1.0),
    "resort": _w(SITE, "a resort|a hotel resort|a resort with pools", weight=2.0),
    "swimming_pool": _w(
        THING, "a swimming pool|a blue swimming pool", "swimming pools|blue pools", "lie", 1.6
    ),
    "tennis_court": _w(THING, "a tennis court", "tennis courts", "lie side by side", 2.0),
    "basketball_court": _w(THING, "a basketball court", "basketball courts", "lie side by side", 1.8),
    "baseball_field": _w(
        THING, "a baseball field|a baseball diamond", "baseball fields|baseball diamonds", "lie", 2.6
    ),
    "football_pitch": _w(
        THING,
        "a football field|a green football pitch|a soccer field|a playground",
        "football fields|soccer fields",
        "lie",
        2.0,
    ),
    "running_track": _w(
        THING,
        "a red running track|a playground with a running track|a ground track field",
        "running tracks",
        "lie",
        2.4,
    ),
    "stadium": _w(SITE, "a stadium|a large stadium|a football stadium|an oval stadium", weight=3.2),
    "school": _w(SITE, "a school|a school with a playground|a campus", weight=1.6),
    "church": _w(THING, "a church|a church with a cross shaped roof", "churches", "stand", 3.0),
    "park": _w(SITE, "a park|a green park|a city park", weight=1.5),
    "square": _w(THING, "a square|a paved square|a public square", weight=1.4),
    "golf_course": _w(SITE, "a golf course|a green golf course", weight=1.6),
    "shopping_centre": _w(SITE, "a shopping centre|a large shopping mall", weight=1.8),
    "commercial": _w(
        SITE, "a commercial area|a city centre with tall buildings|a business district", weight=1.5
    ),
    "dense_housing": _w(
        SITE,
        "a dense residential area|a densely built residential area|a quarter of close houses",
        weight=1.2,
    ),
    "medium_housing": _w(
        SITE,
        "a residential area|a suburb|a residential area with gardens|a neighbourhood of houses and trees",
        weight=1.2,
    ),
    "sparse_housing": _w(
        SITE,
        "a single house among trees|a lonely house|a house with a garden|a sparse residential area",
        weight=2.4,
    ),
    "apartments": _w(
        SITE,
        "a group of apartment blocks|a housing estate of tall blocks|an estate of apartment buildings",
        weight=1.3,
    ),
    "village": _w(SITE, "a small village|a village|a cluster of village houses", weight=1.5),
    "farmhouse": _w(THING, "a farm|a farmhouse|a lonely farm", "farms|farmhouses", "stand", 2.0),
    "field": _w(COVER, "a field|farmland", "fields|rectangular fields|pieces of farmland", "lie", 0.8),
    "round_field": _w(
        COVER,
        "a circular field|a round irrigated field",
        "circular fields|round irrigated fields",
        "lie",
        1.6,
    ),
    "meadow": _w(COVER, "a meadow|a green meadow|a piece of grassland", weight=1.0),
    "forest": _w(COVER, "a forest|a dense forest|a green forest|a wood", weight=0.9),
    "clearing": _w(COVER, "a clearing|a cleared piece of forest", weight=1.4),
    "bare_land": _w(COVER, "a piece of bare land|an area of bare soil", weight=0.7),
    "desert": _w(COVER, "a desert|a sandy desert|a desert with dunes", weight=1.2),
    "mountain": _w(COVER, "a mountain|a bare mountain|a rocky mountain", weight=1.3),
    "quarry": _w(SITE, "a quarry|an open pit", weight=2.6),
    "lake": _w(COVER, "a lake|a large lake|a dark lake", weight=1.4),
    "pond": _w(COVER, "a pond|a small pond|a dark pond", "ponds", "lie", 1.8),
    "river": _w(COVER, "a river|a winding river|a curved river", weight=1.7),
    "island": _w(THING, "an island|a small wooded island", "islands|small islands", "lie", 1.8),
}
INSIDE: dict[str, tuple[str, ...]] = {
    "airport": ("plane", "runway", "terminal", "hangar", "apron"),
    "port": ("ship", "crane", "container_yard", "boat", "warehouse", "breakwater"),
    "marina": ("boat", "breakwater"),
    "tank_farm": ("storage_tank",),
    "industrial": ("warehouse", "parking_lot", "storage_tank"),
    "medium_housing": ("swimming_pool",),
    "dense_housing": ("swimming_pool",),
    "sparse_housing": ("swimming_pool",),
    "resort": ("swimming_pool", "tennis_court"),
    "stadium": ("parking_lot",),
    "school": ("running_track", "football_pitch", "basketball_court"),
    "shopping_centre": ("parking_lot",),
    "apartments": ("parking_lot",),
    "park": ("pond",),
    "golf_course": ("pond",),
    "lake": ("island",),
    "village": ("church",),
    "railway_station": ("railway", "parking_lot"),
    "freight_yard": ("railway",),
    "interchange": ("road",),
    "refinery": ("storage_tank",),
}
"""What usually lies in a place, so that it is "with" them and not beside them."""
ROWS = ("plane", "boat", "storage_tank", "tennis_court", "warehouse", "greenhouse", "parking_lot")
CROP_COLOURS = {
    "grass": "green",
    "wheat": "yellow",
    "maize": "dark green",
    "young": "green",
    "ploughed": "brown",
    "bare": "pale brown",
    "stubble": "pale",
    "rape": "bright yellow",
    "beet": "green",
    "vines": "striped",
    "lavender": "violet",
}
