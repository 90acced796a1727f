from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from msa_core.indexing.folder.manifest.manifest import SourceEntry
from msa_core.indexing.folder.manifest.shard_facts import ShardFacts, own_shard
from msa_core.source_states import SourceState

WRITTEN: dict[str, Any] = {
    "blank": 2, "content_id": "1" * 16, "digest": "2" * 16, "empty": 1, "failed": 0, "planned": 9, "reason": "",
    "source_id": "0" * 16, "stretch": {"low": [0.0], "high": [255.0]}, "tiles": 8, "thumbnails": True,
}  # fmt: skip


def a_source(facts: ShardFacts) -> SourceEntry:
    return SourceEntry(
        id=facts.source_id, name="a.tif", root=0, size=1, mtime_ns=1, state=facts.state,
        shard=own_shard(facts.source_id), **facts.for_manifest(),
    )  # fmt: skip


def test_facts_come_back_from_a_footer_as_they_were_written() -> None:
    facts = ShardFacts.from_json(json.loads(json.dumps(WRITTEN)))
    assert facts is not None
    assert facts.to_json() == WRITTEN


def test_a_shard_of_before_blank_tiles_were_counted_has_none() -> None:
    facts = ShardFacts.from_json({key: value for key, value in WRITTEN.items() if key != "blank"})
    assert facts is not None
    assert facts.blank == 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        None,
        "text",
        {**WRITTEN, "tiles": "many"},
        {**WRITTEN, "empty": -1},
        {**WRITTEN, "failed": 1e999},
    ]
    + [
        {key: value for key, value in WRITTEN.items() if key != left_out}
        for left_out in ("digest", "planned")
    ],
)
def test_what_no_run_writes_is_no_facts(data: object) -> None:
    assert ShardFacts.from_json(data) is None


@pytest.mark.parametrize(
    "failed, reason, state",
    [
        (0, "", SourceState.INDEXED),
        (1, "a block is damaged", SourceState.PARTIAL),
        (0, "it changed", SourceState.PARTIAL),
    ],
)
def test_what_fell_out_makes_a_source_partial(failed: int, reason: str, state: SourceState) -> None:
    facts = ShardFacts.from_json({**WRITTEN, "failed": failed, "reason": reason})
    assert facts is not None
    assert facts.state is state


def test_a_source_of_the_manifest_has_every_fact_of_its_shard() -> None:
    facts = ShardFacts.from_json(WRITTEN)
    assert facts is not None
    entry = a_source(facts)
    assert entry.facts() == facts
    assert {field.name for field in fields(ShardFacts)} - {field.name for field in fields(SourceEntry)} == {
        "source_id"
    }


def test_a_source_that_becomes_a_copy_keeps_no_fact_of_a_shard() -> None:
    facts = ShardFacts.from_json(WRITTEN)
    assert facts is not None
    entry = a_source(facts)
    entry.become_copy("3" * 16, "other.tif")
    assert (entry.id, entry.state, entry.shard, entry.stretch) == ("3" * 16, SourceState.COPY, "", None)
    assert not any((entry.tiles, entry.planned, entry.empty, entry.failed, entry.blank))
    assert entry.reason == "the same content as other.tif, found under that name"
