"""Finding the customers whom a name could mean, among a million."""

import stage

NAMES = 1_000_000
SEARCHES = 20_000
CANDIDATES_LIMIT_MS = 5
MEAN_LIMIT_MS = 0.15
MEMORY_LIMIT_MIB = 512


def measure_match(build):
    find_us, decide_us, mean_us, memory_kib = map(int, stage.run(build / "bin" / "bench_match", NAMES, SEARCHES).split())
    stage.figure("match_candidates", find_us / 1000, CANDIDATES_LIMIT_MS, "ms")
    stage.figure("match_verdict", decide_us / 1000, CANDIDATES_LIMIT_MS, "ms")
    stage.figure("match_mean", mean_us / 1000, MEAN_LIMIT_MS, "ms")
    stage.figure("match_memory", memory_kib / 1024, MEMORY_LIMIT_MIB, "MiB")
