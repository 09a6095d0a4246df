#!/usr/bin/env python3
"""Asks a running Apache Kafka what it does with odd batches, and writes its answers down.

    record.py HOST:PORT > kafka_answers.txt

The broker must be fresh and run with log.cleaner.backoff.ms=50. recorded_answers_test.cpp puts the
same batches into a PartitionLog and compares. What depends on the clock is written as `now`.
"""
import gzip
import re
import socket
import struct
import sys
import time
import zlib

HOST, PORT = sys.argv[1].split(":")
T = 1_700_000_000_000  # timestamps of records: fixed, so that recording again changes nothing
FUTURE = 4_102_444_800_000
NOW = 1_800_000_000_000  # stands for the broker's clock in stored batches


# --- bytes -----------------------------------------------------------------------------------------
def crc_table():
    table = []
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ (0x82F63B78 if i & 1 else 0)
        table.append(i)
    return table


CRC = crc_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def varint(value):
    value = (value << 1) ^ (value >> 63)
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def sized(data):
    return varint(-1) if data is None else varint(len(data)) + data


def record(offset, key, value, ts=0, headers=(), size=None, tail=b""):
    body = b"\0" + varint(ts) + varint(offset) + sized(key) + sized(value) + varint(len(headers))
    for name, content in headers:
        body += sized(name) + sized(content)
    body += tail
    return varint(len(body) if size is None else size) + body


def records(*pairs):
    return b"".join(record(i, key, value) for i, (key, value) in enumerate(pairs))


ONE = records((b"k", b"v"))
THREE = records((b"a", b"1"), (b"b", b"2"), (b"c", b"3"))


def batch(payload=ONE, count=1, delta=None, attributes=0, base_offset=0, base_ts=T, max_ts=T,
          producer=(-1, -1, -1), magic=2, epoch=-1, crc=None, length=None):
    delta = count - 1 if delta is None else delta
    covered = struct.pack(">hiqqqhii", attributes, delta, base_ts, max_ts, producer[0], producer[1],
                          producer[2], count) + payload
    crc = crc32c(covered) if crc is None else crc
    rest = struct.pack(">ibI", epoch, magic, crc) + covered
    return struct.pack(">qi", base_offset, len(rest) if length is None else length) + rest


def gzipped(payload):
    return gzip.compress(payload, mtime=0)


def xerial(payload):  # one block, one literal
    n = len(payload)
    block = unsigned(n) + bytes([60 << 2, n - 1]) + payload
    return b"\x82SNAPPY\0" + struct.pack(">iii", 1, 1, len(block)) + block


def raw_snappy(payload):
    return unsigned(len(payload)) + bytes([60 << 2, len(payload) - 1]) + payload


def unsigned(n):
    out = b""
    while n > 0x7F:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def lz4_frame(payload, header_checksum=0x82):
    # 64 KiB blocks, independent, nothing but stored bytes. 0x82 is the checksum of that descriptor.
    return (b"\x04\x22\x4d\x18\x60\x40" + bytes([header_checksum]) +
            struct.pack("<I", len(payload) | 0x80000000) + payload + b"\0\0\0\0")


def zstd_frame(payload):  # a single raw block
    return (b"\x28\xb5\x2f\xfd\x20" + bytes([len(payload)]) +
            struct.pack("<I", len(payload) << 3 | 1)[:3] + payload)


# --- the wire --------------------------------------------------------------------------------------
class Connection:
    def __init__(self):
        self.socket = socket.create_connection((HOST, int(PORT)))
        self.id = 0

    def ask(self, key, version, body, flexible=False):
        self.id += 1
        header = struct.pack(">hhih", key, version, self.id, 3) + b"rec" + (b"\0" if flexible else b"")
        self.socket.sendall(struct.pack(">i", len(header + body)) + header + body)
        size = struct.unpack(">i", self.exactly(4))[0]
        return self.exactly(size)[5 if flexible else 4:]

    def exactly(self, n):
        data = b""
        while len(data) < n:
            more = self.socket.recv(n - len(data))
            if not more:
                raise SystemExit("connection closed")
            data += more
        return data


