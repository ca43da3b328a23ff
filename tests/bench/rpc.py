"""Ping through the whole server path against a bare libzmq echo: same frames, same CURVE, same client program."""

import subprocess
import time

import stage

SECONDS = 3
PROCESSOR = 0  # for both servers and their clients: what is compared is work, not the machine's wake-ups between cores


def measure_rpc(build):
    from harness.client import Keys
    from harness.deployment import reserved_port

    with stage.deployment(build, "directory") as deployment:
        service = deployment.services["directory"]
        stage.pin(service.process.pid, PROCESSOR)
        keys = Keys.new()
        reserved = reserved_port()
        endpoint = f"tcp://127.0.0.1:{reserved.getsockname()[1]}"
        echo = subprocess.Popen(["taskset", "-c", str(PROCESSOR), build / "bin" / "bench_echo", endpoint, keys.secret])
        try:
            time.sleep(0.2)
            for name, in_flight in (("rpc_lone", 1), ("rpc_64", 64)):
                stage.figure(name, *stage.by_turns(
                    lambda n=in_flight: ping(build, service.endpoint, service.keys.public, deployment.operator_keys, "service", n),
                    lambda n=in_flight: ping(build, endpoint, keys.public, deployment.operator_keys, "echo", n)), unit="/s")
        finally:
            echo.kill()
            echo.wait()
            reserved.close()


def ping(build, endpoint, server_public, keys, kind, in_flight):
    """Round trips a second."""
    return float(stage.run(build / "bin" / "bench_ping", endpoint, server_public, keys.public, keys.secret, kind, in_flight,
                           SECONDS, pin=PROCESSOR))
