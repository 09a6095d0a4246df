"""What the Python actors share: reading commands and answering them (README.md, "The lines")."""
import os
import select
import sys

import records

BOOTSTRAP = os.environ["BOOTSTRAP"]
PARTITIONS = 6


def say(*words):
    sys.stdout.write("\t".join(map(str, words)) + "\n")
    sys.stdout.flush()


def say_record(topic, partition, offset, timestamp, key, value):
    sys.stdout.write(f"record\t{topic}\t{partition}\t{offset}\t{timestamp}\t{(key or b'').decode()}\t{value.decode()}\n")


def story_records(first, count, base_timestamp):
    for i in range(first, first + count):
        key = records.key(i)
        yield key and key.encode(), records.value(i).encode(), base_timestamp + i


class PythonActor:
    """A subclass has a method for every command, and resume() and pause() for a member's partitions. poll() lets a
    member read for a moment; explain() returns the name and the text of an exception."""

    member = None  # the consumer, once joined
    reading = False  # otherwise the member's partitions are paused
    budget = None  # records until it holds again

    def run(self):
        lines = self._lines()
        while True:
            if self.member:
                self._guard(self.poll)
            line = next(lines)
            if line is None:
                break
            if line:
                command, *words = line.split("\t")
                self._guard(lambda: self._obey(command, words))
        if self.member:
            self.close()

    def _obey(self, command, words):
        if command in ("produce", "ends", "times", "committed"):
            answer = getattr(self, command)(*words)
            say("produced" if command == "produce" else command, *(f"{p}:{o}" for p, o in sorted(answer.items())))
        elif command == "version":
            say("version", self.version())
        elif command == "go":
            self.budget = int(words[0]) if words else None
            self.reading = True
            self.resume()
        else:
            getattr(self, command)(*words)
            say({"create": "created", "place": "placed", "join": "joined", "commit": "committed", "close": "closed"}[command])

    def _guard(self, action):
        try:
            action()
        except Exception as error:
            say("error", *self.explain(error))

    def spend(self, count):
        """Counts records that were read, and holds after as many as "go" asked for."""
        if self.budget is not None and self.reading:
            self.budget -= count
            if self.budget <= 0:
                self.reading = False
                self.pause()
                say("held")

    def _lines(self):
        """The lines of standard input; "" when there is none yet but a member has to poll; None at the end."""
        rest = b""
        while True:
            while b"\n" in rest:
                line, rest = rest.split(b"\n", 1)
                yield line.decode()
            if self.member and not select.select([0], [], [], 0)[0]:
                yield ""
            elif chunk := os.read(0, 65536):
                rest += chunk
            else:
                yield None
