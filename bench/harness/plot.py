"""Draws the results as SVG: a panel for each figure, a bar for each subject, a line for the range of its rounds."""
from xml.sax.saxutils import escape

from .report import median, shown

COLOURS = {"dogear": "#2f6f4f", "kafka": "#8a5a44", "kfake": "#5a6f9a", "mock": "#9a8fa8", "tcp": "#999999", "echo": "#999999"}
PANELS = [
    ("c-1k", "produce_million_records_per_s", "C client produces 1 KiB", "M records/s"),
    ("c-1k", "consume_million_records_per_s", "C client consumes 1 KiB", "M records/s"),
    ("c-100", "produce_million_records_per_s", "C client produces 100 B", "M records/s"),
    ("c-100", "consume_million_records_per_s", "C client consumes 100 B", "M records/s"),
    ("raw-1k", "produce_gib_per_s", "raw produce, 1 KiB", "GiB/s"),
    ("raw-1k", "consume_gib_per_s", "raw fetch, 1 KiB", "GiB/s"),
    ("raw-1k", "produce_broker_cpu_s_per_gib", "broker CPU a GiB produced", "s, less is better"),
    ("raw-1k", "consume_broker_cpu_s_per_gib", "broker CPU a GiB consumed", "s, less is better"),
    ("roundtrip", "p50_us", "round trip, p50", "µs, less is better"),
    ("roundtrip", "p99_us", "round trip, p99", "µs, less is better"),
    ("spawn", "first_metadata_ms", "first Metadata answer", "ms, less is better"),
    ("spawn", "resident_mib", "resident memory, idle", "MiB, less is better"),
]
COLUMNS, WIDTH, HEIGHT = 4, 230, 170
LEFT, TOP, BAR, GAP, BARS_HEIGHT = 14, 44, 34, 14, 90


def bar(x, values, top, subject):
    """The SVG elements of one bar, scaled to the largest value of the panel."""
    scale = BARS_HEIGHT / top
    height, least, most = (scale * value for value in (median(values), min(values), max(values)))
    base = TOP + BARS_HEIGHT
    middle = x + BAR / 2
    return [
        f'<rect x="{x}" y="{base - height:.1f}" width="{BAR}" height="{height:.1f}" fill="{COLOURS[subject]}"/>',
        f'<line x1="{middle}" x2="{middle}" y1="{base - least:.1f}" y2="{base - most:.1f}" stroke="#222"/>',
        f'<text x="{middle}" y="{base - most - 4:.1f}" class="value">{shown(median(values))}</text>',
        f'<text x="{middle}" y="{base + 13}" class="value">{subject}</text>',
    ]


def panel(title, unit, by_subject):
    parts = [f'<text x="{LEFT}" y="16" class="title">{escape(title)}</text>',
             f'<text x="{LEFT}" y="30" class="unit">{escape(unit)}</text>']
    top = max(max(values) for values in by_subject.values()) or 1
    for place, (subject, values) in enumerate(by_subject.items()):
        parts += bar(LEFT + place * (BAR + GAP), values, top, subject)
    return parts


def draw(figures):
    order = list(COLOURS)
    panels = []
    for row, figure, title, unit in PANELS:
        # The version of --against is left out: it has a table of its own.
        by_subject = {s: v for s, v in figures.get(row, {}).get(figure, {}).items() if v and s in COLOURS}
        if by_subject:
            panels.append((title, unit, dict(sorted(by_subject.items(), key=lambda item: order.index(item[0])))))
    rows = -(-len(panels) // COLUMNS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COLUMNS * WIDTH} {rows * HEIGHT}" '
        f'width="{COLUMNS * WIDTH}" height="{rows * HEIGHT}" font-family="sans-serif">',
        "<style>.title{font-size:13px;font-weight:bold}.unit{font-size:11px;fill:#666}"
        ".value{font-size:10px;text-anchor:middle}</style>",
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for place, (title, unit, by_subject) in enumerate(panels):
        x, y = place % COLUMNS * WIDTH, place // COLUMNS * HEIGHT
        parts += [f'<g transform="translate({x},{y})">', *panel(title, unit, by_subject), "</g>"]
    return "\n".join([*parts, "</svg>", ""])
