"""Organisations that buy vehicles, all invented."""

from company import PROVINCES, WORDS_1, WORDS_2, person_name, short_place
from identifiers import uscc

# industry (as in reference_codes.csv), ending of the name, public body, share, products that it buys
TRADES = (
    ("出租车", "出租汽车有限公司", False, 10, ("SED-O1",)),
    ("驾校", "机动车驾驶培训有限公司", False, 8, ("SED-O2",)),
    ("建筑业", "建设工程集团有限公司", False, 9, ("SUV-C1", "PIC-O1")),
    ("农业", "农业发展股份有限公司", False, 4, ("SUV-C1", "PIC-O1")),
    ("林牧业", "林业开发有限公司", False, 3, ("SUV-C2", "PIC-O1")),
    ("金融业", "融资租赁有限公司", False, 4, ("SED-C1", "VAN-C1")),
    ("采矿业", "矿业有限责任公司", False, 5, ("SUV-C2", "PIC-O1")),
    ("水利", "水利局", True, 4, ("SUV-C1", "VAN-O1")),
    ("电力电网", "供电服务有限公司", False, 7, ("PIC-O1", "SUV-C1")),
    ("交通", "公路养护有限公司", False, 5, ("SUV-C1", "VAN-O1")),
    ("信息通信", "通信工程有限公司", False, 5, ("PIC-O1", "VAN-O1")),
    ("公检法", "公安局", True, 6, ("SUV-O1", "SUV-C2")),
    ("环保", "环境监测站", True, 4, ("VAN-O2", "SUV-C1")),
    ("卫生计生", "疾病预防控制中心", True, 4, ("VAN-O2", "VAN-C1")),
    ("民政市政", "市政管理处", True, 3, ("PIC-O1", "SUV-C1")),
    ("烟草", "烟草物流有限公司", False, 2, ("VAN-C1", "SED-C1")),
    ("检验检疫", "检验检测技术有限公司", False, 3, ("VAN-O2",)),
    ("石油", "石油技术服务有限公司", False, 3, ("SUV-C2", "PIC-O1")),
    ("财政", "财政局", True, 2, ("SED-C1",)),
    ("邮政", "速递物流有限公司", False, 2, ("VAN-C1",)),
    ("能源", "新能源科技有限公司", False, 3, ("SUV-C1", "SED-C1")),
    ("房地产", "房地产开发有限公司", False, 3, ("VAN-C1", "SED-C1")),
    ("医药", "医药集团有限公司", False, 3, ("VAN-C1", "SED-C1")),
    ("日用品", "日用品商贸有限公司", False, 2, ("VAN-C1", "SED-C1")),
    ("交通", "专用汽车改装有限公司", False, 4, ("CHA-F1", "PIC-F1")),
)
COUNTIES_1 = "青云白石金松清平安长永新"
COUNTIES_2 = "澜岚屿渚苑岫浔"  # no county of China has such a name
REMARKS = ("", "", "", "客户要求年底前交车", '客户说"越快越好"，请尽快安排试驾', "预算已批，待招标", "需加装警灯,警报器",
           "对手报价低，请总部支持", "第二批，首批使用满意")


class Customer:
    def __init__(self, random, division, province, number):
        self.division = division
        self.industry, ending, self.is_public, _, self.products = random.choices(TRADES, [t[3] for t in TRADES])[0]
        self.place = random.choice(PROVINCES[division][1].split())
        if self.is_public:
            county = random.choice(COUNTIES_1) + random.choice(COUNTIES_2) + "县"
            self.name = county + ending
            self.region = province + county
        else:
            word = random.choice(WORDS_1) + random.choice(WORDS_2) + random.choice(WORDS_1)
            self.name = short_place(self.place) + word + ending
            self.region = province + self.place
        self.number = number
        self.uscc = self.code_of(number) if random.random() < 0.88 else ""  # as dealers know it
        self.contact = person_name(random)
        self.phone = f"1390000{random.randrange(10000):04d}"
        self.business = self._business(random)

    def code_of(self, number):
        return uscc("11" if self.is_public else "91", self.division + "0100", number)

    def _business(self, random):
        if self.is_public:
            return "政府采购"
        if self.industry in ("出租车", "驾校"):
            return "行业客户"
        return random.choice(("大型企业采购", "小批量客户", "小批量客户"))


def invent_customers(random, company):
    """Customers with different names, where the dealers are, without end."""
    names = set()
    while True:
        _, _, division = random.choice(company.dealers)
        customer = Customer(random, division, company.provinces[division], 30000000 + 137 * len(names))
        if customer.name not in names:
            names.add(customer.name)
            yield customer