kafka = Connection()


def string(text):
    return struct.pack(">h", len(text)) + text.encode()


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        values = struct.unpack_from(">" + form, self.data, self.at)
        self.at += struct.calcsize(">" + form)
        return values[0] if len(values) == 1 else values

    def text(self):
        n = self.take("h")
        if n < 0:
            return None
        self.at += n
        return self.data[self.at - n:self.at].decode()


def create_topic(name, configs):
    body = struct.pack(">i", 1) + string(name) + struct.pack(">ihi", 1, 1, 0)
    body += struct.pack(">i", len(configs))
    for key, value in configs.items():
        body += string(key) + string(value)
    answer = Reader(kafka.ask(19, 4, body + struct.pack(">ib", 30000, 0)))
    answer.take("ii")
    answer.text()
    error = answer.take("h")
    if error:
        raise SystemExit(f"create {name}: {error} {answer.text()}")
    while list_offset(name, -1)[0]:  # until its leader is there
        time.sleep(0.05)


def alter_topic(name, key, value):
    body = struct.pack(">ib", 1, 2) + string(name) + struct.pack(">i", 1) + string(key) + b"\0"
    kafka.ask(44, 0, body + string(value) + b"\0")


def produce(name, data):
    body = struct.pack(">hhi", -1, -1, 30000) + struct.pack(">i", 1) + string(name)
    body += struct.pack(">ii", 1, 0) + struct.pack(">i", len(data)) + data
    answer = Reader(kafka.ask(0, 8, body))
    answer.take("i")
    answer.text()
    _, _, error, base, append_time, log_start = answer.take("iihqqq")
    errors = [(answer.take("i"), answer.text()) for _ in range(answer.take("i"))]
    return error, base, append_time, log_start, errors, answer.text()


def fetch(name, offset):
    body = struct.pack(">iiiibi", -1, 0, 0, 1 << 30, 0, 1) + string(name)
    body += struct.pack(">iiqi", 1, 0, offset, 1 << 30)
    answer = Reader(kafka.ask(1, 4, body))
    answer.take("ii")
    answer.text()
    answer.take("i")
    _, error, high_watermark, _ = answer.take("ihqq")
    for _ in range(max(answer.take("i"), 0)):
        answer.take("qq")
    size = answer.take("i")
    return error, high_watermark, answer.data[answer.at:answer.at + max(size, 0)]


def list_offset(name, timestamp):  # v7
    body = struct.pack(">ib", -1, 0) + b"\x02" + bytes([len(name) + 1]) + name.encode() + b"\x02"
    body += struct.pack(">iiq", 0, -1, timestamp) + b"\0\0\0"
    answer = Reader(kafka.ask(2, 7, body, flexible=True))
    answer.take("i")
    answer.at += 1 + 1 + len(name) + 1
    _, error, stamp, offset, epoch = answer.take("ihqqi")
    return error, offset, stamp, epoch


def delete_records(name, offset):
    body = struct.pack(">i", 1) + string(name) + struct.pack(">iiqi", 1, 0, offset, 30000)
    answer = Reader(kafka.ask(21, 1, body))
    answer.take("ii")
    answer.text()
    answer.take("i")
    _, low_watermark, error = answer.take("iqh")
    return error, low_watermark


# --- cases -----------------------------------------------------------------------------------------
counter = 0
topic = ""


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
    if attributes & 8 and abs(stamp - time.time() * 1000) < 3_600_000:
        assert crc32c(data[21:]) == struct.unpack_from(">I", data, 17)[0]
        data = data[:35] + struct.pack(">q", NOW) + data[43:]
        data = data[:17] + struct.pack(">I", crc32c(data[21:])) + data[21:]
    return data


