"""The words that the document prints, in the six languages. They follow the course, not the reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """One language's words. Braces mark what is filled in."""

    title: str
    confirms: str  # {centre}
    completed: str
    version: str  # {n}
    time: str
    hours: str  # {h}
    minutes: str  # {m}
    hours_minutes: str  # {h} {m}
    steps: str
    steps_value: str  # {done} {all}
    result: str
    result_value: str  # {marks} {most} {percent}
    result_one: str  # the same of one mark
    date: str
    can: str
    issued_by: str
    number: str
    check: str
    qr: str
    network: str
    demo: str
    on_record: str
    partly: str
    list_comma: str


WITH_COMMA = frozenset({"es", "fr", "ru"})  # before the decimals

LABELS = {
    "en": Labels(
        title="Certificate of completion",
        confirms="{centre} confirms that",
        completed="has completed the course",
        version="Version {n}",
        time="Planned study time",
        hours="{h} h",
        minutes="{m} min",
        hours_minutes="{h} h {m} min",
        steps="Steps",
        steps_value="{done} of {all}",
        result="Result",
        result_value="{marks} of {most} marks ({percent} %)",
        result_one="{marks} of {most} mark ({percent} %)",
        date="Completed",
        can="Whoever completes this course can",
        issued_by="Issued by",
        number="Number",
        check="Check at",
        qr="QR code with the address of the public check page",
        network="LearnHub, courses from UNESCO-affiliated science centres",
        demo="Demonstration data",
        on_record="Name on record under the number below",
        partly="Part of the name could not be printed; the check page shows all of it.",
        list_comma=", ",
    ),
    "fr": Labels(
        title="Certificat d’achèvement",
        confirms="{centre} certifie que",
        completed="a achevé le cours",
        version="Version {n}",
        time="Durée d’étude prévue",
        hours="{h} h",
        minutes="{m} min",
        hours_minutes="{h} h {m} min",
        steps="Étapes",
        steps_value="{done} sur {all}",
        result="Résultat",
        result_value="{marks} sur {most} points ({percent} %)",
        result_one="{marks} sur {most} point ({percent} %)",
        date="Terminé le",
        can="À la fin de ce cours, on sait",
        issued_by="Délivré par",
        number="Numéro",
        check="À vérifier sur",
        qr="Code QR de l’adresse de la page publique de vérification",
        network="LearnHub, cours de centres scientifiques affiliés à l’UNESCO",
        demo="Données de démonstration",
        on_record="Nom enregistré sous le numéro ci-dessous",
        partly="Une partie du nom n’a pu être imprimée\u202f; la page de vérification l’affiche en entier.",
        list_comma=", ",
    ),
    "es": Labels(
        title="Certificado de finalización",
        confirms="{centre} certifica que",
        completed="ha completado el curso",
        version="Versión {n}",
        time="Tiempo de estudio previsto",
        hours="{h} h",
        minutes="{m} min",
        hours_minutes="{h} h {m} min",
        steps="Pasos",
        steps_value="{done} de {all}",
        result="Resultado",
        result_value="{marks} de {most} puntos ({percent} %)",
        result_one="{marks} de {most} punto ({percent} %)",
        date="Fecha",
        can="Quien completa este curso sabe",
        issued_by="Expedido por",
        number="Número",
        check="Compruébelo en",
        qr="Código QR con la dirección de la página pública de comprobación",
        network="LearnHub, cursos de centros científicos afiliados a la UNESCO",
        demo="Datos de demostración",
        on_record="Nombre registrado con el número indicado abajo",
        partly="Una parte del nombre no se pudo imprimir; la página de comprobación lo muestra completo.",
        list_comma=", ",
    ),
    "ar": Labels(
        title="شهادة إتمام",
        confirms="يشهد {centre} بإتمام",
        completed="للمقرر التالي",
        version="الإصدار {n}",
        time="مدة الدراسة المقدرة",
        hours="{h} س",
        minutes="{m} د",
        hours_minutes="{h} س {m} د",
        steps="الخطوات",
        steps_value="{done} من {all}",
        result="النتيجة",
        result_value="العلامات: {marks} من {most} ({percent}%)",
        result_one="العلامات: {marks} من {most} ({percent}%)",
        date="تاريخ الإتمام",
        can="من يتم هذا المقرر يستطيع",
        issued_by="صادرة عن",
        number="الرقم",
        check="للتحقق",
        qr="رمز استجابة سريعة يحمل عنوان صفحة التحقق العامة",
        network="LearnHub، مقررات من مراكز علمية منتسبة إلى اليونسكو",
        demo="بيانات تجريبية",
        on_record="الاسم مسجل تحت الرقم المبين أدناه",
        partly="تعذرت طباعة جزء من الاسم؛ وتعرضه صفحة التحقق كاملًا.",
        list_comma="، ",
    ),
    "zh": Labels(
        title="结业证书",
        confirms="{centre}兹证明",
        completed="已完成以下课程",
        version="第 {n} 版",
        time="预计学习时间",
        hours="{h} 小时",
        minutes="{m} 分钟",
        hours_minutes="{h} 小时 {m} 分钟",
        steps="步骤",
        steps_value="{done} / {all}",
        result="成绩",
        result_value="{marks} 分，满分 {most} 分（{percent}%）",
        result_one="{marks} 分，满分 {most} 分（{percent}%）",
        date="完成日期",
        can="完成本课程者能够",
        issued_by="颁发单位",
        number="编号",
        check="查验网址",
        qr="公开查验页面网址的二维码",
        network="LearnHub，联合国教科文组织附属科学中心的课程",
        demo="演示数据",
        on_record="姓名已按下方编号存档",
        partly="姓名的一部分无法印出，查验页面显示全名。",
        list_comma="，",
    ),
    "ru": Labels(
        title="Свидетельство о прохождении курса",
        confirms="{centre} подтверждает, что",
        completed="завершил(а) курс",
        version="Версия {n}",
        time="Расчётное время обучения",
        hours="{h} ч",
        minutes="{m} мин",
        hours_minutes="{h} ч {m} мин",
        steps="Шаги",
        steps_value="{done} из {all}",
        result="Результат",
        result_value="{marks} из {most} баллов ({percent} %)",
        result_one="{marks} из {most} балла ({percent} %)",
        date="Дата завершения",
        can="Прошедшие этот курс умеют",
        issued_by="Кем выдано",
        number="Номер",
        check="Проверка",
        qr="QR-код с адресом открытой страницы проверки",
        network="LearnHub, курсы научных центров, связанных с ЮНЕСКО",
        demo="Демонстрационные данные",
        on_record="Имя записано под указанным ниже номером",
        partly="Часть имени не удалось напечатать; страница проверки показывает его полностью.",
        list_comma=", ",
    ),
}


def labels_of(language: str) -> Labels:
    """The words in this language, English if it is none of the six."""
    return LABELS.get(language, LABELS["en"])


def study_time(labels: Labels, minutes: int) -> str:
    """Minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return labels.minutes.format(m=rest)
    return labels.hours_minutes.format(h=hours, m=rest) if rest else labels.hours.format(h=hours)


def result_words(language: str, marks: str, most: int, percent: str) -> str:
    """A result with the numbers of the language: `14,5 sur 15 points (96,7 %)`."""
    labels = labels_of(language)
    one = most % 10 == 1 and most % 100 != 11 if language == "ru" else most == 1
    pattern = labels.result_one if one else labels.result_value
    return pattern.format(marks=pointed(marks, language), most=most, percent=pointed(percent, language))


def pointed(number: str, language: str) -> str:
    """A decimal number as the language writes it."""
    return number.replace(".", ",") if language in WITH_COMMA else number
