"""The words that name the facts of cases and sites, in the language of the course."""

from __future__ import annotations

from typing import Final

_KEYS: Final = (
    *("case", "site", "problem", "place", "date", "done", "cost", "result", "failed"),
    *("purpose", "since", "shown", "visit", "source", "version"),
)


def _words(*words: str) -> dict[str, str]:
    return dict(zip(_KEYS, words, strict=True))


RESOURCE_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": _words(
        "Real case", "Demonstration site", "Hazard or problem", "Place", "Date", "What was done", "Cost", "Result",
        "What failed", "What it is for", "Since", "What is shown", "Visits", "Source", "Version of {date}",
    ),
    "fr": _words(
        "Cas réel", "Site de démonstration", "Aléa ou problème", "Lieu", "Date", "Ce qui a été fait", "Coût",
        "Résultat", "Ce qui a échoué", "À quoi il sert", "Depuis", "Ce qui est montré", "Visites", "Source",
        "Version du {date}",
    ),
    "es": _words(
        "Caso real", "Sitio de demostración", "Amenaza o problema", "Lugar", "Fecha", "Qué se hizo", "Costo",
        "Resultado", "Qué falló", "Para qué sirve", "Desde", "Qué se muestra", "Visitas", "Fuente",
        "Versión del {date}",
    ),
    "ru": _words(
        "Случай из практики", "Демонстрационный участок", "Опасность или проблема", "Место", "Время",
        "Что было сделано",
        "Затраты", "Результат", "Что не удалось", "Для чего он нужен", "Действует с", "Что показано", "Посещение",
        "Источник", "Версия от {date}",
    ),
    "ar": _words(
        "حالة واقعية", "موقع إيضاحي", "الخطر أو المشكلة", "المكان", "التاريخ", "ما الذي جرى عمله", "الكلفة", "النتيجة",
        "ما الذي لم ينجح", "الغرض منه", "منذ", "ما الذي يُعرض فيه", "الزيارة", "المصدر", "إصدار {date}",
    ),
    "zh": _words(
        "真实案例", "示范点", "灾害或问题", "地点", "时间", "采取的措施", "费用", "结果", "未成功之处", "用途",
        "起始时间", "展示内容", "参观", "来源", "{date} 版本",
    ),
}  # fmt: skip
