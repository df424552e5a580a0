"""The few words that a compiled lesson adds to the author's, in the language of the course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Labels:
    """Words and number habits of one language."""

    boxes: dict[str, str]
    answer: str
    references: str
    notes: str
    back: str
    table: str
    figure: str
    sound: str
    film: str
    minutes: str
    transcript: str
    smaller: str
    play: str
    captions: str
    units: tuple[str, str]
    colon: str = ": "
    decimal: str = "."
    comma: str = ", "

    def size(self, count: int) -> str:
        """A file size as people pay it: KB below 1 MB, then MB with one decimal; never 0."""
        if count < 999_500:
            return f"{max(1, round(count / 1000))} {self.units[0]}"
        return f"{count / 1_000_000:.1f}".replace(".", self.decimal) + f" {self.units[1]}"


def _boxes(*words: str) -> dict[str, str]:
    return dict(zip(("note", "caution", "example", "case", "activity", "check", "key"), words, strict=True))


LABELS: Final[dict[str, Labels]] = {
    "en": Labels(
        _boxes(
            "Note", "Take care", "Worked example", "Real case", "Activity", "Check yourself", "Key points"
        ),
        "Show the answer",
        "References",
        "Notes",
        "Back to the text",
        "Table {n}",
        "Figure {n}",
        "Sound",
        "Film",
        "{n} minutes",
        "Read the transcript",
        "Smaller film",
        "Play",
        "Captions",
        ("KB", "MB"),
    ),
    "fr": Labels(
        _boxes(
            "Remarque", "Attention", "Exemple résolu", "Cas réel", "Activité", "Testez-vous", "Points clés"
        ),
        "Afficher la réponse",
        "Références",
        "Notes",
        "Retour au texte",
        "Tableau {n}",
        "Figure {n}",
        "Son",
        "Vidéo",
        "{n} minutes",
        "Lire la transcription",
        "Vidéo plus légère",
        "Lancer",
        "Sous-titres",
        ("ko", "Mo"),
        "\u202f: ",
        ",",
    ),
    "es": Labels(
        _boxes(
            "Nota",
            "Atención",
            "Ejemplo resuelto",
            "Caso real",
            "Actividad",
            "Compruebe lo aprendido",
            "Puntos clave",
        ),
        "Mostrar la respuesta",
        "Referencias",
        "Notas",
        "Volver al texto",
        "Tabla {n}",
        "Figura {n}",
        "Sonido",
        "Vídeo",
        "{n} minutos",
        "Leer la transcripción",
        "Vídeo más ligero",
        "Reproducir",
        "Subtítulos",
        ("KB", "MB"),
        ": ",
        ",",
    ),
    "ru": Labels(
        _boxes(
            "Примечание",
            "Внимание",
            "Разобранный пример",
            "Случай из практики",
            "Задание",
            "Проверьте себя",
            "Главное",
        ),
        "Показать ответ",
        "Источники",
        "Примечания",
        "Назад к тексту",
        "Таблица {n}",
        "Рисунок {n}",
        "Звук",
        "Видео",
        "{n} мин",
        "Читать расшифровку",
        "Видео меньшего размера",
        "Воспроизвести",
        "Субтитры",
        ("КБ", "МБ"),
        ": ",
        ",",
    ),
    "ar": Labels(
        _boxes("ملاحظة", "تنبيه", "مثال محلول", "حالة واقعية", "نشاط", "اختبر نفسك", "أهم النقاط"),
        "عرض الجواب",
        "المراجع",
        "الحواشي",
        "العودة إلى النص",
        "الجدول {n}",
        "الشكل {n}",
        "صوت",
        "فيلم",
        "المدة بالدقائق: {n}",
        "قراءة النص",
        "فيلم أصغر حجمًا",
        "تشغيل",
        "ترجمة مكتوبة",
        ("كيلوبايت", "ميغابايت"),
        comma="، ",
    ),
    "zh": Labels(
        _boxes("说明", "请注意", "例题", "真实案例", "活动", "自我检查", "要点"),
        "显示答案",
        "参考文献",
        "注释",
        "回到正文",
        "表 {n}",
        "图 {n}",
        "音频",
        "视频",
        "{n} 分钟",
        "阅读文字稿",
        "较小的视频",
        "播放",
        "字幕",
        ("KB", "MB"),
        "：",
        comma="，",
    ),
}
