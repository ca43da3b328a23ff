"""The sample company: headquarters, 7 regions, 31 areas, 300 dealers, 900 people, 12 products, the sales of 2013."""

import csv
import pathlib

FOUNDED = "2014-01-01"
HEADQUARTERS = "驭澜汽车大客户管理部"
DEALERS = 300
PEOPLE = 900
KEY_ACCOUNT_MANAGERS = 20
DEPARTMENT_STAFF = 12
SOLD_IN_2013 = 2140

# Provinces by the first two digits of their divisions (GB/T 2260).
REGIONS = {
    "华北大区": ("11", "12", "13", "14", "15"),
    "东北大区": ("21", "22", "23"),
    "华东大区": ("31", "32", "33", "34", "35", "36", "37"),
    "华中大区": ("41", "42", "43"),
    "华南大区": ("44", "45", "46"),
    "西南大区": ("50", "51", "52", "53", "54"),
    "西北大区": ("61", "62", "63", "64", "65"),
}
# Places of each province, and how large a market it is beside the others.
PROVINCES = {
    "11": (8, "朝阳区 海淀区 丰台区"), "12": (5, "河西区 南开区 滨海新区"), "13": (11, "石家庄市 唐山市 保定市"),
    "14": (7, "太原市 大同市 临汾市"), "15": (6, "呼和浩特市 包头市 赤峰市"), "21": (10, "沈阳市 大连市 鞍山市"),
    "22": (6, "长春市 吉林市 四平市"), "23": (8, "哈尔滨市 大庆市 牡丹江市"), "31": (8, "浦东新区 徐汇区 闵行区"),
    "32": (17, "南京市 苏州市 徐州市"), "33": (15, "杭州市 宁波市 温州市"), "34": (11, "合肥市 芜湖市 阜阳市"),
    "35": (9, "福州市 厦门市 泉州市"), "36": (9, "南昌市 赣州市 九江市"), "37": (18, "济南市 青岛市 临沂市"),
    "41": (16, "郑州市 洛阳市 南阳市"), "42": (12, "武汉市 襄阳市 宜昌市"), "43": (12, "长沙市 衡阳市 岳阳市"),
    "44": (20, "广州市 深圳市 东莞市"), "45": (9, "南宁市 柳州市 桂林市"), "46": (3, "海口市 三亚市 儋州市"),
    "50": (8, "渝中区 江北区 万州区"), "51": (20, "成都市 绵阳市 南充市"), "52": (8, "贵阳市 遵义市 毕节市"),
    "53": (10, "昆明市 曲靖市 大理市"), "54": (2, "拉萨市 日喀则市 林芝市"), "61": (10, "西安市 宝鸡市 榆林市"),
    "62": (6, "兰州市 天水市 酒泉市"), "63": (2, "西宁市 海东市 格尔木市"), "64": (3, "银川市 石嘴山市 中卫市"),
    "65": (7, "乌鲁木齐市 喀什市 伊宁市"),
}
# code, name, product line, use class, list price in yuan, share of sales
PRODUCTS = (
    ("SUV-C1", "驭澜 T70 越野指挥车 1.8T", "越野车", "COMMAND", 128800, 20),
    ("SUV-C2", "驭澜 T70 越野指挥车 2.0T 四驱", "越野车", "COMMAND", 158800, 14),
    ("SUV-O1", "驭澜 T70 警用巡逻车", "越野车", "OPERATION", 176800, 8),
    ("SED-C1", "驭澜 E50 公务轿车", "轿车", "COMMAND", 98800, 12),
    ("SED-O1", "驭澜 E50 出租车", "轿车", "OPERATION", 82800, 12),
    ("SED-O2", "驭澜 E50 教练车", "轿车", "OPERATION", 79800, 9),
    ("VAN-C1", "驭澜 V80 商务客车", "轻型客车", "COMMAND", 189800, 7),
    ("VAN-O1", "驭澜 V80 勘察车", "轻型客车", "OPERATION", 238800, 4),
    ("VAN-O2", "驭澜 V80 检测车", "轻型客车", "OPERATION", 268800, 3),
    ("PIC-O1", "驭澜 P40 电力检修皮卡", "皮卡", "OPERATION", 108800, 6),
    ("PIC-F1", "驭澜 P40 皮卡底盘", "皮卡", "FOR_CONVERTER", 86800, 3),
    ("CHA-F1", "驭澜 V80 二类底盘", "专用底盘", "FOR_CONVERTER", 118800, 2),
)
MONTH_SHARES = (7, 5, 9, 8, 8, 9, 7, 8, 10, 9, 10, 10)

