"""Data sets, uploads and the trash behind `spark serve`: what the command line says, and what hostile files get."""

import gzip
import http.client
import io
import json
import resource
import struct
import sys
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_serve import TOKEN, ServeCase  # noqa: E402

DATASETS = "/api/v1/datasets"
ONE = "ds_synth_BTCUSDT_1h@v1"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '"><svg/onload>',
    "'; DROP TABLE datasets;--",
    "%27",
    "=HYPERLINK(1)",
    "\u202egnp.exe",
    "javascript:alert(1)",
]
TURKISH = (
    "Tarih;Açılış;Yüksek;Düşük;Kapanış;Hacim\n"
    "02.01.2024;10,5;11,5;10;11;1.000\n"
    "03.01.2024;11;12;10,25;11,75;2.000,5\n"
)
TURKISH_ORDER = {
    "venue": "bist",
    "symbol": "THYAO",
    "timeframe": "1d",
    "mapping": {
        "time": "Tarih",
        "open": "Açılış",
        "high": "Yüksek",
        "low": "Düşük",
        "close": "Kapanış",
        "volume": "Hacim",
    },
    "decimal": "comma",
    "delimiter": ";",
}
PLAIN = "open_time,open,high,low,close,volume\n" + "".join(
    f"{1704067200000 + hour * 3600000},10,12,9,11,5\n" for hour in range(48)
)
PLAIN_ORDER = {"venue": "binance", "symbol": "AAAUSDT", "timeframe": "1h"}


