"""Prepares the programs below testcontainers/: each function answers the command that runs one. What they need is
installed (as root) or cached."""
import importlib.util
import json
import os
import pathlib
import platform
import shutil
import sys

from prepare import TOP, cached, call, found, need, need_java

HERE = TOP / "docker"
PROGRAMS = HERE / "testcontainers"
BUILD = TOP / "build" / "docker"
GO_VERSION = "1.26.0"


def prepare_java():
    need_java()
    jar = BUILD / "java" / "trial-jar-with-dependencies.jar"
    sources = [PROGRAMS / "java" / "pom.xml", *(PROGRAMS / "java" / "src").rglob("*.java")]
    if not jar.exists() or jar.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        call("mvn", "-q", "-B", "-f", PROGRAMS / "java" / "pom.xml", "package")
    # Testcontainers keeps what it found out about the machine in its user's home.
    return ["java", f"-Duser.home={BUILD}", "-XX:TieredStopAtLevel=1", "-jar", jar]


def prepare_python():
    need(lambda: importlib.util.find_spec("ensurepip"), "python3-venv")
    requirements = PROGRAMS / "python" / "requirements.txt"

    def install(venv):
        call(sys.executable, "-m", "venv", venv)
        call(venv / "bin" / "pip", "install", "-q", "-r", requirements)
    venv = cached("testcontainers-python", requirements, sys.version, install)
    return [venv / "bin" / "python", PROGRAMS / "python" / "trial.py"]


def prepare_node():
    """The module needs a newer Node than Debian has, so that comes as a package too."""
    need(found("npm"), "nodejs", "npm")
    lock = PROGRAMS / "node" / "package-lock.json"

    def install(folder):
        shutil.copy(lock, folder)
        shutil.copy(lock.with_name("package.json"), folder)
        call("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)
    folder = cached("testcontainers-node", lock, "", install)
    (node,) = folder.glob("node_modules/node-linux-*/bin/node")
    return [node, shutil.copy(PROGRAMS / "node" / "trial.js", folder)]  # it finds its modules beside it


def go():
    """A Go of version 1.21 or later, which gets by itself the one that go.mod asks for; Debian's is older, but can
    get that one as a module."""
    need(found("go"), "golang-go")
    version = call("go", "env", "GOVERSION").strip().removeprefix("go")
    if [int(part) for part in version.split(".")[:2]] >= [1, 21]:
        return "go"
    machine = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
    toolchain = f"golang.org/toolchain@v0.0.1-go{GO_VERSION}.linux-{machine}"
    folder = pathlib.Path(json.loads(call("go", "mod", "download", "-json", toolchain))["Dir"])
    for program in [*folder.glob("bin/*"), *folder.glob("pkg/tool/*/*")]:
        program.chmod(0o755)
    return folder / "bin" / "go"


def build_go(package, program):
    call(go(), "build", "-ldflags=-s -w", "-o", BUILD / "go" / program, package, cwd=PROGRAMS / "go",
         env=os.environ | {"CGO_ENABLED": "0"})
    return BUILD / "go" / program


def build_client():
    return build_go("./client", "client")


def prepare_go():
    return [build_go(".", "trial")]
