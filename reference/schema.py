#!/usr/bin/env python3
"""Prints the wire format that Kafka's message definitions describe: a line for each field.

usage: schema.py KAFKA_CLIENTS_JAR > tests/protocol/kafka-4.3.1-schema.txt

The definitions are the JSON files in the jar's folder common/message. Only facts are taken from
them (names, types, versions, tags, nullability, defaults). The output has the form in which
protocol/schema.hpp prints our own descriptions, so that a test can compare the two line by line.
Every API of a broker's listener is printed, in its stable versions.
"""
import json
import re
import sys
import zipfile

FOREVER = 32767


def definitions(jar_path):
    jar = zipfile.ZipFile(jar_path)
    for name in sorted(jar.namelist()):
        if re.fullmatch(r"common/message/\w+\.json", name):
            text = re.sub(r"^\s*//.*$", "", jar.read(name).decode(), flags=re.M)
            yield json.loads(text)


def versions(text):
    """"3", "0-9", "2+" and "none" as a pair; an empty range is (0, -1)."""
    if text is None or text == "none":
        return 0, -1
    first, _, last = text.partition("-")
    if first.endswith("+"):
        return int(first[:-1]), FOREVER
    return int(first), int(last or first)


def intersect(a, b):
    return max(a[0], b[0]), min(a[1], b[1])


def empty(a):
    return a[0] > a[1]


def printed(a, valid):
    if a[1] == valid[1]:
        return f"{a[0]}+"
    return f"{a[0]}" if a[0] == a[1] else f"{a[0]}-{a[1]}"


def default_of(field, is_nullable):
    """The default as it is printed; "" if it is the zero of the type."""
    kind, value = field["type"], field.get("default")
    if kind == "records":
        return "null"
    if value is None or value == "":
        return ""
    if value == "null":
        return "null" if is_nullable else ""
    if kind == "bool":
        return "true" if str(value).lower() == "true" else ""
    if re.fullmatch(r"u?int\d+", kind):
        number = int(str(value), 0)
        return str(number) if number != 0 else ""
    if kind == "float64":
        return str(value) if float(value) != 0 else ""
    return str(value)


class Printer:
    def __init__(self, message, valid):
        self.valid = valid
        self.structs = {c["name"]: c["fields"] for c in message.get("commonStructs", [])}
        self.learn(message["fields"])

    def learn(self, fields):
        """Collects the structs: one may be described in one place and used by name in others."""
        for field in fields:
            if field.get("fields"):
                self.structs[field["type"].lstrip("[]")] = field["fields"]
                self.learn(field["fields"])

    def field(self, field, scope, depth):
        present = intersect(versions(field["versions"]), scope)
        if empty(present):
            return
        nullable = intersect(versions(field.get("nullableVersions")), present)
        element = field["type"].lstrip("[]")
        is_struct = element in self.structs
        kind = field["type"].replace(element, "struct") if is_struct else field["type"]
        line = "  " * depth + field["name"][0].lower() + field["name"][1:]
        line += f" {kind} {printed(present, self.valid)}"
        if "tag" in field:
            line += f" tag {field['tag']}"
        if not empty(nullable):
            line += f" nullable {printed(nullable, self.valid)}"
        default = default_of(field, not empty(nullable))
        if default:
            line += f" default {default}"
        print(line)
        for inner in self.structs[element] if is_struct else []:
            self.field(inner, present, depth + 1)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    messages = list(definitions(sys.argv[1]))
    requests = {m["apiKey"]: m for m in messages if m["type"] == "request"}
    print("# Kafka 4.3.1's messages, one line a field: see reference/schema.py.")
    for message in sorted(messages, key=lambda m: (m.get("apiKey", -1), m["name"])):
        request = requests.get(message.get("apiKey"))
        if message["type"] not in ("request", "response"):
            continue
        if "broker" not in request.get("listeners", []):
            continue
        valid = versions(message["validVersions"])
        if request.get("latestVersionUnstable"):
            valid = valid[0], valid[1] - 1
        if empty(valid):
            continue
        flexible = intersect(versions(message["flexibleVersions"]), valid)
        print(f"\n{message['name']} key {message['apiKey']} versions {valid[0]}-{valid[1]}"
              f" flexible {'never' if empty(flexible) else printed(flexible, valid)}")
        printer = Printer(message, valid)
        for field in message["fields"]:
            printer.field(field, valid, 1)


main()
