"""What dealers send: leads and deliveries with the habits and the mistakes of spreadsheets, and what each row should become."""

import datetime

from company import PRODUCTS
from customers import REMARKS, invent_customers
from identifiers import uscc_with_wrong_check, vin, vin_with_wrong_check

LEAD_HEAD = ("经销商代码", "经销商编号", "客户名称", "统一社会信用代码", "地区", "行业", "联系人", "联系电话", "产品代码", "数量",
             "业务结构", "信息分类", "采购方式", "信息渠道", "发现日期", "预计采购日期", "专员代码", "备注")
DELIVERY_HEAD = ("经销商代码", "VIN", "产品代码", "经销商编号", "客户名称", "统一社会信用代码", "地区", "交车日期", "成交价", "专员代码",
                 "业务结构")
CHANNELS = ("现有客户", "服务部门", "专业人士名录", "车管所名单", "媒体", "政府采购公告", "新注册企业", "集团内部介绍", "行业协会", "展会",
            "邀请关键人物", "竞争对手", "自有人脉", "异业合作")
CLASSES = ("直销", "区域", "招投标", "一次性批量")
MODES = ("招标采购", "协议供货", "直接采购")
LINES = {product[0]: product[2] for product in PRODUCTS}
PRICES = {product[0]: product[4] for product in PRODUCTS}
MODELS = {product[0]: f"YL0{number:02d}" for number, product in enumerate(PRODUCTS, 1)}
MAKER, YEAR, PLANT = "LRL", "E", "C"

# What a row is meant to become, and in how many rows of a hundred; the rest is accepted.
LEAD_KINDS = {"known_again_same_number": 1.5, "known_again": 1.5, "held_by_other": 6.5, "needs_review": 1,
              "accepted_with_warning": 1.25, "unknown_dealer": 0.5, "missing_name": 0.5, "quantity_zero": 0.5,
              "quantity_text": 0.5, "impossible_date": 0.5, "uscc_structure": 0.5, "unknown_product": 0.5}