WORDS_1 = "瑞鸿嘉恒盛宏远泰鑫腾骐骁安晟铭博凯翔卓益丰润昊睿"
WORDS_2 = "达通源祥驰捷顺程联和众德隆信诚旺辰朗邦域"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国红梅志文海波晓东雪春燕"


def read_divisions():
    """Province names in order, from the project's reference codes."""
    path = pathlib.Path(__file__).resolve().parent.parent / "reference" / "reference_codes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name_zh"] for row in csv.DictReader(file) if row["list"] == "division"}


def person_name(random):
    return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=random.choice((1, 2, 2))))


def short_place(place):
    for ending in ("新区", "市", "区"):
        place = place.removesuffix(ending)
    return place


class Company:
    """Everything but the spreadsheets; rows are tuples in the order of the files' headers."""

    def __init__(self, random):
        self.provinces = read_divisions()
        self.areas = {}  # division -> code of the area
        self.dealers = []  # (code, name, division)
        self.specialists = {}  # dealer code -> codes of its people
        self.units = [("HQ", HEADQUARTERS, "HEADQUARTERS", "", FOUNDED)]
        self.people = []
        self._add_regions()
        self._add_dealers(random)
        self._add_people(random)

    def _add_regions(self):
        for number, region in enumerate(REGIONS, 1):
            self.units.append((f"R{number}", region, "REGION", "HQ", FOUNDED))
        for number, (region, divisions) in enumerate(REGIONS.items(), 1):
            for division in divisions:
                self.areas[division] = f"A{len(self.areas) + 1:02d}"
                self.units.append((self.areas[division], self.provinces[division], "AREA", f"R{number}", FOUNDED))

    def _add_dealers(self, random):
        divisions = list(self.areas)
        extra = random.choices(divisions, [PROVINCES[d][0] for d in divisions], k=DEALERS - 2 * len(divisions))
        names = set()
        for division in sorted(2 * divisions + extra):
            name = None
            while name is None or name in names:
                place = random.choice(PROVINCES[division][1].split())
                word = random.choice(WORDS_1) + random.choice(WORDS_2)
                name = f"{short_place(place)}{word}汽车销售有限公司"
            names.add(name)
            code = f"D{len(self.dealers) + 1:04d}"
            self.dealers.append((code, name, division))
            self.units.append((code, name, "DEALER", self.areas[division], FOUNDED))

    def _add_people(self, random):
        for number in range(1, len(REGIONS) + 1):
            self._add_person(random, f"R{number}", "region_director")
        for area in self.areas.values():
            self._add_person(random, area, "area_manager")
        for job, count in (("key_account_manager", KEY_ACCOUNT_MANAGERS), ("department_staff", DEPARTMENT_STAFF)):
            for _ in range(count):
                self._add_person(random, "HQ", job)
        left = PEOPLE - len(self.people) - 2 * len(self.dealers)
        third = set(random.sample(range(len(self.dealers)), left))
        for position, (dealer, _, _) in enumerate(self.dealers):
            self.specialists[dealer] = [self._add_person(random, dealer, "dealer_specialist")
                                        for _ in range(3 if position in third else 2)]

    def _add_person(self, random, unit, job):
        code = f"P{len(self.people) + 1:04d}"
        self.people.append((code, person_name(random), unit, job, FOUNDED))
        return code

    def products(self):
        return [product[:5] for product in PRODUCTS]

    def sales_2013(self, random):
        """Vehicle by vehicle, then counted: the sum is exact."""
        sold = {}
        for division in self.areas:  # each area sold something, so that each has a share
            key = (self.areas[division], PRODUCTS[0][0], 2013, 9)
            sold[key] = sold.get(key, 0) + 1
        divisions = list(self.areas)
        for _ in range(SOLD_IN_2013 - len(divisions)):
            division = random.choices(divisions, [PROVINCES[d][0] for d in divisions])[0]
            product = random.choices(PRODUCTS, [p[5] for p in PRODUCTS])[0]
            month = random.choices(range(1, 13), MONTH_SHARES)[0]
            key = (self.areas[division], product[0], 2013, month)
            sold[key] = sold.get(key, 0) + 1
        return [key + (units,) for key, units in sorted(sold.items())]
