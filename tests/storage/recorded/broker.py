"""The requests to Apache Kafka that the recording needs, each of partition 0 of one topic."""
import socket
import struct
import time


class Connection:
    def __init__(self, address):
        host, port = address.split(":")
        self.socket = socket.create_connection((host, int(port)))
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


kafka = None  # the Connection, once there is one


def connect(address):
    global kafka
    kafka = Connection(address)


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
