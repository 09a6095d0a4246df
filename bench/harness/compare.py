"""Compares Dogear with an older version: which figures differ by more than their noise."""
from .report import cell, median

# The suffixes of the names of figures. Of a rate more is better, of everything else less.
MORE_IS_BETTER = ("_per_s",)
LESS_IS_BETTER = ("_us", "_ms", "_bytes", "_mib", "_cpu_s_per_gib")

one_round = "one round"  # too few to know the noise


def more_is_better(figure):
    if figure.endswith(MORE_IS_BETTER):
        return True
    assert figure.endswith(LESS_IS_BETTER), f"the name of {figure} does not tell whether more of it is better"
    return False


resolution = 0.01  # figures that differ by less than this part are the same


def noise(*by_round):
    """The range of the rounds: of both versions the wider one."""
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
    """Markdown; its last line names the figures that are worse."""
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
