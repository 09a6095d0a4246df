"""A Docker daemon: the one that is running, or Debian's docker.io, which is started and stopped here."""
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from prepare import found, need, tell

# In a sandbox the kernel may not let a daemon set up packet filters; what is tried here works without them too.
OPTIONS = [[], ["--iptables=false"]]
START_SECONDS = 30
STOP_SECONDS = 30


class NoDaemon(Exception):
    """No daemon is running, and none can be started here."""


def answers():
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return shutil.which("docker") and subprocess.run(["docker", "info"], **quiet).returncode == 0


def start(folder, options):
    """Returns the daemon, or None if it does not start."""
    with open(folder / "log", "w") as log:
        paths = {"data-root": "data", "exec-root": "exec", "pidfile": "pid"}
        daemon = subprocess.Popen(["dockerd", *(f"--{option}={folder / name}" for option, name in paths.items()),
                                   f"--host=unix://{folder / 'socket'}", *options], stdout=log, stderr=log)
    end = time.monotonic() + START_SECONDS
    while daemon.poll() is None and time.monotonic() < end:
        if answers():
            return daemon
        time.sleep(0.1)
    stop(daemon)
    return None


def stop(daemon):
    daemon.terminate()
    try:
        daemon.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()


def why(folder):
    lines = (folder / "log").read_text().splitlines()
    errors = [line for line in lines if "failed to start" in line or "level=fatal" in line]
    return errors[-1] if errors else "dockerd does not answer"


@contextlib.contextmanager
def docker_daemon():
    """Within it `docker` works. Raises NoDaemon if there is none to be had."""
    if answers():
        yield
        return
    if os.geteuid():
        raise NoDaemon("no Docker daemon answers, and only root can start one")
    need(found("dockerd", "docker"), "docker.io")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dogear-docker-"))
    os.environ["DOCKER_HOST"] = f"unix://{folder / 'socket'}"
    try:
        daemon = next(filter(None, (start(folder, options) for options in OPTIONS)), None)
        if not daemon:
            raise NoDaemon(why(folder))
        tell("started dockerd")
        # The file /.dockerenv in a sandbox makes Testcontainers look for the ports at its gateway.
        os.environ.setdefault("TESTCONTAINERS_HOST_OVERRIDE", "localhost")
        try:
            yield
        finally:
            stop(daemon)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
