"""What the panel of a described picture says when there is nothing to say."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.models.hits.captions_model import CaptionsModel
from app.models.hits.hits_model import HitsModel
from app.widgets.picture.caption_panel import CaptionPanel
from msa_core.messages import PictureAnswer
from msa_core.records import NOTHING_FITS, CaptionHit


def test_that_no_description_fits_is_said_until_the_next_picture(qtbot: QtBot) -> None:
    panel = CaptionPanel(CaptionsModel(), HitsModel())
    qtbot.addWidget(panel)
    panel.begin("fog.png")
    assert panel.note.isHidden()
    panel.set_answer(PictureAnswer(path="fog.png", note=NOTHING_FITS))
    assert not panel.note.isHidden()
    assert panel.note.text() == NOTHING_FITS
    panel.begin("port.png")
    assert panel.note.isHidden()
    panel.set_answer(PictureAnswer(path="port.png", captions=(CaptionHit("a marina", 1, 0.4),)))
    assert panel.note.isHidden()