def batches_in(data):
    while len(data) >= 61:
        size = 12 + struct.unpack_from(">i", data, 8)[0]
        yield data[:size]
        data = data[size:]


def send(title, data, rebuilt=False):
    print(f"produce {data.hex()}  # {title}")
    end = fetch(topic, 0)[1]
    error, base, append_time, log_start, errors, message = produce(topic, data)
    append = "now" if abs(append_time - time.time() * 1000) < 3_600_000 else append_time
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


def whole_batches():
    case("Batches that are as they should be, and bytes around them")
    send("one record", batch())
    send("three records", batch(THREE, 3))
    send("headers", batch(record(0, b"k", b"v", 0, [(b"h", b"1"), (b"n", None)])))
    send("nothing but nulls", batch(record(0, None, None)))
    send("a few stray bytes behind it", batch() + b"stray")
    send("part of a second batch behind it", batch() + batch()[:40])
    send("a bad length behind it", batch() + bytes(20))
    send("a bad magic behind it", batch() + batch(magic=3))
    send("two batches", batch() + batch())
    send("no bytes", b"")
    send("half a header", batch()[:30])
    send("all but the last byte", batch()[:-1])
    for magic in (0, 1, 3, -1):
        send(f"magic {magic}", batch(magic=magic))
    for length in (13, 14, 15, 38, 39, 48, 49, -1, 0x7FFFFFF3, 0x7FFFFFF4, 0x7FFFFFFF):
        size = 12 + length if 0 < length < 50 else None
        send(f"length {length}", batch(length=length)[:size])
    send("length 14 and a base offset", batch(length=14, base_offset=1)[:26])
    send("length 2147483647 behind it", batch() + batch(length=0x7FFFFFFF))
    send("bits that mean nothing", batch(attributes=0x0180))
    send("the same, and another maximum timestamp", batch(attributes=0x0180, max_ts=T + 5))
    send("a delete horizon", batch(attributes=0x40))
    send("a leader epoch of its own", batch(epoch=77))


def headers_that_lie():
    case("Headers that do not fit their records")
    send("base offset 5", batch(base_offset=5))
    send("bad sum", batch(crc=1))
    send("bad sum and base offset", batch(crc=1, base_offset=5))
    send("count 0", batch(count=0, delta=0))
    send("count -1", batch(count=-1, delta=0))
    send("count below the offsets", batch(THREE, 2, 2))
    send("count above the offsets", batch(THREE, 3, 1))
    send("negative last offset delta", batch(THREE, 3, -1))
    send("fewer records than told", batch(ONE, 2))
    send("more records than told", batch(THREE, 2))
    send("one record more than the offsets", batch(THREE, 4, 3))
    send("control", batch(attributes=0x20))
    send("producer without sequence", batch(producer=(9, 0, -1)))
    send("maximum timestamp too low", batch(THREE, 3, max_ts=T - 1))
    send("maximum timestamp too high", batch(THREE, 3, max_ts=T + 100))
    send("offset deltas 0 0 0", batch(records((b"a", b"1")) * 3, 3))
    send("offset deltas 5 1", batch(record(5, b"a", b"1") + record(1, b"b", b"2"), 2))


BAD_RECORDS = {
    "ends early": ONE[:-2],
    "a byte too many": ONE + b"\0",
    "size above what is there": record(0, b"k", b"v", size=100),
    "size too large by one": record(0, b"k", b"v", size=9) + b"\0",
    "size too small by one": record(0, b"k", b"v", size=7),
    "size negative": record(0, b"k", b"v", size=-5),
    "size without end": b"\xff" * 11,
    "key longer than the record": b"\x10\0\0\0\x7fk\x02v\0",
    "value longer than the batch": b"\x10\0\0\0\x02k\x7ev\0",
    "negative header count": b"\x10\0\0\0\x02k\x02v\x01",
    "header count too large": b"\x10\0\0\0\x02k\x02v\x7e",
    "negative header key": record(0, b"k", b"v", tail=b"\x01\x01")[:-3] + b"\x02\x01\x01",
    "timestamp without end": b"\x20\0" + b"\xff" * 15,
    "key length -7": b"\x10\0\0\0\x0dv\x02v\0"[:5] + b"\x02v\0",
    "nothing": b"",
    "zeros": bytes(40),
}


