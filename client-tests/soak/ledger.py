"""Records what the soak's clients report, and checks it.

The value of every record is its producer and a number: PRODUCER:NUMBER. Members report what they read before they commit
it, and then what was committed. Their ordinal counts how often they got partitions.
"""
import collections
import sys

KEPT, SHORT, COMPACTED, PASSING = "kept", "short", "compacted", "passing"  # how names of topics begin
LOST, REFUSED = "partitions lost", "commit refused"  # excuses of a member that is one no longer


def kind_of(topic):
    return topic.split("-")[0]


class Ledger:
    def __init__(self):
        self.acknowledged = collections.defaultdict(dict)  # (topic, partition): {offset: record}
        self.unsure = {}                                   # record: the error that its producer was told
        self.places = {}                                   # record: where it was acknowledged or read
        self.reads = collections.defaultdict(dict)         # (group, topic, partition): {offset: (member, ordinal)}
        self.doubles = []                                  # (group, topic, partition, offset, first and second reader)
        self.committed = {}                                # (member, ordinal, topic, partition): offset
        self.excuses = {}                                  # (member, ordinal), or a member or producer: why
        self.keys = {}                                     # producer: how many keys its records have; 0 for none
        self.groups = collections.defaultdict(set)         # topic: the groups that read it
        self.group_of = {}                                 # member: group
        self.starts = {}                                   # (topic, partition): the log start, as last told
        self.counts = collections.Counter()
        self.problems = []

    # --- what happens

    def acked(self, producer, topic, partition, offset, number):
        record = f"{producer}:{number}"
        self.counts["acknowledged"] += 1
        other = self.acknowledged[topic, int(partition)].setdefault(int(offset), record)
        if other != record:
            self.problem(f"{topic}-{partition} at {offset}: acknowledged as {record} and as {other}")
        self.place(record, (topic, int(partition), int(offset)))

    def unsure_of(self, producer, number, error):
        self.unsure[f"{producer}:{number}"] = error
        self.counts["failed sends"] += 1

    def read(self, member, ordinal, topic, partition, offset, record):
        self.counts["read"] += 1
        log, offset, reader = (topic, int(partition)), int(offset), (member, int(ordinal))
        self.place(record, (*log, offset))
        reads = self.reads[(self.group_of[member], *log)]
        if offset in reads:
            self.counts["doubled"] += 1
            self.doubles.append((self.group_of[member], *log, offset, reads[offset], reader))
        reads[offset] = reader

    def commit(self, member, ordinal, topic, partition, offset):
        self.counts["commits"] += 1
        key = member, int(ordinal), topic, int(partition)
        self.committed[key] = max(int(offset), self.committed.get(key, 0))

    def excuse(self, who, why):
        self.counts[why] += 1
        self.excuses.setdefault(who, why)

    def place(self, record, where):
        """A record must have one offset only: producers are idempotent."""
        if self.places.setdefault(record, where) != where:
            self.problem(f"{record} stands at {where} and at {self.places[record]}")

    def problem(self, text):
        self.problems.append(text)
        if len(self.problems) <= 20:
            print(f"soak: {text}", file=sys.stderr, flush=True)

    # --- checks

    def missing(self):
        """Acknowledged records that a group should have read and has not: (group, topic, partition, offset, record)."""
        last = self.last_of_keys()
        for (topic, partition), records in list(self.acknowledged.items()):
            if kind_of(topic) == PASSING:  # deleted while it was read
                continue
            for group in self.groups[topic]:
                reads = self.reads[group, topic, partition]
                for offset, record in records.items():
                    if offset not in reads and not self.may_be_gone(topic, partition, offset, record, last):
                        yield group, topic, partition, offset, record

    def may_be_gone(self, topic, partition, offset, record, last):
        if kind_of(topic) == SHORT:
            return offset < self.starts.get((topic, partition), 0)
        return kind_of(topic) == COMPACTED and last[topic, partition, self.key_of(record)] != offset

    def key_of(self, record):
        producer, number = record.rsplit(":", 1)
        return producer, int(number) % self.keys[producer]

    def last_of_keys(self):
        """Of compacted topics: the offset of each key's last record, which must stay. That one need not have been
        acknowledged: a producer that is killed, or whose send failed, may have written a record that was only read."""
        last = {}
        for record, (topic, partition, offset) in self.places.items():
            if kind_of(topic) == COMPACTED:
                key = topic, partition, self.key_of(record)
                last[key] = max(last.get(key, 0), offset)
        return last

    def explain_doubles(self):
        """Counts why records came to a group twice. It is a problem if their first reader had committed them or has no
        excuse, unless it is the second one that had no right to them: it had lost the partition, and was not told yet."""
        why = collections.Counter()
        for group, topic, partition, offset, first, second in self.doubles:
            again = f"{group} read {topic}-{partition} at {offset} again, by {' '.join(map(str, second))}"
            excuse = self.excuses.get(first) or self.excuses.get(first[0])
            if second != first and self.excuses.get(second) in (LOST, REFUSED):
                why["right: the second had lost the partition"] += 1
            elif self.committed.get((*first, topic, partition), 0) > offset:
                self.problem(f"{again}, which {first[0]} had committed in its assignment {first[1]}")
            elif excuse:
                why[excuse] += 1
            else:
                self.problem(f"{again}, without a reason: {first[0]} was well in its assignment {first[1]}")
        return why

    def check_strangers(self):
        """A record that was read but never acknowledged needs an excuse: a failed send, or a killed producer."""
        for record, (topic, partition, offset) in self.places.items():
            if self.acknowledged.get((topic, partition), {}).get(offset) == record or record in self.unsure:
                continue
            if record.rsplit(":", 1)[0] not in self.excuses:
                self.problem(f"{record} was read at {topic}-{partition} {offset}, but never acknowledged")
