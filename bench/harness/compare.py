"""This Dogear beside an older one: which figures are worse by more than their noise."""
from .report import cell, median

# How names of figures end. Of rates more is better, of all else less.
MORE_IS_BETTER = ("_per_s",)
LESS_IS_BETTER = ("_us", "_ms", "_bytes", "_mib", "_cpu_s_per_gib")

one_round = "one round"  # from which no noise can be told


def more_is_better(figure):
    if figure.endswith(MORE_IS_BETTER):
        return True
    assert figure.endswith(LESS_IS_BETTER), f"the name of {figure} does not tell whether more of it is better"
    return False


resolution = 0.01  # of a figure; what differs by less, as by a byte of memory, is the same


def noise(*by_round):
    """How far apart the rounds of one are, the wider of both."""
    spread = max(max(values) - min(values) for values in by_round)
    return max(spread, resolution * abs(median(by_round[-1])))


def verdict(figure, own, older):
    if min(len(own), len(older)) < 2:
        return one_round
    gain = median(own) - median(older)
    if not more_is_better(figure):
        gain = -gain
    if abs(gain) <= noise(own, older):
        return "same"
    return "better" if gain > 0 else "worse"


def rows(figures, tag):
    return [dict(row=row, figure=figure, own=by_subject["dogear"], older=by_subject[tag],
                 verdict=verdict(figure, by_subject["dogear"], by_subject[tag]))
            for row, by_figure in figures.items()
            for figure, by_subject in by_figure.items()
            if by_subject.get("dogear") and by_subject.get(tag)]


def table(compared, tag):
    """Its last line says what is worse."""
    lines = [f"### Compared with {tag}", "",
             "Worse or better: the medians are farther apart than the rounds of either, and than 1 %.", "",
             f"| row | figure, median (least .. most) | {tag} | now | now : {tag} | |", "|---|---|---|---|---|---|"]
    for one in compared:
        lines.append(f"| {one['row']} | {one['figure']} | {cell(one['older'])} | {cell(one['own'])} "
                     f"| {ratio(one['own'], one['older'])} | {one['verdict']} |")
    return "\n".join([*lines, "", last_line(compared, tag), ""])


def ratio(own, older):
    return f"{median(own) / median(older):.3g}" if median(older) else "-"


def last_line(compared, tag):
    worse = [f"{one['row']} {one['figure']}" for one in compared if one["verdict"] == "worse"]
    judged = sum(one["verdict"] != one_round for one in compared)
    told = f"worse than {tag}: {len(worse)} of {judged} figures with two rounds or more"
    return f"{told}: {', '.join(worse)}" if worse else told
