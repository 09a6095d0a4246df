"""Mutants: the ways in which one line of C++ can be wrong.

An operator is a function that takes a line, with its comments and the insides of its texts blanked out, and gives
(begin, end, replacement) for each place at which it applies. What the compiler refuses is found out later.
"""
import dataclasses
import re

FOLDERS = ["storage", "coordinator", "broker/handlers"]

OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+": "-", "-": "+", "+=": "-=", "-=": "+=", "true": "false", "false": "true"}

# What is no behaviour: comments are blank by then; names, types and what is included or brought into sight.
DECLARATION = re.compile(r"\s*(#|using |namespace |template\b|struct |class |enum |public:|private:|static_assert|friend )")
# An assertion says what is so anyhow, a reservation only saves time, and what a log line says is for people.
SILENT = re.compile(r"\bassert\(|\breserve\(|\bshrink_to_fit\(|\blog\.(info|warning)\(|\bfmt::format\(")


@dataclasses.dataclass(frozen=True)
class Mutant:
    path: str      # below the top folder
    number: int    # of the line, from 1
    before: str
    after: str
    operator: str

    def where(self):
        return f"{self.path}:{self.number}"

    def folder(self):
        return next(folder for folder in FOLDERS if self.path.startswith(folder + "/"))

    def key(self):
        """The same when lines come and go above it."""
        return self.path, self.before.strip(), self.after.strip()


def masked(line):
    """The line with its comment and the insides of its texts blanked out, every place where it was."""
    blank = lambda found: found[0][0] + " " * (len(found[0]) - 2) + found[0][-1]
    line = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'', blank, line)
    comment = line.find("//")
    return line if comment < 0 else line[:comment]


def close_of(code, begin):
    """The place of the bracket that closes the one at begin; None if that is on another line."""
    depth = 0
    for i in range(begin, len(code)):
        depth += (code[i] in "([{") - (code[i] in ")]}")
        if depth == 0:
            return i
    return None


def comparisons_and_sums(code):
    for found in re.finditer(r" (<=?|>=?|==|!=|&&|\|\||\+=?|-=?) ", code):
        yield *found.span(1), OTHER[found[1]]


def truths(code):
    for found in re.finditer(r"\b(true|false)\b", code):
        yield *found.span(), OTHER[found[1]]


def conditions(code):
    """if (x) becomes if (!(x)), of if (auto y = f(); x) the x; and what return and = choose by."""
    for found in re.finditer(r"\b(?:if|while) \(", code):
        begin, end = found.end(), close_of(code, found.end() - 1)
        if end:
            begin = max(begin, code.rfind("; ", begin, end) + 2)
            yield begin, end, f"!({code[begin:end]})"
    for found in re.finditer(r"(?:\breturn|(?<![<>=!])=) ([^;?]+) \? ", code):
        yield *found.span(1), f"!({found[1]})"
    for found in re.finditer(r"(?<=[ (])!(?=[\w(])", code):
        yield *found.span(), ""


def constants(code):
    for found in re.finditer(r"(?<![\w.\"'])\d[\d']*(?![\w.'])", code):
        value = int(found[0].replace("'", ""))
        for other in sorted({0, 1, value + 1} - {value}):
            yield *found.span(), str(other)


def statements(code):
    """Removes a call, an assignment, or a way out: what stands on one line as a whole, or behind its if."""
    begin = len(code) - len(code.lstrip())
    head = re.match(r"\s*(?:else )?(?:if|for|while) \(", code)
    if head:
        end = close_of(code, head.end() - 1)
        if not end or not code.rstrip().endswith(";"):
            return
        begin = end + 2
    body = code[begin:].rstrip()
    kinds = r"(?:return|break|continue)\b.*;|(?:\+\+|--)?[\w.:>\-\[\]*()]+(?: (?:[+\-|&]?=) .*|\(.*\))?;"
    if re.fullmatch(kinds, body) and body.count("(") == body.count(")"):
        yield begin, begin + len(body), ";"


def errors(code):
    for found in re.finditer(r"ErrorCode::(?!none\b)\w+", code):
        yield *found.span(), "ErrorCode::none"


def swapped_arguments(code):
    """f(a, b) becomes f(b, a); the compiler says whether they are typed alike. Of min and max it is the same."""
    argument = r"[\w.:>\-*]+(?:\(\))?"
    for found in re.finditer(rf"(?<=[\w>])\(({argument}), ({argument})\)", code):
        if not re.search(r"\b(min|max)(<[\w:]+>)?$", code[:found.start()]) and found[1] != found[2]:
            yield *found.span(), f"({found[2]}, {found[1]})"
    for found in re.finditer(rf"(?<=\(|\{{)({argument}), ({argument})(?=, )", code):
        if found[1] != found[2]:
            yield *found.span(), f"{found[2]}, {found[1]}"


OPERATORS = {"comparison, sum or logic": comparisons_and_sums, "truth": truths, "condition": conditions,
             "constant": constants, "statement": statements, "error": errors, "arguments": swapped_arguments}


def begins_statement(previous):
    """Whether what follows this code is a statement of its own, and not the rest of one."""
    return not previous or previous[-1] in ";{}:" or re.match(r"\s*(else )?(if|for|while) \(.*\)$|\s*else$", previous)


def compiled(lines):
    """The lines with their numbers, without those behind #else: no test on this machine gets there."""
    left_out = False
    for number, line in enumerate(lines, 1):
        left_out = line.startswith("#else") or left_out and not line.startswith("#endif")
        if not left_out:
            yield number, line


def mutants_of(path, lines):
    """The mutants of each line that has any: a list of lists."""
    previous, found = "", []
    for number, line in compiled(lines):
        code = masked(line).rstrip()
        if not code.strip():
            continue
        ends_function = lines[number:number + 1] == ["}"]
        here = []
        if not DECLARATION.match(code) and not SILENT.search(code):
            for name, operator in OPERATORS.items():
                if operator is statements and not begins_statement(previous):
                    continue
                if operator is statements and ends_function and code.lstrip().startswith("return "):
                    continue  # without its answer a function is not wrong, but no function
                for begin, end, replacement in operator(code):
                    if "!(" in replacement:  # what was blanked out is still to be said
                        replacement = f"!({line[begin:end]})"
                    here.append(Mutant(path, number, line, line[:begin] + replacement + line[end:], name))
        if here:
            found.append(here)
        previous = code
    return found


def all_mutants(top):
    """Of the whole tree: a list for each line that could be wrong."""
    found = []
    for folder in FOLDERS:
        for file in sorted((top / folder).rglob("*.cpp")):
            found += mutants_of(str(file.relative_to(top)), file.read_text().splitlines())
    return found
