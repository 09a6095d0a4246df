"""The client program of the story for kafka-python (written in Python throughout)."""
import collections
import contextlib
import logging
import os
import sys

import kafka
from kafka import ConsumerRebalanceListener, KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from python_actor import BOOTSTRAP, PARTITIONS, PythonActor, say, say_record, story_records

logging.basicConfig(level=logging.CRITICAL)  # errors are told as answers


def every_partition(topic):
    return [TopicPartition(topic, p) for p in range(PARTITIONS)]


def name(partition):
    return f"{partition.topic}:{partition.partition}"


class Actor(PythonActor, ConsumerRebalanceListener):
    # The desk.

    def __init__(self):
        self.desk = KafkaConsumer(bootstrap_servers=BOOTSTRAP)  # looks up offsets, is in no group

    def version(self):
        return f"kafka-python {kafka.__version__}"

    def explain(self, error):
        return getattr(error, "message", "") or type(error).__name__, str(error)

    def create(self, topic, partitions):
        with contextlib.closing(KafkaAdminClient(bootstrap_servers=BOOTSTRAP)) as admin:
            admin.create_topics([NewTopic(topic, int(partitions), 1)])

    def produce(self, topic, codec, first, count, base_timestamp):
        producer = KafkaProducer(bootstrap_servers=BOOTSTRAP, enable_idempotence=True, linger_ms=5, batch_size=65536,
                                 compression_type=None if codec == "none" else codec)
        sent = [producer.send(topic, value, key, timestamp_ms=timestamp)
                for key, value, timestamp in story_records(int(first), int(count), int(base_timestamp))]
        producer.flush()
        acknowledged = collections.Counter(future.get().partition for future in sent)
        producer.close()
        return acknowledged

    def ends(self, topic):
        return {p.partition: offset for p, offset in self.desk.end_offsets(every_partition(topic)).items()}

    def times(self, topic, timestamp):
        places = self.desk.offsets_for_times(dict.fromkeys(every_partition(topic), int(timestamp)))
        return {p.partition: place.offset if place else -1 for p, place in places.items()}

    def _without_joining(self, group):
        return KafkaConsumer(bootstrap_servers=BOOTSTRAP, group_id=group, enable_auto_commit=False)

    def committed(self, group, topic):
        with contextlib.closing(self._without_joining(group)) as consumer:
            places = {p.partition: consumer.committed(p) for p in every_partition(topic)}
        return {p: offset for p, offset in places.items() if offset is not None}

    def place(self, group, topic, *places):
        with contextlib.closing(self._without_joining(group)) as consumer:
            offsets = [map(int, place.split(":")) for place in places]
            consumer.commit({TopicPartition(topic, p): OffsetAndMetadata(offset, "", -1) for p, offset in offsets})

    # The member.

    def join(self, group, topics, reset, commit):
        self.reading, self.told_ends = False, {}
        self.member = KafkaConsumer(
            bootstrap_servers=BOOTSTRAP, group_id=group, session_timeout_ms=6000, heartbeat_interval_ms=500,
            auto_offset_reset=reset, enable_auto_commit=commit == "timer", auto_commit_interval_ms=100,
            max_partition_fetch_bytes=65536)  # a little of every partition at a time
        self.member.subscribe(topics.split(","), listener=self)

    def on_partitions_assigned(self, assigned):
        if not self.reading:
            self.member.pause(*assigned)
        say("assigned", *map(name, assigned))

    def on_partitions_revoked(self, revoked):
        self.told_ends.clear()
        say("assigned")

    def resume(self):
        self.member.resume(*self.member.assignment())

    def pause(self):
        self.member.pause(*self.member.assignment())

    def commit(self):
        self.member.commit()

    def close(self):
        self.member.close()
        self.member = None

    def poll(self):
        count = 0
        for partition, rows in self.member.poll(timeout_ms=50).items():
            for r in rows:
                say_record(partition.topic, partition.partition, r.offset, r.timestamp, r.key, r.value)
            count += len(rows)
        sys.stdout.flush()
        self.spend(count)
        if self.reading:
            self.tell_ends()

    def tell_ends(self):
        for partition in self.member.assignment():
            end = self.member.highwater(partition)
            if end is not None and end == self.member.position(partition) != self.told_ends.get(partition):
                self.told_ends[partition] = end
                say("at-end", name(partition), end)


Actor().run()
