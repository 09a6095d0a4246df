"""The client program of the story for aiokafka (for asyncio): its loop runs while something is awaited."""
import asyncio
import collections
import contextlib
import logging
import os
import sys

import aiokafka
import aiokafka.errors
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from python_actor import BOOTSTRAP, PARTITIONS, PythonActor, say, say_record, story_records

logging.basicConfig(level=logging.CRITICAL)  # errors are told as answers
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
MOST_AT_ONCE = 500


def every_partition(topic):
    return [TopicPartition(topic, p) for p in range(PARTITIONS)]


def name(partition):
    return f"{partition.topic}:{partition.partition}"


def awaited(method):
    """The same as a plain method, as PythonActor wants it."""
    return lambda *arguments: loop.run_until_complete(method(*arguments))


@contextlib.asynccontextmanager
async def consumer(**config):
    started = AIOKafkaConsumer(bootstrap_servers=BOOTSTRAP, **config)
    await started.start()
    try:
        yield started
    finally:
        await started.stop()


class Actor(PythonActor, ConsumerRebalanceListener):
    # The desk.

    def version(self):
        return f"aiokafka {aiokafka.__version__}"

    def explain(self, error):
        return getattr(error, "message", "") or type(error).__name__, str(error)

    @awaited
    async def create(self, topic, partitions):
        admin = AIOKafkaAdminClient(bootstrap_servers=BOOTSTRAP)
        await admin.start()
        answer = await admin.create_topics([NewTopic(topic, int(partitions), 1)])
        await admin.close()
        for _, code, text in answer.topic_errors:
            if code:
                raise aiokafka.errors.for_code(code)(text)

    @awaited
    async def produce(self, topic, codec, first, count, base_timestamp):
        producer = AIOKafkaProducer(bootstrap_servers=BOOTSTRAP, enable_idempotence=True, linger_ms=5,
                                    max_batch_size=65536, compression_type=None if codec == "none" else codec)
        await producer.start()
        sent = [await producer.send(topic, value, key, timestamp_ms=timestamp)
                for key, value, timestamp in story_records(int(first), int(count), int(base_timestamp))]
        await producer.flush()
        acknowledged = collections.Counter([(await future).partition for future in sent])
        await producer.stop()
        return acknowledged

    @awaited
    async def ends(self, topic):
        async with consumer() as desk:
            return {p.partition: offset for p, offset in (await desk.end_offsets(every_partition(topic))).items()}

    @awaited
    async def times(self, topic, timestamp):
        async with consumer() as desk:
            places = await desk.offsets_for_times(dict.fromkeys(every_partition(topic), int(timestamp)))
        return {p.partition: place.offset if place else -1 for p, place in places.items()}

    @awaited
    async def committed(self, group, topic):
        async with consumer(group_id=group, enable_auto_commit=False) as desk:
            places = {p.partition: await desk.committed(p) for p in every_partition(topic)}
        return {p: offset for p, offset in places.items() if offset is not None}

    @awaited
    async def place(self, group, topic, *places):
        async with consumer(group_id=group, enable_auto_commit=False) as desk:
            desk.assign(every_partition(topic))
            offsets = [map(int, place.split(":")) for place in places]
            await desk.commit({TopicPartition(topic, p): offset for p, offset in offsets})

    # The member.

    @awaited
    async def join(self, group, topics, reset, commit):
        self.reading, self.told_ends = False, {}
        self.member = AIOKafkaConsumer(
            bootstrap_servers=BOOTSTRAP, group_id=group, session_timeout_ms=6000, heartbeat_interval_ms=500,
            auto_offset_reset=reset, enable_auto_commit=commit == "timer", auto_commit_interval_ms=100,
            max_partition_fetch_bytes=65536)  # a little of every partition at a time
        self.member.subscribe(topics.split(","), listener=self)
        await self.member.start()

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

    @awaited
    async def commit(self):
        await self.member.commit()

    @awaited
    async def close(self):
        await self.member.stop()
        self.member = None

    @awaited
    async def poll(self):
        most = MOST_AT_ONCE if self.budget is None else max(1, min(self.budget, MOST_AT_ONCE))
        count = 0
        for partition, rows in (await self.member.getmany(timeout_ms=50, max_records=most)).items():
            for r in rows:
                say_record(partition.topic, partition.partition, r.offset, r.timestamp, r.key, r.value)
            count += len(rows)
        sys.stdout.flush()
        self.spend(count)
        if self.reading:
            await self.tell_ends()

    async def tell_ends(self):
        for partition in self.member.assignment():
            end = self.member.highwater(partition)
            if end is not None and end == await self.member.position(partition) != self.told_ends.get(partition):
                self.told_ends[partition] = end
                say("at-end", name(partition), end)


Actor().run()
