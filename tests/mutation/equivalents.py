"""Reads equivalent.txt: blocks of a file, a line with "-", the same line changed with "+", and the reason with "=".

    storage/segment.cpp
    - if (size < limit) grow();
    + if (size <= limit) grow();
    = At the limit it grows by nothing.
"""
import pathlib

FILE = pathlib.Path(__file__).with_name("equivalent.txt")


def explained():
    """The reasons in equivalent.txt, by Mutant.key()."""
    reasons, path, said = {}, None, {}
    for number, line in enumerate(FILE.read_text().splitlines(), 1):
        mark, text = line[:1], line[2:].strip()
        if mark in "#" or not line.strip():
            continue
        if mark not in "-+=":
            path = line.strip()
            continue
        said[mark] = text
        if mark == "=":
            if not path or not all(said.get(part) for part in "-+="):
                raise SystemExit(f"{FILE}:{number}: a reason needs a file, a line and its change before it")
            reasons[path, said["-"], said["+"]] = text
            said = {}
    return reasons


def outdated(reasons, mutants):
    """The keys of reasons whose mutant no longer exists."""
    there = {mutant.key() for line in mutants for mutant in line}
    return [key for key in reasons if key not in there]
