"""The rows of the bench. Each round, a row runs once for each of its subjects and returns named figures.

The names of figures end in their unit. `commands` are the commands that give the same figures by hand.
"""
import statistics
import time

from . import processes
from .processes import GIB

MIB = 1 << 20


class Row:
    name = ""
    title = ""
    subjects = ("dogear", "kafka", "kfake")
    warm_up = False  # whether it runs once before the first round
    own_tool = None  # the tool of Bench.own_tool() that it needs; a Dogear without it is left out

    def __init__(self, bench):
        self.bench = bench

    def commands(self):
        return []

    def run(self, subject):
        raise NotImplementedError


class Spawn(Row):
    name = "spawn"
    title = "From starting the process to its first Metadata answer; memory one second later"

    def commands(self):
        return ["bench_spawn ADDRESS -- COMMAND", "grep VmRSS /proc/PID/status"]

    def run(self, subject):
        # Kafka takes seconds and is started once; the others take milliseconds and are started five times.
        times = [self.start_once(subject)[0] for _ in range(0 if subject == "kafka" else 4)]
        last, resident = self.start_once(subject, idle_seconds=1)
        return {"first_metadata_ms": statistics.median([*times, last]), "resident_mib": resident / MIB}

    def start_once(self, subject, idle_seconds=0):
        broker = self.bench.new_broker(subject)
        try:
            milliseconds = broker.start()
            time.sleep(idle_seconds)
            return milliseconds, processes.resident_bytes(broker.pid)
        finally:
            broker.stop()


class Size(Row):
    name = "size"
    title = "Size of the program (for Kafka: its jars, without Java)"

    def commands(self):
        return ["ls -l build/release/dogear"]

    def run(self, subject):
        return {"program_mib": self.bench.new_broker(subject).program_bytes() / MIB}


def latencies(got):
    return {name: got[name] for name in ("p50_us", "p99_us", "p999_us")}


class Load(Row):
    """Produces and reads everything back. For brokers that keep all records."""

    warm_up = True
    record_bytes = 0
    partitions = 1
    produce = ()
    fetch = ()

    def run(self, subject):
        broker = self.bench.broker(subject)
        topic = self.bench.new_topic_name()
        self.bench.load(broker, "create", topic, "--connections", self.partitions)
        figures = {
            **self.timed(broker, "produce", topic, self.produce),
            **self.timed(broker, "consume", topic, self.fetch),
        }
        self.check(broker, topic)
        self.bench.load(broker, "delete", topic)
        return figures

    def timed(self, broker, direction, topic, command):
        before = processes.cpu_seconds(broker.pid)
        got = self.bench.tool(command[0], command[1], "--address", broker.address, "--topic", topic, *command[2:])
        cpu = processes.cpu_seconds(broker.pid) - before
        return {**rates(direction, got), f"{direction}_broker_cpu_s_per_gib": cpu / (got["bytes"] / GIB)}

    def check(self, broker, topic):
        """Reads everything once more, if the timed reading does not check the records."""

    def commands(self):
        return [
            f"bench_load create --address ADDRESS --topic TOPIC --connections {self.partitions}",
            *(" ".join(map(str, [*words[:2], "--address ADDRESS --topic TOPIC", *words[2:]])) for words in (self.produce, self.fetch)),
        ]


def rates(direction, got):
    return {
        f"{direction}_gib_per_s": got["bytes"] / GIB / got["seconds"],
        f"{direction}_million_records_per_s": got["records"] / got["seconds"] / 1e6,
        f"{direction}_client_cpu_s_per_gib": got["client_cpu_seconds"] / (got["bytes"] / GIB),
    }


