"""Calculating statements from credits, in memory, on one core."""

import statistics

import stage

PEOPLE = 20_000
LINES = 300
LINES_PER_SECOND = 2_000_000


def measure_incentive_engine(build):
    rates = [int(stage.run(build / "bin" / "bench_pay", PEOPLE, LINES)) for _ in range(stage.ROUNDS)]
    stage.figure("incentive_engine", statistics.median(rates), LINES_PER_SECOND, "/s")
