"""Logs that are compacted."""
from batches import T, keyed
from transcript import case, clean, send


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
