"""Words that the checks of the checklist look for, in all six languages at once."""

from __future__ import annotations

import re
from typing import Final

VAGUE_LINKS: Final = frozenset(
    """
    here|click here|click|this|this link|link|this page|page|read more|more|see more|learn more|more information|
    website|this website|download|aquí|haga clic aquí|pulse aquí|clic aquí|este enlace|enlace|leer más|más|
    más información|esta página|ici|cliquez ici|ce lien|lien|lire la suite|en savoir plus|plus|cette page|здесь|тут|
    нажмите здесь|эта ссылка|ссылка|по ссылке|подробнее|далее|эта страница|هنا|اضغط هنا|انقر هنا|هذا الرابط|رابط|
    المزيد|اقرأ المزيد|这里|点击这里|点击此处|此处|链接|这个链接|更多|了解更多|阅读更多|详情
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Words of a link that say nothing when they are read alone, as screen readers list them."""

BARE_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
FILE_NAME: Final = re.compile(r"[\w-]+\.(?:svg|png|jpe?g|webp|gif|pdf)", re.IGNORECASE)

_NAME: Final = r"[^\W\d_a-zа-я][\w’'-]+(?:\s+[^\W\d_a-zа-я][\w’'-]+)?"
PERSON: Final = re.compile(
    rf"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Dra|Mme|Mlle|M)\.?\s|\b(?:Don|Doña|Señora?|Monsieur|Madame|Professor)\s"
    rf"|(?:г-н|г-жа|господин|госпожа|проф\.)\s){_NAME}"
    r"|\b(?:السيد|السيدة|الدكتور|الدكتورة|الأستاذ|الأستاذة)\s+\w{2,}"
    r"|[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|博士|教授)"
)
"""A title and what looks like a name after it (in Chinese, before it)."""
CONTACT: Final = re.compile(
    r"\b[\w.+-]+@(?!example\.)[\w-]+(?:\.[\w-]+)+\b|\+\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,4}\d{2,4}\b"
)

_SURNAME: Final = r"[^\W\d_a-zа-я][\w’'-]+"
AUTHOR_YEAR: Final = re.compile(
    rf"[(（]\s*{_SURNAME}(?:\s+(?:et al\.?|and|&|y|et|и|و|和)\s*[\w’'.-]*)?,?\s+(?:19|20)\d\d[a-z]?\s*[)）]"
    rf"|{_SURNAME} et al\.?,?\s*[(（]?(?:19|20)\d\d"
)
"""A name and a year in brackets, the way sources are named in running text."""

SCRIPTS: Final = {
    "ar": re.compile("[\u0600-\u06ff\u0750-\u077f]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "zh": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "en": re.compile("[A-Za-z\u00c0-\u024f]"),
    "es": re.compile("[A-Za-z\u00c0-\u024f]"),
    "fr": re.compile("[A-Za-z\u00c0-\u024f]"),
}
LETTER: Final = re.compile(r"[^\W\d_]")
