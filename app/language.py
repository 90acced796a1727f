"""Which language the window speaks: that of the system, or the one chosen. Qt's own buttons follow."""

from __future__ import annotations

import logging
import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app import translation
from app.translation import Translation
from msa_core.config import resource_path

ENGLISH = "en"
LANGUAGE_VARIABLE = "MSA_ANALYST_LANGUAGE"
"""In the environment: the code of a language, before what the preferences say."""
_CONTEXT = "msa"
_QT_SENTENCES = "sentences of Qt"
_LOG = logging.getLogger(__name__)


def languages() -> list[str]:
    """The codes of all languages there are, English first."""
    translated = resource_path("translations").glob("msa_*.qm")
    return [ENGLISH, *sorted(file.stem.removeprefix("msa_") for file in translated)]


def chosen(setting: str) -> str:
    """The code of the language to speak: of the environment, else ``setting``, else of the system."""
    known = languages()
    wanted = os.environ.get(LANGUAGE_VARIABLE, "") or setting
    if wanted in known:
        return wanted
    system = [name.replace("_", "-").split("-")[0] for name in QLocale.system().uiLanguages()]
    return next((code for code in system if code in known), ENGLISH)


def install(application: QCoreApplication, setting: str) -> str:
    """Speak the chosen language from now on, before any widget is made; returns its code.

    Numbers and dates follow the language, and the region too where the system's own is of that language.
    """
    code = chosen(setting)
    locale = QLocale.system() if QLocale.system().name().split("_")[0] == code else QLocale(code)
    QLocale.setDefault(locale)
    if code == ENGLISH:
        translation.use(translation.ENGLISH)
        return code
    own = QTranslator(application)
    if not own.load(str(resource_path("translations", f"msa_{code}.qm"))):
        _LOG.warning("The translation msa_%s.qm cannot be read", code)
        return ENGLISH
    qt = QTranslator(application)
    qt.setObjectName(_QT_SENTENCES)
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt)
    translation.use(
        Translation(
            code,
            lambda sentence, about, count: own.translate(_CONTEXT, sentence, about, count) or "",
            locale.groupSeparator(),
            locale.decimalPoint(),
        )
    )
    return code


def remove(application: QCoreApplication) -> None:
    """Speak English again; the locale stays."""
    translation.use(translation.ENGLISH)
    for qt in application.findChildren(QTranslator, _QT_SENTENCES):
        application.removeTranslator(qt)
