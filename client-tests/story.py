#!/usr/bin/env python3
"""Runs the story of the client tests (README.md) with the actor that is given on the command line.

    BOOTSTRAP=host:port [RUN_ID=prefix] client-tests/story.py NAME COMMAND [argument...]

Prints the plan, then one line of JSON for each step; exits with 1 if a step failed.
"""
import collections
import json
import os
import sys
import time

import actor
import records
from actor import Actor, Cannot, Failed, end_all, until

PARTITIONS = 6
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]
RUN_ID = os.environ.get("RUN_ID") or f"run{os.getpid()}"
# Record i carries this timestamp plus i milliseconds: the past hour, so that no broker finds it odd.
BASE_TIMESTAMP = (int(time.time()) - 3600) * 1000
# The errors of clients for a group without committed offsets, when auto.offset.reset is "none".
NO_OFFSET = {"_AUTO_OFFSET_RESET", "NoOffsetForPartitionException", "NoOffsetForPartitionError",
             "partition has no prior committed offset"}
OUT_OF_RANGE = {"_AUTO_OFFSET_RESET", "OffsetOutOfRangeException", "OFFSET_OUT_OF_RANGE"}


def expect(what, actual, expected):
    if actual != expected:
        raise Failed(f"{what}: {actual!r:.300} instead of {expected!r:.300}")


def by_partition(received):
    partitions = collections.defaultdict(list)
    for record in received:
        partitions[record.partition].append(record)
    return partitions


def positions(received):
    return {p: rows[-1].offset + 1 for p, rows in by_partition(received).items()}


def number(record):
    return int(record.value.split(":", 1)[0])


def check_contents(received, numbers):
    """Exactly the records of these numbers, each once, byte for byte, and each key in order in one partition."""
    received = sorted(received, key=lambda r: (r.partition, r.offset))
    expect("numbers of records", sorted(map(number, received)), list(numbers))
    last = {}  # key -> (partition, number)
    for r in received:
        i = number(r)
        if (r.key, r.value) != (records.key(i) or "", records.value(i)):
            raise Failed(f"record {i} has another key or value: {r.key!r} {r.value!r:.80}")
        expect(f"timestamp of record {i}", r.timestamp, BASE_TIMESTAMP + i)
        if r.key:
            partition, before = last.get(r.key, (r.partition, -1))
            if partition != r.partition or before >= i:
                raise Failed(f"{r.key}: record {i} of partition {r.partition} "
                             f"after {before} of partition {partition}")
            last[r.key] = (r.partition, i)


def check_arrival(received, first, end):
    """Every partition's offsets arrived in order, from first to end, without a gap or a repetition."""
    partitions = by_partition(received)
    for p in range(PARTITIONS):
        offset = first.get(p, 0)
        for r in partitions[p]:
            expect(f"offset in partition {p}", r.offset, offset)
            offset += 1
        expect(f"end of partition {p}", offset, end[p])


