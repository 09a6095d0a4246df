"""The soak's clients, which come and go: processes in three languages, each with many clients.

A slot stands for one client of some kind; when the client leaves, another one takes the slot.
"""
import dataclasses
import pathlib
import queue
import subprocess
import threading


class Process:
    """A program with clients in it. Its lines go into the queue `said`, and () when it has ended."""

    def __init__(self, language, command, environment, said):
        self.language = language
        self.popen = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.told_to_end = False
        threading.Thread(target=self.listen, args=[said], daemon=True).start()

    def listen(self, said):
        for line in self.popen.stdout:
            said.put((self, line.rstrip("\n").split("\t")))
        self.popen.wait()
        said.put((self, ()))

    def tell(self, *words):
        try:
            self.popen.stdin.write("\t".join(map(str, words)) + "\n")
            self.popen.stdin.flush()
        except BrokenPipeError:
            pass  # listen() reports its end


@dataclasses.dataclass
class Slot:
    language: str
    kind: str       # produce, join
    topic: str
    detail: object  # the number of keys, or the group
    client: str = ""
    process: Process = None
    leaving: bool = False
    closed: bool = False  # no client takes it any more


class Crowd:
    def __init__(self, commands, environment, ledger, write):
        self.commands, self.environment, self.ledger, self.write = commands, environment, ledger, write
        self.said = queue.Queue()
        self.processes = {}  # (language, number): process
        self.slots = []
        self.by_client = {}
        self.ordinal = 0

    def start_process(self, language, number):
        process = Process(language, self.commands[language], self.environment, self.said)
        self.processes[language, number] = process

    def add(self, slot):
        self.slots.append(slot)
        self.fill(slot)

    def fill(self, slot):
        mine = [process for (language, _), process in sorted(self.processes.items()) if language == slot.language]
        slot.process = min(mine, key=lambda process: sum(other.process is process for other in self.slots if other.client))
        self.ordinal += 1
        slot.client, slot.leaving = f"{slot.language}-{self.ordinal}", False
        self.by_client[slot.client] = slot
        if slot.kind == "join":
            self.ledger.group_of[slot.client] = slot.detail
            self.ledger.groups[slot.topic].add(slot.detail)
        else:
            self.ledger.keys[slot.client] = slot.detail
        self.ledger.counts["clients"] += 1
        self.tell(slot, slot.kind, slot.client, slot.topic, slot.detail)

    def leave(self, slot):
        if slot.client and not slot.leaving:
            slot.leaving = True
            self.tell(slot, "leave", slot.client)

    def tell(self, slot, *words):
        self.write("tell", *words)
        slot.process.tell(*words)

    def close(self, slots):
        for slot in slots:
            slot.closed = True
            self.leave(slot)

    def kill(self, key):
        self.write("kill", *key)
        process = self.processes[key]
        process.told_to_end = True
        process.popen.kill()

    def active(self):
        return sum(bool(slot.client) for slot in self.slots)

    def gone(self, slot):
        self.by_client.pop(slot.client)
        slot.client = ""
        if slot.closed:
            self.slots.remove(slot)
        else:
            self.fill(slot)

    def ended(self, process):
        """Starts it again. Uncommitted records of its members may come again; unacknowledged ones may be in the log."""
        if not process.told_to_end:
            self.ledger.problem(f"a process of {process.language} ended by itself with status {process.popen.returncode}")
        key = next((key for key, it in self.processes.items() if it is process), None)
        if key is None:
            return
        self.start_process(*key)
        for slot in [slot for slot in self.slots if slot.process is process and slot.client]:
            self.ledger.excuse(slot.client, "killed")
            self.gone(slot)

    def end(self):
        for process in self.processes.values():
            process.told_to_end = True
            process.popen.stdin.close()
        for process in self.processes.values():
            process.popen.wait()
        self.processes.clear()


def commands(prepare):
    """Builds the programs; returns the command of each language."""
    here = pathlib.Path(__file__).parent
    _, _, _, actor = prepare.prepare_c("soak", "gcc", "-std=gnu17", "rdkafka")
    go = prepare.BUILD / "go" / "soak"
    prepare.call(prepare.go(), "build", "-o", go, "./soak", cwd=here.parent / "go")
    jar = prepare.maven_jar("java", "actor-jar-with-dependencies.jar")
    java = ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jar, "Soak"]
    return {"c": [actor], "go": [go], "java": java}
