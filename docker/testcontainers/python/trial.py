"""Starts the Kafka module of Testcontainers for Python with the image $IMAGE, writes records and reads them back."""
import os
import sys
import time
import traceback

from confluent_kafka import Consumer, Producer
from testcontainers.community.kafka import KafkaContainer

COUNT = 100


def write(bootstrap):
    wrote = []
    producer = Producer({"bootstrap.servers": bootstrap})
    for n in range(COUNT):
        producer.produce("orders", key=str(n), value=f"order {n}",
                         on_delivery=lambda error, record: wrote.append(error or text(record)))
    if left := producer.flush(30):
        raise AssertionError(f"{left} of {COUNT} records were not delivered")
    return wrote


def read(bootstrap):
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "trial", "auto.offset.reset": "earliest"})
    consumer.subscribe(["orders"])
    records, end = [], time.monotonic() + 30
    while len(records) < COUNT and time.monotonic() < end:
        if record := consumer.poll(1):
            records.append(record.error() or text(record))
    consumer.commit(asynchronous=False)
    consumer.close()
    return records


def text(record):
    return f"{record.offset()} {record.key().decode()}={record.value().decode()}"


def brokers(bootstrap):
    """What Metadata names."""
    named = Producer({"bootstrap.servers": bootstrap}).list_topics(timeout=30).brokers.values()
    return [f"{broker.host}:{broker.port}" for broker in named]


def round_trip(bootstrap):
    assert (named := brokers(bootstrap)) == [bootstrap], named
    wrote = write(bootstrap)
    assert wrote == [f"{n} {n}=order {n}" for n in range(COUNT)], wrote
    assert (came := read(bootstrap)) == wrote, came


def attempt(name, container):
    try:
        with container as kafka:
            round_trip(kafka.get_bootstrap_server())
    except Exception as failure:
        traceback.print_exc()
        print(f"FAILED {name}: {failure!r}")
        return False
    print(f"ok {name}")
    return True


image = os.environ["IMAGE"]
results = [attempt("KafkaContainer, ZooKeeper", KafkaContainer(image)),
           attempt("KafkaContainer, KRaft", KafkaContainer(image).with_kraft())]
sys.exit(0 if all(results) else 1)
