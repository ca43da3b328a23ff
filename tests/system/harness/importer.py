"""An integrator with the command line: imports one file of leads after the other, and each again until it went through."""

import json
import random
import subprocess
import threading

from google.protobuf import json_format

from .client import message_class, method_descriptor, request_message
from .workload import PRODUCTS, Call

ROWS = 100
IMPORTED = 200_000  # numbers of their own: a name like that of a dealer's customer would be put before a person
HEADS = "经销商,客户名称,产品代码,数量,发现日期\n"


class Importer(threading.Thread):
    """Now and then an import is killed on its way. `calls()` is complete when the thread has ended."""

    def __init__(self, deployment, seed, dealers, stop):
        super().__init__(name="importer")
        self.deployment, self.dealers, self.stop = deployment, dealers, stop
        self.random = random.Random(f"{seed}/importer")
        self.command = [deployment.build / "bin" / "remuda", "lead", "import", "--json", "--timeout", "10"]
        self.environment = deployment.command_line_environment()
        self.rows = {}      # customer -> fields
        self.answers = {}   # customer -> [response as JSON]
        self.runs = self.files = 0
        self.failure = None

    def run(self):
        try:
            while not self.stop.is_set():
                file = self._write_file()
                while self._import(file) != 0:
                    pass
                self.stop.wait(self.random.uniform(0, 2))
        except Exception as error:  # told by the test: a thread's own failure would go unseen
            self.failure = error

    def _write_file(self):
        self.files += 1
        file = self.deployment.folder / f"leads-{self.files}.csv"
        lines = [HEADS]
        for n in range(ROWS):
            name = f"第{self.files}表客户{IMPORTED + n}"
            self.rows[name] = {"dealer_code": f"D{self.random.randint(1, self.dealers)}", "customer": {"name": name},
                               "product_code": self.random.choice(list(PRODUCTS)), "quantity": self.random.randint(1, 9),
                               "found_on": "2014-09-01"}
            fields = self.rows[name]
            lines.append(f"{fields['dealer_code']},{name},{fields['product_code']},{fields['quantity']},2014/9/1\n")
        file.write_text("".join(lines))
        return file

    def _import(self, file):
        """The exit code; what was said of each row until the end, whichever it was, is kept."""
        self.runs += 1
        process = subprocess.Popen([*self.command, file], env=self.environment, stdin=subprocess.DEVNULL, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        killer = threading.Timer(self.random.uniform(0.05, 0.8), process.kill)
        if not self.stop.is_set() and self.random.random() < 0.4:
            killer.start()
        for line in process.stdout:
            if line.endswith("}\n") and "response" in (row := json.loads(line)):
                self.answers.setdefault(row["title"], []).append(json.dumps(row["response"]))
        killer.cancel()
        return process.wait()

    def calls(self, principal_id, leads):
        """As a dealer's calls are told: `leads` tell which key the command line took for which row."""
        keys = {lead.filed_name: lead.idempotency_key for lead in leads if lead.principal_id == principal_id}
        response = message_class(method_descriptor("LeadIntake/FileLead").output_type)
        for name, fields in self.rows.items():
            answers = [("OK", json_format.Parse(answer, response()).SerializeToString()) for answer in self.answers[name]]
            yield Call("FileLead", principal_id, keys.get(name, name), request_message("LeadIntake/FileLead", fields),
                       copies=len(answers), answers=answers)
