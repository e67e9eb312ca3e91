"""deploy/nginx/spark.conf in a real nginx, with a throwaway certificate, in front of a real `spark serve`."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from spark_case import ROOT, SparkCase  # noqa: E402
from test_serve import PLANNING_BODY, TOKEN, Server  # noqa: E402

NAME = "spark.example.org"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(NGINX, "nginx is not installed")
@unittest.skipUnless(shutil.which("openssl"), "the openssl command is not installed")
class NginxCase(SparkCase):
    names_client = True  # without X-Forwarded-For the server takes nginx for a reader on this machine

    def setUp(self):
        super().setUp()
        self.server = Server(self.data)
        self.addCleanup(self.stop_server)
        self.port, self.plain_port = free_port(), free_port()
        self.start_nginx()

    def stop_server(self):
        if self.server.process.poll() is None:
            self.server.stop()

    def start_nginx(self):
        certificate, key = self.folder / "spark.pem", self.folder / "spark.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
        text = (ROOT / "deploy/nginx/spark.conf").read_text()
        if not self.names_client:
            text, found = re.subn(r"(?m)^ *proxy_set_header X-Forwarded-For .*\n", "", text)
            self.assertEqual(found, 1)
        for pattern, replacement, count in (
            (r"listen 443 ", f"listen 127.0.0.1:{self.port} ", 2),
            (r"listen 80;", f"listen 127.0.0.1:{self.plain_port};", 1),
            (r"server 127\.0\.0\.1:3003;", f"server 127.0.0.1:{self.server.hello['ports']['web']};", 1),
            (r"server 127\.0\.0\.1:4010;", f"server 127.0.0.1:{self.server.hello['ports']['api']};", 1),
            (r"/etc/spark/tls/fullchain\.pem", str(certificate), 2),
            (r"/etc/spark/tls/privkey\.pem", str(key), 2),
            (r"/var/log/nginx/spark\.log", str(self.folder / "access.log"), 1),
        ):
            text, found = re.subn(pattern, replacement, text)
            self.assertEqual(found, count, pattern)
        (self.folder / "spark.conf").write_text(text)
        temporary = "".join(
            f"{name}_temp_path {self.folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user} pid {self.folder / 'nginx.pid'}; worker_processes 1; events {{ worker_connections 512; }}"
            f"http {{ access_log off; {temporary} include {self.folder / 'spark.conf'}; }}"
        )
        log = str(self.folder / "error.log")
        command = [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", log]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertNotIn("warn", checked.stderr)
        self.nginx = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        self.addCleanup(self.nginx.wait)
        self.addCleanup(self.nginx.terminate)
        self.trust = ssl.create_default_context(cafile=str(certificate))
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.02)
        self.fail((self.folder / "error.log").read_text())

    def connect(self, protocols=("http/1.1",)):
        self.trust.set_alpn_protocols(list(protocols))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.addCleanup(plain.close)
        return self.trust.wrap_socket(plain, server_hostname=NAME)

    def call(self, method, path, body=None, headers=None, host=None):
        connection = http.client.HTTPConnection(NAME, self.port)
        connection.sock = self.connect()
        self.addCleanup(connection.close)
        own = {"Host": host or f"{NAME}:{self.port}"}
        connection.request(method, path, body, {**own, **(headers or {})})
        answer = connection.getresponse()
        answer.text = answer.read().decode("utf-8")
        return answer

    def problem(self, answer, status, code):
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.getheader("Content-Type"), "application/problem+json")
        problem = json.loads(answer.text)
        self.assertEqual((problem["status"], problem["code"]), (status, code))
        self.assertTrue(problem["title"] and problem["detail"] and problem["fix"], problem)
        self.assertEqual(problem["request_id"], answer.getheader("X-Request-Id"))
        return problem


class BehindNginx(NginxCase):
    def test_who_comes_through_a_proxy_is_nobody_of_this_machine(self):
        self.problem(self.call("GET", "/api/v1/status"), 401, "unauthenticated")
        self.assertEqual(self.call("GET", "/healthz").status, 200)

    def test_tls_is_1_2_or_1_3(self):
        for option, works in (("-tls1_3", True), ("-tls1_2", True), ("-tls1_1", False)):
            done = subprocess.run(
                ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", option, "-cipher", "DEFAULT:@SECLEVEL=0",
                 "-servername", NAME],
                input=b"", capture_output=True, timeout=30,
            )
            self.assertEqual(done.returncode == 0, works, f"{option}: {done.stderr}")

    def test_plain_http_is_sent_to_https(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=10)
        self.addCleanup(connection.close)
        connection.request("GET", "/docs/api?x=1", headers={"Host": "evil.example"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.getheader("Location")), (308, f"https://{NAME}/docs/api?x=1"))

    def test_other_names_are_not_served(self):
        self.assertEqual(self.call("GET", "/api/v1/status", host="evil.example").status, 421)

    def test_own_pages_may_call_and_foreign_ones_may_not(self):
        body = {"content-type": "application/json"}
        own = self.call("POST", "/api/v1/backtests", "{}", {**body, "Origin": f"https://{NAME}:{self.port}"})
        foreign = self.call("POST", "/api/v1/backtests", "{}", {**body, "Origin": "https://evil.example"})
        self.problem(own, 401, "unauthenticated")
        self.problem(foreign, 403, "origin_refused")

    def test_the_admin_token_counts_on_the_machine_only(self):
        headers = {"x-admin-token": TOKEN, "content-type": "application/json", "Prefer": "wait"}
        self.problem(self.call("POST", "/api/v1/backtests", PLANNING_BODY, headers), 401, "unauthenticated")
        self.assertEqual(self.server.post(PLANNING_BODY).status, 201)

    def test_metrics_are_not_given_outside(self):
        self.problem(self.call("GET", "/metrics"), 403, "denied")
        self.assertEqual(self.server.call("GET", "/metrics").status, 200)

    def test_a_body_past_64_mib_is_refused_before_it_is_sent(self):
        with self.connect() as connection:
            size = (64 << 20) + 1
            head = f"POST /api/v1/backtests HTTP/1.1\r\nHost: {NAME}:{self.port}\r\nContent-Length: {size}\r\n\r\n"
            connection.sendall(head.encode())
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            answer.text = answer.read().decode("utf-8")
        self.problem(answer, 413, "too_large")
        self.assertIn("max-age", answer.getheader("Strict-Transport-Security"))

    def test_a_body_past_sparks_own_limit_is_refused_in_its_words(self):
        self.problem(self.call("POST", "/api/v1/backtests", b" " * (20 << 20)), 413, "too_large")

    def test_spark_gone_is_a_problem_of_its_own(self):
        self.assertEqual(self.server.stop(), 0)
        answer = self.call("GET", "/api/v1/status")
        self.problem(answer, 502, "unavailable")
        self.assertEqual(answer.getheader("Retry-After"), "5")


class BehindNginxAsLocalReader(NginxCase):
    names_client = False

    def test_pages_and_api_come_through_tls_with_hsts(self):
        page = self.call("GET", "/")
        status = self.call("GET", "/api/v1/status")
        missing = self.call("GET", "/api/v1/nothing")
        self.assertEqual((page.status, status.status), (200, 200), status.text)
        self.assertEqual(json.loads(status.text)["env"], "paper")
        self.problem(missing, 404, "not_found")
        for answer in (page, status, missing):
            self.assertIn("max-age=63072000", answer.getheader("Strict-Transport-Security"))
            self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff")
            self.assertNotRegex(answer.getheader("Server") or "", r"\d")

    def test_http_2_is_spoken(self):
        with self.connect(("h2", "http/1.1")) as connection:
            self.assertEqual(connection.selected_alpn_protocol(), "h2")
        if shutil.which("curl"):
            done = subprocess.run(
                ["curl", "-sS", "--http2", "--cacert", self.folder / "spark.pem", "--resolve",
                 f"{NAME}:{self.port}:127.0.0.1", "-o", os.devnull, "-w", "%{http_version} %{http_code}",
                 f"https://{NAME}:{self.port}/api/v1/status"],
                capture_output=True, text=True, timeout=30,
            )
            if "unsupported" not in done.stderr:
                self.assertEqual(done.stdout, "2 200", done.stderr)

    def test_the_log_holds_no_query(self):
        self.call("GET", "/api/v1/status?fields=hidden")
        end = time.monotonic() + 5
        log = ""
        while "/api/v1/status" not in log and time.monotonic() < end:
            time.sleep(0.02)
            log = (self.folder / "access.log").read_text()
        self.assertRegex(log, r'"GET /api/v1/status" 200 .* req_')
        self.assertNotIn("hidden", log)

    def test_a_stream_is_not_buffered(self):
        with self.connect() as connection:
            connection.settimeout(20)
            end = time.monotonic() + 10
            host = f"{NAME}:{self.port}"
            connection.sendall(f"GET /api/v1/stream?topics=ticker.* HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            got = b""
            while got.count(b"event: batch") < 3 and time.monotonic() < end:
                part = connection.recv(65536)
                self.assertTrue(part, got)
                got += part
        self.assertTrue(got.startswith(b"HTTP/1.1 200"), got)
        self.assertGreaterEqual(got.count(b"event: batch"), 3, got)


if __name__ == "__main__":
    unittest.main()
