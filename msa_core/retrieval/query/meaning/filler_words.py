"""The filler words of English: they point at nothing that a picture shows."""

from __future__ import annotations

# Articles, pronouns, conjunctions, prepositions and auxiliaries of English, the language of the captions.
_WORDS = """
a an the this that these those some any each every either neither both all
i you he she it we they me him her us them my your his its our their who whom whose which what there here
and or but nor so yet if while as than then when where because though although whether
of in on at by for from to into onto with within without about above below under over near beside besides between
among amid around along across through throughout against behind before after beyond off out up down inside outside
upon toward towards next via per
is are was were be been being am has have had having do does did can could may might must shall should will would
not no only just also very too such same other another more most much
"""
FILLER_WORDS = frozenset(_WORDS.split())
"""In small letters."""
