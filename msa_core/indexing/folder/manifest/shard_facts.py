"""What a shard says of its source, in its own footer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from msa_core.source_states import SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardFacts:
    """Enough to take a shard up that a killed run finished and did not book.

    All but ``source_id`` stands under the same names in the manifest: :class:`SourceEntry` says what they mean.
    """

    source_id: str
    content_id: str
    digest: str
    tiles: int
    planned: int
    empty: int
    failed: int
    reason: str
    stretch: Any
    blank: int = 0
    thumbnails: bool = False

    @property
    def state(self) -> SourceState:
        """Of a source with these tiles."""
        return SourceState.PARTIAL if self.failed or self.reason else SourceState.INDEXED

    def to_json(self) -> dict[str, Any]:
        """As they stand in the footer."""
        return asdict(self)

    def for_manifest(self) -> dict[str, Any]:
        """As they stand in the manifest."""
        facts = self.to_json()
        del facts["source_id"]
        return facts

    @classmethod
    def from_json(cls, data: Any) -> ShardFacts | None:
        """The facts of a footer; None for those of a packed shard, which has none, and for what makes no sense."""
        try:
            facts = cls(
                source_id=str(data["source_id"]),
                content_id=str(data["content_id"]),
                digest=str(data["digest"]),
                tiles=int(data["tiles"]),
                planned=int(data["planned"]),
                empty=int(data["empty"]),
                failed=int(data["failed"]),
                reason=str(data["reason"]),
                stretch=data["stretch"],
                blank=int(data.get("blank", 0)),  # older shards do not say it
                thumbnails=data.get("thumbnails") is True,
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return None
        counts = (facts.tiles, facts.planned, facts.empty, facts.failed, facts.blank)
        return facts if min(counts) >= 0 else None


def own_shard(source_id: str) -> str:
    """File name of the shard that holds one source alone."""
    return f"{source_id}.parquet"
