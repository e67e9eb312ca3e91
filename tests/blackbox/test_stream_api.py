"""The event stream and the live markets of `spark serve` from outside, with the SYNTHETIC market it runs by itself."""

import http.client
import json
import re
import signal
import socket
import struct
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_serve import TOKEN, ServeCase  # noqa: E402

BINANCE = "synthetic-binance"
JOB_BODY = json.dumps({"symbol": "BTCUSDT", "timeframe": "1h", "bars": 500, "seed": 3})


class Stream:
    """One reader of /api/v1/stream; parses what comes as a browser would."""

    def __init__(self, port, topics="", last_event_id=None, headers=None, receive_bytes=None):
        self.socket = socket.socket()
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", port))
        lines = [f"GET /api/v1/stream{'?topics=' + topics if topics else ''} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        lines += [] if last_event_id is None else [f"Last-Event-ID: {last_event_id}"]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.raw, self.text, self.is_over = b"", "", False
        while b"\r\n\r\n" not in self.raw:
            self.receive()
        head, self.raw = self.raw.split(b"\r\n\r\n", 1)
        self.head = head.decode()
        self.status = int(self.head.split(" ")[1])
        self.last_id = None

    def receive(self):
        part = self.socket.recv(65536)
        if not part:
            self.is_over = True
        self.raw += part
        return bool(part)

    def dechunk(self):
        while True:
            size, mark, rest = self.raw.partition(b"\r\n")
            if not mark or len(rest) < int(size, 16) + 2:
                return
            length = int(size, 16)
            self.text += rest[:length].decode()
            self.raw = rest[length + 2:]
            self.is_over = self.is_over or length == 0

    def event(self, seconds=10):
        """The next event as (name, id, data); None when the stream is over or nothing came."""
        end = time.monotonic() + seconds
        while True:
            self.dechunk()
            while "\n\n" in self.text:
                block, self.text = self.text.split("\n\n", 1)
                fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
                if "data" in fields:
                    self.last_id = fields.get("id", self.last_id)
                    return fields.get("event"), fields.get("id"), json.loads(fields["data"])
            left = end - time.monotonic()
            if self.is_over or left <= 0:
                return None
            self.socket.settimeout(left)
            try:
                self.receive()
            except (TimeoutError, ConnectionResetError):
                return None

    def until(self, wanted, seconds=10):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and (event := self.event(left)) is not None:
            if wanted(event):
                return event
        return None

    def close(self):
        self.socket.close()

    def vanish(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class StreamCase(ServeCase):
    is_begun = True

    def stream(self, server, *arguments, **named):
        stream = Stream(server.port, *arguments, **named)
        self.addCleanup(stream.close)
        return stream

    def get(self, server, path):
        answer = server.call("GET", path)
        self.assertEqual(answer.status, 200, answer.text)
        return json.loads(answer.text)

    def has(self, seconds, condition):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.05)
        return False

    def run_job(self, server):
        answer = server.post(JOB_BODY, "/api/v1/datasets/synth")
        self.assertIn(answer.status, (200, 201, 202), answer.text)


class Streaming(StreamCase):
    def test_a_stream_says_hello_and_then_synthetic_values_that_move(self):
        stream = self.stream(self.serve(), "ticker.*,book.*,trades.*,candle.*,status")
        self.assertEqual(stream.status, 200, stream.head)
        self.assertIn("Content-Type: text/event-stream", stream.head)
        name, _, hello = stream.event()
        self.assertEqual(name, "hello")
        self.assertRegex(hello["sid"], "^st_")
        lasts, kinds = {}, set()
        end = time.monotonic() + 4
        while time.monotonic() < end and (event := stream.event(4)):
            if event[0] != "batch":
                continue
            for update in event[2]["u"]:
                kinds.add(update["t"].split(".")[0])
                values = update["d"] if isinstance(update["d"], list) else [update["d"]]
                for value in values:
                    if update["t"] == "status":
                        self.assertTrue(all(feed["synthetic"] for feed in value["feeds"]))
                    else:
                        self.assertIs(value["synthetic"], True, update)
                if update["t"].startswith("ticker"):
                    lasts.setdefault(update["t"], set()).add((values[0]["last"], values[0]["bid"]))
        self.assertEqual(kinds, {"ticker", "book", "trades", "candle", "status"})
        self.assertGreater(len(lasts[f"ticker.{BINANCE}.BTCUSDT"]), 1)

    def test_topics_are_set_without_a_new_connection_and_by_nobody_else(self):
        server = self.serve()
        stream = self.stream(server)
        sid = stream.event()[2]["sid"]
        self.assertIsNone(stream.until(lambda event: event[0] == "batch", 1))
        body = json.dumps({"topics": [f"ticker.{BINANCE}.*"]})
        path, kind = f"/api/v1/stream/{sid}/topics", {"content-type": "application/json"}
        self.assertEqual(server.call("POST", path, body, {**kind, "x-admin-token": TOKEN}).status, 404)
        self.assertEqual(server.call("POST", path, body, kind).status, 204)
        batch = stream.until(lambda event: event[0] == "batch", 5)
        self.assertTrue(all(update["t"].startswith(f"ticker.{BINANCE}.") for update in batch[2]["u"]))
        self.problem(server.call("POST", path, json.dumps({"topics": ["*"]}), kind), 422)

    def test_a_reader_that_comes_and_goes_misses_no_lossless_event(self):
        server = self.serve()
        seen, last_id = [], None
        for cycle in range(50):
            stream = Stream(server.port, "jobs", last_id)
            stream.event()
            if cycle % 10 == 0:
                self.run_job(server)
            while (event := stream.event(0.15)) is not None:
                if event[0] == "job":
                    seen.append(event[2]["seq"])
                self.assertNotEqual(event[0], "gap")
            last_id = stream.last_id
            stream.vanish()
        whole = self.stream(server, "jobs", last_event_id=re.sub(r"\..*", ".0", last_id))
        expected = []
        while (event := whole.event(1)) is not None:
            if event[0] == "job":
                expected.append(event[2]["seq"])
        self.assertGreaterEqual(len(expected), 10)
        self.assertEqual(seen, expected)

    def test_a_killed_server_gives_out_what_it_had_sent_before(self):
        server = self.serve()
        stream = self.stream(server, "jobs")
        first_id = stream.event()[1]
        self.run_job(server)
        before = []
        while (event := stream.event(1)) is not None:
            if event[0] == "job":
                before.append((event[1], event[2]))
        self.assertGreaterEqual(len(before), 2)
        server.stop(signal.SIGKILL)
        server = self.serve()
        again = self.stream(server, "jobs", last_event_id=first_id)
        after = []
        while (event := again.event(1)) is not None:
            self.assertNotEqual(event[0], "gap")
            if event[0] == "job":
                after.append((event[1], event[2]))
        self.assertEqual(after[:len(before)], before)

    def test_a_reader_that_stops_reading_holds_up_nobody(self):
        server = self.serve({"SPARK_ADMIN_TOKEN": TOKEN, "SPARK_MARKET_SYNTHETIC_RATE": "200"})
        slow = self.stream(server, "book.*,trades.*,candle.*", receive_bytes=4096)
        quick = self.stream(server, "book.*,status")
        batches, end = 0, time.monotonic() + 5
        while time.monotonic() < end:
            event = quick.event(2)
            self.assertIsNotNone(event)
            batches += event[0] == "batch"
        self.assertGreater(batches, 30)
        self.assertIsNotNone(slow.until(lambda event: event[0] in ("batch", "gap"), 5))
        newest = int(time.time() * 1000) - 1_000
        self.assertIsNotNone(
            slow.until(lambda e: e[0] == "gap" or (e[0] == "batch" and e[2]["u"][0]["ts"] > newest), 10))

    def test_the_sixth_stream_of_a_reader_is_refused_and_a_gone_one_makes_room(self):
        server = self.serve()
        streams = [self.stream(server) for _ in range(5)]
        self.assertEqual([stream.status for stream in streams], [200] * 5)
        self.assertEqual(self.problem(server.call("GET", "/api/v1/stream"), 429)["code"], "too_many_streams")
        other = self.stream(server, headers={"x-admin-token": TOKEN})
        self.assertEqual(other.status, 200)
        streams[0].close()
        self.assertTrue(self.has(3, lambda: self.stream(server).status == 200))

    def test_forged_ids_and_credentials_gain_nothing(self):
        server = self.serve()
        for forged in ("-1.5", "1.-5", "9" * 10_000, "1.2.3", "0x1.2", "1.99999999999999999", "' or 1=1", "%0d%0aX: y"):
            stream = Stream(server.port, "jobs", forged)
            self.assertEqual(stream.status, 200, forged[:50])
            self.assertEqual(stream.event()[0], "hello")
            gap = stream.event(3)
            self.assertEqual((gap[0], gap[2]["reason"], gap[2]["t"]), ("gap", "unknown_id", "*"))
            stream.vanish()
            self.has(1, lambda: self.get(server, "/api/v1/status")["stream_clients"] == 0)
        self.problem(server.call("GET", "/api/v1/stream?api_key=spk_x"), 400)
        self.problem(server.call("GET", "/api/v1/stream", None, {"Authorization": "Bearer nonsense"}), 401)
        self.problem(server.call("GET", "/api/v1/stream?topics=audit.head"), 403)
        self.problem(server.call("GET", "/api/v1/stream?topics=nothing.at.all"), 422)

    def test_who_comes_through_a_proxy_and_names_nobody_hears_nothing(self):
        server = self.serve({"SPARK_ADMIN_TOKEN": TOKEN, "SPARK_SERVER_HAS_PROXY": "true"})
        self.problem(server.call("GET", "/api/v1/stream", None, {"X-Forwarded-For": "10.0.0.9"}), 401)

    def test_sigterm_ends_streams_well(self):
        server = self.serve()
        stream = self.stream(server, "ticker.*")
        self.assertEqual(stream.event()[0], "hello")
        begun = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - begun, 3)
        while stream.event(2) is not None:
            pass
        self.assertTrue(stream.is_over)

    def test_head_and_compression_leave_the_stream_alone(self):
        server = self.serve()
        head = server.call("HEAD", "/api/v1/stream")
        self.assertEqual((head.status, head.getheader("Content-Type"), head.text), (200, "text/event-stream", ""))
        stream = self.stream(server, "status", headers={"Accept-Encoding": "gzip, br"})
        self.assertNotIn("Content-Encoding", stream.head)
        self.assertEqual(stream.event()[0], "hello")