class DataCase(ServeCase):
    is_begun = True
    has_market = False

    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)
        super().tearDown()

    def get(self, path, status=200, headers=None):
        answer = self.server.call("GET", path, headers=headers)
        self.assertEqual(answer.status, status, answer.text)
        return json.loads(answer.text)

    def send(self, method, path, body=None, status=200, headers=None):
        wanted = {"x-admin-token": TOKEN, "Prefer": "wait"}
        if body is not None:
            wanted["content-type"] = "application/json"
            body = body if isinstance(body, str) else json.dumps(body)
        answer = self.server.call(method, path, body.encode() if body else body, {**wanted, **(headers or {})})
        self.assertEqual(answer.status, status, answer.text)
        return json.loads(answer.text) if answer.text else None

    def upload(self, content, name="prices.csv", status=201, media_type="text/csv"):
        content = content.encode() if isinstance(content, str) else content
        return self.send_bytes(name, content, status, media_type)

    def send_bytes(self, name, content, status, media_type):
        answer = self.server.call(
            "POST",
            "/api/v1/uploads?name=" + urllib.parse.quote(name, safe=""),
            content,
            {"x-admin-token": TOKEN, "content-type": media_type},
        )
        self.assertEqual(answer.status, status, answer.text)
        return json.loads(answer.text)

    def stored_uploads(self):
        folder = self.data / "uploads"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    def raw(self, path, headers=None):
        """The answer's bytes: candles as columns are no text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()


class DataSets(DataCase):
    def test_a_data_sets_page_says_what_the_command_line_says(self):
        shown = self.get(f"{DATASETS}/{ONE}")
        self.assertEqual(shown.pop("versions"), [ONE])
        self.assertEqual(shown, self.spark_json("data", "info", ONE))
        rows = self.get(DATASETS)["data"]
        self.assertEqual(rows, self.spark_json("data", "ls")["datasets"])

    def test_the_list_is_filtered_and_paged(self):
        self.assertEqual([row["id"] for row in self.get(f"{DATASETS}?symbol=BTCUSDT")["data"]], [ONE])
        self.assertEqual(self.get(f"{DATASETS}?venue=nobody")["data"], [])
        first = self.get(f"{DATASETS}?limit=1")
        self.assertTrue(first["has_more"])
        second = self.get(f"{DATASETS}?limit=1&cursor={urllib.parse.quote(first['next_cursor'])}")
        self.assertEqual([row["id"] for row in second["data"]], ["ds_synth_ETHUSDT_1h@v1"])
        self.assertFalse(second["has_more"])

    def test_an_export_has_the_command_lines_bytes(self):
        answer, body = self.raw(f"{DATASETS}/{ONE}/export")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.getheader("Content-Disposition"), f'attachment; filename="{ONE}.csv"')
        local = self.spark("data", "export", ONE, "--out", "-")
        self.assertEqual(body, local.stdout)

    def test_an_exports_numbers_stay_numbers(self):
        """S-070, S-071: every cell is decimal digits; nothing is prefixed and nothing can be a formula."""
        _, body = self.raw(f"{DATASETS}/{ONE}/export")
        for line in body.decode().splitlines()[1:200]:
            for cell in line.split(","):
                self.assertRegex(cell, r"\A-?[0-9]+(\.[0-9]+)?\Z")

    def test_candles_page_by_page_are_the_exports_rows(self):
        _, body = self.raw(f"{DATASETS}/{ONE}/export")
        wanted = [line.split(",") for line in body.decode().splitlines()[1:451]]
        rows, cursor = [], ""
        while len(rows) < 450:
            page = self.get(f"{DATASETS}/{ONE}/candles?limit=150{cursor}")
            rows += page["data"]
            cursor = "&cursor=" + page["next_cursor"]
        names = ("open", "high", "low", "close", "volume")
        self.assertEqual([[str(row["ts"]), *(row[name] for name in names)] for row in rows], wanted)

    def test_candles_of_a_period_end_before_its_end(self):
        rows = self.get(f"{DATASETS}/{ONE}/candles?from=2024-02-01&to=2024-02-01T03:00:00Z")["data"]
        self.assertEqual([row["ts"] for row in rows], [1706745600000 + hour * 3600000 for hour in range(3)])
        self.assertEqual(self.get(f"{DATASETS}/{ONE}/candles?from=2030-01-01")["data"], [])

    def test_candles_as_columns_hold_the_same_values(self):
        wanted = {"Accept": "application/vnd.spark.candles+f64"}
        answer, body = self.raw(f"{DATASETS}/{ONE}/candles?to=2024-01-05", wanted)
        self.assertEqual(answer.getheader("Content-Type"), "application/vnd.spark.candles+f64")
        bars = int(answer.getheader("X-Spark-Bars"))
        self.assertEqual(len(body), bars * 48)
        columns = [struct.unpack_from(f"<{bars}d", body, column * bars * 8) for column in range(6)]
        rows = self.get(f"{DATASETS}/{ONE}/candles?to=2024-01-05&limit=200")["data"]
        names = ("ts", "open", "high", "low", "close", "volume")
        self.assertEqual([tuple(float(row[name]) for name in names) for row in rows], list(zip(*columns)))

    def test_a_picture_keeps_every_extreme(self):
        full = self.get(f"{DATASETS}/{ONE}/candles?bars_max=5000")
        few = self.get(f"{DATASETS}/{ONE}/candles?bars_max=7")
        self.assertEqual((len(few["data"]), few["bars_per_bucket"]), (7, 2858))
        for page in (full, few):
            self.assertFalse(page["has_more"])
        self.assertEqual(*(max(float(row["high"]) for row in page["data"]) for page in (full, few)))
        self.assertEqual(*(min(float(row["low"]) for row in page["data"]) for page in (full, few)))

    def test_holes_are_spans_between_bars(self):
        quality = self.get(f"{DATASETS}/{ONE}/quality")
        report = self.spark_json("data", "info", ONE)["quality"]
        self.assertEqual(quality["quality"], report)
        self.assertEqual(len(quality["spans"]), report["gaps"])
        for span in quality["spans"]:
            self.assertEqual(span["to_ts"] - span["from_ts"], span["missing"] * 3600000)

    def test_work_on_a_data_set_makes_what_the_command_line_makes(self):
        made = self.send("POST", f"{DATASETS}/{ONE}/resample", {"to": "4h"}, 201)
        local = self.spark_json("data", "resample", ONE, "--to", "4h")
        self.assertEqual((made.pop("new"), local.pop("new")), (True, False))
        self.assertEqual(made, local)
        made = self.send("POST", f"{DATASETS}/{ONE}/repair", {"rules": ["drop-zero-volume"]}, 201)
        self.assertEqual(made["dataset"], "ds_synth_BTCUSDT_1h@v2")
        self.assertEqual(
            self.send("POST", f"{DATASETS}/{ONE}/verify", {}), self.spark_json("data", "verify", ONE)
        )
        order = {"symbol": "AAA", "timeframe": "1h", "bars": 50, "seed": 3}
        made = self.send("POST", f"{DATASETS}/synth", order, 201)
        local = self.spark_json(
            "data", "synth", "--symbol", "AAA", "--timeframe", "1h", "--bars", "50", "--seed", "3"
        )
        self.assertEqual(made["sha256"], local["sha256"])

    def test_wrong_orders_are_told_by_pointer(self):
        for path, body, pointer in [
            (f"/{ONE}/resample", {"to": 5}, "/to"),
            (f"/{ONE}/resample", {"to": "4h", "too": 1}, "/too"),
            (f"/{ONE}/resample", {"to": "tomorrow"}, "/to"),
            (f"/{ONE}/repair", {"rules": ["nope"]}, "/rules/0"),
            ("/synth", {"symbol": "AAA", "timeframe": "1h", "bars": 0, "seed": 3}, "/bars"),
            ("/synth", {"symbol": "a b", "timeframe": "1h", "bars": 5, "seed": 3}, "/symbol"),
        ]:
            problem = self.send("POST", DATASETS + path, body, 422)
            self.assertEqual(problem["errors"][0]["pointer"], pointer, problem)

    def test_no_address_leads_out_of_the_data_folder(self):
        """S-067, S-068"""
        secret = self.data.parent / "secret.spark"
        secret.write_text("secret")
        before = sorted(str(path) for path in self.data.rglob("*") if path.is_file())
        names = [*HOSTILE, "../secret", "..%2fsecret", "/etc/passwd", "ds_x_Y_1h@v01", "a" * 300, "CON", "ds_%_%_1h"]
        for name in names:
            quoted = urllib.parse.quote(name, safe="")
            for path in (f"{DATASETS}/{quoted}", f"{DATASETS}/{quoted}/export", f"/api/v1/uploads/{quoted}"):
                self.assertIn(self.server.call("GET", path).status, (400, 404), path)
            for path in (f"{DATASETS}/{quoted}", f"{DATASETS}/trash/{quoted}?confirm={quoted}"):
                answer = self.server.call("DELETE", path, headers={"x-admin-token": TOKEN})
                self.assertIn(answer.status, (400, 404, 422), path)
            for parameter in ("symbol", "venue", "cursor"):
                answer = self.server.call("GET", f"{DATASETS}?{parameter}={quoted}")
                self.assertIn(answer.status, (200, 400, 422))
                self.assertNotIn("<img", answer.text)
        self.assertEqual(sorted(str(path) for path in self.data.rglob("*") if path.is_file()), before)


class Trash(DataCase):
    def test_what_is_thrown_away_can_come_back(self):
        gone = self.send("DELETE", f"{DATASETS}/{ONE}")
        self.assertEqual((gone["dataset"], gone["used_by_runs"]), (ONE, 0))
        self.assertEqual(len(self.get(DATASETS)["data"]), 1)
        trash = self.get(f"{DATASETS}/trash")["data"]
        self.assertEqual(trash, self.spark_json("data", "trash", "ls")["datasets"])
        self.assertEqual([row["id"] for row in trash], [ONE])
        self.send("POST", f"{DATASETS}/trash/{ONE}/restore")
        self.spark_json("data", "verify", ONE)
        self.assertEqual(self.get(f"{DATASETS}/trash")["data"], [])

    def test_it_says_how_many_runs_used_it(self):
        run = self.server.post(json.dumps({"strategy": "smaCross", "dataset": ONE}))
        self.assertEqual(run.status, 201, run.text)
        self.assertEqual(self.send("DELETE", f"{DATASETS}/{ONE}")["used_by_runs"], 1)
        self.assertEqual(self.get("/api/v1/backtests/" + json.loads(run.text)["id"])["id"], json.loads(run.text)["id"])

    def test_a_number_is_never_given_twice(self):
        self.spark_json("data", "rm", ONE)
        self.send("DELETE", f"{DATASETS}/trash/{ONE}?confirm={urllib.parse.quote('ds_other@v1')}", None, 422)
        self.send("DELETE", f"{DATASETS}/trash/{ONE}", None, 422)
        self.send("DELETE", f"{DATASETS}/trash/{ONE}?confirm={urllib.parse.quote(ONE)}")
        self.assertEqual(self.get(f"{DATASETS}/trash")["data"], [])
        again = self.send(
            "POST", f"{DATASETS}/synth", {"symbol": "BTCUSDT", "timeframe": "1h", "bars": 20000, "seed": 7}, 201
        )
        self.assertEqual(again["dataset"], "ds_synth_BTCUSDT_1h@v2")

    def test_the_version_must_be_said(self):
        problem = self.send("DELETE", f"{DATASETS}/ds_synth_BTCUSDT_1h", None, 422)
        self.assertIn("@v1", problem["fix"][0]["text"])
        self.spark("data", "trash", "empty", code=3)

    def test_a_viewer_throws_nothing_away(self):
        answer = self.server.call("DELETE", f"{DATASETS}/{ONE}")
        self.assertEqual(answer.status, 401)
        self.assertEqual(len(self.get(DATASETS)["data"]), 2)


class Uploads(DataCase):
    def test_a_turkish_file_is_told_and_becomes_the_command_lines_data_set(self):
        upload = self.upload(TURKISH)
        self.assertEqual(
            (upload["delimiter"], upload["decimal"], upload["clock_unit"], upload["format"]),
            ("semicolon", "comma", "date", None),
        )
        self.assertEqual(upload["mapping"], TURKISH_ORDER["mapping"])
        preview = self.get(upload["links"]["self"] + "?timeframe=1d")["preview"]
        self.assertEqual((preview["problem"], preview["wrong"]), (None, 0))
        self.assertEqual(
            preview["rows"][1],
            {
                "line": 3,
                "time": "2024-01-03T00:00:00Z",
                "open": "11",
                "high": "12",
                "low": "10.25",
                "close": "11.75",
                "volume": "2000.5",
            },
        )
        made = self.send("POST", upload["links"]["ingest"], TURKISH_ORDER, 201)
        file = self.data.parent / "thyao.csv"
        file.write_text(TURKISH, encoding="utf-8")
        mapping = ",".join(f"{column}={name}" for column, name in TURKISH_ORDER["mapping"].items())
        local = self.spark_json(
            "ingest", "csv", str(file), "--venue", "bist", "--symbol", "THYAO", "--timeframe", "1d",
            "--map", mapping, "--decimal", "comma", "--delimiter", ";",
        )  # fmt: skip
        self.assertEqual((made.pop("new"), local.pop("new")), (True, False))
        self.assertEqual(made, local)
        info = self.get(f"{DATASETS}/{made['dataset']}")
        self.assertEqual((info["sources"][0]["name"], info["sources"][0]["sha256"]), ("prices.csv", upload["sha256"]))
        self.assertIn("close=Kapanış", info["steps"][0])

    def test_gzip_is_taken_and_an_upload_goes_away(self):
        upload = self.upload(gzip.compress(PLAIN.encode()), "a.csv.gz", media_type="application/gzip")
        self.assertTrue(upload["gzip"])
        self.assertEqual(self.send("POST", upload["links"]["ingest"], PLAIN_ORDER, 201)["rows"], 48)
        self.assertIsNone(self.send("DELETE", upload["links"]["self"], None, 204))
        self.get(upload["links"]["self"], 404)
        self.assertEqual(self.stored_uploads(), [])

    def test_names_are_text_and_never_a_path(self):
        """S-032, S-068"""
        for name in HOSTILE:
            if "/" in name:
                continue
            upload = self.upload(PLAIN, name)
            self.assertEqual(upload["name"], name)
            self.assertEqual(self.get(upload["links"]["self"])["name"], name)
        for name in ("../../etc/passwd", "/etc/passwd", "a\\b", "a\nb", "..", "x" * 300, "a\x00b"):
            answer = self.server.call(
                "POST",
                "/api/v1/uploads?name=" + urllib.parse.quote(name, safe=""),
                PLAIN.encode(),
                {"x-admin-token": TOKEN, "content-type": "text/csv"},
            )
            self.assertIn(answer.status, (400, 422), name)
        for file in self.stored_uploads():
            self.assertRegex(file, r"\Aupl_[0-9A-HJKMNP-TV-Z]{26}\.(bin|json)\Z")

    def test_hostile_bytes_are_refused_and_nothing_is_stored(self):
        """S-065 and files that are none"""
        bomb = io.BytesIO()
        with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=9) as file:
            file.write(b"open_time,open,high,low,close,volume\n")
            row = b"1704067200000,10,12,9,11,5\n" * 40000
            for _ in range(600):
                file.write(row)
        cases = {
            "binary": bytes(range(256)) * 40,
            "no utf-8": "zaman,açılış\n1,2\n".encode("iso-8859-9"),
            "a line of 10 MB": b"x" * 10_000_000,
            "a bomb": bomb.getvalue(),
            "half a gzip": gzip.compress(PLAIN.encode())[:-20],
            "blank": b"\n\n  \n",
        }
        for name, content in cases.items():
            problem = self.send_bytes("bad.csv", content, 422, "text/csv")
            self.assertTrue(problem["detail"], name)
        self.assertEqual(self.stored_uploads(), [])

    def test_wrong_rows_are_told_with_their_lines_and_write_nothing(self):
        bad = PLAIN.replace("1704070800000,10,12,9,11,5", "1704070800000,ten,12,9,11,5")
        upload = self.upload(bad)
        preview = self.get(upload["links"]["self"])["preview"]
        self.assertEqual([row["line"] for row in preview["rows"] if "problem" in row], [3])
        problem = self.send("POST", upload["links"]["ingest"], PLAIN_ORDER, 422)
        self.assertEqual(problem["errors"][0]["pointer"], "prices.csv:3")
        mixed = PLAIN + "1704240000,10,12,9,11,5,7\n"
        problem = self.send("POST", self.upload(mixed)["links"]["ingest"], PLAIN_ORDER, 422)
        self.assertEqual(problem["errors"][0]["pointer"], "prices.csv:50")
        gap = PLAIN.replace("1704070800000,10,12,9,11,5\n", "")
        ingest = self.upload(gap)["links"]["ingest"]
        self.assertIn("gaps 1", self.send("POST", ingest, {**PLAIN_ORDER, "strict": True}, 422)["detail"])
        self.assertEqual(self.get(f"{DATASETS}?symbol=AAAUSDT")["data"], [])
        self.assertEqual(self.send("POST", ingest, PLAIN_ORDER, 201)["quality"]["gaps"], 1)

    def test_a_mapping_that_fits_nothing_is_told(self):
        upload = self.upload(TURKISH)
        path = upload["links"]["self"] + "?delimiter=semicolon&map="
        self.assertIn("'X'", self.get(path + urllib.parse.quote("time=Tarih,close=X"))["preview"]["problem"]["message"])
        for text in ("closee=X", "close", "close=A,close=B"):
            self.assertEqual(self.get(path + urllib.parse.quote(text), 422)["errors"][0]["pointer"], "map")
        for change, pointer in [
            ({"mapping": {"clos": "X"}}, "/mapping/clos"),
            ({"venue": "a b"}, "/venue"),
            ({"timeframe": "soon"}, "/timeframe"),
            ({"tz": "Mars/Base"}, "/tz"),
            ({"calendar": "none"}, "/calendar"),
            ({"delimiter": "x"}, "/delimiter"),
            ({"decimal": 5}, "/decimal"),
        ]:
            problem = self.send("POST", upload["links"]["ingest"], {**TURKISH_ORDER, **change}, 422)
            self.assertEqual(problem["errors"][0]["pointer"], pointer, problem)

    def test_another_media_type_and_a_too_large_body_are_refused(self):
        self.send_bytes("a.csv", PLAIN.encode(), 415, "application/json")
        head = (
            "POST /api/v1/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\n"
            f"x-admin-token: {TOKEN}\r\nContent-Length: {(64 << 20) + 1}\r\n\r\n"
        )
        self.assertIn(b" 413 ", self.server.raw(head.encode()).split(b"\r\n")[0])

    def test_five_megabytes_go_through(self):
        rows = "".join(f"{1500000000000 + minute * 60000},10,12,9,11,5\n" for minute in range(180000))
        upload = self.upload("open_time,open,high,low,close,volume\n" + rows)
        self.assertGreater(upload["bytes"], 4 << 20)
        made = self.send("POST", upload["links"]["ingest"], {**PLAIN_ORDER, "timeframe": "1m"}, 201)
        self.assertEqual(made["rows"], 180000)

    def test_a_full_disk_leaves_nothing_half_written(self):
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (100_000, 100_000))
        content = ("open_time,open,high,low,close,volume\n" + "1704067200000,10,12,9,11,5\n" * 20000).encode()
        problem = self.send_bytes("a.csv", content, 507, "text/csv")
        self.assertEqual(problem["code"], "exhausted")
        self.assertEqual(self.stored_uploads(), [])
        self.assertEqual(self.get(DATASETS)["data"][0]["id"], ONE)

    def test_uploads_of_the_day_before_are_gone_after_a_start(self):
        upload = self.upload(PLAIN)
        old = "upl_01HK0000000000000000000000"
        for file in (self.data / "uploads").iterdir():
            (self.data / "uploads" / (old + file.suffix)).write_bytes(file.read_bytes())
        self.assertEqual(self.server.stop(), 0)
        self.server = self.serve()
        self.assertEqual(self.stored_uploads(), [upload["id"] + ".bin", upload["id"] + ".json"])


if __name__ == "__main__":
    unittest.main()
