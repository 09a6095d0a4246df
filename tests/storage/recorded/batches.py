"""Record batches, byte by byte: as they should be and as they should not, and what is in those that a broker stored."""
import gzip
import struct

T = 1_700_000_000_000  # timestamps of records: fixed, so that recording again changes nothing


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


def keyed(ts, *pairs, codec=0, producer=(-1, -1, -1), attributes=0, headers=()):
    payload = b"".join(record(i, key, value, 0, headers) for i, (key, value) in enumerate(pairs))
    pack = gzipped if codec else bytes
    return batch(pack(payload), len(pairs), attributes=codec | attributes, base_ts=ts, max_ts=ts,
                 producer=producer)


def batches_in(data):
    while len(data) >= 61:
        size = 12 + struct.unpack_from(">i", data, 8)[0]
        yield data[:size]
        data = data[size:]


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
