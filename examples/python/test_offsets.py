"""Where a consumer continues: after a commit, and after its offset has expired."""
import contextlib

import pytest
from confluent_kafka import Consumer, KafkaException, TopicPartition

import dogear


@pytest.fixture
def kafka():
    # The offsets of a group without members are kept for a day, on a clock that only the test moves.
    with dogear.Cluster(clock="manual", topic="orders:1", brokerConfig={"offsets.retention.minutes": 1440}) as cluster:
        orders = [{"value": value} for value in ("soup", "bread", "coffee")]
        cluster.call("topics/produce", topic="orders", records=orders)
        yield cluster


@contextlib.contextmanager
def consumer_of(kafka):
    consumer = Consumer({"bootstrap.servers": kafka.bootstrap_servers, "group.id": "kitchen",
                         "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe(["orders"])
    try:
        yield consumer
    finally:
        consumer.close()


def next_value(consumer):
    message = consumer.poll(10)
    assert message, "no record has come"
    if message.error():
        raise KafkaException(message.error())
    return message.value().decode()


def read_two_and_commit(kafka):
    with consumer_of(kafka) as consumer:
        assert [next_value(consumer), next_value(consumer)] == ["soup", "bread"]
        consumer.commit(asynchronous=False)


def test_the_next_consumer_continues_where_the_last_one_committed(kafka):
    read_two_and_commit(kafka)
    with consumer_of(kafka) as consumer:
        assert next_value(consumer) == "coffee"


def test_an_offset_expires_and_the_group_begins_again(kafka):
    read_two_and_commit(kafka)
    kafka.call("clock/advance", by="25h")
    with consumer_of(kafka) as consumer:
        [place] = consumer.committed([TopicPartition("orders", 0)], 10)
        assert place.offset < 0, "the offset is gone"
        assert next_value(consumer) == "soup"


def test_what_is_wrong_is_told_by_its_name(kafka):
    with pytest.raises(dogear.Error) as refused:
        kafka.call("topics/create", name="orders", partitions=0)
    assert (refused.value.status, refused.value.field) == (400, "partitions")
