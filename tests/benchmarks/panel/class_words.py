"""Which words are right for the classes of RSICD and UCM, and for the kinds of drawn landscapes.

Wide: a word that is true of the class is right, also a general one ("water" for a pond). So figures say how often a
sentence is wrong, not how much it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_HOUSES = (
    "house|houses|housing|residential|suburb|neighbourhood|settlement|village|villa|town|home|homes|roofs|rooftops|"
    "farmhouse|cottage|cottages|hamlet|cabin|apartment"
)
_BUILDINGS = "building|buildings|block|blocks|tower|towers|skyscrapers|hall|pavilion|city"
_FIELDS = "farmland|field|fields|farm|farming|crop|crops|terraces|orchard|vineyard"
_HARBOUR = "harbour|marina|port|boat|boats|yacht|yachts|ship|ships|dock|docks|piers|quay|quays|water"
_AIRPORT = (
    "airport|airports|plane|planes|aircraft|airliner|airliners|airplanes|airfield|jets|taxiing|runway|runways|airstrip|"
    "hangar|hangars|taxiway|taxiways|terminal"
)
_PARKING = "parking lot|parking|car park|car parks|parked cars|cars"
_WATER = "water|river|rivers|stream|canal|lake|lakes|reservoir|pond|ponds|basin|basins|pool"
_ROADS = "road|roads|motorway|highway|freeway|avenue|street|lanes|traffic"
_CROSSING = "viaduct|overpass|overpasses|interchange|junction|elevated roads|ramps|bridge|bridges|crossing"
_BALL = "baseball|softball|sports ground"
_GREEN = "park|parks|garden|gardens"

CLASSES: Mapping[str, str] = {
    # UCM
    "agricultural": _FIELDS,
    "airplane": _AIRPORT,
    "baseballdiamond": _BALL,
    "beach": "beach|shore|coast|sea|water",
    "buildings": f"{_BUILDINGS}|commercial|office|school|hospital|industrial|factory|warehouses|shopping",
    "chaparral": "scrubland|bushes|shrubs|chaparral|bare|desert|dry land|barren",
    "denseresidential": _HOUSES, "mediumresidential": _HOUSES, "sparseresidential": _HOUSES,
    "forest": "forest|wood|woods|woodland|trees|tree",
    "freeway": _ROADS,
    "golfcourse": f"golf|{_GREEN}",
    "harbor": _HARBOUR,
    "intersection": f"crossroads|intersection|intersections|zebra|{_CROSSING}|{_ROADS}",
    "mobilehomepark": f"trailer|trailers|caravan|caravans|camping|{_HOUSES}",
    "overpass": f"{_CROSSING}|{_ROADS}",
    "parkinglot": _PARKING,
    "river": _WATER,
    "runway": _AIRPORT,
    "storagetanks": "storage tank|storage tanks|tank|tanks|oil|refinery|industry|industrial",
    "tenniscourt": "tennis|courts|court|sports ground",
    # RSICD
    "airport": _AIRPORT,
    "bareland": "bare|barren|desert|soil",
    "baseballfield": _BALL,
    "bridge": f"{_CROSSING}|{_ROADS}",
    "center": f"{_BUILDINGS}|dome|centre|stadium|square",
    "church": f"church|churches|cathedral|mosque|{_BUILDINGS}",
    "commercial": f"commercial|shopping|business|office|{_BUILDINGS}",
    "desert": "desert|dunes|sand|sandy|bare",
    "farmland": _FIELDS,
    "industrial": "industrial|industry|factory|factories|warehouse|warehouses|plant|halls",
    "meadow": "meadow|meadows|grass|grassland|pasture|lawn|field|fields|farmland",
    "mountain": "mountain|mountains|ridge|ridges|peaks|hill|bare",
    "park": _GREEN,
    "parking": _PARKING,
    "playground": "playground|track|football|soccer|sports|pitch|pitches|playing field|playing fields|stadium",
    "pond": _WATER,
    "port": _HARBOUR,
    "railwaystation": "railway|railways|train|trains|station|tracks|platforms",
    "resort": f"resort|hotel|hotels|pools|swimming pool|villas|bungalows|{_GREEN}",
    "school": f"school|schools|campus|college|university|playground|{_BUILDINGS}",
    "square": f"square|squares|plaza|{_GREEN}",
    "stadium": "stadium|stadiums|arena|playground|football|sports ground",
    "viaduct": f"{_CROSSING}|{_ROADS}",
}  # fmt: skip

_MEANT_OTHERWISE = re.compile(
    r"(?:car|home|trailer|caravan|amusement|water|baseball|business) park|settling tanks?|parking lot|swimming pool"
)
"""Words of one class inside the name of another ("park" of a car park) count only where the whole name does."""

KINDS: Mapping[str, tuple[str, ...]] = {
    _FIELDS: ("field", "meadow", "greenhouse", "farm"),
    _AIRPORT: ("airport", "runway", "terminal", "apron", "plane", "hangar"),
    "marina|boat|boats|yacht|yachts|sailing": ("boat", "marina", "ship", "port"),
    "port|harbour|ship|ships|dock|quay|cranes|containers": (
        "port",
        "ship",
        "crane",
        "container_yard",
        "marina",
    ),
    "storage tank|storage tanks|oil depot|refinery": ("storage_tank", "tank_farm"),
    "baseball|softball": ("baseball_field",),
    "tennis": ("tennis_court",),
    "golf": ("golf_course",),
    "swimming pool|pools": ("swimming_pool", "resort"),
    "parking|car park": ("parking_lot",),
    "forest|wood|woodland": ("forest", "park"),
    "railway": ("railway", "freight_yard", "railway_station"),
    "motorway|interchange|overpass|viaduct": ("interchange", "road", "junction"),
    "bridge|bridges": ("bridge", "interchange"),
    "beach": ("beach", "resort"),
    "desert|dunes": ("desert", "bare_land"),
    _HOUSES: (
        "dense_housing",
        "medium_housing",
        "sparse_housing",
        "village",
        "farm",
        "apartments",
        "mobile_homes",
    ),
    "lake|river|pond|sea|reservoir": ("lake", "river", "pond", "sea", "port", "marina"),
    "mountain|mountains": ("mountain",),
    "quarry|gravel": ("quarry",),
    "stadium": ("stadium",),
    "football|soccer|running track": ("football_pitch", "running_track", "school", "stadium"),
    "school|campus": ("school",),
    "church|cathedral": ("church",),
    "power plant|power station": ("power_plant",),
    "sewage|treatment plant": ("sewage_works",),
    "solar": ("solar_panels",),
    "industrial|industry|factory|warehouses": (
        "industrial",
        "warehouse",
        "power_plant",
        "tank_farm",
        "storage_tank",
    ),
}
"""Words of captions -> classes of the drawn ground truth any of which makes them true."""


def names(group: str, sentence: str) -> bool:
    """Whether a sentence has a word that is right for a class of RSICD or UCM."""
    words = f"\\b(?:{CLASSES[group]})\\b"
    sentence = sentence.lower()
    return any(
        not any(part.start() <= hit.start() and hit.end() <= part.end() and part.group() != hit.group()
                for part in _MEANT_OTHERWISE.finditer(sentence))
        for hit in re.finditer(words, sentence)
    )  # fmt: skip


def claims(sentence: str, seen: frozenset[str]) -> tuple[int, int]:
    """How many kinds of drawn things a sentence names, and how many of those a tile shows."""
    said = [kinds for words, kinds in KINDS.items() if re.search(f"\\b(?:{words})\\b", sentence.lower())]
    return len(said), sum(bool(seen & {*kinds}) for kinds in said)
