"""The rows that measure with very many of something: idle connections, long polls, partitions, groups.

They measure twice with the same broker: "alone", with few or none of them, and "beside" all of them.
"""
import contextlib
import time

from . import processes
from .rows import MIB, Row


def round_trips(bench, broker, verb, topic, *options):
    got = bench.load(broker, verb, topic, "--count", bench.count, *options)
    return {name: got[name] for name in ("p50_us", "p99_us")}


def named(prefix, figures):
    return {f"{prefix}_{name}": value for name, value in figures.items()}


class Idle(Row):
    """Opens the connections of bench_load's `verb` to a new broker: first a tenth of them, then the rest."""

    subjects = ("dogear", "kfake")
    verb = ""
    what = ""

    def __init__(self, bench):
        super().__init__(bench)
        self.title = f"{bench.many_connections:,} {self.title}"

    def commands(self):
        return [
            f"bench_load {self.verb} --address ADDRESS --topic IDLE_TOPIC --connections {self.bench.many_connections}",
            f"bench_load roundtrips --address ADDRESS --topic TOPIC --record-bytes 64 --count {self.bench.count}",
            "grep VmRSS /proc/PID/status",
        ]

    def run(self, subject):
        with self.bench.started(subject) as broker:
            for topic in ("idle", "busy"):
                self.bench.load(broker, "create", topic)
            alone = self.round_trips(broker)
            first, rest = self.bench.many_connections // 10, self.bench.many_connections * 9 // 10
            before = processes.resident_bytes(broker.pid)
            with self.holding(broker, first):
                at_first = processes.resident_bytes(broker.pid)
                with self.holding(broker, rest):
                    at_all = processes.resident_bytes(broker.pid)
                    beside = self.round_trips(broker)
            return {
                f"first_tenth_{self.what}_bytes": (at_first - before) / first,
                f"{self.what}_bytes": (at_all - before) / (first + rest),
                **named("alone", alone),
                **named("beside", beside),
            }

    def round_trips(self, broker):
        return round_trips(self.bench, broker, "roundtrips", "busy", "--record-bytes", 64)

    @contextlib.contextmanager
    def holding(self, broker, connections):
        with self.bench.holding(broker, connections, self.verb, "idle"):
            time.sleep(1)  # so that the broker has read all requests
            yield


class Connections(Idle):
    name = "connections"
    title = "idle connections: the memory of each, and a small produce alone and beside them (Kafka is left out, to save time)"
    verb = "hold"
    what = "connection"


class Polls(Idle):
    name = "polls"
    title = ("connections, each with a waiting Fetch: the memory of each, and a small produce to another topic alone "
             "and beside them (Kafka is left out, to save time)")
    verb = "polls"
    what = "poll"


class Partitions(Row):
    name = "partitions"
    title = ("partitions in 20 topics: the memory of each, and a produce, a fetch and the Metadata of a topic of one "
             "partition, alone and beside them (Kafka is left out, to save time)")
    subjects = ("dogear", "kfake")
    topics = 20  # Kafka's controller writes no more than 10,000 records at once: a topic's and its partitions'
    verbs = {"produce": "roundtrips", "fetch": "fetch-roundtrips", "metadata": "metadata-roundtrips"}

    def __init__(self, bench):
        super().__init__(bench)
        self.title = f"{bench.many_partitions:,} {self.title}"

    def commands(self):
        each = self.bench.many_partitions // self.topics
        return [
            f"bench_load create --address ADDRESS --topic OTHER_TOPIC --connections {each}   (for {self.topics} topics)",
            *(f"bench_load {verb} --address ADDRESS --topic TOPIC --record-bytes 64 --count {self.bench.count}"
              for verb in self.verbs.values()),
            "grep VmRSS /proc/PID/status",
        ]

    def run(self, subject):
        with self.bench.started(subject) as broker:
            self.bench.load(broker, "create", "one")
            alone = self.round_trips(broker)
            grown = self.grow(broker, self.bench.many_partitions // self.topics)
            return {
                "first_tenth_partition_bytes": grown[self.topics // 10 - 1] / (self.bench.many_partitions // 10),
                "partition_bytes": grown[-1] / self.bench.many_partitions,
                **named("alone", alone),
                **named("beside", self.round_trips(broker)),
            }

    def grow(self, broker, partitions):
        """By how many bytes the broker has grown after each topic."""
        before = processes.resident_bytes(broker.pid)
        grown = []
        for number in range(self.topics):
            self.bench.load(broker, "create", f"many-{number}", "--connections", partitions)
            grown.append(processes.resident_bytes(broker.pid) - before)
        return grown

    def round_trips(self, broker):
        figures = {}
        for what, verb in self.verbs.items():
            figures.update(named(what, round_trips(self.bench, broker, verb, "one", "--record-bytes", 64)))
        return figures


class Commits(Row):
    name = "commits"
    title = "Offset commits of one partition, by 1 and by 1,000 groups in turn: 4 connections, 16 requests in flight on each"
    warm_up = True
    connections = 4
    pipeline = 16
    groups = {"one_group": 1, "many_groups": 1_000}

    def options(self, groups):
        return ["--groups", groups, "--connections", self.connections, "--pipeline", self.pipeline,
                "--count", 10 * self.bench.count]

    def commands(self):
        return [f"bench_load commits --address ADDRESS --topic TOPIC {' '.join(map(str, self.options(groups)))}"
                for groups in self.groups.values()]

    def run(self, subject):
        broker = self.bench.broker(subject)
        figures = {}
        for what, groups in self.groups.items():
            topic = self.bench.new_topic_name()  # begins the names of its groups too
            self.bench.load(broker, "create", topic)
            got = self.bench.load(broker, "commits", topic, *self.options(groups))
            self.bench.load(broker, "delete", topic)
            figures[f"{what}_commits_per_s"] = got["commits"] / got["seconds"]
        return figures


class CommitGrowth(Row):
    """Offsets that are committed again and again: __consumer_offsets is compacted, and must not grow."""

    name = "commit-growth"
    subjects = ("dogear",)

    def __init__(self, bench):
        super().__init__(bench)
        self.title = f"{bench.many_commits:,} offset commits of one group: memory after a tenth of them and after all"

    def options(self, commits):
        return ["--groups", 1, "--connections", 4, "--pipeline", 16, "--count", commits]

    def commands(self):
        return [f"bench_load commits --address ADDRESS --topic TOPIC {' '.join(map(str, self.options(self.bench.many_commits)))}",
                "grep VmRSS /proc/PID/status"]

    def run(self, subject):
        first, rest = self.bench.many_commits // 10, self.bench.many_commits * 9 // 10
        with self.bench.started(subject) as broker:
            self.bench.load(broker, "create", "committed")
            resident = []
            for commits in (first, rest):
                self.bench.load(broker, "commits", "committed", *self.options(commits))
                resident.append(processes.resident_bytes(broker.pid) / MIB)
        return {"first_tenth_resident_mib": resident[0], "resident_mib": resident[1]}


ALL = [Connections, Polls, Partitions, Commits, CommitGrowth]