def bad_records():
    case("Records that cannot be read")
    for title, payload in BAD_RECORDS.items():
        send(title, batch(payload))
    case("The same, compressed")
    for title, payload in BAD_RECORDS.items():
        send(title, batch(gzipped(payload), attributes=1))
    case("The same, to be compressed", compression_type="gzip")
    for title, payload in BAD_RECORDS.items():
        send(title, batch(payload), rebuilt=True)
    case("The same, to be decompressed", compression_type="uncompressed")
    for title, payload in BAD_RECORDS.items():
        send(title, batch(gzipped(payload), attributes=1), rebuilt=True)


def codecs():
    case("Codecs")
    forms = {"gzip": (1, gzipped), "snappy": (2, xerial), "raw snappy": (2, raw_snappy),
             "lz4": (3, lz4_frame), "zstd": (4, zstd_frame)}
    for name, (codec, pack) in forms.items():
        send(name, batch(pack(THREE), 3, attributes=codec))
        send(f"{name} that ends early", batch(pack(THREE)[:-3], 3, attributes=codec))
        send(f"{name} and stray bytes", batch(pack(THREE) + b"stray", 3, attributes=codec))
        send(f"{name} twice", batch(pack(THREE) + pack(THREE), 6, attributes=codec))
        send(f"{name} of fewer records", batch(pack(THREE), 4, attributes=codec))
        send(f"{name} of more records", batch(pack(THREE), 2, attributes=codec))
        send(f"plain bytes called {name}", batch(THREE, 3, attributes=codec))
        send(f"no bytes called {name}", batch(b"", 1, attributes=codec))
    send("a wrong checksum in the lz4 header", batch(lz4_frame(THREE, 0x11), 3, attributes=3))
    for codec in (5, 6, 7):
        send(f"codec {codec}", batch(THREE, 3, attributes=codec))
    send("offset deltas 0 0 0", batch(gzipped(records((b"a", b"1")) * 3), 3, attributes=1))
    send("maximum timestamp too high", batch(gzipped(THREE), 3, attributes=1, max_ts=T + 9))
    for target in ("uncompressed", "gzip", "snappy", "lz4", "zstd"):
        case(f"compression.type {target}", compression_type=target)
        for name, (codec, pack) in {"none": (0, bytes), **forms}.items():
            same = name.endswith(target) or (target, name) == ("uncompressed", "none")
            send(name, batch(pack(THREE), 3, attributes=codec), rebuilt=not same)
        send("offset deltas 0 0 0, gzip", batch(gzipped(records((b"a", b"1")) * 3), 3, attributes=1),
             rebuilt=target != "gzip")
        send("offset deltas 0 0 0", batch(records((b"a", b"1")) * 3, 3),
             rebuilt=target != "uncompressed")
        send("headers and times", batch(record(0, b"k", None, 5, [(b"h", b"1"), (b"n", None)]) +
                                        record(1, None, b"v", -7), 2, producer=(3, 0, 0)),
             rebuilt=target != "uncompressed")
        send("a delete horizon and more", batch(attributes=0x41, payload=gzipped(ONE)),
             rebuilt=target != "gzip")


def sizes():
    case("Sizes", max_message_bytes="100")
    send("100 bytes", batch(record(0, b"k", b"v" * 30)))
    send("101 bytes", batch(record(0, b"k", b"v" * 31)))
    send("101 bytes and a bad sum", batch(record(0, b"k", b"v" * 31), crc=1))
    send("101 bytes and a base offset", batch(record(0, b"k", b"v" * 31), base_offset=1))
    case("Sizes after compression", max_message_bytes="100", compression_type="uncompressed")
    send("small only while compressed",
         batch(gzipped(record(0, b"k", b"v" * 200)), attributes=1))


