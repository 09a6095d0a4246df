"""Runs an actor, a client program of some language, and talks to it (README.md, "The lines")."""
import collections
import os
import signal
import subprocess
import threading
import time

# One condition guards what all actors have said, so that one can wait for several at once.
said = threading.Condition()
patience_seconds = 60  # for a condition to come true


class Failed(Exception):
    """A check of the story has failed."""


class Cannot(Exception):
    """The client has no way to do this; its words say why."""


Record = collections.namedtuple("Record", "topic partition offset timestamp key value")


class Actor:
    running = []

    def __init__(self, command):
        self.records = collections.defaultdict(list)  # by topic, in the order of arrival
        self.assigned = set()
        self.at_end = {}  # (topic, partition) -> offset, None if the client does not know it
        self.replies = collections.deque()
        self.ended = False
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        Actor.running.append(self)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        rest = b""
        while chunk := os.read(self.process.stdout.fileno(), 1 << 16):
            *lines, rest = (rest + chunk).split(b"\n")
            with said:
                for line in lines:
                    self._hear(line.decode().split("\t"))
                said.notify_all()
        with said:
            self.ended = True
            said.notify_all()

    def _hear(self, words):
        if words[0] == "record":
            _, topic, partition, offset, timestamp, key, value = words
            self.records[topic].append(
                Record(topic, int(partition), int(offset), int(timestamp), key, value))
        elif words[0] == "assigned":
            self.assigned = {partition_of(word) for word in words[1:]}
            self.at_end.clear()
        elif words[0] == "at-end":
            self.at_end[partition_of(words[1])] = int(words[2]) if len(words) > 2 else None
        else:
            self.replies.append(words)

    def send(self, *words):
        self.process.stdin.write(("\t".join(str(word) for word in words) + "\n").encode())
        self.process.stdin.flush()

    def reply(self):
        until("a reply", lambda: self.replies or self.ended)
        with said:
            if not self.replies:
                raise Failed("the program ended")
            words = self.replies.popleft()
        if words[0] == "cannot":
            raise Cannot(" ".join(words[1:]))
        return words

    def ask(self, *words):
        """Sends a command and returns the words of its answer, which may be an error."""
        if self.replies:
            raise Failed(f"said unasked: {' '.join(self.replies[0])}")
        self.send(*words)
        return self.reply()

    def do(self, *words):
        """Like ask(), but the command must succeed; returns the words after the first."""
        answer = self.ask(*words)
        if answer[0] == "error":
            raise Failed(f"{words[0]}: {' '.join(answer[1:])}")
        return answer[1:]

    def offsets(self, *words):
        """Like do(), for an answer of the form partition:offset ..."""
        return {int(p): int(o) for p, o in (word.split(":") for word in self.do(*words))}

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def partition_of(word):
    topic, partition = word.rsplit(":", 1)
    return topic, int(partition)


def until(what, condition, actors=()):
    """Waits until the condition holds; fails when one of the actors reports an error or it takes too long."""
    deadline = time.monotonic() + patience_seconds
    with said:
        while not condition():
            for actor in actors:
                if actor.replies:
                    raise Failed(f"waiting for {what}: {' '.join(actor.replies[0])}")
                if actor.ended:
                    raise Failed(f"waiting for {what}: the program ended")
            if not said.wait(deadline - time.monotonic()):
                raise Failed(f"waited {patience_seconds} s for {what}")


def end_all():
    for actor in Actor.running:
        actor.process.kill()
