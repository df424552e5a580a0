"""Common given and family names by naming tradition; any two of one make a simulated person's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Tradition:
    """Names for women, men and families, and the language of pages that these people choose most."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    language: str = "en"
    family_first: bool = False

    def name(self, given: str, family: str) -> str:
        """The whole name in this tradition's order."""
        if self.family_first:
            return family + given
        return f"{given} {family}"


def _tradition(
    women: str, men: str, families: str, language: str = "en", *, family_first: bool = False
) -> Tradition:
    return Tradition(
        tuple(women.split()), tuple(men.split()), tuple(families.split()), language, family_first
    )


TRADITIONS: Mapping[str, Tradition] = MappingProxyType(
    {
        "english": _tradition(
            "Anna Grace Ruth Helen Sarah Emma Joan Claire Alice Mary",
            "John Peter David Mark Paul James Simon Daniel Martin Alan",
            "Smith Taylor Brown Walker Green Hill Wood Clark King Baker Young Cook",
        ),
        "french": _tradition(
            "Marie Claire Aminata Awa Sophie Fatou Julie Mariam Chantal Nathalie",
            "Jean Pierre Moussa Ibrahim Paul Michel Amadou Luc Joseph Emmanuel",
            "Martin Diallo Traoré Bernard Keita Petit Coulibaly Dubois Camara Moreau Barry",
            "fr",
        ),
        "spanish": _tradition(
            "María Ana Lucía Carmen Rosa Elena Sofía Paula Julia Isabel",
            "José Juan Luis Carlos Pedro Miguel Diego Jorge Andrés Pablo",
            "García López Martínez Pérez Gómez Ruiz Torres Flores Rojas Castro Vega",
            "es",
        ),
        "portuguese": _tradition(
            "Maria Ana Beatriz Joana Inês Luísa Helena Teresa Marta Sara",
            "João Pedro Tiago Rui Paulo Manuel Nuno Carlos André Miguel",
            "Silva Santos Costa Pereira Ferreira Oliveira Sousa Rocha Lima Gomes",
        ),
        "arabic": _tradition(
            "فاطمة مريم سارة نور ليلى هدى أمل سلمى زينب رانيا",
            "محمد أحمد علي عمر يوسف حسن خالد سامي كريم طارق",
            "حسن علي إبراهيم محمود سليمان داود عيسى يوسف صالح ناصر",
            "ar",
        ),
        "cyrillic": _tradition(
            "Анна Мария Ольга Елена Наталья Ирина Татьяна Светлана Вера Нина",
            "Иван Александр Сергей Андрей Михаил Дмитрий Алексей Павел Пётр Николай",
            "Бондаренко Савченко Мороз Коваль Левченко Романенко Марченко Гончар Мельник Ткаченко",
            "ru",
        ),
        "chinese": _tradition(
            "芳 静 丽 敏 燕 雪 梅 霞 玲 红", "伟 强 军 勇 杰 涛 明 超 平 刚",
            "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙", "zh", family_first=True,
        ),
        "east-african": _tradition(
            "Amina Grace Neema Wanjiru Achieng Rehema Faith Esther Joyce Mercy",
            "Juma Peter Baraka Otieno Hamisi Daniel Moses Samuel Kamau Joseph",
            "Mwangi Otieno Juma Kariuki Ochieng Hassan Njoroge Mushi Okello Abdi",
        ),
        "west-african": _tradition(
            "Ama Ngozi Abena Chioma Efua Blessing Adwoa Funke Mercy Zainab",
            "Kofi Emeka Kwame Chinedu Yaw Tunde Ibrahim Samuel Musa Kojo",
            "Mensah Okafor Owusu Adeyemi Boateng Bello Asante Eze Danjuma Appiah",
        ),
        "south-asian": _tradition(
            "Priya Anjali Sunita Fatima Nimali Meera Ayesha Sita Kavita Rina",
            "Ravi Amit Rahim Suresh Nuwan Arjun Imran Hari Vijay Kamal",
            "Kumar Sharma Rahman Perera Singh Khan Das Thapa Ahmed Gupta Fernando",
        ),
        "southeast-asian": _tradition(
            "Siti Dewi Linh Nur Maya Putri Lan Hoa Aisyah Sari",
            "Budi Ahmad Minh Adi Hai Rizal Agus Nam Hadi Joko",
            "Nguyen Santoso Tran Rahman Le Wijaya Pham Hassan Putra Yusof",
        ),
        "japanese": _tradition(
            "花子 陽子 裕子 恵 愛 真由美", "太郎 健 誠 大輔 翔 直樹", "佐藤 鈴木 高橋 田中 伊藤 渡辺",
            family_first=True,
        ),
        "korean": _tradition(
            "지은 수진 민지 은영 혜진", "민수 지훈 성민 현우 동현", "김 이 박 최 정 강",
            family_first=True,
        ),
        "pacific": _tradition(
            "Sina Mere Lupe Ana Tavita Losa Salote Vika", "Tomasi Ioane Semi Viliami Pita Sione Manu Tevita",
            "Tuilagi Leota Fifita Vaka Tamani Moala Kaleb Faleolo",
        ),
    }
)  # fmt: skip

_BY_COUNTRY = {
    "french": "BJ BF BI CM CF TD CG CD CI DJ GA GN MG ML NE RW SN TG HT FR BE LU MC CH KM SC MU VU",
    "spanish": "AR BO CL CO CR CU DO EC SV GT HN MX NI PA PY PE UY VE ES GQ AD",
    "portuguese": "AO BR CV GW MZ PT ST TL",
    "arabic": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
    "cyrillic": "BY BG KZ KG RU TJ UA UZ TM MN RS MK ME",
    "chinese": "CN",
    "east-african": "KE TZ UG SO ET ER SS ZM ZW MW BW LS SZ NA ZA",
    "west-african": "NG GH SL LR GM",
    "south-asian": "IN PK BD NP LK BT MV AF IR",
    "southeast-asian": "ID MY VN TH PH KH LA MM BN SG",
    "japanese": "JP",
    "korean": "KR KP",
    "pacific": "FJ WS TO TV KI SB PG NR PW FM MH NU CK",
}
TRADITION_OF: Mapping[str, str] = MappingProxyType(
    {country: name for name, countries in _BY_COUNTRY.items() for country in countries.split()}
)
"""Country -> tradition; English names elsewhere."""
