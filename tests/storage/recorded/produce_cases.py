"""Batches that are sent to a broker: sound ones, and every way that we know of to get one wrong."""
from batches import (ONE, T, THREE, batch, gzipped, lz4_frame, raw_snappy, record, records, xerial, zstd_frame)
from transcript import case, send

FUTURE = 4_102_444_800_000


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
