"""One run of the bench: its brokers, its rounds, and their figures."""
import collections
import contextlib
import shutil
import subprocess
import sys

from . import brokers, processes


class Bench:
    """Starts brokers when they are first needed and keeps them, so that they are warm after the first round."""

    def __init__(self, options, builds, state):
        """`builds` are the build directories: of "dogear", and of the tags to compare with."""
        self.builds, self.state, self.options = builds, state, options
        self.tools = builds["dogear"] / "bench"
        self.bytes, self.count = options.bytes, options.count
        self.many_connections, self.many_partitions = options.many_connections, options.many_partitions
        self.many_commits = options.many_commits
        self.without = set(options.without)
        self.running = {}
        self.topics = 0
        # figures[row][figure][subject] is a list, one value a round
        self.figures = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(list)))
        self.titles, self.commands = {}, {}

    def run(self, rows):
        rows = [row(self) for row in rows]
        for row in rows:
            self.titles[row.name], self.commands[row.name] = row.title, row.commands()
            if row.warm_up and not self.options.cold:
                for subject in self.subjects_of(row):
                    self.attempt(row, subject)
        for number in range(1, self.options.rounds + 1):
            print(f"\nround {number} of {self.options.rounds}", flush=True)
            for row in rows:
                self.run_once(row, number)

    def subjects_of(self, row):
        subjects = []
        for subject in row.subjects:
            subjects += self.builds_with(row.own_tool) if subject == "dogear" else [subject]
        return [subject for subject in subjects if subject not in self.without]

    def builds_with(self, tool):
        return [name for name, build in self.builds.items() if not tool or (build / "bench" / tool).exists()]

    def order(self, row, number):
        """The subjects in another order each round: another one begins, and another one follows."""
        subjects = self.subjects_of(row)
        first = number // 2 % len(subjects)
        subjects = subjects[first:] + subjects[:first]
        return subjects[::-1] if number % 2 else subjects

    def run_once(self, row, number):
        for subject in self.order(row, number):
            figures = self.attempt(row, subject)
            for figure, value in figures.items():
                self.figures[row.name][figure][subject].append(value)
            told = "  ".join(f"{figure} {value:.4g}" for figure, value in figures.items())
            print(f"  {row.name:12} {subject:8} {told}", flush=True)

    def attempt(self, row, subject):
        try:
            return row.run(subject)
        except (processes.Failed, subprocess.TimeoutExpired) as failed:
            sys.exit(f"bench: {row.name} {subject}: {failed}")

    # --- for the rows

    def tool(self, name, *arguments):
        return processes.run_json([self.tools / name, *arguments])

    def own_tool(self, subject, name, *arguments):
        """Runs the tool that was built with the subject: for what is measured in the tool's own process."""
        return processes.run_json([self.builds[subject] / "bench" / name, *arguments])

    def load(self, broker, verb, topic, *options):
        return self.tool("bench_load", verb, "--address", broker.address, "--topic", topic, *options)

    def new_topic_name(self):
        self.topics += 1
        return f"bench-{self.topics}"

    def broker(self, subject):
        if subject not in self.running:
            print(f"starting {subject}", file=sys.stderr, flush=True)
            broker = self.make(subject, self.options.port + 10 * len(self.running))
            broker.start()
            self.running[subject] = broker
        return self.running[subject]

    def new_broker(self, subject, options=()):
        """A further broker, which the row itself starts and stops."""
        return self.make(subject, self.options.port + 50, options)

    @contextlib.contextmanager
    def started(self, subject):
        """A further broker, which runs within the with statement."""
        broker = self.new_broker(subject)
        try:
            broker.start()
            yield broker
        finally:
            broker.stop()

    def make(self, subject, port, options=()):
        if subject in self.builds:
            return brokers.Dogear(port, self.tools, self.program(subject), options)
        if subject == "kfake":
            return brokers.Kfake(port, self.tools)
        return brokers.Kafka(port, self.tools, self.state / f"kafka-{port}")

    def program(self, subject):
        """A fresh copy of the program. How much of a program is resident depends also on how its file came into the page
        cache: one that a linker has just written takes up to a third more than a copied or installed one, and even two
        copies differ by some pages, which belongs to the noise of a row."""
        copy = self.state / "programs" / subject / "dogear"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        shutil.copy(self.builds[subject] / "dogear", copy)
        return copy

    @contextlib.contextmanager
    def holding(self, broker, connections, verb="hold", topic="bench"):
        """So many connections, open within the with statement: idle ones, or with "polls" a long poll on each."""
        command = [str(self.tools / "bench_load"), verb, "--address", broker.address, "--topic", topic,
                   "--connections", str(connections)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            if not holder.stdout.readline():
                raise processes.Failed(f"{' '.join(command)}: could not open the connections")
            yield
        if holder.returncode != 0:
            raise processes.Failed(f"{' '.join(command)}: the connections were not idle")

    def stop(self):
        for broker in self.running.values():
            broker.stop()
        self.running.clear()
