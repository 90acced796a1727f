"""Painters of ground and water: fields, bare land, woods' floors, lakes, rivers, the sea and its beach."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import ndimage

from msa_core.demo.land.plans.geometry import Points
from msa_core.demo.land.plans.noise import fractal, window
from msa_core.demo.land.plans.plan import Feature
from msa_core.demo.land.plans.style import Colour
from msa_core.demo.paint.canvas import CROP, SAND, SURFACE_NAMES, WATER, Canvas

# Colour of the crop, of the ground between its rows, how far apart rows are (m), how strong they show.
CROPS: dict[str, tuple[Colour, Colour, float, float]] = {
    "grass": ((110, 124, 80), (102, 114, 74), 3.0, 0.15),
    "wheat": ((178, 164, 118), (164, 148, 106), 2.6, 0.3),
    "maize": ((80, 102, 60), (96, 102, 68), 3.0, 0.55),
    "young": ((112, 130, 80), (142, 126, 94), 3.4, 0.8),
    "ploughed": ((134, 112, 90), (116, 96, 78), 3.2, 0.55),
    "bare": ((164, 146, 120), (154, 136, 112), 4.0, 0.3),
    "stubble": ((182, 168, 134), (168, 152, 122), 3.6, 0.6),
    "rape": ((172, 168, 82), (150, 150, 74), 2.8, 0.25),
    "beet": ((90, 116, 68), (100, 108, 72), 2.6, 0.5),
    "vines": ((82, 104, 58), (164, 142, 110), 4.5, 1.0),
    "lavender": ((122, 112, 136), (160, 144, 122), 4.2, 0.9),
}


def field(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A field with rows, tramlines and patches; ``traits``: crop, angle (radians), and a chance brightness."""
    crop, between, spacing, strength = CROPS[feature.traits["crop"]]
    angle, gain = feature.traits["angle"], float(rng.normal(1.0, 0.055))
    shift = rng.normal(0, 3.5, 3)
    top, low = np.array(crop) * gain + shift, np.array(between) * gain + shift
    spacing = max(spacing, 2.2 / canvas.scale)
    tram, phase = float(rng.uniform(18, 36)), float(rng.uniform(0, 100))
    patches = fractal(canvas.seed + 11, 2.6, 4)
    offset = int(rng.integers(1024))

    def make(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        across = (x * np.float32(np.sin(angle)) - y * np.float32(np.cos(angle))).astype(np.float32)
        x0, y0 = int(x[0, 0] * canvas.scale), int(y[0, 0] * canvas.scale)
        patch = window(patches, y0 + offset, x0 + offset, y.shape[0], x.shape[1], max(1, round(canvas.scale)))
        rows = 0.5 - 0.5 * strength * np.cos(across * np.float32(2 * np.pi / spacing) + 0.25 * patch)
        dark = (np.abs((across + phase) % tram - tram / 2) < 0.9).astype(np.float32)
        mix = np.clip(rows + 0.16 * patch - 0.35 * dark, 0, 1)[..., None]
        bright = (1 + 0.045 * patch)[..., None]
        return (low + (top - low) * (1 - mix)) * bright

    canvas.texture(feature.ring, CROP, make)


def round_field(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """A field watered by a turning arm: sectors, wheel tracks, and the thin arm itself."""
    site = feature.site
    assert site is not None
    radius = site.width_m / 2
    names = ("maize", "young", "beet", "bare", "wheat")
    cuts = np.sort(rng.uniform(-np.pi, np.pi, 3))
    colours = np.array([CROPS[names[int(rng.integers(len(names)))]][0] for _ in range(4)])

    def make(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        angle = np.arctan2(y - site.y, x - site.x)
        far = np.hypot(x - site.x, y - site.y)
        sector = np.searchsorted(cuts, angle)
        rings = 1 + 0.035 * np.cos(far * 2 * np.pi / 48) * (np.cos(far * 2 * np.pi / 48) > 0.9) * -3
        return colours[sector] * rings[..., None]

    canvas.texture(feature.ring, CROP, make)
    end = np.array(
        [[site.x, site.y], [site.x + radius * np.cos(site.angle), site.y + radius * np.sin(site.angle)]]
    )
    canvas.line(end, 1.2, (208, 206, 200), 3)


def plain(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Ground of one colour: ``traits``: colour, surface (a name), and ``patchy`` 0..1 of a second colour."""
    surface = SURFACE_NAMES[feature.traits.get("surface", "grass")]
    first = np.array(feature.traits["colour"], np.float32)
    second = np.array(feature.traits.get("second", first), np.float32)
    patchy = float(feature.traits.get("patchy", 0.0))
    if patchy == 0.0:
        canvas.polygon(feature.ring, first, 0, surface)
        return
    patches, offset = fractal(canvas.seed + 17, 2.2, 5), int(rng.integers(1024))

    def make(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        x0, y0 = int(x[0, 0] * canvas.scale), int(y[0, 0] * canvas.scale)
        noise = window(patches, y0 + offset, x0, y.shape[0], x.shape[1], max(1, round(canvas.scale)))
        mix = np.clip(noise * 0.22 + patchy, 0, 1)[..., None]
        return first + (second - first) * mix

    canvas.texture(feature.ring, surface, make)


def wood_floor(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The dark ground that shows between crowns."""
    style = canvas.style
    dark = np.array(style.forest) * 0.62 + np.array((8, 6, 2))
    plain(
        canvas,
        Feature(
            kind="ground",
            ring=feature.ring,
            traits={"colour": tuple(dark), "second": tuple(dark * 1.25), "patchy": 0.4, "surface": "grass"},
        ),
        rng,
    )


def depth(canvas: Canvas, ring: Points, box: tuple[int, int, int, int], outside: bool = False) -> np.ndarray:
    """Metres to the edge of ``ring``, float32, for the pixels of ``box`` (0 beyond the edge)."""
    mask = canvas.cover(ring, box)
    step = max(1, round(3 * canvas.scale))
    # A border copied outwards keeps the edge of the picture from looking like a shore.
    small = np.asarray(
        mask.resize((max(2, mask.width // step), max(2, mask.height // step)), Image.Resampling.BOX)
    )
    where = small < 128 if outside else small >= 128
    if where.all():
        return np.full((mask.height, mask.width), 1e4, np.float32)
    metres = ndimage.distance_transform_edt(where).astype(np.float32) * (step / canvas.scale)
    full = Image.fromarray(metres).resize(mask.size, Image.Resampling.BICUBIC)
    return np.asarray(full)


def water(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Still or running inland water, darker with the distance to the shore, with a muddy edge."""
    style = canvas.style
    deep = np.array(feature.traits.get("deep", style.deep), np.float32)
    shallow = np.array(feature.traits.get("shallow", style.shallow), np.float32)
    reach = float(feature.traits.get("reach_m", 14.0))
    box = canvas.window(feature.ring)
    if box[2] <= box[0] or box[3] <= box[1]:
        return
    far = depth(canvas, feature.ring, box)
    patches = window(
        fractal(canvas.seed + 23, 2.6, 3),
        box[1],
        box[0],
        far.shape[0],
        far.shape[1],
        max(1, round(4 * canvas.scale)),
    )
    mix = (1 - np.exp(-np.maximum(far - 1 + 3 * patches, 0) / reach))[..., None]
    colours = shallow + (deep - shallow) * mix
    colours *= 1 + 0.05 * patches[..., None]
    _paste(canvas, feature.ring, box, colours)


def sea(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """The sea: turquoise shallows, swell, broken lines of surf; ``traits``: surf 0..1, shelf_m."""
    style = canvas.style
    deep, shallow = np.array(style.sea_deep, np.float32), np.array(style.sea_shallow, np.float32)
    surf, shelf = float(feature.traits.get("surf", 0.5)), float(feature.traits.get("shelf_m", 90.0))
    box = canvas.window(feature.ring)
    far = depth(canvas, feature.ring, box)
    zoom = max(1, round(3 * canvas.scale))
    soft = window(fractal(canvas.seed + 29, 2.4, 4), box[1], box[0], far.shape[0], far.shape[1], zoom)
    rough = window(
        fractal(canvas.seed + 31, 1.5, 8),
        box[1],
        box[0],
        far.shape[0],
        far.shape[1],
        max(1, round(0.7 * canvas.scale)),
    )
    mix = (1 - np.exp(-np.maximum(far + 9 * soft, 0) / shelf))[..., None]
    colours = shallow + (deep - shallow) * mix
    y = np.arange(box[1], box[3], dtype=np.float32)[:, None] / canvas.scale
    x = np.arange(box[0], box[2], dtype=np.float32)[None, :] / canvas.scale
    swell = np.sin((x * 0.32 + y * 0.2) + 2.2 * soft) * np.clip(0.6 + soft, 0, 1.5)
    colours *= (1 + 0.02 * swell + 0.02 * soft)[..., None]
    if surf > 0:
        foam = np.zeros_like(far)
        for crest, wide, strength in ((4, 5, 1.1), (15, 4.5, 0.95), (31, 4, 0.8), (52, 3, 0.55)):
            line = np.exp(-(((far - crest + 5 * soft) / wide) ** 2))
            foam = np.maximum(foam, line * strength * np.clip(0.45 + 0.55 * rough + 0.5 * soft, 0, 1.2))
        calm_until = float(feature.traits.get("calm_until_m", -1e9))
        foam = np.clip(foam * surf * 1.25 * np.clip((x - calm_until) / 120, 0, 1), 0, 0.95)[..., None]
        colours += (np.array((238, 242, 240), np.float32) - colours) * foam
    _paste(canvas, feature.ring, box, colours)


def beach(canvas: Canvas, feature: Feature, rng: np.random.Generator) -> None:
    """Sand, drawn before the sea; ``traits`` may hold the sea's ring so that the sand near it is wet."""
    colour = np.array(canvas.style.sand, np.float32)
    box = canvas.window(feature.ring)
    wet = (
        depth(canvas, feature.traits["sea"], box, outside=True)
        if "sea" in feature.traits
        else np.full((box[3] - box[1], box[2] - box[0]), 1e3, np.float32)
    )
    soft = window(
        fractal(canvas.seed + 37, 2.2, 5),
        box[1],
        box[0],
        wet.shape[0],
        wet.shape[1],
        max(1, round(2 * canvas.scale)),
    )
    colours = colour * (1 + 0.035 * soft)[..., None]
    damp = np.clip(1.2 - (wet + 3 * soft) / 9, 0, 1)[..., None]
    colours *= 1 - damp * np.array((0.26, 0.27, 0.28), np.float32)
    _paste(canvas, feature.ring, box, colours, SAND)


def _paste(
    canvas: Canvas, ring: Points, box: tuple[int, int, int, int], colours: np.ndarray, surface: int = WATER
) -> None:
    mask = canvas.cover(ring, box)
    canvas.colour.paste(Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8)), box[:2], mask)
    canvas.surface.paste(surface, box, mask)
    canvas.height.paste(0, box, mask)
