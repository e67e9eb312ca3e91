"""deploy/nats/nats-server.conf as it stands, with certificates and passwords of the test: TLS, host names, least
rights, signed messages."""

import pathlib
import re
import shutil
import stat
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from spark_case import ROOT  # noqa: E402
from spark_fleet import Client, FleetCase, trusting  # noqa: E402

# What the program says with each user, and what it would take to do harm.
RIGHTS = {
    "worker": {
        "may": ["spark.presence.w1", "$JS.API.CONSUMER.MSG.NEXT.SPARK_LEASES.job", "$JS.API.DIRECT.GET.SPARK_DATA"],
        "may_not": [
            "spark.calls", "spark.leases.job", "spark.data.abc.head",
            "$JS.API.STREAM.CREATE.SPARK_LEASES", "$JS.API.STREAM.CREATE.OTHER", "$JS.API.STREAM.UPDATE.SPARK_DATA",
            "$JS.API.STREAM.PURGE.SPARK_LEASES", "$JS.API.STREAM.DELETE.SPARK_DATA",
            "$JS.API.STREAM.MSG.DELETE.SPARK_DATA", "$JS.API.STREAM.MSG.GET.SPARK_RESULTS", "$JS.API.STREAM.NAMES",
            "$JS.API.CONSUMER.CREATE.SPARK_LEASES", "$JS.API.CONSUMER.DURABLE.CREATE.SPARK_LEASES.mine",
            "$JS.API.CONSUMER.DELETE.SPARK_LEASES.job", "$JS.API.CONSUMER.MSG.NEXT.SPARK_RESULTS.job",
            "$JS.ACK.SPARK_RESULTS.job.1.1.1.1.0",
        ],
        "hears": ["spark.calls", "_INBOX_worker.x"],
        "hears_not": ["spark.results.*", "spark.presence.*", "_INBOX_coordinator.>", ">", "$SYS.>"],
    },
    "coordinator": {
        "may": ["spark.calls", "$JS.API.CONSUMER.INFO.SPARK_LEASES.job"],
        "may_not": [
            "spark.presence.w1", "$JS.API.STREAM.CREATE.OTHER", "$JS.API.STREAM.DELETE.SPARK_DATA",
            "$JS.API.STREAM.PURGE.SPARK_DATA", "$JS.API.STREAM.MSG.DELETE.SPARK_LEASES", "$JS.API.STREAM.NAMES",
            "$JS.API.CONSUMER.MSG.NEXT.SPARK_LEASES.job", "$JS.ACK.SPARK_LEASES.job.1.1.1.1.0",
        ],
        "hears": ["spark.presence.*", "_INBOX_coordinator.x"],
        "hears_not": ["spark.leases.*", "spark.results.*", "_INBOX_worker.>", ">", "$SYS.>"],
    },
}  # fmt: skip


@unittest.skipUnless(shutil.which("openssl"), "the openssl command is not installed")
class FleetSecured(FleetCase):
    def secured(self, port):
        text = (ROOT / "deploy/nats/nats-server.conf").read_text()
        for pattern, replacement in (
            (r'listen: "0.0.0.0:4222"', f'listen: "127.0.0.1:{port}"'),
            (r'http: "127.0.0.1:8222"\n', ""),
            (r"/var/lib/nats/spark", f"{self.folder}/nats"),
            (r"/etc/nats/", f"{self.folder}/"),
            (r"\$COORDINATOR_PASSWORD_HASH", "coordinator-word"),
            (r"\$WORKER_PASSWORD_HASH", "worker-word"),
        ):
            text, found = re.subn(pattern, replacement, text)
            self.assertGreater(found, 0, pattern)
        return text

    def secret(self, name, text):
        path = self.write(name, text)
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        return path

    def make_certificates(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "spark-ca.pem")
        openssl("req", *key, "-subj", "/CN=localhost", "-keyout", "spark-bus.key", "-out", "bus.csr")
        self.write("san.ext", "subjectAltName=DNS:localhost\n")
        openssl("x509", "-req", "-in", "bus.csr", "-CA", "spark-ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
                "2", "-extfile", "san.ext", "-out", "spark-bus.pem")  # fmt: skip

    def test_tls_accounts_and_signed_messages_run_an_optimization(self):
        expected = self.alone()
        self.make_certificates()
        nats = self.serve_nats(self.secured)
        key = self.secret("fleet.key", "0123456789abcdef0123456789abcdef\n")
        ca = ["--tls-ca", self.folder / "spark-ca.pem"]
        account = ["--user", "worker", "--password-file", self.secret("w", "worker-word\n"), "--key-file", key]
        boss = ["--user", "coordinator", "--password-file", self.secret("c", "coordinator-word\n"), "--key-file", key]
        url = ["--nats", f"tls://localhost:{nats.port}"]

        # Another name than the certificate's, an authority nobody knows, a wrong password, one everybody may read.
        refused = self.spark("worker", "--nats", f"tls://127.0.0.1:{nats.port}", *account, *ca, code=5)
        self.assertIn("certificate", refused.err)
        self.spark("worker", *url, *account, code=5)
        wrong = ["--user", "worker", "--password-file", self.secret("x", "wrong\n"), "--key-file", key]
        self.spark("worker", *url, *wrong, *ca, code=5)
        key.chmod(0o644)
        self.assertIn("0600", self.spark("worker", *url, *account, *ca, code=5).err)
        key.chmod(0o600)

        self.worker("w1", *url, *account, *ca)
        self.check_like(expected, self.optimize("out", *url, *boss, *ca), "out")

        # A worker's rights are not enough for a coordinator.
        refused = self.optimize("refused", *url, *account, *ca)
        self.assertEqual(refused.wait(60), 5, self.words(refused))

    def test_each_account_may_do_its_part_and_nothing_else(self):
        self.make_certificates()
        nats = self.serve_nats(self.secured)
        trust = trusting(self.folder / "spark-ca.pem")
        with self.assertRaises((AssertionError, ConnectionError)):  # nobody without a name
            Client(nats.port, "localhost", trust)
        for user, rights in RIGHTS.items():
            client = Client(nats.port, "localhost", trust, user=user, **{"pass": f"{user}-word"})
            self.addCleanup(client.close)
            for act, allowed, refused in (
                (client.publish, rights["may"], rights["may_not"]),
                (client.subscribe, rights["hears"], rights["hears_not"]),
            ):
                for subject in allowed:
                    act(subject)
                    self.assertEqual(client.sync(), [], f"{user} {subject}")
                for subject in refused:
                    act(subject)
                    self.assertIn("Permissions Violation", "".join(client.sync()), f"{user} {subject}")


if __name__ == "__main__":
    unittest.main()
