"""What is said of embeddings that another program made."""

from __future__ import annotations

from app.translation import tr, tr_n
from msa_core.names import visible
from msa_core.records import IndexInfo


def embeddings_by(origin: str) -> str:
    """Whose they are, in few words."""
    return tr("Embeddings by {origin}", origin=visible(origin))


def by_example(origin: str) -> str:
    """What stands in the field in place of words."""
    return tr(
        "By example only, with embeddings by {origin}: right-click the map, or +", origin=visible(origin)
    )


def opened(info: IndexInfo) -> str:
    """What an index of them is, and how it is searched."""
    return tr_n(
        info.tiles,
        "This index holds %n tile with embeddings by {origin}, made elsewhere: it is searched by example. Right-click "
        "the map or a place, or draw a box.",
        "This index holds %n tiles with embeddings by {origin}, made elsewhere: it is searched by example. Right-click "
        "the map or a place, or draw a box.",
        origin=visible(info.origin),
    )


def ready(info: IndexInfo) -> str:
    """What can be asked of them, where nothing was asked yet."""
    return tr_n(
        info.tiles,
        "%n tile with embeddings by {origin}. Right-click the map for places like there, or add a box or a spot as an "
        "example by +.",
        "%n tiles with embeddings by {origin}. Right-click the map for places like there, or add a box or a spot as an "
        "example by +.",
        origin=visible(info.origin),
    )


def nothing_asked() -> str:
    """What is said to a question without anything to look for."""
    return tr("Give an example of what you look for: right-click the map or a place, or draw a box by +.")


def words_refused(origin: str) -> str:
    """Why they cannot be asked for words and pictures."""
    return tr(
        "Words and pictures cannot be looked for here: the embeddings are by {origin}, made elsewhere, and no model "
        "here reads words or pictures as that one does. Search by example: right-click the map or a place, or draw a "
        "box.",
        origin=visible(origin),
    )


def overlays_refused(origin: str) -> str:
    """Why nothing shows what made a tile of them match."""
    return tr(
        "Why it was found cannot be drawn: the embedding is by {origin}, made elsewhere; neither that model nor a "
        "picture of the tile is here.",
        origin=visible(origin),
    )