class Story:
    def __init__(self, name, command):
        self.name, self.command = name, command
        self.before = []  # the records that were read in a commit-* step, for the resume-* step after it
        self.read_zstd = []  # all records of that topic
        self.counts = {}  # topic -> {partition: acknowledged records}
        self.desk = Actor(command)  # creates topics, produces, looks up offsets; never a member
        self.members = [Actor(command) for _ in range(3)]
        self.version = " ".join(self.desk.do("version"))

    def topic(self, codec):
        return f"{RUN_ID}-{self.name}-{codec}"

    def group(self, what):
        return f"{RUN_ID}-{self.name}-{what}"

    def steps(self):
        yield "create-topic", self.create_topic
        yield "group-of-three", self.group_of_three
        for codec in CODECS:
            yield f"produce-{codec}", lambda codec=codec: self.produce(codec)
            yield f"consume-{codec}", lambda codec=codec: self.consume(codec)
        yield "stop-group", self.stop_group
        yield "commit-by-hand", self.commit_by_hand
        yield "resume-by-hand", lambda: self.resume("gzip", "by-hand")
        yield "commit-by-timer", self.commit_by_timer
        yield "resume-by-timer", lambda: self.resume("snappy", "by-timer")
        yield "reset-earliest", self.reset_earliest
        yield "reset-latest", self.reset_latest
        yield "reset-none", self.reset_none
        yield "out-of-range", self.out_of_range
        yield "reset-by-time", self.reset_by_time
        yield "kill-member", self.kill_member

    # The steps.

    def create_topic(self):
        cannot = None
        for codec in CODECS:
            try:
                self.desk.do("create", self.topic(codec), PARTITIONS)
            except Cannot as why:  # the actor has made the broker create it
                cannot = why
        for codec in CODECS:
            self.await_topic(self.topic(codec))
        if cannot:
            raise cannot
        again = self.desk.ask("create", self.topic("none"), PARTITIONS)
        expect("creating it again", again[:2], ["error", "TOPIC_ALREADY_EXISTS"])

    def group_of_three(self):
        topics = [self.topic(codec) for codec in CODECS]
        self.join(self.members, "three", topics, reset="earliest", commit="timer")
        for member in self.members:
            expect("partitions of a member", len(member.assigned), PARTITIONS * len(topics) // 3)
            member.send("go")

    def produce(self, codec):
        topic = self.topic(codec)
        self.counts[topic] = self.desk.offsets("produce", topic, codec, 0, records.COUNT, BASE_TIMESTAMP)
        expect("acknowledged records", sum(self.counts[topic].values()), records.COUNT)
        expect("ends of the partitions", self.ends(topic), self.counts[topic])
        return {"records": records.COUNT}

    def consume(self, codec):
        return self.whole(self.topic(codec), self.members, {})

    def stop_group(self):
        for member in self.members:
            member.do("close")
        for codec in CODECS:  # no record has come since the consume-* steps
            topic = self.topic(codec)
            expect(f"records of {topic}", sum(len(m.records[topic]) for m in self.members), records.COUNT)
            expect("committed offsets", self.committed("three", topic), self.counts[topic])
        self.read_zstd = [r for m in self.members for r in m.records[self.topic("zstd")]]

    def commit_by_hand(self):
        member, topic = self.member(), self.topic("gzip")
        self.join([member], "by-hand", [topic], reset="earliest", commit="hand")
        member.do("go", 10_000)
        expect("committed offsets before any commit", self.committed("by-hand", topic), {})
        member.do("commit")
        expect("committed offsets", self.committed("by-hand", topic), positions(member.records[topic]))
        member.do("close")
        self.before = member.records[topic]

    def commit_by_timer(self):
        member, topic = self.member(), self.topic("snappy")
        self.join([member], "by-timer", [topic], reset="earliest", commit="timer")
        member.do("go", 10_000)
        place = positions(member.records[topic])
        deadline = time.monotonic() + 30
        while self.committed("by-timer", topic) != place:
            if time.monotonic() > deadline:
                raise Failed(f"{self.committed('by-timer', topic)} is committed instead of {place}")
        member.do("close")
        self.before = member.records[topic]

    def resume(self, codec, group):
        """Another member goes on at the committed offsets: together they read every record once."""
        member, topic = self.member(), self.topic(codec)
        place = self.committed(group, topic)
        self.join([member], group, [topic], reset="latest" if len(place) == PARTITIONS else "earliest")
        member.send("go")
        return self.whole(topic, [member], place, self.before) | {"place": place}

    def reset_earliest(self):
        member, topic = self.member(), self.topic("lz4")
        self.join([member], "earliest", [topic], reset="earliest")
        member.send("go")
        return self.whole(topic, [member], {})

    def reset_latest(self):
        member, topic = self.member(), self.topic("none")
        self.join([member], "latest", [topic], reset="latest")
        member.send("go")
        end = self.ends(topic)
        until("the end of every partition", lambda: len(member.at_end) == PARTITIONS, [member])
        expect("where it waits", {p: end[p] if o is None else o for (_, p), o in member.at_end.items()}, end)
        self.desk.do("produce", topic, "none", records.COUNT, 100, BASE_TIMESTAMP)
        until("100 new records", lambda: len(member.records[topic]) >= 100, [member])
        member.do("close")
        check_arrival(member.records[topic], end, self.ends(topic))
        check_contents(member.records[topic], range(records.COUNT, records.COUNT + 100))

    def reset_none(self):
        """Without a committed offset, the client raises its own error."""
        return {"raised": self.refusal(self.group("none"), NO_OFFSET)}

    def out_of_range(self):
        """At a committed offset that does not exist, too."""
        group = self.group("beyond")
        self.desk.do("place", group, self.topic("lz4"), *(f"{p}:1000000" for p in range(PARTITIONS)))
        return {"raised": self.refusal(group, OUT_OF_RANGE)}

    def reset_by_time(self):
        """The offset for a time is that of the first record that is not older."""
        member, topic, half = self.member(), self.topic("zstd"), records.COUNT // 2
        place = self.desk.offsets("times", topic, BASE_TIMESTAMP + half)
        expected = {p: min(r.offset for r in rows if r.timestamp >= BASE_TIMESTAMP + half)
                    for p, rows in by_partition(self.read_zstd).items()}
        expect("offsets for the time", place, expected)
        later = self.desk.offsets("times", topic, BASE_TIMESTAMP + records.COUNT)
        expect("offsets for a time after the last record", later, dict.fromkeys(range(PARTITIONS), -1))
        self.desk.do("place", self.group("time"), topic, *(f"{p}:{o}" for p, o in place.items()))
        self.join([member], "time", [topic], reset="latest")
        member.send("go")
        until("half of the records", lambda: len(member.records[topic]) >= records.COUNT - half, [member])
        member.do("close")
        check_arrival(member.records[topic], place, self.counts[topic])
        check_contents(member.records[topic], range(half, records.COUNT))
        return {"place": place}

    def kill_member(self):
        """The survivors start at the victim's committed offsets: exactly what it has read since then comes again."""
        members, topic = [Actor(self.command) for _ in range(3)], self.topic("lz4")
        victim, *survivors = members
        self.join(members, "kill", [topic], reset="earliest", commit="hand")
        lost = {p for _, p in victim.assigned}
        victim.do("go", 2000)
        victim.do("commit")
        committed = positions(victim.records[topic])
        victim.do("go", 1000)
        self.go_on_to(survivors, topic, {p: n for p, n in self.counts[topic].items() if p not in lost})
        for survivor in survivors:
            survivor.do("commit")
        before = {p: n for p, n in self.counts[topic].items() if p not in lost} | committed
        expect("committed offsets", self.committed("kill", topic), before)
        victim.kill()
        self.await_assignment(survivors, [topic])
        left = {p: n - (committed.get(p, 0) if p in lost else 0) for p, n in self.counts[topic].items()}
        self.await_count(survivors, topic, sum(left.values()))
        for survivor in survivors:  # before one leaves: the other takes its partitions over
            survivor.do("commit")
        for survivor in survivors:
            survivor.do("close")
        expect("committed offsets", self.committed("kill", topic), self.counts[topic])
        first = {p: committed.get(p, 0) for p in lost}
        read_by_survivors = [r for s in survivors for r in s.records[topic]]
        check_arrival(read_by_survivors, first, self.counts[topic])
        kept = [r for r in victim.records[topic] if r.offset < first[r.partition]]
        check_contents(kept + read_by_survivors, range(records.COUNT))
        return {"twice": len(victim.records[topic]) - len(kept)}

    # Shared by the steps.

    def member(self):
        """An actor that is in no group and has read nothing: the one of the last step, or a new one if that step failed."""
        member = self.members[0]
        if member.ended or member.assigned or member.replies:
            member.kill()
            member = self.members[0] = Actor(self.command)
        member.records.clear()
        return member

    def await_topic(self, topic):
        """Kafka answers CreateTopics before every part of it knows the topic."""
        deadline = time.monotonic() + 30
        while (answer := self.desk.ask("ends", topic))[0] == "error":
            if time.monotonic() > deadline:
                raise Failed(f"{topic} was created, but: {' '.join(answer)}")
        expect("ends of a new topic", answer[1:], [f"{p}:0" for p in range(PARTITIONS)])

    def join(self, members, group, topics, reset, commit="hand"):
        """All join, and wait at the start of their partitions until they are told to go."""
        for member in members:
            member.do("join", self.group(group), ",".join(topics), reset, commit)
        self.await_assignment(members, topics)

    def await_assignment(self, members, topics):
        """Until every partition has exactly one owner, and every member about as many as the others."""
        all_partitions = sorted((topic, p) for topic in topics for p in range(PARTITIONS))
        share = len(all_partitions) // len(members)
        until("an assignment of every partition to one member",
              lambda: sorted(p for m in members for p in m.assigned) == all_partitions
              and all(len(m.assigned) == share for m in members), members)

    def refusal(self, group, names):
        """The error that a new member of the group raises, which must be one of these names."""
        member = self.member()
        member.do("join", group, self.topic("lz4"), "none", "hand")
        member.send("go")
        try:
            answer = member.reply()
        finally:
            member.kill()  # some clients raise it for every partition
        if answer[0] != "error" or answer[1] not in names:
            raise Failed(f"{' '.join(answer)} instead of an error in {sorted(names)}")
        return answer[1]

    def go_on_to(self, members, topic, ends):
        for member in members:
            member.send("go")
        self.await_count(members, topic, sum(ends.values()))

    def await_count(self, members, topic, count):
        until(f"{count} records", lambda: sum(len(m.records[topic]) for m in members) >= count, members)

    def whole(self, topic, members, first, before=()):
        """The members read the topic from these offsets to its end; with the records of `before` it must be complete."""
        self.await_count(members, topic, records.COUNT - len(before))
        received = [r for m in members for r in m.records[topic]]
        check_arrival(received, first, self.counts[topic])
        received += before
        check_contents(received, range(records.COUNT))
        if members is not self.members:
            for member in members:
                member.do("close")
        received.sort(key=number)
        return {"records": len(received), "hash": records.content_hash((r.key, r.value) for r in received)}

    def ends(self, topic):
        return self.desk.offsets("ends", topic)

    def committed(self, group, topic):
        return self.desk.offsets("committed", self.group(group), topic)


def main():
    name, command = sys.argv[1], sys.argv[2:]
    try:
        story = Story(name, command)
    except Failed as failure:
        sys.exit(f"{name} does not start: {failure}")
    print(json.dumps({"client": name, "version": story.version, "plan": [s for s, _ in story.steps()]}), flush=True)
    failed = False
    for step, tell in story.steps():
        start, line = time.monotonic(), {"step": step, "ok": True}
        try:
            line |= tell() or {}
        except Cannot as cannot:  # neither passed nor failed
            line |= {"ok": False, "cannot": str(cannot)}
        except Exception as failure:  # a step that breaks is a step that failed
            line |= {"ok": False, "detail": f"{type(failure).__name__}: {failure}"}
            failed = True
            actor.patience_seconds = 10  # others may wait for what will never come
        line["ms"] = round((time.monotonic() - start) * 1000)
        print(json.dumps(line), flush=True)
    end_all()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
