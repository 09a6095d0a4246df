"""The trials of the images. TRIALS maps each trial's name to a function, which raises an exception if the trial failed,
and may return a line "ok ..." or "FAILED ..." for each of its parts."""
import contextlib
import json
import os
import socket
import subprocess
import sys
import time

from languages import HERE, build_client, prepare_go, prepare_java, prepare_node, prepare_python
from prepare import found, need

IMAGE = "dogear"
SHIM_IMAGE = "dogear-testcontainers:8.3.0"
BEFORE_8 = "dogear-testcontainers:7.9.0"
CLIENT_IMAGE = "dogear-trial-client:1"
LIMIT_SECONDS = 180


class Failed(Exception):
    """A command that a trial ran did not succeed; the message is what it said."""


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=LIMIT_SECONDS, **options)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()


def docker(*command):
    return run("docker", *command)


def expect(what, is_so, *details):
    if not is_so:
        raise Failed(" ".join(map(str, [f"expected that {what}:", *details])))


@contextlib.contextmanager
def broker(*options):
    """A container of the image, removed at the end."""
    container = docker("run", "-d", *options, IMAGE)
    try:
        yield container
    finally:
        docker("rm", "-f", container)


def inspect(container, form):
    return docker("inspect", "-f", "{{" + form + "}}", container)


def wait_until_healthy(container):
    end = time.monotonic() + 30
    while (health := inspect(container, ".State.Health.Status")) != "healthy":
        expect("it becomes healthy", time.monotonic() < end, health, docker("logs", container))
        time.sleep(0.1)


def client(*arguments):
    """Writes records and reads them back, from this machine; the second argument is what Metadata must name."""
    return run(build_client(), *arguments)


def client_image():
    context = build_client().parent
    (context / "Dockerfile").write_text('FROM scratch\nCOPY client /client\nENTRYPOINT ["/client"]\n')
    docker("build", "-q", "-t", CLIENT_IMAGE, context)
    return CLIENT_IMAGE


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def compose_command():
    if subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        return ["docker", "compose"]
    need(found("docker-compose"), "docker-compose")
    return ["docker-compose"]


# The trials.

def try_image():
    sizes = [f"{image} {int(inspect(image, '.Size')) / 2**20:.1f} MiB" for image in (IMAGE, SHIM_IMAGE)]
    user = inspect(IMAGE, ".Config.User")
    expect("the user is a number, and not root's", user.split(":")[0].isdigit() and user.split(":")[0] != "0", user)
    with broker() as container:
        wait_until_healthy(container)
        said = subprocess.run(["docker", "logs", container], capture_output=True, text=True, check=True).stdout
        expect("standard output has the ready line alone", json.loads(said)["pid"] == 1, said)
        docker("stop", container)
        status = inspect(container, ".State.ExitCode")
        expect("it ends with 0", status == "0", status)
    return [f"ok {', '.join(sizes)}"]


def try_host():
    with broker("-p", "127.0.0.1::9092") as container:
        wait_until_healthy(container)
        address = inspect(container, ".NetworkSettings.IPAddress")
        client(docker("port", container, "9092"), f"{address}:9092")


def try_advertised():
    told = f"localhost:{free_port()}"
    with broker("-p", f"127.0.0.1:{told.split(':')[1]}:9092", "-e", f"KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://{told}",
                "-e", "KAFKA_NUM_PARTITIONS=1") as container:
        wait_until_healthy(container)
        client(told, told)


def try_other_container():
    image, network = client_image(), docker("network", "create", f"dogear-trial-{os.getpid()}")
    try:
        with broker("--network", network, "--network-alias", "kafka") as container:
            wait_until_healthy(container)
            docker("run", "--rm", "--network", network, image, "kafka:9092")
    finally:
        docker("network", "rm", network)


def try_compose():
    port, image = free_port(), client_image()
    compose = [*compose_command(), "-p", "dogear-trial", "-f", HERE / "compose.yaml"]
    environment = os.environ | {"KAFKA_PORT": str(port), "APP": image}
    try:
        run(*compose, "up", "-d", env=environment)
        app = run(*compose, "ps", "-q", "app", env=environment)
        expect("the service that waited reaches the broker", docker("wait", app) == "0", docker("logs", app))
        client(f"localhost:{port}", f"localhost:{port}")
    finally:
        run(*compose, "down", env=environment)


def module(prepare):
    """Runs a program that starts Testcontainers' modules and prints a line for each of them."""
    command = list(map(str, prepare()))
    docker("tag", SHIM_IMAGE, BEFORE_8)
    environment = os.environ | {"IMAGE": SHIM_IMAGE, "IMAGE_BEFORE_8": BEFORE_8, "CLIENT_IMAGE": client_image()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("ok ", "FAILED "))]
    if done.returncode and not any(line.startswith("FAILED") for line in lines):
        lines.append(f"FAILED with status {done.returncode}")
    if done.returncode:
        print(done.stdout[-5000:], done.stderr[-10000:], sep="\n", file=sys.stderr)
    expect("it prints what it tried", lines)
    return lines


TRIALS = {
    "image": try_image,
    "host": try_host,
    "advertised": try_advertised,
    "other-container": try_other_container,
    "compose": try_compose,
    "java": lambda: module(prepare_java),
    "python": lambda: module(prepare_python),
    "go": lambda: module(prepare_go),
    "node": lambda: module(prepare_node),
}