class Feeds(StreamCase):
    def feed(self, server, venue):
        feeds = self.get(server, "/api/feeds/health")["feeds"]
        return next((one for one in feeds if one["venue"] == venue), {"state": "unheard"})

    def test_a_lost_feed_is_told_within_five_seconds_and_comes_back(self):
        faults = f"disconnect:{BINANCE}:2500:2500,silence:synthetic-btcturk:1500:6000"
        begun = time.monotonic()
        server = self.serve({"SPARK_ADMIN_TOKEN": TOKEN, "SPARK_MARKET_SYNTHETIC_FAULTS": faults})
        stream = self.stream(server, "status")
        self.assertTrue(self.has(5, lambda: self.feed(server, BINANCE)["state"] == "down"))
        self.assertEqual(self.get(server, "/api/feeds/health")["HEALTH"], "RED")
        self.assertIn('ws_conn_state{venue="synthetic-binance",synthetic="true"} 0',
                      server.call("GET", "/metrics").text)
        self.assertEqual(self.get(server, f"/api/v1/markets/{BINANCE}/BTCUSDT/book")["bids"], [])
        self.assertTrue(self.has(5, lambda: self.feed(server, "synthetic-btcturk")["state"] == "stale"))
        self.assertLess(time.monotonic() - begun, 8)
        self.assertTrue(self.has(6, lambda: self.feed(server, BINANCE)["state"] == "live"))
        self.assertEqual(self.feed(server, BINANCE)["reconnects"], 1)
        self.assertTrue(self.has(6, lambda: self.get(server, "/api/feeds/health")["HEALTH"] == "GREEN"))
        states = []
        while (event := stream.event(0.5)) is not None and len(states) < 50:
            if event[0] == "feed" and event[2]["d"]["venue"] == BINANCE:
                states.append(event[2]["d"]["state"])
            if states[-1:] == ["live"] and "down" in states:
                break
        self.assertIn("down", states)

    def test_the_planning_documents_calls_answer(self):
        server = self.serve()
        self.has(5, lambda: len(self.get(server, "/api/v1/markets")["data"]) == 5)
        self.assertTrue(self.has(10, lambda: self.get(server, "/api/feeds/health")["HEALTH"] == "GREEN"))
        health = self.get(server, "/api/feeds/health")
        for feed in health["feeds"]:
            self.assertLessEqual({"state", "drift_ms", "age_ms", "reconnects", "gaps", "messages"}, set(feed))
        symbols = self.get(server, "/api/feeds/symbols")
        self.assertIn({"from": "BTCUSDT", "to": "BTCTRY", "through": "USDTTRY"}, symbols["mapping"])
        figures = server.call("GET", "/metrics").text
        for name in ("btcturk_ws_up", "btcturk_ticks_total", "btcturk_reconnects_total", "btcturk_ws_lag_ms"):
            self.assertRegex(figures, rf'(?m)^{name}{{synthetic="true"}} ')
        for name in ("ws_msgs_total", "ws_gap_ms_bucket", "ingest_latency_ms_bucket", "ws_conn_state", "ticks_total",
                     "reconnects_total", "ws_lag_ms"):
            self.assertRegex(figures, rf'(?m)^{name}{{venue="synthetic-binance",synthetic="true"')
        for path in ("/api/v1/feeds/health", "/api/v1/feeds/symbols"):
            self.get(server, path)
        checks = {check["name"]: check for check in self.get(server, "/readyz")["checks"]}
        self.assertTrue(checks["feeds"]["ok"])

    def test_a_market_is_told_part_by_part(self):
        server = self.serve()
        path = f"/api/v1/markets/{BINANCE}/BTCUSDT"
        self.has(5, lambda: server.call("GET", path).status == 200)
        self.has(5, lambda: self.get(server, path)["last"] and self.get(server, path + "/trades?limit=5")["data"])
        market = self.get(server, path)
        self.assertIs(market["synthetic"], True)
        self.assertLessEqual(market["hops"]["venue"], market["hops"]["published"])
        for link in market["links"].values():
            self.get(server, link)
        book = self.get(server, path + "/book?depth=3")
        self.assertEqual((len(book["bids"]), len(book["asks"])), (3, 3))
        self.assertLess(float(book["bids"][0][0]), float(book["asks"][0][0]))
        for timeframe in ("1m", "5m", "15m", "1h", "1d"):
            bars = self.get(server, f"{path}/candles?timeframe={timeframe}&limit=40")["data"]
            times = [bar["ts"] for bar in bars]
            self.assertTrue(len(bars) == 40 and times == sorted(set(times)), timeframe)
        before = self.get(server, f"{path}/candles?timeframe=1h&limit=2&to=2026-01-01T00:00:00Z")["data"]
        self.assertEqual(before, [])
        closed = self.get(server, f"{path}/candles?timeframe=1h&limit=8")["data"][:-1]
        to = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(closed[-1]["ts"] / 1000 + 1))
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("GET", f"{path}/candles?timeframe=1h&limit=7&to={to}", None,
                           {"Accept": "application/vnd.spark.candles+f64"})
        values = struct.unpack("<42d", connection.getresponse().read())
        connection.close()
        self.assertEqual(list(values[:7]), [bar["ts"] for bar in closed])
        self.assertEqual(list(values[28:35]), [float(bar["close"]) for bar in closed])
        self.assertEqual(self.get(server, path + "/rules")["min_notional"], "5")
        for wrong in ("/book?depth=0", "/book?depth=51", "/trades?limit=201", "/candles?timeframe=7q"):
            self.problem(server.call("GET", path + wrong), 422)
        for nobody in (f"/api/v1/markets/{BINANCE}/NOPE", "/api/v1/markets/x%00y/BTCUSDT"):
            self.assertIn(server.call("GET", nobody).status, (400, 404))

    def test_the_synthetic_market_can_be_switched_off(self):
        server = self.serve({"SPARK_ADMIN_TOKEN": TOKEN, "SPARK_MARKET_SYNTHETIC": "false"})
        self.assertEqual(self.get(server, "/api/v1/markets")["data"], [])
        self.assertEqual(self.get(server, "/api/feeds/symbols")["symbols"], [])
        self.assertEqual(self.get(server, "/api/feeds/health")["feeds"], [])
        checks = {check["name"]: check for check in self.get(server, "/readyz")["checks"]}
        self.assertEqual(checks["feeds"]["detail"], "none is configured")
        stream = self.stream(server, "status")
        self.assertIsNotNone(stream.until(lambda event: event[0] == "batch", 3))


if __name__ == "__main__":
    unittest.main()
