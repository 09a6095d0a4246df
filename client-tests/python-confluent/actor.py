"""The client program of the story for confluent-kafka (librdkafka as packaged by Confluent)."""
import collections
import os
import sys
import time

import confluent_kafka
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from python_actor import BOOTSTRAP, PARTITIONS, PythonActor, say, say_record, story_records

TIMEOUT_SECONDS = 30


def every_partition(topic, offset=0):
    return [TopicPartition(topic, p, offset) for p in range(PARTITIONS)]


def name(partition):
    return f"{partition.topic}:{partition.partition}"


class Actor(PythonActor):
    # The desk.

    def __init__(self):
        self.admin = AdminClient({"bootstrap.servers": BOOTSTRAP})
        self.desk = Consumer({"bootstrap.servers": BOOTSTRAP, "group.id": "desk"})  # looks up offsets, never joins

    def version(self):
        return f"confluent-kafka {confluent_kafka.version()}, librdkafka {confluent_kafka.libversion()[0]}"

    def explain(self, error):
        if isinstance(error, KafkaException):
            return error.args[0].name(), error.args[0].str()
        return type(error).__name__, str(error)

    def create(self, topic, partitions):
        self.admin.create_topics([NewTopic(topic, int(partitions), 1)])[topic].result(TIMEOUT_SECONDS)
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not self._is_complete(topic, int(partitions)) and time.monotonic() < deadline:
            pass

    def _is_complete(self, topic, partitions):
        """Asks the broker, as librdkafka would otherwise keep what it heard when the topic was half created."""
        metadata = self.admin.list_topics(topic, TIMEOUT_SECONDS).topics[topic]
        return len(metadata.partitions) == partitions and all(p.leader >= 0 for p in metadata.partitions.values())

    def produce(self, topic, codec, first, count, base_timestamp):
        acknowledged = collections.Counter()

        def delivered(error, message):
            if error:
                raise KafkaException(error)
            acknowledged[message.partition()] += 1

        producer = Producer({"bootstrap.servers": BOOTSTRAP, "enable.idempotence": True, "compression.type": codec,
                             "batch.size": 65536, "linger.ms": 5})
        for key, value, timestamp in story_records(int(first), int(count), int(base_timestamp)):
            while True:
                try:
                    producer.produce(topic, value, key, timestamp=timestamp, on_delivery=delivered)
                    break
                except BufferError:  # its queue is full
                    producer.poll(1)
        producer.flush(TIMEOUT_SECONDS)
        return acknowledged

    def ends(self, topic):
        ends = self.admin.list_offsets(dict.fromkeys(every_partition(topic), OffsetSpec.latest()))
        return {p.partition: future.result(TIMEOUT_SECONDS).offset for p, future in ends.items()}

    def times(self, topic, timestamp):
        places = self.desk.offsets_for_times(every_partition(topic, int(timestamp)), TIMEOUT_SECONDS)
        return {p.partition: max(p.offset, -1) for p in places}  # END is what librdkafka calls -1

    def _without_joining(self, group):
        return Consumer({"bootstrap.servers": BOOTSTRAP, "group.id": group})

    def committed(self, group, topic):
        consumer = self._without_joining(group)
        places = consumer.committed(every_partition(topic), TIMEOUT_SECONDS)
        consumer.close()
        return {p.partition: p.offset for p in places if p.offset >= 0}

    def place(self, group, topic, *places):
        consumer = self._without_joining(group)
        offsets = [TopicPartition(topic, *map(int, place.split(":"))) for place in places]
        consumer.commit(offsets=offsets, asynchronous=False)
        consumer.close()

    # The member.

    def join(self, group, topics, reset, commit):
        self.reading = False
        self.member = Consumer({
            "bootstrap.servers": BOOTSTRAP,
            "group.id": group,
            "session.timeout.ms": 6000,
            "heartbeat.interval.ms": 500,
            "auto.offset.reset": "error" if reset == "none" else reset,
            "enable.auto.commit": commit == "timer",
            "auto.commit.interval.ms": 100,
            "enable.partition.eof": True,
            "fetch.message.max.bytes": 65536,  # a little of every partition at a time
        })
        self.member.subscribe(topics.split(","), on_assign=self._assigned, on_revoke=lambda *_: say("assigned"))

    def _assigned(self, consumer, partitions):
        consumer.assign(partitions)
        # One that was paused when it was lost still is when it comes again.
        (consumer.resume if self.reading else consumer.pause)(partitions)
        say("assigned", *map(name, partitions))

    def resume(self):
        self.member.resume(self.member.assignment())

    def pause(self):
        self.member.pause(self.member.assignment())

    def commit(self):
        try:
            self.member.commit(asynchronous=False)
        except KafkaException as error:
            if error.args[0].code() != KafkaError._NO_OFFSET:  # nothing new is no error here
                raise

    def close(self):
        self.member.close()
        self.member = None

    def poll(self):
        for message in self.member.consume(500 if self.budget is None else min(500, self.budget or 1), 0.05):
            if message.error() and message.error().code() == KafkaError._PARTITION_EOF:
                say("at-end", f"{message.topic()}:{message.partition()}", message.offset())
            elif message.error():
                raise KafkaException(message.error())
            else:
                say_record(message.topic(), message.partition(), message.offset(), message.timestamp()[1],
                           message.key(), message.value())
                self.spend(1)
        sys.stdout.flush()


Actor().run()
