"""What each message is about, and when it is no longer true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.controllers.calls import call
from app.models.words.subjects import Subject

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection. The session shows a message first; here it is filed right after."""
    bar, session, archive = wiring.window.messages, wiring.session, wiring.session.archive
    archive.message_posted.connect(call(bar.file_under, Subject.ARCHIVE))
    archive.indexing.message_posted.connect(call(bar.file_under, Subject.INDEX))
    session.search.message_posted.connect(call(bar.file_under, Subject.SEARCH))
    session.search.exported.connect(call(bar.file_under, Subject.EXPORT))
    session.question_failed.connect(bar.file_under)
    wiring.engine.restarted.connect(call(bar.file_under, Subject.ENGINE))
    wiring.engine.gave_up.connect(call(bar.file_under, Subject.ENGINE))
    archive.closed.connect(call(bar.retire, Subject.ARCHIVE, Subject.INDEX, Subject.SEARCH, Subject.EXPORT))
    archive.scanning_changed.connect(call(bar.retire, Subject.ARCHIVE))
    archive.indexing.started.connect(call(bar.retire, Subject.INDEX, Subject.SEARCH))
    session.search.searching_changed.connect(bar.retire_advice)
    session.picture.picture_started.connect(call(bar.retire, Subject.ENGINE, Subject.SEARCH))
    wiring.engine.resumed.connect(call(bar.retire, Subject.ENGINE))