class RawLoad(Load):
    subjects = ("dogear", "kafka", "kfake", "tcp")
    batch_bytes = 1_000_000
    pipeline = 4

    def __init__(self, bench):
        super().__init__(bench)
        options = ["--record-bytes", self.record_bytes, "--batch-bytes", self.batch_bytes, "--bytes", bench.bytes,
                   "--connections", self.partitions, "--pipeline", self.pipeline]
        self.produce = ["bench_load", "produce", *options]
        self.fetch = ["bench_load", "fetch", *options]
        self.verify = ["bench_load", "verify", *options]

    def run(self, subject):
        return self.stream() if subject == "tcp" else super().run(subject)

    def stream(self):
        """Raw TCP, like a broker that only receives, or only sends."""
        figures = {}
        for direction, client, broker in (("produce", "sender", "receiver"), ("consume", "receiver", "sender")):
            got = self.bench.tool("bench_tcp", "stream", self.bench.bytes)
            gib = got["bytes"] / GIB
            figures[f"{direction}_gib_per_s"] = gib / got["seconds"]
            figures[f"{direction}_client_cpu_s_per_gib"] = got[f"{client}_cpu_seconds"] / gib
            figures[f"{direction}_broker_cpu_s_per_gib"] = got[f"{broker}_cpu_seconds"] / gib
        return figures

    def commands(self):
        return [*super().commands(), f"bench_tcp stream {self.bench.bytes}   (one connection, 256 KiB buffers)"]

    def check(self, broker, topic):
        self.bench.tool(*self.verify[:2], "--address", broker.address, "--topic", topic, *self.verify[2:])


class Raw1k(RawLoad):
    name = "raw-1k"
    title = "Our load generator: prebuilt batches of 1 MB of 1 KiB records, 4 requests in flight"
    record_bytes = 1024


class Raw100(RawLoad):
    name = "raw-100"
    title = "Our load generator: prebuilt batches of 1 MB of 100-byte records, 4 requests in flight"
    record_bytes = 100


class Raw16k(RawLoad):
    name = "raw-16k"
    title = "Our load generator: prebuilt batches of 16 KB of 1 KiB records, 16 requests in flight"
    record_bytes = 1024
    batch_bytes = 16_384
    pipeline = 16


class ClientLoad(Load):
    subjects = ("dogear", "kafka", "kfake", "mock")

    def __init__(self, bench):
        super().__init__(bench)
        options = ["--record-bytes", self.record_bytes, "--records", self.records()]
        self.produce = ["bench_rdkafka", "produce", *options]
        self.fetch = ["bench_rdkafka", "consume", *options]

    def records(self):
        raise NotImplementedError

    def run(self, subject):
        if subject != "mock":
            return super().run(subject)
        # The mock cluster keeps only the last 5 MB of a partition: there is nothing to read back.
        return rates("produce", self.bench.tool(*self.produce, "--mock"))


class Client1k(ClientLoad):
    name = "c-1k"
    title = "A C client (librdkafka), 1 KiB records, acks=all"
    record_bytes = 1024

    def records(self):
        return self.bench.bytes // 1024


class Client100(ClientLoad):
    name = "c-100"
    title = "A C client (librdkafka), 100-byte records, acks=all"
    record_bytes = 100

    def records(self):
        return self.bench.bytes // 256  # fewer bytes than in the other rows: small records take longer


class RoundTrip(Row):
    name = "roundtrip"
    title = "One record of 64 bytes with acks=all at a time, over a plain connection; the same number of bytes to an Asio echo server"
    subjects = ("dogear", "kafka", "kfake", "echo")
    warm_up = True
    request_bytes = 168  # the size of the request's frame, and about that of its answer

    def commands(self):
        return [
            f"bench_load roundtrips --address ADDRESS --topic TOPIC --record-bytes 64 --count {self.bench.count}",
            f"bench_tcp echo {self.bench.count} {self.request_bytes}",
        ]

    def run(self, subject):
        if subject == "echo":
            return latencies(self.bench.tool("bench_tcp", "echo", self.bench.count, self.request_bytes))
        broker = self.bench.broker(subject)
        topic = self.bench.new_topic_name()
        self.bench.load(broker, "create", topic)
        got = self.bench.load(broker, "roundtrips", topic, "--record-bytes", 64, "--count", self.bench.count)
        self.bench.load(broker, "delete", topic)
        return latencies(got)