DELIVERY_KINDS = {"vin_check_digit": 0.5, "vin_length": 0.375, "unknown_dealer": 0.375, "impossible_date": 0.375,
                  "price_text": 0.375, "unknown_product": 0.25, "future_date": 0.25, "missing_customer": 0.25}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def plan_of(random, kinds, rows, plain):
    """A kind for each row; the first twentieth are plain, so that there is something to repeat."""
    special = [kind for kind, share in kinds.items() for _ in range(max(1, round(rows * share / 100)))]
    first = [plain] * (rows // 20)
    rest = special + [plain] * (rows - len(first) - len(special))
    random.shuffle(rest)
    return first + rest


def typed_date(random, day):
    return random.choice((f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"))


class Spreadsheets:
    """The files in the order in which they are to be loaded: what is held in one is held for the next."""

    def __init__(self, random, company):
        self.random, self.company = random, company
        self.customers = invent_customers(random, company)
        self.dealers_of = {}  # division -> dealer codes
        for code, _, division in company.dealers:
            self.dealers_of.setdefault(division, []).append(code)
        self.accepted = []  # rows as dictionaries, with "customer", "found" and "count"
        self.held = set()  # (customer name, product line)
        self.reference_counts = {}
        self.vehicles = 0

    # --- leads -------------------------------------------------------------------------------------------------------

    def leads(self, rows):
        """(kind, values) a row; kind "blank" for blank rows."""
        result = []
        for kind in plan_of(self.random, LEAD_KINDS, rows, "accepted"):
            lead = getattr(self, "_" + kind, self._wrong)(kind)
            result.append((kind, [lead.get(head, "") for head in LEAD_HEAD]))
            if self.random.random() < 0.02:
                result.append(("blank", [] if self.random.random() < 0.5 else [""] * len(LEAD_HEAD)))
        return result + [("blank", [""] * len(LEAD_HEAD))] * 3

    def _reference(self, dealer):
        self.reference_counts[dealer] = self.reference_counts.get(dealer, 0) + 1
        return f"{dealer}-{self.reference_counts[dealer]:03d}"

    def _class_of(self, customer):
        """Direct sales to government are headquarters' own."""
        chosen = self.random.choice(CLASSES)
        return "区域" if customer.business == "政府采购" and chosen == "直销" else chosen

    def _lead(self, customer, dealer, product):
        random = self.random
        found = datetime.date(2014, 7, 15) + datetime.timedelta(random.randrange(90))
        count = random.choice((1, 2, 3, 3, 3, 4, 5, 5, 8, 10, 12, 20, 30))
        if customer.business == "小批量客户":
            count = max(count, 3)  # what makes a small batch
        text = str(count) if random.random() < 0.8 else str(count).translate(FULL_WIDTH)
        phone = customer.phone if random.random() < 0.93 else customer.phone.translate(FULL_WIDTH)
        expected = found + datetime.timedelta(random.randrange(30, 180))
        values = (dealer, self._reference(dealer), customer.name, customer.uscc, customer.region, customer.industry,
                  customer.contact, phone, product, text, customer.business, self._class_of(customer),
                  random.choice(MODES), random.choice(CHANNELS), typed_date(random, found),
                  typed_date(random, expected) if random.random() < 0.8 else "",
                  random.choice(self.company.specialists[dealer]), random.choice(REMARKS))
        return dict(zip(LEAD_HEAD, values), customer=customer, found=found, count=count)

    def _new_lead(self):
        customer = next(self.customers)
        return self._lead(customer, self.random.choice(self.dealers_of[customer.division]),
                          self.random.choice(customer.products))

    def _keep(self, lead):
        self.accepted.append(lead)
        self.held.add((lead["客户名称"], LINES[lead["产品代码"]]))
        return lead

    def _accepted(self, kind):
        """One in seven is a known customer that buys another product line, often from another dealer."""
        if self.accepted and self.random.random() < 0.15:
            customer = self.random.choice(self.accepted)["customer"]
            for product in customer.products:
                if (customer.name, LINES[product]) not in self.held:
                    dealer = self.random.choice(self.dealers_of[customer.division])
                    return self._keep(self._lead(customer, dealer, product))
        return self._keep(self._new_lead())

    def _accepted_with_warning(self, kind):
        lead = self._new_lead()
        lead["customer"].uscc = uscc_with_wrong_check(lead["customer"].code_of(lead["customer"].number))
        lead["统一社会信用代码"] = lead["customer"].uscc
        return self._keep(lead)

    def _known_again_same_number(self, kind):
        return self.random.choice(self.accepted)

    def _known_again(self, kind):
        lead = dict(self.random.choice(self.accepted))
        lead["经销商编号"] = self._reference(lead["经销商代码"])
        return lead

    def _other_dealers_lead(self, lead):
        others = [code for code in self.dealers_of[lead["customer"].division] if code != lead["经销商代码"]]
        return self._lead(lead["customer"], self.random.choice(others), lead["产品代码"])

    def _held_by_other(self, kind):
        lead = self._other_dealers_lead(self.random.choice(self.accepted))
        if self.random.random() < 0.3:
            lead["客户名称"] = lead["客户名称"][:2] + " " + lead["客户名称"][2:]
        return lead

    def _needs_review(self, kind):
        known = self.random.choice([lead for lead in self.accepted if lead["统一社会信用代码"]])
        lead = self._other_dealers_lead(known)
        lead["统一社会信用代码"] = known["customer"].code_of(90000000 + len(self.accepted))
        return lead

    def _wrong(self, kind):
        lead = self._new_lead()
        number = self.random.randrange(1, 10)
        code = lead["customer"].code_of(lead["customer"].number)
        lead.update({
            "unknown_dealer": {"经销商代码": f"D90{number:02d}"},
            "missing_name": {"客户名称": ""},
            "quantity_zero": {"数量": "0"},
            "quantity_text": {"数量": self.random.choice(("若干", "十几台", "待定"))},
            "impossible_date": {"发现日期": self.random.choice(("2014/2/30", "2014年13月1日", "2014/9/31"))},
            "uscc_structure": {"统一社会信用代码": self.random.choice((code[:-1], code[:10] + "O" + code[11:]))},
            "unknown_product": {"产品代码": f"SUV-X{number}"},
        }[kind])
        return lead

    # --- deliveries --------------------------------------------------------------------------------------------------

    def deliveries(self, rows):
        """(kind, values) a row, in order of days; the last row brings a VIN for the second time."""
        wrong = [kind for kind, share in DELIVERY_KINDS.items() for _ in range(max(1, round(rows * share / 100)))]
        on_leads = self._on_leads(rows * 5 // 8)
        free = self._free(rows - len(wrong) - len(on_leads) - 1)
        found = on_leads + free + [(kind, self._wrong_delivery(kind)) for kind in wrong]
        found.sort(key=lambda row: (row[1]["day"], row[1]["VIN"]))
        twice = dict(self.random.choice(free)[1], 交车日期="2014/10/31")
        return [(kind, [row.get(head, "") for head in DELIVERY_HEAD]) for kind, row in found + [("vin_twice", twice)]]

    def _delivery(self, dealer, product, day, **more):
        random = self.random
        self.vehicles += 1
        price = round(PRICES[product] * random.uniform(0.9, 1), -2)
        row = {"经销商代码": dealer, "VIN": vin(MAKER, MODELS[product], YEAR, PLANT, self.vehicles), "产品代码": product,
               "交车日期": typed_date(random, day), "成交价": random.choice((f"{price:.0f}", f"{price:,.2f}")),
               "专员代码": random.choice(self.company.specialists[dealer]), "day": day}
        row.update(more)
        return row

    def _on_leads(self, count):
        """Vehicles of accepted leads; the first lead gets one more than it was filed for."""
        rows = []
        for position, lead in enumerate(self.random.sample(self.accepted, len(self.accepted))):
            for number in range(lead["count"] + (position == 0)):
                if len(rows) == count:
                    return rows
                first = max(lead["found"], datetime.date(2014, 9, 1))
                day = first + datetime.timedelta(self.random.randrange((datetime.date(2014, 10, 31) - first).days + 1))
                rows.append(("stored", self._delivery(lead["经销商代码"], lead["产品代码"], day,
                                                      经销商编号=lead["经销商编号"], 专员代码=lead["专员代码"])))
        return rows

    def _free_delivery(self, customer, dealer):
        day = datetime.date(2014, 9, 1) + datetime.timedelta(self.random.randrange(61))
        return self._delivery(dealer, self.random.choice(customer.products), day, 客户名称=customer.name,
                              统一社会信用代码=customer.uscc, 地区=customer.region, 业务结构=customer.business)

    def _free(self, count):
        rows = []
        while len(rows) < count:
            customer = next(self.customers)
            dealer = self.random.choice(self.dealers_of[customer.division])
            vehicles = min(self.random.choice((1, 1, 2, 3, 5)), count - len(rows))
            rows += [("stored", self._free_delivery(customer, dealer)) for _ in range(vehicles)]
        return rows

    def _wrong_delivery(self, kind):
        customer = next(self.customers)
        row = self._free_delivery(customer, self.random.choice(self.dealers_of[customer.division]))
        row.update({
            "vin_check_digit": {"VIN": vin_with_wrong_check(row["VIN"])},
            "vin_length": {"VIN": row["VIN"][:-1]},
            "unknown_dealer": {"经销商代码": "D9001"},
            "impossible_date": {"交车日期": "2014/9/31"},
            "price_text": {"成交价": "面议"},
            "unknown_product": {"产品代码": "SUV-X9"},
            "future_date": {"交车日期": "2099/9/1"},
            "missing_customer": {"客户名称": "", "统一社会信用代码": ""},
        }[kind])
        return row
