"""An older Dogear to compare with: its program and its tools, built once below build/against."""
import shutil
import subprocess
import sys

from . import brokers

# Programs that have Dogear within their own process: those of that version are needed (Bench.own_tool).
# A version that does not have one takes no part in its rows.
OWN_TOOLS = ["bench_fixture", "bench_members", "bench_snapshot"]


def build(tag):
    """Returns its build directory."""
    commit = commit_of(tag)
    source = brokers.ROOT / "build" / "against" / commit
    directory = source / "build" / "release"
    if not source.exists():
        unpack(commit, source)
    print(f"building {tag}", file=sys.stderr, flush=True)
    if not (directory / "build.ninja").exists():
        run("cmake", "--preset", "release", "-DBUILD_TESTING=OFF", cwd=source)
    run("cmake", "--build", directory, "--target", "dogear", *own_tools_of(source), cwd=source)
    return directory


def own_tools_of(source):
    return [tool for tool in OWN_TOOLS if (source / "bench" / f"{tool.removeprefix('bench_')}.cpp").exists()]


def commit_of(tag):
    found = subprocess.run(["git", "rev-parse", "--verify", "--quiet", f"{tag}^{{commit}}"], cwd=brokers.ROOT,
                           stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        sys.exit(f"bench: there is no {tag} to compare with in this clone; try git fetch --tags")
    return found.stdout.strip()


def unpack(commit, source):
    """Unpacks the files of the commit; no git worktree is made."""
    partial = source.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with subprocess.Popen(["git", "archive", commit], cwd=brokers.ROOT, stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "-x", "-C", str(partial)], stdin=archive.stdout, check=True)
    if archive.returncode != 0:
        sys.exit(f"bench: git archive {commit} failed")
    partial.rename(source)


def run(*command, cwd):
    subprocess.run([str(word) for word in command], cwd=cwd, check=True, stdout=sys.stderr)
