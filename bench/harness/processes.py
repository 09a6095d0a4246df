"""Runs the programs of the bench, and reads from /proc what a broker uses."""
import json
import os
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
GIB = 1 << 30


class Failed(Exception):
    pass


def run_json(command, timeout=300):
    """Runs a program of the bench and returns the JSON of its last line; {} if it prints nothing."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))}\n{done.stderr.strip() or done.stdout.strip()}")
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {}


def stat_fields(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def cpu_seconds(pid):
    """User and system time of a process so far, more finely than the ticks of /proc/PID/stat."""
    return time.clock_gettime(~pid << 3 | 2)  # the clock of clock_getcpuclockid(3)


def seconds_since_start(pid):
    started = int(stat_fields(pid)[19]) / TICKS_PER_SECOND
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
