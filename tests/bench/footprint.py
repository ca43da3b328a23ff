"""Memory of idle services, time from exec to ready, size of stripped programs."""

import statistics
import subprocess
import time

import stage

IDLE_SECONDS = 5
MEMORY_LIMIT_MIB = 16
READY_LIMIT_MS = 300


def measure_footprint(build):
    from harness.deployment import SERVICES

    built = [name for name in SERVICES if (build / "bin" / f"remuda-{name.replace('_', '-')}").exists()]
    with stage.deployment(build, *built) as deployment:
        time.sleep(IDLE_SECONDS)
        for name in built:
            stage.figure(f"footprint_memory_{name}", resident_mib(deployment.services[name].process.pid), MEMORY_LIMIT_MIB, "MiB")
        for name in built:
            times = [milliseconds_to_ready(deployment.services[name]) for _ in range(stage.ROUNDS)]
            stage.figure(f"footprint_ready_{name}", statistics.median(times), READY_LIMIT_MS, "ms")
    for program in sorted((build / "bin").glob("remuda*")):
        stage.figure(f"footprint_binary_{program.name}", stripped_kib(program), None, "KiB")


def resident_mib(process_id):
    with open(f"/proc/{process_id}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024


def milliseconds_to_ready(service):
    """Asked every few milliseconds at the admin port, as a supervisor would."""
    service.stop()
    start = time.monotonic()
    service.start(wait=False)
    while service.admin("/readyz")[0] != 200:
        if not service.running():
            raise RuntimeError(f"{service.name} ended:\n{service.log_end()}")
        time.sleep(0.002)
    return (time.monotonic() - start) * 1000


def stripped_kib(program):
    with stage.folder() as folder:
        stripped = folder / program.name
        subprocess.run(["strip", "-o", stripped, program], check=True)
        return stripped.stat().st_size / 1024
