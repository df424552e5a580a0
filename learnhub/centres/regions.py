"""The five regions of UNESCO, in the six languages of its conferences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")

REGIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "AFR": {
            "en": "Africa",
            "fr": "Afrique",
            "es": "África",
            "ar": "أفريقيا",
            "zh": "非洲",
            "ru": "Африка",
        },
        "ARB": {
            "en": "Arab States",
            "fr": "États arabes",
            "es": "Estados Árabes",
            "ar": "الدول العربية",
            "zh": "阿拉伯国家",
            "ru": "Арабские государства",
        },
        "APA": {
            "en": "Asia and the Pacific",
            "fr": "Asie et Pacifique",
            "es": "Asia y el Pacífico",
            "ar": "آسيا والمحيط الهادئ",
            "zh": "亚洲及太平洋",
            "ru": "Азиатско-Тихоокеанский регион",
        },
        "ENA": {
            "en": "Europe and North America",
            "fr": "Europe et Amérique du Nord",
            "es": "Europa y América del Norte",
            "ar": "أوروبا وأمريكا الشمالية",
            "zh": "欧洲和北美",
            "ru": "Европа и Северная Америка",
        },
        "LAC": {
            "en": "Latin America and the Caribbean",
            "fr": "Amérique latine et Caraïbes",
            "es": "América Latina y el Caribe",
            "ar": "أمريكا اللاتينية ومنطقة البحر الكاريبي",
            "zh": "拉丁美洲和加勒比",
            "ru": "Латинская Америка и Карибский бассейн",
        },
    }
)


def in_language(names: Mapping[str, str], language: str) -> str:
    """The name in this language; English stands in for a language that the data lack."""
    return names.get(language.replace("_", "-").partition("-")[0].lower()) or names["en"]


def region_name(code: str, language: str) -> str:
    """The region's name; the code itself if UNESCO has no such region."""
    return in_language(REGIONS[code], language) if code in REGIONS else code