class ClientRoundTrip(Row):
    name = "c-roundtrip"
    title = "One record of 64 bytes with acks=all at a time, from a C client (librdkafka, linger.ms=0)"
    subjects = ("dogear", "kafka", "kfake", "mock")
    warm_up = True

    def command(self):
        return ["bench_rdkafka", "roundtrips", "--record-bytes", 64, "--count", self.bench.count // 2]

    def commands(self):
        return [" ".join(map(str, self.command())) + " --address ADDRESS --topic TOPIC"]

    def run(self, subject):
        if subject == "mock":
            return latencies(self.bench.tool(*self.command(), "--mock"))
        broker = self.bench.broker(subject)
        topic = self.bench.new_topic_name()
        self.bench.load(broker, "create", topic)
        got = self.bench.tool(*self.command(), "--address", broker.address, "--topic", topic)
        self.bench.load(broker, "delete", topic)
        return latencies(got)


class Snapshot(Row):
    name = "snapshot"
    title = "Snapshot and restore of 1,000 partitions with their records and 100 groups, in process"
    subjects = ("dogear",)

    def commands(self):
        return [f"bench_snapshot 10 100 100 {self.bench.bytes}"]

    def run(self, subject):
        got = self.bench.own_tool(subject, "bench_snapshot", 10, 100, 100, self.bench.bytes)
        return {name: got[name] for name in ("snapshot_us", "restore_us", "first_produce_after_us")}


class Fixture(Row):
    name = "fixture"
    own_tool = "bench_fixture"
    title = "From dogear_new to the first Metadata answer, in process: the first cluster, and later ones"
    subjects = ("dogear",)

    def commands(self):
        return ["bench_fixture"]

    def run(self, subject):
        # The first cluster of a process takes longest: it is measured in five processes.
        runs = [self.bench.own_tool(subject, "bench_fixture") for _ in range(5)]
        return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


class Footprint(Row):
    name = "footprint"
    title = "Memory of an empty partition, of an idle connection, of a group of one member, and of a committed offset"
    subjects = ("dogear",)
    topics = 10
    partitions = 9_000  # of each: Kafka's controller creates no more than 10,000 at once
    connections = 1_000

    def commands(self):
        return [
            f"bench_load create --topic TOPIC --connections {self.partitions}   (for {self.topics} topics)",
            f"bench_load hold --connections {self.connections}",
            "bench_members GROUPS   (100 and 1,000)",
        ]

    def run(self, subject):
        few, many = (self.bench.own_tool(subject, "bench_members", groups) for groups in (100, 1_000))
        figures = {
            "partition_bytes": self.partition_bytes(subject),
            "connection_bytes": self.connection_bytes(subject),
            "first_tenth_member_bytes": few["member_bytes"],
            "member_bytes": many["member_bytes"],
        }
        if "offset_bytes" in many:  # the tool of an older version does not print it
            figures["offset_bytes"] = many["offset_bytes"]
        return figures

    def partition_bytes(self, subject):
        with self.bench.started(subject) as broker:
            before = processes.resident_bytes(broker.pid)
            for number in range(self.topics):
                self.bench.load(broker, "create", f"t{number}", "--connections", self.partitions)
            return (processes.resident_bytes(broker.pid) - before) / (self.topics * self.partitions)

    def connection_bytes(self, subject):
        with self.bench.started(subject) as broker:
            before = processes.resident_bytes(broker.pid)
            with self.bench.holding(broker, self.connections):
                return (processes.resident_bytes(broker.pid) - before) / self.connections


ALL = [Spawn, Size, Raw1k, Raw100, Raw16k, Client1k, Client100, RoundTrip, ClientRoundTrip, Snapshot, Footprint, Fixture]
