"""Reports results: medians, ranges, ratios, and whether the budgets are met."""
import statistics


def median(values):
    return statistics.median(values) if values else None


def shown(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


class Medians:
    def __init__(self, figures):
        self.figures = figures

    def __call__(self, row, figure, subject="dogear"):
        return median(self.figures.get(row, {}).get(figure, {}).get(subject, []))

    def ratio(self, row, figure, to, subject="dogear"):
        """The figure of one subject divided by that of another."""
        other = self(row, figure, to)
        own = self(row, figure, subject)
        return own / other if own is not None and other else None

    def quotient(self, row, figure, to, subject="dogear"):
        """A figure divided by another of the same row."""
        own, other = self(row, figure, subject), self(row, to, subject)
        return own / other if own is not None and other else None


def budgets(get):
    """The budgets, each with its limit, the measured value, and whether it is met; `get` is a Medians."""
    rows = [
        ("spawn to first Metadata answer, ms", "<=", 3, get("spawn", "first_metadata_ms")),
        ("fixture to first Metadata answer, ms: first of a process", "<=", 1, get("fixture", "first_metadata_ms")),
        ("fixture to first Metadata answer, ms: further ones", "<=", 1, get("fixture", "next_metadata_ms")),
        ("resident memory, idle, MiB", "<=", 6, get("spawn", "resident_mib")),
        ("an empty partition, bytes", "<=", 1024, get("footprint", "partition_bytes")),
        ("an idle connection, bytes", "<=", 16384, get("footprint", "connection_bytes")),
        ("a group of one member, bytes", "<=", 2048, get("footprint", "member_bytes")),
        ("a committed offset, bytes", "<=", 1024, get("footprint", "offset_bytes")),
        ("program, MiB", "<=", 16, get("size", "program_mib")),
        ("C client produces 1 KiB: relative to librdkafka's mock", ">=", 0.9,
         get.ratio("c-1k", "produce_million_records_per_s", "mock")),
    ]
    for peer in ("kafka", "kfake"):
        rows.append((f"C client consumes 1 KiB: relative to {peer}", ">=", 1.5,
                     get.ratio("c-1k", "consume_million_records_per_s", peer)))
    rows += [
        ("broker CPU, s a GiB produced", "<=", 0.45, get("raw-1k", "produce_broker_cpu_s_per_gib")),
        ("broker CPU, s a GiB consumed", "<=", 0.6, get("raw-1k", "consume_broker_cpu_s_per_gib")),
    ]
    for direction in ("produce", "consume"):
        figure = f"{direction}_gib_per_s"
        for peer in ("kafka", "kfake"):
            for row, size in (("raw-1k", "1 MB"), ("raw-16k", "16 KB")):
                rows.append((f"raw {direction} of {size} batches: relative to {peer}", ">=", 5, get.ratio(row, figure, peer)))
        rows.append((f"raw {direction} of 1 MB batches: relative to raw TCP", ">=", 0.5, get.ratio("raw-1k", figure, "tcp")))
    rows += [
        ("round trip p50: relative to an Asio echo", "<=", 1.5, get.ratio("roundtrip", "p50_us", "echo")),
        ("round trip p99: relative to kfake", "<=", 1, get.ratio("roundtrip", "p99_us", "kfake")),
        ("C client's round trip p99: relative to kfake", "<=", 1, get.ratio("c-roundtrip", "p99_us", "kfake")),
        ("snapshot, us", "<=", 1000, get("snapshot", "snapshot_us")),
        ("restore, us", "<=", 1000, get("snapshot", "restore_us")),
        *budgets_of_many(get),
    ]
    return [dict(what=what, sign=sign, limit=limit, value=value, met=met(sign, limit, value))
            for what, sign, limit, value in rows]


def budgets_of_many(get):
    """With ten times as many, the memory of each must stay the same, and so must latency."""
    rows = []
    for row, what in (("connections", "connection"), ("polls", "poll"), ("partitions", "partition"), ("footprint", "member")):
        rows.append((f"memory of a {what} with all of them: relative to the first tenth", "<=", 1.25,
                     get.quotient(row, f"{what}_bytes", f"first_tenth_{what}_bytes")))
    rows.append(("resident memory after many commits of a group: relative to a tenth of them", "<=", 1.25,
                 get.quotient("commit-growth", "resident_mib", "first_tenth_resident_mib")))
    for row, what in (("connections", "connections"), ("polls", "long polls")):
        rows.append((f"round trip p50 beside idle {what}: relative to alone", "<=", 1.25,
                     get.quotient(row, "beside_p50_us", "alone_p50_us")))
    for what in ("produce", "fetch", "metadata"):
        rows.append((f"{what} p50 beside many partitions: relative to alone", "<=", 1.25,
                     get.quotient("partitions", f"beside_{what}_p50_us", f"alone_{what}_p50_us")))
    rows.append(("offset commits a second by many groups: relative to one", ">=", 0.8,
                 get.quotient("commits", "many_groups_commits_per_s", "one_group_commits_per_s")))
    return rows


def met(sign, limit, value):
    if value is None:
        return None
    return value <= limit if sign == "<=" else value >= limit


def table(figures, commands, titles):
    """The figures of all rows as Markdown."""
    lines = []
    for row, by_figure in figures.items():
        lines += [f"### {row}: {titles[row]}", ""]
        subjects = list(dict.fromkeys(subject for values in by_figure.values() for subject in values))
        head = ["median (least .. most)", *subjects]
        others = [subject for subject in subjects if subject != "dogear"] if "dogear" in subjects else []
        head += [f"dogear : {subject}" for subject in others]
        lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        for figure, values in by_figure.items():
            cells = [figure] + [cell(values.get(subject, [])) for subject in subjects]
            own = median(values.get("dogear", []))
            for other in others:
                its = median(values.get(other, []))
                cells.append(shown(own / its) if own is not None and its else "-")
            lines.append("| " + " | ".join(cells) + " |")
        lines += ["", *(f"    {command}" for command in commands.get(row, [])), ""]
    return "\n".join(lines)


def cell(values):
    if not values:
        return "-"
    return f"{shown(median(values))} ({shown(min(values))} .. {shown(max(values))})"


def budget_table(rows):
    lines = ["### Budgets", "", "| | budget | measured | |", "|---|---|---|---|"]
    for row in rows:
        verdict = {True: "met", False: "MISSED", None: "not measured"}[row["met"]]
        lines.append(f"| {row['what']} | {row['sign']} {row['limit']} | {shown(row['value'])} | {verdict} |")
    return "\n".join(lines) + "\n"
