"""Plane geometry of a made landscape: metres, x to the east, y to the south (as rows of a picture go)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

Points = np.ndarray
"""(n, 2) of x, y in metres."""


@dataclass(frozen=True, slots=True)
class Site:
    """A turned rectangle of ground with its own axes: u along ``width_m``, v along ``height_m``, 0 at the middle.

    ``angle`` in radians turns u from east towards south.
    """

    middle: tuple[float, float]
    angle: float
    size_m: tuple[float, float]

    @property
    def x(self) -> float:
        """Metres to the east of the plan's left edge, of the middle."""
        return self.middle[0]

    @property
    def y(self) -> float:
        """Metres to the south of the plan's upper edge, of the middle."""
        return self.middle[1]

    @property
    def width_m(self) -> float:
        """Along u."""
        return self.size_m[0]

    @property
    def height_m(self) -> float:
        """Along v."""
        return self.size_m[1]

    def points(self, uv: np.ndarray | list[tuple[float, float]]) -> Points:
        """World coordinates of (n, 2) site coordinates."""
        uv = np.asarray(uv, float).reshape(-1, 2)
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return np.column_stack(
            (self.x + uv[:, 0] * cos - uv[:, 1] * sin, self.y + uv[:, 0] * sin + uv[:, 1] * cos)
        )

    def point(self, u: float, v: float) -> tuple[float, float]:
        """World coordinates of one point."""
        x, y = self.points([(u, v)])[0]
        return float(x), float(y)

    def rect(self, u0: float, v0: float, u1: float, v1: float) -> Points:
        """Ring of the rectangle between two corners given in site coordinates."""
        return self.points([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])

    @property
    def ring(self) -> Points:
        """The whole site."""
        return self.rect(-self.width_m / 2, -self.height_m / 2, self.width_m / 2, self.height_m / 2)

    def inner(self, u: float, v: float, width_m: float, height_m: float, turn: float = 0.0) -> Site:
        """A smaller site whose middle is at (u, v) of this one."""
        return Site(self.point(u, v), self.angle + turn, (width_m, height_m))

    def shrunk(self, margin_m: float) -> Site:
        """The same site with ``margin_m`` less on each side."""
        return Site(self.middle, self.angle, (self.width_m - 2 * margin_m, self.height_m - 2 * margin_m))


def ellipse(
    x: float, y: float, rx: float, ry: float, angle: float = 0.0, n: int = 40, power: float = 2.0
) -> Points:
    """Ring of a superellipse; ``power`` 2 is an ellipse, higher is boxier."""
    t = np.linspace(0.0, 2 * np.pi, n, endpoint=False)
    cos, sin = np.cos(t), np.sin(t)
    uv = np.column_stack(
        (rx * np.sign(cos) * np.abs(cos) ** (2 / power), ry * np.sign(sin) * np.abs(sin) ** (2 / power))
    )
    return Site((x, y), angle, (0, 0)).points(uv)


def smooth(
    points: np.ndarray | Sequence[tuple[float, float]], closed: bool = False, rounds: int = 3
) -> Points:
    """Corner cutting (Chaikin 1974): a curve through the middles of the given polyline's edges."""
    p = np.asarray(points, float)
    for _ in range(rounds):
        following = np.roll(p, -1, axis=0) if closed else p[1:]
        first = p if closed else p[:-1]
        cut = np.stack((0.75 * first + 0.25 * following, 0.25 * first + 0.75 * following), axis=1).reshape(
            -1, 2
        )
        p = cut if closed else np.vstack((p[:1], cut, p[-1:]))
    return p


def directions(line: Points) -> np.ndarray:
    """Unit tangents (n, 2) at the vertices of ``line``."""
    step = np.gradient(line, axis=0)
    return step / np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]


def beside(line: Points, offset_m: float | np.ndarray) -> Points:
    """``line`` moved sideways by ``offset_m`` (positive: to the right of travel, y down)."""
    along = directions(line)
    return line + np.column_stack((-along[:, 1], along[:, 0])) * np.reshape(offset_m, (-1, 1))


def ribbon(line: Points, width_m: float | np.ndarray) -> Points:
    """Ring around ``line`` with the given full width (one number, or one per vertex)."""
    half = np.broadcast_to(np.asarray(width_m, float) / 2, (len(line),))
    return np.vstack((beside(line, half), beside(line, -half)[::-1]))


