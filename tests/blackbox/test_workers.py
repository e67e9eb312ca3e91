"""Workers on other machines: a real nats-server, a coordinator and `spark worker` processes that are killed, paused, of
another build or liars. SPARK_WORKER_ROUNDS repeats the kill test."""

import json
import os
import pathlib
import re
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from spark_case import SPARK  # noqa: E402
from spark_fleet import Client, FleetCase, seal  # noqa: E402

ROUNDS = int(os.environ.get("SPARK_WORKER_ROUNDS", "1"))


class FleetLosses(FleetCase):
    def has_kept_sets(self, out):
        """A block stands in the journal: behind its head, magic, length and digest of the header."""
        path = self.folder / out / "trials.journal"
        if not path.exists():
            return False
        with path.open("rb") as file:
            head = file.read(16)
        return len(head) == 16 and path.stat().st_size > 48 + int.from_bytes(head[8:], "little")

    def lose(self, expected, nats, turn, forgets):
        """Three workers hold blocks: two are killed, one is paused past its lease, and the server goes meanwhile."""
        flags, out = ["--nats", nats.url], f"fleet{turn}"
        workers = [self.worker(f"w{turn}-{index}", *flags) for index in range(3)]
        for worker in workers:
            self.wait_said(worker, "is ready")
        coordinator = self.optimize(out, *flags)
        self.wait_in_the_middle(nats, coordinator, held=3)
        for worker in workers:
            worker.send_signal(signal.SIGSTOP)
        paused_at = time.monotonic()
        for worker in workers[:2]:
            worker.kill()
        # The server takes back what it has not heard of for a second: the paused worker's, too.
        self.wait_for(lambda: nats.queue("SPARK_LEASES").get("num_ack_pending", 0) > 0)
        nats.kill()
        if forgets:
            nats.forget()
        self.wait_said(coordinator, "the NATS server is gone")
        nats.start()
        self.wait_said(coordinator, "the NATS server is back")
        self.assertIsNone(coordinator.poll())
        last = self.worker(f"last{turn}", *flags)
        self.wait_said(last, "works for")
        self.wait_for(lambda: time.monotonic() - paused_at > 1.5)  # its lease was for one second
        workers[2].send_signal(signal.SIGCONT)
        self.check_like(expected, coordinator, out)
        said = self.words(coordinator)
        self.assertEqual("lost its queues" in said, forgets, said)
        summary = re.search(r"workers: (\d+) blocks, (\d+) given out again.*", said)
        self.assertGreater(int(summary[1]), 3)
        if forgets:
            self.assertGreater(int(summary[2]), 0)
        if ROUNDS > 1:
            print(summary[0])
        for worker in (workers[2], last):
            worker.send_signal(signal.SIGTERM)
            self.assertEqual(worker.wait(20), 0, self.words(worker))

    def test_notes_for_the_operator_are_in_the_language_of_the_line(self):
        nats = self.serve_nats()
        worker = self.worker("w", "--nats", nats.url, "--lang", "tr")
        self.wait_said(worker, "w işçisi hazır")
        nats.kill()
        self.wait_said(worker, "NATS sunucusu gitti")
        nats.start()
        self.wait_said(worker, "NATS sunucusu geri geldi")

    def test_two_killed_one_paused_and_the_server_restarted_give_the_leaderboard_of_one_machine(self):
        expected = self.alone()
        nats = self.serve_nats()
        for turn in range(ROUNDS):
            self.lose(expected, nats, turn, forgets=False)
        self.lose(expected, nats, ROUNDS, forgets=True)

    def test_what_was_done_at_ctrl_c_is_kept_and_goes_on_with_workers_or_without(self):
        expected = self.alone()
        nats = self.serve_nats()
        flags = ["--nats", nats.url]
        worker = self.worker("w", *flags)
        for turn, rest in enumerate(([], flags)):
            out = f"cut{turn}"
            coordinator = self.optimize(out, *flags)
            self.wait_for(lambda: self.has_kept_sets(out))
            coordinator.send_signal(signal.SIGINT)
            self.assertEqual(coordinator.wait(20), 130, self.words(coordinator))
            kept = re.search(r"(\d[\d,]*) of [\d,]+ sets are done and kept", self.words(coordinator))
            self.assertTrue(kept, self.words(coordinator))
            done = int(kept[1].replace(",", ""))
            self.assertTrue(0 < done < 1800, done)
            self.check_like(expected, self.process("optimize", "resume", self.folder / out, *rest), out)
        self.assertIsNone(worker.poll())


