"""The brokers that are compared: how each is started and ended."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from . import processes

ROOT = pathlib.Path(__file__).resolve().parents[2]
KAFKA_SCRIPT = ROOT / "reference" / "kafka.sh"
KFAKE_SCRIPT = ROOT / "reference" / "kfake.sh"


class Broker:
    """A broker in a process of its own, at a port of its own."""

    name = ""

    def __init__(self, port, tools):
        self.port, self.tools = port, tools
        self.pid = None

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def command(self):
        """What bench_spawn executes; its first word is the program."""
        raise NotImplementedError

    def program_bytes(self):
        return os.path.getsize(self.command()[0])

    def start(self):
        """Starts it; returns the milliseconds until its first Metadata answer."""
        answer = processes.run_json([self.tools / "bench_spawn", "--keep", self.address, "--", *self.command()])
        self.pid = answer["pid"]
        return answer["milliseconds"]

    def stop(self):
        if self.pid is None:
            return
        os.kill(self.pid, signal.SIGTERM)
        while self.alive() or self.listens():
            time.sleep(0.01)
        self.pid = None

    def listens(self):
        """The main thread of a process can end before its sockets are closed."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def alive(self):
        try:
            return processes.stat_fields(self.pid)[0] != "Z"
        except FileNotFoundError:
            return False


class Dogear(Broker):
    name = "dogear"

    def __init__(self, port, tools, program, options=()):
        super().__init__(port, tools)
        self.program, self.options = program, list(options)

    def command(self):
        return [str(self.program), "--listen", self.address, "--control", f"127.0.0.1:{self.port + 5}", *self.options]


class Kfake(Broker):
    name = "kfake"
    program = None

    def command(self):
        if Kfake.program is None:
            found = subprocess.run(["bash", str(KFAKE_SCRIPT), "get"], stdout=subprocess.PIPE, text=True)
            if found.returncode != 0:
                raise processes.Failed("kfake cannot be built (needs Go); leave it out with --without kfake")
            Kfake.program = found.stdout.strip()
        return [Kfake.program, str(self.port)]


class Kafka(Broker):
    name = "kafka"
    # Deletes the files of deleted topics after a second, or the rounds would fill the disk.
    configs = ["log.segment.delete.delay.ms=1000"]

    def __init__(self, port, tools, state):
        super().__init__(port, tools)
        self.state = state

    def command(self):
        return ["bash", str(KAFKA_SCRIPT), "start", str(self.state), str(self.port), *self.configs]

    def program_bytes(self):
        home = subprocess.run(["bash", str(KAFKA_SCRIPT), "get"], stdout=subprocess.PIPE, text=True, check=True)
        return sum(file.stat().st_size for file in pathlib.Path(home.stdout.strip()).rglob("*.jar"))

    def start(self):
        """Measures from the start of the broker's JVM: formatting its directory does not count."""
        shutil.rmtree(self.state, ignore_errors=True)
        pid_file = self.state / "node-1" / "pid"
        starter = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL)
        while not pid_file.exists() or not pid_file.read_text().strip():
            if starter.poll():
                raise processes.Failed("Kafka does not start (needs Java and Maven); leave it out with --without kafka")
            time.sleep(0.005)
        self.pid = int(pid_file.read_text())
        while True:
            try:
                processes.run_json([self.tools / "bench_load", "ready", "--address", self.address])
                break
            except processes.Failed:
                time.sleep(0.01)
        milliseconds = 1e3 * processes.seconds_since_start(self.pid)
        starter.wait()
        return milliseconds

    def stop(self):
        if self.pid is None:
            return
        subprocess.run(["bash", str(KAFKA_SCRIPT), "stop", str(self.state)], check=True)
        shutil.rmtree(self.state, ignore_errors=True)
        self.pid = None