def resample(line: Points, step_m: float) -> Points:
    """Points every ``step_m`` along ``line`` (at least its two ends)."""
    distance = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    at = np.linspace(0.0, distance[-1], max(2, int(distance[-1] / step_m) + 1))
    return np.column_stack((np.interp(at, distance, line[:, 0]), np.interp(at, distance, line[:, 1])))


def length(line: Points) -> float:
    """Length of a polyline in metres."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def area(ring: Points) -> float:
    """Area of a ring in square metres."""
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def blob(
    rng: np.random.Generator,
    x: float,
    y: float,
    rx: float,
    ry: float,
    rough: float = 0.25,
    angle: float = 0.0,
) -> Points:
    """An irregular round outline, for ponds, woods and meadows; ``rough`` 0 is an ellipse."""
    t = np.linspace(0.0, 2 * np.pi, 110, endpoint=False)
    radius = np.ones_like(t)
    for k in range(2, 22):
        radius += 1.1 * rough * rng.normal() / k**1.25 * np.cos(k * t + rng.uniform(0, 2 * np.pi))
    radius = np.clip(radius, 0.4, 1.7)
    return Site((x, y), angle, (0, 0)).points(
        np.column_stack((rx * radius * np.cos(t), ry * radius * np.sin(t)))
    )


class Ground:
    """Which ground is taken, on a grid of ``cell_m``: keeps houses off roads, and trees off roofs."""

    def __init__(self, width_m: float, height_m: float, cell_m: float = 2.0) -> None:
        self.cell_m = cell_m
        self._image = Image.new("L", (int(width_m / cell_m) + 1, int(height_m / cell_m) + 1), 0)
        self._draw = ImageDraw.Draw(self._image)

    def take(self, ring: Points, value: int = 1) -> None:
        """Mark the inside of ``ring``; ``value`` 0 frees it again."""
        self._draw.polygon((ring / self.cell_m).ravel().tolist(), fill=value)

    def take_line(self, line: Points, width_m: float) -> None:
        """Mark a strip along ``line``."""
        width = max(1, round(width_m / self.cell_m))
        self._draw.line((line / self.cell_m).ravel().tolist(), fill=1, width=width, joint="curve")

    def free(self, ring: Points) -> bool:
        """True when ``ring`` lies in the landscape and covers no taken ground."""
        cells = ring / self.cell_m
        x0, y0 = np.floor(cells.min(axis=0)).astype(int)
        x1, y1 = np.ceil(cells.max(axis=0)).astype(int) + 1
        if x0 < 0 or y0 < 0 or x1 > self._image.width or y1 > self._image.height:
            return False
        mask = Image.new("L", (int(x1 - x0), int(y1 - y0)), 0)
        ImageDraw.Draw(mask).polygon((cells - (x0, y0)).ravel().tolist(), fill=1)
        window = self._image.crop((int(x0), int(y0), int(x1), int(y1)))
        return not bool(np.any(np.asarray(mask) & (np.asarray(window) > 0)))

    def is_free(self, x: float, y: float) -> bool:
        """True when the point lies in the landscape on ground that is not taken."""
        column, row = int(x // self.cell_m), int(y // self.cell_m)
        if not (0 <= column < self._image.width and 0 <= row < self._image.height):
            return False
        return self._image.getpixel((column, row)) == 0

    def free_points(self, points: Points) -> np.ndarray:
        """For each of (n, 2) points: is it inside the landscape and not taken."""
        cells = np.floor(points / self.cell_m).astype(int)
        grid = np.asarray(self._image)
        inside = (cells >= 0).all(axis=1) & (cells[:, 0] < grid.shape[1]) & (cells[:, 1] < grid.shape[0])
        free = np.zeros(len(points), bool)
        free[inside] = grid[cells[inside, 1], cells[inside, 0]] == 0
        return free


def inside(ring: Points, points: Points) -> np.ndarray:
    """For each of (n, 2) points: is it in ``ring`` (even-odd rule)."""
    result = np.zeros(len(points), bool)
    x, y = points[:, 0], points[:, 1]
    for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        crosses = (y0 > y) != (y1 > y)
        if y1 != y0:
            result ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return result