class FleetStrangers(FleetCase):
    def test_a_worker_of_another_build_gets_no_work_and_both_sides_say_so(self):
        nats = self.serve_nats()
        flags = ["--nats", nats.url]
        commit = self.spark_json("version")["commit"]
        if not re.fullmatch("[0-9a-f]{40}", commit):
            self.skipTest("this binary knows no commit")
        other = self.folder / "spark-of-another-build"
        changed = commit[::-1]
        other.write_bytes(pathlib.Path(SPARK).read_bytes().replace(commit.encode(), changed.encode()))
        other.chmod(0o755)
        stranger = self.worker("stranger", *flags, program=str(other))
        coordinator = self.optimize("out", *flags)
        self.wait_said(coordinator, "it gets no work")
        self.wait_said(stranger, "no work is taken from it")
        self.assertIn(changed, self.words(coordinator))
        self.assertIn(commit, self.words(stranger))
        self.assertEqual(nats.queue("SPARK_LEASES")["delivered"]["consumer_seq"], 0)
        self.worker("same", *flags)
        self.assertEqual(coordinator.wait(60), 0, self.words(coordinator))

    def test_forged_results_are_not_believed_and_who_lies_is_banned(self):
        expected = self.alone()
        nats = self.serve_nats()
        secret = b"0123456789abcdef0123456789abcdef"
        key = self.write("fleet.key", secret)
        key.chmod(0o600)
        flags = ["--nats", nats.url, "--key-file", key]
        client = Client(nats.port)
        self.addCleanup(client.close)
        client.subscribe("spark.results.*")
        honest = self.worker("honest", *flags)
        self.wait_said(honest, "is ready")
        coordinator = self.optimize("out", *flags)
        self.wait_for(lambda: client.sync() or client.heard)
        honest.send_signal(signal.SIGSTOP)
        self.assertIsNone(coordinator.poll())

        subject, message = client.heard[0]
        head, rows = message.split(b"\n", 2)[1:]
        told = json.loads(head)
        client.publish(subject, b"spark.fleet/1 -\n" + head + b"\n" + rows)
        self.wait_said(coordinator, "a result is not believed")
        client.publish(subject, seal(b"another key of enough length", "result", head + b"\n" + rows))
        client.publish(subject, seal(secret, "lease", head + b"\n" + rows))  # signed, as something else
        # One that has the key, and says a net profit that is 1e-8 more: the first set's, after number and three counts.
        told["worker"] = "liar"
        forged = bytearray(rows)
        forged[8 + 3 * 8] ^= 1
        client.publish(subject, seal(secret, "result", json.dumps(told).encode() + b"\n" + bytes(forged)))
        self.wait_said(coordinator, "worker liar gave a wrong result")
        self.assertNotIn("worker honest gave", self.words(coordinator))
        honest.send_signal(signal.SIGCONT)
        self.check_like(expected, coordinator, "out")

    def test_a_strategy_kept_by_name_reaches_workers_that_have_never_heard_of_it(self):
        text = self.spark("strategy", "show", "smaCross").out
        self.assertIn('name = "smaCross"', text)
        (self.data / "strategies").mkdir(parents=True)
        (self.data / "strategies" / "mine.toml").write_text(text.replace('name = "smaCross"', 'name = "own"'))
        line = ["optimize", "grid", "own", "--dataset", self.dataset, "--param", "fast=5:9", "--param", "slow=40:44",
                "--no-assessment", "--out"]  # fmt: skip
        self.spark(*line, self.folder / "alone")
        nats = self.serve_nats()
        worker = self.worker("w", "--nats", nats.url)
        coordinator = self.process(*line, self.folder / "out", "--nats", nats.url)
        self.assertEqual(coordinator.wait(60), 0, self.words(coordinator))
        self.assertEqual(self.hash_of("out"), self.hash_of("alone"))
        worker.send_signal(signal.SIGTERM)
        worker.wait(20)
        self.assertNotIn("cannot work", self.words(worker))


class FleetAbsent(FleetCase):
    bars = 1000

    def test_no_server_at_the_start_is_an_error_that_names_it_on_both_sides(self):
        url = "nats://127.0.0.1:1"
        for line in (["worker", "--nats", url], [*self.line("out"), "--nats", url]):
            done = self.spark(*line, code=9)
            self.assertIn(url, done.err)
            self.assertIn("deploy/nats", done.err)
        self.assertFalse((self.folder / "out").exists())


if __name__ == "__main__":
    unittest.main()
