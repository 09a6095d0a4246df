"""Offsets that are looked up by time."""
from batches import T, batch, gzipped, record
from transcript import case, delete_to, look_up, send


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
        delete_to(offset)
        look_up(0, T + 5, T + 20, T + 30, T + 40, -2, -3)
    case("Offsets by time over segments", segment_ms="1000")
    send("first segment", batch(max_ts=T))
    send("second segment", batch(base_ts=T + 5000, max_ts=T + 5000))
    send("early, in the second", batch(base_ts=T + 100, max_ts=T + 100))
    send("third segment", batch(base_ts=T + 9000, max_ts=T + 9000))
    look_up(T, T + 1, T + 100, T + 101, T + 5000, T + 5001, T + 9001, -3)
    delete_to(2)
    look_up(T, T + 100, T + 101, T + 5000, T + 5001, -2, -3)
    case("Offsets by time where no record has one")
    send("none", batch(base_ts=-1, max_ts=-1))
    look_up(0, T, -3)