def keys():
    case("A compacted topic", cleanup_policy="compact")
    send("with a key", batch())
    send("without a key", batch(record(0, None, b"v")))
    send("one of three", batch(records((b"a", b"1"), (None, b"2"), (b"c", b"3")), 3))
    send("all of five", batch(records(*[(None, b"v")] * 5), 5))
    send("compressed", batch(gzipped(records((b"a", b"1"), (None, b"2"))), 2, attributes=1))
    send("with a bad timestamp too",
         batch(record(0, None, b"v") + record(1, b"k", b"v", FUTURE - T), 2))
    send("with a record that cannot be read", batch(record(0, None, b"v") + b"\x7f", 2))
    send("an empty key", batch(record(0, b"", b"v")))


def timestamps():
    case("Timestamps", message_timestamp_before_max_ms="86400000")
    send("of a year long gone", batch())
    send("none", batch(base_ts=-1, max_ts=-1))
    case("Timestamps without a lower bound")
    send("far ahead", batch(base_ts=FUTURE, max_ts=FUTURE))
    send("the second far ahead", batch(record(0, b"a", b"1") + record(1, b"b", b"2", FUTURE - T), 2))
    send("far ahead, compressed", batch(gzipped(ONE), base_ts=FUTURE, max_ts=FUTURE, attributes=1))
    send("negative", batch(base_ts=-5, max_ts=-5))
    send("the smallest there is", batch(base_ts=-2**63, max_ts=-2**63))
    send("the largest there is", batch(base_ts=2**63 - 1, max_ts=2**63 - 1))
    send("beyond the largest", batch(record(0, b"a", b"1", 9), base_ts=2**63 - 1, max_ts=2**63 - 1))
    send("marked as append time", batch(attributes=8))
    send("marked as append time, none", batch(attributes=8, max_ts=-1))
    send("marked as append time, none, no key or value",
         batch(record(0, None, None), attributes=8, max_ts=-1))
    send("marked as append time, none, compressed", batch(gzipped(ONE), attributes=9, max_ts=-1))
    send("marked as append time, null value, compressed",
         batch(gzipped(record(0, b"k", None)), attributes=9, max_ts=-1))
    send("marked as append time, far ahead", batch(attributes=8, max_ts=FUTURE))
    case("Append time", message_timestamp_type="LogAppendTime")
    send("of a year long gone", batch(THREE, 3))
    send("far ahead", batch(base_ts=FUTURE, max_ts=FUTURE))
    send("none", batch(base_ts=-1, max_ts=-1))
    send("compressed", batch(gzipped(THREE), 3, attributes=1))
    send("marked as append time", batch(attributes=8))
    send("marked as append time, compressed", batch(gzipped(ONE), attributes=9))
    send("idempotent", batch(producer=(5, 0, 0)))
    case("Append time and another codec", message_timestamp_type="LogAppendTime",
         compression_type="zstd")
    send("three records", batch(record(0, b"a", b"1") + record(1, b"b", b"2", 9), 2), rebuilt=True)
    send("gzip", batch(gzipped(THREE), 3, attributes=1), rebuilt=True)


