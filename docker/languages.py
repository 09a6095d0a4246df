"""Prepares the programs below testcontainers/: each function returns the command that runs one. What they need is
installed (as root) or cached."""
import os
import shutil

from prepare import TOP, cached, cached_python, call, found, go, need, need_java

HERE = TOP / "docker"
PROGRAMS = HERE / "testcontainers"
BUILD = TOP / "build" / "docker"


def prepare_java():
    need_java()
    jar = BUILD / "java" / "trial-jar-with-dependencies.jar"
    sources = [PROGRAMS / "java" / "pom.xml", *(PROGRAMS / "java" / "src").rglob("*.java")]
    if not jar.exists() or jar.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        call("mvn", "-q", "-B", "-f", PROGRAMS / "java" / "pom.xml", "package")
    # Testcontainers keeps what it found out about the machine in its user's home.
    return ["java", f"-Duser.home={BUILD}", "-XX:TieredStopAtLevel=1", "-jar", jar]


def prepare_python():
    python = cached_python("testcontainers-python", PROGRAMS / "python" / "requirements.txt")
    return [python, PROGRAMS / "python" / "trial.py"]


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


def build_go(package, program):
    call(go(), "build", "-ldflags=-s -w", "-o", BUILD / "go" / program, package, cwd=PROGRAMS / "go",
         env=os.environ | {"CGO_ENABLED": "0"})
    return BUILD / "go" / program


def build_client():
    return build_go("./client", "client")


def prepare_go():
    return [build_go(".", "trial")]
