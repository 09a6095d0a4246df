"""Mutants: the ways in which one line of C++ can be wrong.

An operator is a function that takes a line, with its comment and the contents of its string literals blanked out, and
yields (begin, end, replacement) for each place where it applies. Some mutants do not compile: see run.
"""
import dataclasses
import re

FOLDERS = ["storage", "coordinator", "broker/handlers", "broker/fetch", "broker/topics"]

OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+": "-", "-": "+", "+=": "-=", "-=": "+=", "true": "false", "false": "true"}

# Lines without behaviour: directives, declarations of names and types.
DECLARATION = re.compile(r"\s*(#|using |namespace |template\b|struct |class |enum |public:|private:|static_assert|friend )")
# Calls that no test should depend on: assertions, reservations of memory, texts for people.
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
        """Identifies the mutant, also when its line number changes."""
        return self.path, self.before.strip(), self.after.strip()


def masked(line):
    """The line with its comment cut off and the contents of its string literals blanked out; columns stay the same."""
    blank = lambda found: found[0][0] + " " * (len(found[0]) - 2) + found[0][-1]
    line = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'', blank, line)
    comment = line.find("//")
    return line if comment < 0 else line[:comment]


def close_of(code, begin):
    """The position of the bracket that closes the one at begin; None if it is on another line."""
    depth = 0
    for i in range(begin, len(code)):
        depth += (code[i] in "([{") - (code[i] in ")]}")
        if depth == 0:
            return i
    return None


def comparisons_and_sums(code):
    orders = re.search(r"\((?:const )?auto&? \w+, (?:const )?auto&? \w+\) \{ return ", code)
    for found in re.finditer(r" (<=?|>=?|==|!=|&&|\|\||\+=?|-=?) ", code):
        # Whether an order is strict matters only for equal elements, in no defined way: it is turned round.
        other = OTHER[found[1]] if not orders else {"<": ">", ">": "<"}.get(found[1], OTHER[found[1]])
        yield *found.span(1), other


def truths(code):
    for found in re.finditer(r"\b(true|false)\b", code):
        yield *found.span(), OTHER[found[1]]


def conditions(code):
    """Negates conditions: of if and while (in "if (auto y = f(); x)" the x), and of ?: after return and =."""
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
    """Removes a call, an assignment, a return, break or continue that is one line, or follows an if on its line."""
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
    """f(a, b) becomes f(b, a); it compiles only if the types allow it. Not where that changes nothing, as for min."""
    argument = r"[\w.:>\-*]+(?:\(\))?"
    symmetric = r"\b(min|max|wrapping_add|cmp_equal|differs|same_protocols)(<[\w:]+>)?$"
    for found in re.finditer(rf"(?<=[\w>])\(({argument}), ({argument})\)", code):
        if not re.search(symmetric, code[:found.start()]) and found[1] != found[2]:
            yield *found.span(), f"({found[2]}, {found[1]})"
    for found in re.finditer(rf"(?<=\(|\{{)({argument}), ({argument})(?=, )", code):
        if found[1] != found[2]:
            yield *found.span(), f"{found[2]}, {found[1]}"


OPERATORS = {"comparison, sum or logic": comparisons_and_sums, "truth": truths, "condition": conditions,
             "constant": constants, "statement": statements, "error": errors, "arguments": swapped_arguments}


def begins_statement(previous):
    """Whether a new statement begins after this line of code."""
    return not previous or previous[-1] in ";{}:" or re.match(r"\s*(else )?(if|for|while) \(.*\)$|\s*else$", previous)


def compiled(lines):
    """The lines with their numbers, without those after #elif or #else, which are not compiled on this machine."""
    left_out = False
    for number, line in enumerate(lines, 1):
        left_out = line.startswith(("#elif", "#else")) or left_out and not line.startswith("#endif")
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
                    continue  # a function without its return statement need not be tested
                for begin, end, replacement in operator(code):
                    if "!(" in replacement:  # from the line itself: in code, literals are blank
                        replacement = f"!({line[begin:end]})"
                    here.append(Mutant(path, number, line, line[:begin] + replacement + line[end:], name))
        if here:
            found.append(here)
        previous = code
    return found


def all_mutants(top):
    """The mutants of the whole tree: a list for each line that has any."""
    found = []
    for folder in FOLDERS:
        for file in sorted((top / folder).rglob("*.cpp")):
            found += mutants_of(str(file.relative_to(top)), file.read_text().splitlines())
    return found
