"""The page of evidence as PDF, printed by Qt: no browser is needed to hand it on."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QEventLoop, QMarginsF, QSize, Qt, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer

from msa_core.errors import StorageError
from msa_core.files import aside_name

_MAP_PX, _SHOWN_MAP_PX = 1800, 620
HITS_ON_PAGE = 5
_HIT = '<table class="hit">'
_STYLE = """
body { color: #1e2530; } h1 { font-size: 20pt; margin-bottom: 2px; } h2 { font-size: 13pt; margin-top: 18px; }
.quiet { color: #5d6673; } th { text-align: left; padding-right: 14px; } td { padding-bottom: 3px; }
.hit td { padding-top: 8px; padding-right: 14px; } code { font-size: 8pt; }
"""
_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
_CSS = re.compile(r"<style>.*?</style>", re.DOTALL)
_IMG = re.compile(r'<img src="([^"]+)"')
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


def print_page(page: Path) -> Path:
    """Print ``evidence.html`` beside itself, on A4 with numbered pages; returns the PDF. Any thread may do it.

    Raises:
        StorageError: the file cannot be written.
    """
    text = page.read_text("utf-8")
    # A document lays itself out by timers, which a thread of Python's has only once something asked for events.
    events = QEventLoop()
    document = QTextDocument()
    for name in set(_IMG.findall(text)):
        picture = QImage(str(page.parent / name))
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), picture)
    found = _SVG.search(text)
    if found is not None:
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl("map.png"), _drawn(found[0]))
        text = text.replace(found[0], f'<p><img src="map.png" width="{_SHOWN_MAP_PX}"></p>')
    text = _by_pages(text)
    document.setDefaultFont(QFont("Sans Serif", 9))
    document.setDefaultStyleSheet(_STYLE)
    # A hash is one word of 64 letters, wider than the column beside its name.
    document.setHtml(_HASH.sub(lambda digest: f"{digest[0][:32]} {digest[0][32:]}", _CSS.sub("", text)))
    out = page.with_suffix(".pdf")
    aside = out.with_name(aside_name(out.name))
    try:
        _write(document, aside, page.parent.name)
        aside.replace(out)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StorageError(f"{out} could not be written: {error.strerror or error}.") from error
    events.exit()
    return out


def _write(document: QTextDocument, file: Path, name: str) -> None:
    """Raises OSError."""
    writer = QPdfWriter(str(file))
    writer.setTitle(name)
    writer.setCreator("MSA Analyst")
    writer.setResolution(96)
    # Printing a document leaves 2 cm at each edge by itself.
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    writer.setPageLayout(layout)
    document.print_(writer)
    del writer
    if not file.is_file() or not file.stat().st_size:
        raise OSError("the printer wrote nothing")


def _by_pages(text: str) -> str:
    """With the places on pages of their own, as many on each as fit: Qt would cut one in two, picture and words."""
    head, *hits = text.replace('width="176"', 'width="150"').split(_HIT)
    breaking = _HIT.replace(" ", ' style="page-break-before:always" ', 1)
    parts = ((breaking if n and n % HITS_ON_PAGE == 0 else _HIT) + hit for n, hit in enumerate(hits))
    title = head.rfind("<h2>")
    if title >= 0 and hits:
        head = f'{head[:title]}<h2 style="page-break-before:always">{head[title + 4 :]}'
    return head + "".join(parts)


def _drawn(svg: str) -> QImage:
    """The map as the page shows it, on white."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    wanted = renderer.defaultSize().scaled(QSize(_MAP_PX, _MAP_PX), Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(wanted.expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image
