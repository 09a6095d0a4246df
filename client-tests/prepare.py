"""Prepares the clients: installs (as root) or caches what each needs, and builds its program.

CLIENTS has a function for each client, which prepares it and returns the command that runs its story.
"""
import hashlib
import importlib.util
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
BUILD = TOP / "build" / "client-tests"
CACHE = pathlib.Path.home() / ".cache" / "dogear"
KAFKA = TOP / "reference" / "kafka.sh"
GO_VERSION = "1.26.0"  # that of the go.mod files

installing = threading.Lock()


class Unprepared(Exception):
    """Something that a client needs is missing and could not be installed."""


def tell(text):
    print(text, file=sys.stderr, flush=True)


def call(*command, **options):
    """Runs a command; its output is shown only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        raise Unprepared(f"{' '.join(map(str, command))}\n{done.stdout[-3000:]}")
    return done.stdout


def need(present, *packages):
    with installing:
        if present():
            return
        if os.geteuid():
            raise Unprepared(f"missing: sudo apt-get install {' '.join(packages)}")
        tell(f"installing {' '.join(packages)}")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", "--no-install-recommends", *packages]
        try:
            call(*install, env=environment)
        except Unprepared:  # perhaps the package lists are old or absent
            call("apt-get", "update", "-q")
            call(*install, env=environment)


def found(*tools):
    return lambda: all(shutil.which(tool) for tool in tools)


def is_new_enough(tool, version, *question):
    """Whether the tool is installed in this version or a later one; `question` makes it print its version."""
    def parts(text):
        return [int(part) for part in re.search(r"\d+\.\d+", text)[0].split(".")]
    return shutil.which(tool) and parts(call(tool, *question)) >= parts(version)


def need_java():
    need(found("javac", "mvn"), "default-jdk-headless", "maven")


def actor_story(name, *actor):
    return [sys.executable, HERE / "story.py", name, *actor]


def prepare_c(name, compiler, standard, library):
    """Compiles the actor for librdkafka as Debian packages it."""
    need(lambda: found(compiler, "pkg-config")() and not subprocess.run(["pkg-config", "--exists", library]).returncode,
         compiler, "libc6-dev", "pkg-config", "librdkafka-dev")
    (source,) = (HERE / name).glob("actor.*")
    actor = BUILD / name / "actor"
    changed = max(file.stat().st_mtime for file in (HERE / name).iterdir())
    if not actor.exists() or actor.stat().st_mtime < changed:
        actor.parent.mkdir(parents=True, exist_ok=True)
        flags = call("pkg-config", "--cflags", "--libs", library).split()
        call(compiler, standard, "-O2", "-Wall", "-Wextra", "-Werror", "-o", actor, source, *flags)
    return actor_story(name, actor)


def prepare_kcat():
    need(found("kcat"), "kcat")
    return [HERE / "kcat" / "story.sh"]


def maven_jar(name, jar):
    """Builds the program in the folder of this name: a jar with all that it needs."""
    need_java()
    jar = BUILD / name / jar
    sources = [HERE / name / "pom.xml", *(HERE / name / "src").rglob("*.java")]
    if not jar.exists() or jar.stat().st_mtime < max(s.stat().st_mtime for s in sources):
        tell(f"{name}: building with Maven")
        call("mvn", "-q", "-B", "-f", HERE / name / "pom.xml", "package")
    return jar


def prepare_java():
    jar = maven_jar("java", "actor-jar-with-dependencies.jar")
    # Its processes live for seconds: compile quickly rather than well.
    return actor_story("java", "java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar)


def cached(name, requirements, version, install):
    """A cached folder that install(folder) fills. If the requirements or the version change, it is filled anew."""
    key = hashlib.sha256(requirements.read_bytes() + version.encode()).hexdigest()[:12]
    folder = CACHE / "client-tests" / f"{name}-{key}"
    if not (folder / "complete").exists():
        tell(f"{name}: installing its requirements")
        for old in folder.parent.glob(f"{name}-" + "?" * 12):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        install(folder)
        (folder / "complete").touch()
    return folder


def cached_python(name, requirements):
    """The interpreter of a cached virtual environment that has these requirements."""
    need(lambda: importlib.util.find_spec("ensurepip"), "python3-venv")

    def install(venv):
        call(sys.executable, "-m", "venv", venv)
        call(venv / "bin" / "pip", "install", "-q", "-r", requirements)
    return cached(name, requirements, sys.version, install) / "bin" / "python"


def prepare_python(name):
    return actor_story(name, cached_python(name, HERE / name / "requirements.txt"), HERE / name / "actor.py")


def prepare_node(name, folder, **environment):
    need(found("node", "npm"), "nodejs", "npm")
    package = HERE / "node" / folder / "package.json"

    def install(modules):
        shutil.copy(package, modules)
        call("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", cwd=modules, env=os.environ | environment)
    modules = cached(name, package, call("node", "--version"), install)
    return actor_story(name, "env", f"NODE_PATH={modules / 'node_modules'}", "node", package.parent / "main.js")


def prepare_kafka_tools(story):
    need_java()
    call(KAFKA, "get")
    return [HERE / "kafka-tools" / story]


def go():
    """A go command of version 1.21 or later, which fetches the version that go.mod asks for. Debian's is older, but can
    fetch that version as a module."""
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


def prepare_go(name):
    actor = BUILD / "go" / name
    call(go(), "build", "-o", actor, f"./{name}", cwd=HERE / "go")
    return actor_story(name, actor)


def prepare_kafka_javascript():
    """The first time it compiles librdkafka, with the libraries and the headers of Node that Debian has."""
    libraries = ["pkg-config", "--exists", "zlib", "openssl", "libzstd"]
    need(lambda: found("g++", "make", "pkg-config")() and not subprocess.run(libraries).returncode,
         "g++", "make", "pkg-config", "zlib1g-dev", "libssl-dev", "libzstd-dev")
    headers = {}
    if shutil.which("node") in (None, "/usr/bin/node"):  # any other Node comes with its headers
        need(found("node", "npm"), "nodejs", "npm")
        need(pathlib.Path("/usr/include/node/node.h").exists, "libnode-dev")
        headers = {"npm_config_nodedir": "/usr"}
    return prepare_node("kafka-javascript", "confluent", CKJS_LINKING="dynamic", **headers)


def prepare_rust():
    """The first time it compiles librdkafka."""
    need(lambda: is_new_enough("cargo", "1.74", "--version"), "cargo-web", "g++", "make", "zlib1g-dev")
    target = CACHE / "client-tests" / "rust-target"
    call("cargo", "build", "--quiet", cwd=HERE / "rust", env=os.environ | {"CARGO_TARGET_DIR": str(target)})
    return actor_story("rust", target / "debug" / "actor")


def prepare_kafka_streams():
    call(KAFKA, "get")
    return [HERE / "kafka-streams" / "story.sh", maven_jar("kafka-streams", "word-count-jar-with-dependencies.jar")]


def prepare_kafka_connect():
    need_java()
    call(KAFKA, "get")
    pom = HERE / "kafka-connect" / "pom.xml"
    jars = cached("kafka-connect", pom, "", lambda folder: call(
        "mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"))
    return [HERE / "kafka-connect" / "story.sh", jars]


CLIENTS = {
    "c": lambda: prepare_c("c", "gcc", "-std=gnu17", "rdkafka"),
    "cpp": lambda: prepare_c("cpp", "g++", "-std=gnu++20", "rdkafka++"),
    "kcat": prepare_kcat,
    "java": prepare_java,
    "python-confluent": lambda: prepare_python("python-confluent"),
    "python-aiokafka": lambda: prepare_python("python-aiokafka"),
    "python-kafka": lambda: prepare_python("python-kafka"),
    "franz-go": lambda: prepare_go("franz-go"),
    "sarama": lambda: prepare_go("sarama"),
    "kafka-go": lambda: prepare_go("kafka-go"),
    "kafkajs": lambda: prepare_node("kafkajs", "kafkajs"),
    "kafka-javascript": prepare_kafka_javascript,
    "rust": prepare_rust,
    "kafka-tools": lambda: prepare_kafka_tools("story.sh"),
    "kafka-admin-tools": lambda: prepare_kafka_tools("admin.sh"),
    "kafka-streams": prepare_kafka_streams,
    "kafka-connect": prepare_kafka_connect,
}
