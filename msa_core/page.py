"""A page drawn with Pillow alone: the paper, ink and type of the sheets and curves that are written as PNG."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

PAPER, CARD, INK, QUIET, LINE = "#FBFAF7", "#FFFFFF", "#1E2530", "#6B7480", "#DAD7CF"
_ELLIPSIS = "…"
_MAX_LETTERS = 400

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


class Page:
    """A page whose measures are pixels of the finished picture.

    Args:
        width, height: of the finished picture.
        fine: it is drawn so many times larger and reduced, as Pillow draws no smooth lines.

    Attributes:
        image: RGB, ``fine`` times as large as the finished picture.
        draw: draws on it, in pixels of ``image``.
    """

    def __init__(self, width: int, height: int, fine: int = 1) -> None:
        self.width, self.height, self._fine = width, height, fine
        self.image = Image.new("RGB", (width * fine, height * fine), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def text(
        self, at: tuple[float, float], text: str, size: int, colour: str = INK, anchor: str = "la"
    ) -> None:
        """A line of text; ``anchor`` as Pillow has it."""
        fine = self._fine
        self.draw.text((at[0] * fine, at[1] * fine), text, colour, font(size * fine), anchor)

    def hairline(self, y: int, margin: int) -> None:
        """Across the page, but for its margins."""
        self.draw.line((margin, y, self.width - margin, y), fill=LINE, width=1)

    def centred(self, picture: Image.Image, at: tuple[int, int], side: int) -> None:
        """A picture no larger than ``side``, in the middle of the square that begins at ``at``."""
        x, y = at[0] + (side - picture.width) // 2, at[1] + (side - picture.height) // 2
        self.image.paste(picture, (x, y))

    def finished(self) -> Image.Image:
        """The page in its own size."""
        if self._fine == 1:
            return self.image
        return self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)


def fitted(
    picture: Image.Image, side: int, resampling: Image.Resampling = Image.Resampling.LANCZOS
) -> Image.Image:
    """The picture with its longer side ``side`` pixels long."""
    scale = side / max(picture.size)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, resampling)


def as_png(image: Image.Image) -> bytes:
    """The bytes of a PNG file."""
    data = io.BytesIO()
    # Of a sheet with overlays level 4 makes 1,350 kB in 0.2 s; level 9, as `optimize` has it, as many in 1.1 s.
    image.save(data, "PNG", compress_level=4)
    return data.getvalue()


@cache
def font(size: int) -> Font:
    """The one typeface of all pages, ``size`` pixels high."""
    return ImageFont.load_default(size)


def cut(text: str, size: int, width: float) -> str:
    """``text`` on one line, shortened with an ellipsis until it fits into ``width`` pixels."""
    text = text[:_MAX_LETTERS].replace("\n", " ")
    if font(size).getlength(text) <= width:
        return text
    while text and font(size).getlength(text.rstrip() + _ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS
