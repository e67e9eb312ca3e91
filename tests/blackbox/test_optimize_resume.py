"""Optimizations that are cut off, by kill -9, Ctrl-C or a full disk, and those that somebody changed meanwhile."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_optimize import OptimizeCase  # noqa: E402
from spark_case import SPARK  # noqa: E402

# A latency keeps the sets off the fast way, so that there is time to kill.
SLOW = ["--latency-bars", "1", "--no-assessment"]
SPACE = ["--param", "fast=5:34", "--param", "slow=40:99"]
KILLS = int(os.environ.get("SPARK_KILLS", "4"))


class CutOff(OptimizeCase):
    def begin(self, dataset, out, *flags, method="grid", space=SPACE):
        command = [SPARK, "optimize", method, "smaCross", "--dataset", dataset, *space, "--out", str(out), *SLOW,
                   *map(str, flags), "--data-dir", str(self.data), "--json"]  # fmt: skip
        return self.process(command)

    def process(self, command):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def resume(self, out):
        return self.process([SPARK, "optimize", "resume", str(out), "--data-dir", str(self.data), "--json"])

    def wait_for_rows(self, out, more_than=0):
        journal = out / "trials.journal"
        for _ in range(3000):
            if journal.exists() and journal.stat().st_size > more_than + 4096:
                return
            time.sleep(0.01)
        self.fail(f"no trials in {journal}")

    def board(self, out):
        return (out / "leaderboard.csv").read_bytes()

    def killed_often(self, method, *flags, space=SPACE):
        dataset = self.synth(bars=20_000, timeframe="1m")
        whole = self.folder / "whole"
        done = self.begin(dataset, whole, *flags, method=method, space=space)
        self.assertEqual(done.wait(300), 0, done.stderr.read())
        seed = int(os.environ.get("SPARK_SEED", random.randrange(1 << 30)))
        print(f"seed {seed}")
        rng = random.Random(seed)
        out = self.folder / "killed"
        process = self.begin(dataset, out, *flags, method=method, space=space)
        for _ in range(KILLS):
            self.wait_for_rows(out)
            time.sleep(rng.uniform(0, 0.3))
            process.kill()
            process.wait()
            if (out / "manifest.json").exists():
                break
            process = self.resume(out)
        self.assertIn(process.wait(300), (0, -signal.SIGKILL), process.stderr.read())
        self.spark("optimize", "resume", out, "--json")
        self.assertEqual(self.board(out), self.board(whole))
        with open(out / "leaderboard.csv", encoding="utf-8", newline="") as file:
            ranked = [(row["fast"], row["slow"]) for row in csv.DictReader(file)]
        self.assertEqual(len(ranked), len(set(ranked)))
        self.spark("optimize", "verify", out, "--sample", "3")

    def test_a_grid_killed_again_and_again_ends_with_the_same_leaderboard(self):
        self.killed_often("grid")

    def test_a_search_that_learns_goes_on_exactly_where_it_stood(self):
        self.killed_often("tpe", "--max-trials", "200", "--seed", "5",
                          space=["--param", "fast=5:60", "--param", "slow=70:200"])  # fmt: skip

    def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(self):
        dataset = self.synth(bars=20_000, timeframe="1m")
        out = self.folder / "out"
        process = self.begin(dataset, out, space=["--param", "fast=5:64", "--param", "slow=70:199"])
        self.wait_for_rows(out)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)

        self.assertEqual(process.returncode, 130)
        self.assertLess(time.monotonic() - begun, 2.0)
        self.assertIn(f"spark optimize resume {out}", error.decode())
        self.assertNotIn("nothing half done is kept", error.decode())
        self.assertFalse((out / "manifest.json").exists())

    def test_two_optimizers_do_not_share_a_folder(self):
        dataset = self.synth(bars=20_000, timeframe="1m")
        out = self.folder / "out"
        self.begin(dataset, out)
        self.wait_for_rows(out)

        self.assertIn("holds", self.spark("optimize", "grid", "smaCross", "--dataset", dataset, *SPACE, "--out", out,
                                          code=10).err)  # fmt: skip
        self.spark("optimize", "resume", out, code=10)


class Changed(OptimizeCase):
    def killed(self, dataset):
        """A folder with some of its sets."""
        case = CutOff("begin")
        case.folder, case.data = self.folder, self.data
        case.addCleanup = self.addCleanup
        out = self.folder / "out"
        process = case.begin(dataset, out)
        case.wait_for_rows(out)
        process.kill()
        process.wait()
        return out

    def test_another_data_set_of_the_same_name_is_refused(self):
        dataset = self.synth(bars=20_000, timeframe="1m")
        out = self.killed(dataset)
        files = [path for path in self.data.rglob("*") if path.is_file() and "MADE" in str(path)]
        other = self.folder / "other"
        self.data, kept = other, self.data
        self.synth(bars=20_000, timeframe="1m", seed=4)
        fresh = {path.name: path for path in other.rglob("*") if path.is_file() and "MADE" in str(path)}
        self.data = kept
        for path in files:
            path.write_bytes(fresh[path.name].read_bytes())

        error = self.spark("optimize", "resume", out, code=10).err

        self.assertIn("sha256", error)

    def test_an_edited_leaderboard_is_found(self):
        self.grid(self.synth(bars=500), "--no-assessment")
        path = self.out / "leaderboard.csv"
        text = path.read_text()
        path.write_text(text.replace(",", ";", 1))

        error = self.spark("optimize", "verify", self.out, code=7).err

        self.assertIn("leaderboard.csv", error)

    def test_a_flipped_byte_of_the_trials_is_found(self):
        self.grid(self.synth(bars=500), "--no-assessment")
        path = self.out / "trials.journal"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

        self.spark("optimize", "verify", self.out, code=7)


class FullDisk(OptimizeCase):
    def test_a_full_disk_leaves_a_folder_that_goes_on_with_room(self):
        if os.geteuid() != 0:
            self.skipTest("a small file system needs root")
        small = self.folder / "small"
        small.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(small)], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest(f"no small file system here: {mounted.stderr.decode().strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", str(small)], check=False)
        dataset = self.synth(bars=3000)
        out = small / "out"
        space = ["--param", "fast=5:54", "--param", "slow=60:158"]

        self.spark("optimize", "grid", "smaCross", "--dataset", dataset, *space, "--out", out, "--no-assessment",
                   code=9)  # fmt: skip
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        self.spark("optimize", "resume", out)

        self.assertEqual(len(self.rows(out)), 50 * 99)


if __name__ == "__main__":
    unittest.main()