def sequences():
    case("Sequences")
    last = 2**31 - 1
    for title, producer, count in [
            ("first", (1, 0, 0), 3), ("again", (1, 0, 0), 3), ("next", (1, 0, 3), 1),
            ("a gap", (1, 0, 5), 1), ("too low", (1, 0, 2), 1), ("another range", (1, 0, 0), 1),
            ("older epoch", (1, -1, 4), 1), ("new epoch, not from 0", (1, 2, 4), 1),
            ("new epoch", (1, 2, 0), 1), ("old epoch", (1, 1, 1), 1), ("old one again", (1, 0, 0), 3),
            ("second", (1, 2, 1), 1), ("third", (1, 2, 2), 1), ("fourth", (1, 2, 3), 1),
            ("fifth", (1, 2, 4), 1), ("first again", (1, 2, 0), 1), ("sixth", (1, 2, 5), 1),
            ("first again, forgotten", (1, 2, 0), 1), ("second again", (1, 2, 1), 1),
            ("unknown, from 100", (2, 4, 100), 1), ("its next", (2, 4, 101), 1),
            ("up to the last", (3, 0, last - 1), 2), ("then 0", (3, 0, 0), 1),
            ("across the last", (4, 0, last), 3), ("then 2", (4, 0, 2), 1),
            ("across the last again", (4, 0, last), 3),
            ("epoch -1", (6, -1, 0), 1), ("epoch -1, any", (6, -1, 70), 1), ("then epoch 0", (6, 0, 9), 1),
            ("epoch -2", (7, -2, 0), 1), ("producer -2", (-2, 0, 0), 1), ("producer -1", (-1, 5, 7), 1)]:
        payload = records(*[(b"k", b"v")] * count)
        send(title, batch(payload, count, producer=producer))
    send("compressed", batch(gzipped(THREE), 3, attributes=1, producer=(1, 2, 6)))
    send("a bad record does not count", batch(ONE[:-1], producer=(1, 2, 9)))
    send("the right one does", batch(producer=(1, 2, 9)))


def look_ups():
    case("Offsets by time")
    look_up(T, -2, -3)
    send("out of order", batch(record(0, b"a", b"1", 10) + record(1, b"b", b"2", 5) +
                               record(2, b"c", b"3", 30), 3, max_ts=T + 30))
    send("later", batch(record(0, b"d", b"4", 20), max_ts=T + 20))
    send("compressed", batch(gzipped(record(0, b"e", b"5", 40) + record(1, b"f", b"6", 35)), 2,
                             attributes=1, max_ts=T + 40))
    send("none", batch(base_ts=-1, max_ts=-1))
    look_up(0, T, T + 5, T + 10, T + 11, T + 20, T + 21, T + 30, T + 31, T + 36, T + 40, T + 41, -2, -3)
    for offset in (1, 3, 4, 7):
        print("delete-to", offset)
        print("low-watermark", *delete_records(topic, offset))
        look_up(0, T + 5, T + 20, T + 30, T + 40, -2, -3)
    case("Offsets by time over segments", segment_ms="1000")
    send("first segment", batch(max_ts=T))
    send("second segment", batch(base_ts=T + 5000, max_ts=T + 5000))
    send("early, in the second", batch(base_ts=T + 100, max_ts=T + 100))
    send("third segment", batch(base_ts=T + 9000, max_ts=T + 9000))
    look_up(T, T + 1, T + 100, T + 101, T + 5000, T + 5001, T + 9001, -3)
    print("delete-to 2")
    print("low-watermark", *delete_records(topic, 2))
    look_up(T, T + 100, T + 101, T + 5000, T + 5001, -2, -3)
    case("Offsets by time where no record has one")
    send("none", batch(base_ts=-1, max_ts=-1))
    look_up(0, T, -3)


