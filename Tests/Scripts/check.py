#!/usr/bin/env python3
"""Checks scripts/postgres-servers: that a command finds its servers, and that nothing is left of them.

Runs with servers of version 18, and of 15 for TLS. Standard library only.
"""

import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ROOT / "scripts" / "postgres-servers"
# The superuser's URL of a command's only server, without its database.
URL = '"${FTE_TEST_POSTGRES#*=}"'


class WithServers(unittest.TestCase):
    def setUp(self):
        # Where the servers' folder is made: nothing of theirs is to be left in it.
        self.folder = tempfile.TemporaryDirectory(prefix="fte-check-")
        os.chmod(self.folder.name, 0o755)
        self.addCleanup(self.folder.cleanup)
        self.environment = os.environ | {"TMPDIR": self.folder.name}

    def run_with(self, script, *options):
        return subprocess.run(
            [SERVERS, *options, "with", "sh", "-c", script], env=self.environment, capture_output=True, text=True)

    def check_nothing_is_left(self):
        self.assertEqual(os.listdir(self.folder.name), [])
        running = subprocess.run(["pgrep", "-a", "-f", self.folder.name], capture_output=True, text=True).stdout
        self.assertEqual(running, "")

    def test_roles_log_in_and_the_exit_code_is_the_commands(self):
        done = self.run_with(f"""
            set -e
            url={URL}
            for role in postgres fte_owner fte_app; do
                psql -XAt "postgresql://$role@${{url#*@}}" -c "SELECT current_user"
            done
            PGPASSWORD=secret psql -XAt "postgresql://fte_secret@${{url#*@}}" -c "SELECT current_user"
            PGPASSWORD=wrong psql -XAt "postgresql://fte_secret@${{url#*@}}" -c "SELECT 1" && exit 1
            psql -XAqt "$url" -c "CREATE EXTENSION vector" -c "SELECT '[1,2]'::vector"
            exit 7
            """, "--versions", "18")
        self.assertEqual(done.stdout.split(), ["postgres", "fte_owner", "fte_app", "fte_secret", "[1,2]"], done.stderr)
        self.assertEqual(done.returncode, 7)
        self.check_nothing_is_left()

    def test_tls_is_verified(self):
        done = self.run_with("""
            url=$FTE_TEST_POSTGRES_TLS
            psql -XAt "$url" -c "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            psql -XAt "$(echo "$url" | sed s/ca.pem/other-ca.pem/)" -c "SELECT 'wrong authority'"
            psql -XAt "$(echo "$url" | sed s/localhost/example.com/)&hostaddr=127.0.0.1" -c "SELECT 'wrong name'"
            """, "--versions", "15")
        self.assertEqual(done.stdout.split(), ["t"], done.stderr)
        self.check_nothing_is_left()

    def test_a_signal_stops_command_and_servers(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            wrapper = subprocess.Popen(
                [SERVERS, "--versions", "18", "with", "sh", "-c", "echo begun; exec sleep 600"], env=self.environment,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            with wrapper:
                self.assertEqual(wrapper.stdout.readline(), "begun\n")
                wrapper.send_signal(number)
            self.assertEqual(wrapper.returncode, 128 + number)
            self.check_nothing_is_left()

    def test_the_next_one_clears_up_after_a_kill(self):
        with subprocess.Popen(
            [SERVERS, "--versions", "18", "with", "sh", "-c", "echo begun; exec sleep 600"], env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True) as wrapper:
            self.assertEqual(wrapper.stdout.readline(), "begun\n")
            os.killpg(wrapper.pid, signal.SIGKILL)
        self.assertNotEqual(os.listdir(self.folder.name), [])
        self.assertEqual(self.run_with("true", "--versions", "18").returncode, 0)
        self.check_nothing_is_left()

    def test_a_folder_of_someone_elses_is_left_alone(self):
        kept = Path(self.folder.name) / "kept"
        kept.write_text("")
        for verb in ("start", "stop"):
            done = subprocess.run([SERVERS, verb, self.folder.name], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1 if verb == "start" else 0, done.stderr)
        self.assertTrue(kept.exists())

    def test_started_servers_stay_until_they_are_stopped(self):
        folder = self.folder.name + "/servers"
        start = [SERVERS, "--versions", "18", "start", folder]
        first, again = (subprocess.run(start, capture_output=True, text=True).stdout for _ in range(2))
        self.assertIn("18=postgresql://postgres@127.0.0.1:", first)
        self.assertEqual(first, again)
        answer = subprocess.run(
            ["sh", "-c", f'eval "$TOLD"; psql -XAt {URL} -c "SELECT 1"'], env=os.environ | {"TOLD": first},
            capture_output=True, text=True)
        subprocess.run([SERVERS, "stop", folder], check=True)
        self.assertEqual(answer.stdout, "1\n", answer.stderr)
        self.check_nothing_is_left()


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=0))
