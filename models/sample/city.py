"""The invented city of Yunting: its six districts, its streets, and the three thousand customers who burn gas there."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from models.sample.places import spot
from models.vocabulary import CustomerClass
from models.wall import DAY

NAME = "云汀燃气热线"
ZONE = "Asia/Shanghai"

DISTRICTS = {
    "望江": "Wangjiang",
    "南湖": "Nanhu",
    "柳营": "Liuying",
    "高桥": "Gaoqiao",
    "新港": "Xingang",
    "北山": "Beishan",
}
STREETS = {
    "望江": ("民生路", "望江路", "和平街", "渔市巷"),
    "南湖": ("南湖路", "学府路", "荷花街", "建设路"),
    "柳营": ("柳营路", "友谊路", "公园路", "将军巷"),
    "高桥": ("高桥路", "胜利街", "石板街", "丰收路"),
    "新港": ("新港路", "创业路", "科技街", "码头路"),
    "北山": ("北山路", "松涛路", "泉眼街", "茶园路"),
}

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余于杜叶程苏魏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
    "单仇区"
)
"""The commoner ones first."""

GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国红梅文斌宇浩轩梓涵欣怡晨曦雨泽思远志鹏海燕春"
    "生小燕凤琴淑珍德顺福来有才永康少华立新庆丰"
)
VISITORS = (
    "Anna Keller", "Tom Whitfield", "Maria Santos", "James O'Neill", "Priya Nair", "Lucas Meyer", "Emily Chan",
    "Olga Petrova", "David Okafor", "Sophie Laurent", "Peter Novak", "Grace Lindqvist", "Omar Haddad", "Hannah Brooks",
)  # fmt: skip
FIRMS = (
    ("老码头火锅店", CustomerClass.ENTERPRISE), ("云汀大酒店", CustomerClass.ENTERPRISE),
    ("福满楼酒家", CustomerClass.ENTERPRISE), ("江岸面包房", CustomerClass.ENTERPRISE),
    ("新港食品厂", CustomerClass.ENTERPRISE), ("清泉洗衣中心", CustomerClass.ENTERPRISE),
    ("Blue Heron Cafe", CustomerClass.ENTERPRISE), ("Harbour View Hotel", CustomerClass.ENTERPRISE),
    ("云汀市第二人民医院", CustomerClass.GOVERNMENT), ("望江区政务服务中心", CustomerClass.GOVERNMENT),
    ("云汀市第一幼儿园", CustomerClass.GOVERNMENT), ("柳营小学食堂", CustomerClass.GOVERNMENT),
    ("云汀大学食堂", CustomerClass.RESEARCH), ("江南材料研究所", CustomerClass.RESEARCH),
)  # fmt: skip
MANAGERS = ("许佳", "梁栋", "Ruth Adler")

HAZARDS = (
    "灶具软管超期未换, 二级隐患未销", "热水器烟道穿吊顶, 三级隐患", "表后私接三通, 待整改", "厨房改卧室, 双气源",
    "阀门老化, 关不严", "封闭阳台内装表", "直排热水器未拆", "立管锈蚀, 已登记",
)  # fmt: skip
PEOPLE = (
    "独居老人 84 岁, 听力差", "老人 79 岁, 行动慢", "一家有婴儿", "轮椅使用者, 需协助", "住户视力差", "孕妇",
    "租客为聋人, 请发短信", "家有重病人, 需持续供暖",
)  # fmt: skip
ACCESS = (
    "单元门密码 2580#", "钥匙在 501 邻居处", "门禁, 先打电话", "有犬, 先打电话", "18:00 后有人", "保安亭登记",
    "无电梯", "地下室门朝北", "后厨从侧巷进", "周末在家",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """A customer and the place where they burn gas, as both tables store them under one id."""

    id: int
    name: str
    phone: str
    klass: CustomerClass
    tier: str
    manager: str
    district: str
    building: str
    address: str
    hazards: str
    vulnerable: str
    access: str
    meter: str
    valve: str

    def premise(self) -> dict[str, object]:
        """The row of the place."""
        names = ("id", "district", "building", "address", "hazards", "vulnerable", "access", "meter", "valve")
        latitude, longitude = spot(self.district, self.address)
        return {name: getattr(self, name) for name in names} | {"latitude": latitude, "longitude": longitude}

    def customer(self, since: int) -> dict[str, object]:
        """The row of the customer, whose class, tier and manager hold from `since` (epoch ms)."""
        return {
            "id": self.id,
            "name": self.name,
            "phone": self.phone,
            "klass": self.klass.value,
            "klass_from": since,
            "tier": self.tier,
            "tier_from": since if self.tier else None,
            "manager": self.manager,
            "manager_from": since + 30 * DAY if self.manager else None,
            "premise_id": self.id,
        }


def homes(count: int, random: Random) -> list[Home]:
    """The customers in the order of their ids: mostly people, some firms and offices, a few from abroad."""
    return [_home(number, random) for number in range(1, count + 1)]


def _home(number: int, random: Random) -> Home:
    district = random.choice(tuple(DISTRICTS))
    house = f"{random.choice(STREETS[district])}{random.randrange(1, 121)}号"
    firm = FIRMS[number // 40 % len(FIRMS)] if number % 40 == 0 else None
    stair, floor = random.randrange(1, 7), random.randrange(1, 19)
    flat = f"{stair}-{floor}0{random.randrange(1, 5)}"
    abroad = firm is None and number % 67 == 0
    name = firm[0] if firm else random.choice(VISITORS) if abroad else _person(random)
    klass = firm[1] if firm else CustomerClass.INDIVIDUAL
    return Home(
        number,
        name,
        nobodys_number(number, abroad),
        klass,
        ("A" if klass is not CustomerClass.ENTERPRISE else "B") if firm else "",
        random.choice(MANAGERS) if firm else "",
        district,
        house if firm else f"{house}{stair}单元",
        house if firm else f"{house}{flat}",
        _some(HAZARDS, 0.04, random),
        _some(PEOPLE, 0.05, random),
        _some(ACCESS, 0.14, random),
        f"{'G10' if firm else random.choice(('G1.6', 'G2.5', '物联网 G2.5', 'IC 卡 G2.5'))} {number + 882_000}",
        f"阀箱 {stair}-{random.randrange(1, 4)}" if not firm or number % 80 else "院内调压箱",
    )


def _person(random: Random) -> str:
    # The square of an even draw favours the first.
    surname = SURNAMES[int(random.random() ** 2 * len(SURNAMES))]
    return surname + "".join(random.choice(GIVEN) for _ in range(1 if random.random() < 0.25 else 2))


def _some(words: Sequence[str], share: float, random: Random) -> str:
    return random.choice(words) if random.random() < share else ""


def nobodys_number(number: int, abroad: bool = False) -> str:
    """A phone number that reaches nobody: prefix 142 is allotted to no one, the others are kept free for dramas."""
    if not abroad:
        return f"142{number * 7919 % 100_000_000:08d}"
    return f"+447700900{number % 1000:03d}" if number % 2 else f"+1202555{100 + number % 100:04d}"
