"""Where mutants are tried: a copy of the tree, an unoptimized build of it, and the tests that must notice them."""
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import threading
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
HOME = TOP / "build" / "mutate"
TREE = HOME / "tree"
OBJECTS = HOME / "objects"
KILLS = HOME / "kills.json"  # how often each test noticed a mutant of a folder: those that do most often run first

FLAGS = "-O0 -g0 -w"
CONVERSATIONS = "conversations"
TOO_LONG = "OffsetsLog.StaysSmallUnderAMillionCommitsWhileTheClockStandsStill"  # takes as long as all others together
# In the order in which they run while nothing is known about them: the dear ones last.
PROGRAMS = {CONVERSATIONS: [], "storage_tests": [], "coordinator_tests": [], "broker_tests": [f"--gtest_filter=-{TOO_LONG}"],
            "simulation": ["--seeds", "1..300"], "connections_tests": [], "fixture_tests": [], "server_tests": []}
MEMORY_LIMIT = 8 << 30


class Broken(Exception):
    """The tree does not build, or its tests fail, as it is."""


def copy_tree():
    """Copies the tracked files of the working tree. Files that have not changed keep their time, and are not rebuilt."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, check=True, capture_output=True, text=True).stdout
    wanted = {name for name in files.split("\0") if name and (TOP / name).is_file()}
    for name in wanted:
        ours, copy = TOP / name, TREE / name
        if not copy.exists() or copy.read_bytes() != ours.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ours, copy)
    for copy in [path for path in TREE.rglob("*") if path.is_file()]:
        if str(copy.relative_to(TREE)) not in wanted:
            copy.unlink()


def configure():
    linker = next((f" -fuse-ld={name}" for name in ("mold", "lld") if shutil.which(f"ld.{name}")), "")
    command = ["cmake", "-S", TREE, "-B", OBJECTS, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
               f"-DCMAKE_CXX_FLAGS={FLAGS}{linker}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Broken(done.stdout)


def build(*targets, quietly=True):
    """Whether these targets build."""
    output = subprocess.DEVNULL if quietly else None
    return subprocess.run(["ninja", "-C", OBJECTS, *targets], stdout=output, stderr=output).returncode == 0


class Trial:
    """A run of a test program, which ends at the first failure or when it takes too long."""

    def __init__(self, command, cpu_seconds):
        self.failure = None
        limits = lambda: (resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds)),
                          resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT)),
                          resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
        self.process = subprocess.Popen(command, cwd=TREE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, errors="replace", preexec_fn=limits, start_new_session=True)
        # CPU time is the limit, as other programs may slow this one down; wall time only ends one that waits for ever.
        self.limit = threading.Timer(30 * cpu_seconds, self.kill)
        self.limit.start()

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def finish(self):
        """Waits for its end. Returns what failed, None if nothing did."""
        for line in self.process.stdout:
            if line.startswith(("FAILED ", "[  FAILED  ]")):
                self.failure = line.removeprefix("[  FAILED  ]").removeprefix("FAILED").split("(")[0].strip()
                self.kill()
                break
        self.process.stdout.close()
        status = self.process.wait()
        self.limit.cancel()
        if self.failure or status == 0:
            return self.failure
        return f"ended by signal {-status}" if status < 0 else f"ended with status {status}"


class Tests:
    """The test programs, and the order in which they run against a mutant."""

    def __init__(self):
        self.kills = json.loads(KILLS.read_text()) if KILLS.exists() else {}
        self.cpu_seconds = {}

    def command(self, program, folder):
        binary = OBJECTS / "tests" / program
        if program.endswith("_tests"):
            return [binary, "--gtest_fail_fast", "--gtest_brief=1", *PROGRAMS[program]]
        if program != CONVERSATIONS:
            return [binary, *PROGRAMS[program]]
        seen = self.kills.get(folder, {})
        files = sorted(str(file.relative_to(TREE)) for file in TREE.glob("tests/conversations/*/*.txt"))
        return [binary, *sorted(files, key=lambda file: -seen.get(file, 0))]

    def order(self, folder):
        """Those that noticed most mutants of this folder come first; before there are any, the folder's own tests."""
        seen = self.kills.get(folder, {})
        own = folder.split("/")[0] + "_tests"
        return sorted(PROGRAMS, key=lambda name: (-seen.get(name, 0), name != own))

    def measure(self):
        """Runs all on the unchanged tree, for the time limits; raises Broken if one fails."""
        for program in PROGRAMS:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            if failure := Trial(self.command(program, ""), 600).finish():
                raise Broken(f"{program} fails without any mutant: {failure}")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            self.cpu_seconds[program] = int(10 + 5 * used)

    def first_to_notice(self, folder):
        """The first test that fails; None if none does."""
        for program in self.order(folder):
            if not build(program) and not build(program, quietly=False):  # the second time to see why
                raise Broken(f"{program} could not be linked")
            if failure := Trial(self.command(program, folder), self.cpu_seconds[program]).finish():
                self.remember(folder, program, failure)
                return f"{program}: {failure}"
        return None

    def remember(self, folder, program, failure):
        seen = self.kills.setdefault(folder, {})
        for name in (program, failure):
            seen[name] = seen.get(name, 0) + 1
        KILLS.write_text(json.dumps(self.kills, indent=1, sort_keys=True))


def compiles(path):
    """Whether this file of the tree compiles."""
    folder = path.split("/")[0]
    return build(f"CMakeFiles/dogear_{folder}.dir/{path}.o")


def put(mutant):
    file = TREE / mutant.path
    lines = file.read_text().splitlines(keepends=True)
    lines[mutant.number - 1] = mutant.after + "\n"
    write_later(file, "".join(lines))


def take_back(mutant):
    file = TREE / mutant.path
    lines = file.read_text().splitlines(keepends=True)
    lines[mutant.number - 1] = mutant.before + "\n"
    write_later(file, "".join(lines))


def write_later(file, text):
    """Ninja compares times: the file must be newer than what was last built from it."""
    file.write_text(text)
    now = time.time()
    os.utime(file, (now, now))