def decoded(data):
    """One line for a stored batch, whatever its codec and timestamps' base."""
    base, length, epoch, magic, _, attributes, delta, base_ts, max_ts, pid, pepoch, seq, count = \
        struct.unpack_from(">qiibIhiqqqhii", data)
    payload = data[61:12 + length]
    if attributes & 7 and count:
        payload = gzip.decompress(payload)
    assert crc32c(data[21:12 + length]) == struct.unpack_from(">I", data, 17)[0]
    line = f"batch {base}..{base + delta} epoch {epoch} attributes {attributes} max {max_ts} "
    line += f"producer {pid}/{pepoch}/{seq}"
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = payload[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return (value >> 1) ^ -(value & 1)

    def content():
        nonlocal at
        n = number()
        if n < 0:
            return "null"
        at += n
        return payload[at - n:at].decode()

    for _ in range(count):
        number()
        at += 1
        stamp, offset = base_ts + number(), base + number()
        line += f" {offset}@{stamp}:{content()}={content()}"
        for _ in range(number()):
            line += f"[{content()}={content()}]"
    return line


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


def keyed(ts, *pairs, codec=0, producer=(-1, -1, -1), attributes=0, headers=()):
    payload = b"".join(record(i, key, value, 0, headers) for i, (key, value) in enumerate(pairs))
    pack = gzipped if codec else bytes
    return batch(pack(payload), len(pairs), attributes=codec | attributes, base_ts=ts, max_ts=ts,
                 producer=producer)


def compaction():
    lazy = {"segment_ms": "1000", "min_cleanable_dirty_ratio": "0.0"}
    case("Compaction", **lazy, delete_retention_ms="86400000")
    send("1", keyed(T, (b"a", b"1"), (b"b", b"1"), (b"c", b"1")))
    send("2", keyed(T + 100, (b"b", b"2"), (b"d", b"1"), headers=[(b"h", b"x"), (b"n", None)]))
    send("3", keyed(T + 200, (None, b"1"), (b"e", b"1"), (None, b"2")))
    send("4", keyed(T + 300, (b"a", b"2"), (b"a", b"3"), codec=1))
    send("5", keyed(T + 400, (b"f", None), (b"g", b"1")))
    send("6", keyed(T + 500, (b"x", b"1"), (b"y", b"1"), codec=1))
    send("7", keyed(T + 600, (b"x", b"2")))
    send("a new segment", keyed(T + 9000, (b"d", b"2"), (b"y", b"2")))
    clean()
    send("8", keyed(T + 9500, (b"a", b"4")))
    send("another segment", keyed(T + 19000, (b"z", b"1")))
    clean()

    case("Compaction without delay for tombstones", **lazy, delete_retention_ms="0")
    send("1", keyed(T, (b"a", b"1"), (b"b", b"1"), (b"c", b"1")))
    send("2", keyed(T + 100, (b"a", None), (b"b", b"2")))
    send("3", keyed(T + 200, (b"c", None)))
    send("a new segment", keyed(T + 9000, (b"d", b"1")))
    clean()
    send("another segment", keyed(T + 19000, (b"e", b"1")))
    clean(0.1)
    send("yet another segment", keyed(T + 29000, (b"f", b"1")))
    clean(0.1)

    case("Compaction of what producers sent", **lazy)
    send("1", keyed(T, (b"a", b"1"), producer=(1, 0, 0)))
    send("2", keyed(T + 100, (b"a", b"2"), (b"b", b"2"), producer=(1, 0, 1)))
    send("3", keyed(T + 200, (b"a", b"3"), (b"b", b"3"), codec=1, producer=(2, 3, 7)))
    send("4", keyed(T + 300, (b"a", b"4"), (b"b", b"4")))
    send("a new segment", keyed(T + 9000, (b"c", b"1")))
    clean()
    send("5", keyed(T + 9100, (b"b", b"5"), producer=(1, 0, 3)))
    send("another segment", keyed(T + 19000, (b"c", b"2"), (b"a", b"5")))
    send("yet another segment", keyed(T + 29000, (b"d", b"1")))
    clean()

    case("Compaction to nothing but the last batch", **lazy)
    for i in range(4):
        send(str(i), keyed(T + 100 * i, (b"a", str(i).encode())))
    send("a new segment", keyed(T + 9000, (b"a", b"x")))
    send("another segment", keyed(T + 19000, (b"b", b"1")))
    clean()


print("# What Apache Kafka 4.3.1 answered. Written by record.py; not to be edited.")
whole_batches()
headers_that_lie()
bad_records()
codecs()
sizes()
keys()
timestamps()
sequences()
look_ups()
compaction()
