"""What is asked of the broker, and its answers, printed as recorded_answers_test.cpp reads them: one case and its topic
after the other."""
import re
import struct
import time

from batches import batches_in, crc32c, decoded
from broker import alter_topic, create_topic, delete_records, fetch, list_offset, produce

NOW = 1_800_000_000_000  # stands for the broker's clock in stored batches
A_WHILE_MS = 3_600_000   # what is so close to this machine's clock was taken from the broker's

counter = 0  # of cases
topic = ""   # of the current case


def case(title, **configs):
    global counter, topic
    counter += 1
    topic = f"case-{counter}"
    configs = {key.replace("_", "."): value for key, value in configs.items()}
    configs.setdefault("retention.ms", "-1")
    create_topic(topic, configs)
    print(f"\n# {title}")
    print("topic", topic, *(f"{key}={value}" for key, value in configs.items()))


def clockless(text):
    return re.sub(r"within \[-?\d+, -?\d+\]", "within [now]", text)


def stored_form(data):
    """The batch with its append time, if that is the broker's clock, replaced by NOW."""
    attributes = struct.unpack_from(">h", data, 21)[0]
    stamp = struct.unpack_from(">q", data, 35)[0]
    if attributes & 8 and abs(stamp - time.time() * 1000) < A_WHILE_MS:
        assert crc32c(data[21:]) == struct.unpack_from(">I", data, 17)[0]
        data = data[:35] + struct.pack(">q", NOW) + data[43:]
        data = data[:17] + struct.pack(">I", crc32c(data[21:])) + data[21:]
    return data


def send(title, data, rebuilt=False):
    print(f"produce {data.hex()}  # {title}")
    end = fetch(topic, 0)[1]
    error, base, append_time, log_start, errors, message = produce(topic, data)
    append = "now" if abs(append_time - time.time() * 1000) < A_WHILE_MS else append_time
    print("answer", error, base, append, log_start)
    if message is not None:
        print("message", clockless(message))
    for index, text in errors:
        print("record-error", index, clockless(text))
    if not error and base == end:
        for stored in batches_in(fetch(topic, base)[2]):
            print("rebuilt" if rebuilt else "stored", stored_form(stored).hex())


def look_up(*timestamps):
    for timestamp in timestamps:
        print("list", timestamp)
        print("offset", *list_offset(topic, timestamp))


def delete_to(offset):
    print("delete-to", offset)
    print("low-watermark", *delete_records(topic, offset))


def all_batches():
    lines, at = [], list_offset(topic, -2)[1]
    while True:
        data = list(batches_in(fetch(topic, at)[2]))
        if not data:
            return lines
        lines += [decoded(b) for b in data]
        last = data[-1]
        at = struct.unpack_from(">q", last)[0] + struct.unpack_from(">i", last, 23)[0] + 1


def clean(pause=0.0):
    """Makes the log compacted until it changes no more."""
    time.sleep(pause)
    alter_topic(topic, "cleanup.policy", "compact")
    before, same = None, 0
    while same < 8:
        time.sleep(0.25)
        now = all_batches()
        same = same + 1 if now == before else 0
        before = now
    alter_topic(topic, "cleanup.policy", "delete")
    time.sleep(0.5)
    print("compact")
    for line in before:
        print(line)
