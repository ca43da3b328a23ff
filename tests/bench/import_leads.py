"""`remuda lead import` of a spreadsheet against psql's \\copy of the same file into a plain table, both durable, on one server."""

import time

import stage
from lead import DEALERS, PRODUCTS, bench

ROWS = 200_000
ROUNDS = 3
HEADS = "经销商代码,经销商编号,客户名称,产品代码,数量,发现日期,备注"
TABLE = """CREATE TABLE plain_import (dealer text, reference text, customer text, product text, quantity integer, found_on date, remarks text,
                           PRIMARY KEY (dealer, reference))"""


def measure_import(build):
    with bench(build, customers=1000) as b:
        b.psql("bench", "-c", TABLE)
        files = [write_file(b.deployment.folder / f"leads-{number}.csv", number) for number in range(2 * ROUNDS)]
        ours, limit = iter(files[:ROUNDS]), iter(files[ROUNDS:])
        stage.figure("import", *stage.by_turns(lambda: import_file(b, next(ours)), lambda: copy_file(b, next(limit)), ROUNDS), unit="/s")


def write_file(file, number):
    """New customers, each with one lead."""
    with file.open("w", encoding="utf-8-sig") as text:
        print(HEADS, file=text)
        for row in range(ROWS):
            print(f"D{row % DEALERS + 1:04d},{number}-{row},第{number}批第{row}汽车租赁有限公司,BENCH{row % PRODUCTS:03d},"
                  f"{row % 90 + 1},2014-09-{row % 28 + 1:02d},展会上登记", file=text)
    return file


def import_file(b, file):
    """Rows a second."""
    start = time.monotonic()
    done = b.deployment.run_command_line("lead", "import", file, "--summary", timeout=600)
    assert done.returncode == 0 and f"{ROWS} rows, accepted {ROWS}" in done.stdout, done
    return ROWS / (time.monotonic() - start)


def copy_file(b, file):
    start = time.monotonic()
    b.psql("bench", "-c", f"\\copy plain_import FROM '{file}' WITH (FORMAT csv, HEADER)")
    return ROWS / (time.monotonic() - start)
