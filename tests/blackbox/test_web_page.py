"""The web page from outside: index.html with what is known at once, assets in every encoding, what is no page, headers.

The page here is a small one of the test's own, packed by apps/web-next/tools/pack.mjs and served from its folder
(`server.web_dir`), so that the tests say the same whatever the binary carries.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from spark_case import ROOT  # noqa: E402
from test_identity_api import IdentityCase  # noqa: E402
from test_serve import TOKEN, ServeCase  # noqa: E402

PACKER = ROOT / "apps/web-next/tools/pack.mjs"
OWN_NODE = ROOT / "build/node/node_modules/.bin/node"
NODE = str(OWN_NODE) if OWN_NODE.exists() else shutil.which("node")
UNPACK = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(0)))"
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
INDEX = """<!doctype html>
<html lang="en" data-theme="dark">
  <head>
    <script type="application/json" id="spark-boot">null</script>
    <script type="module" src="/assets/index-1a2b.js"></script>
  </head>
  <body>EDITION</body>
</html>
""" + "<!-- a page's size -->\n" * 40
SCRIPT = "export const word = 'spark';\n" * 500
FILES = {
    "index.html": INDEX,
    "favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "manifest.webmanifest": '{"name":"Spark"}',
    "assets/index-1a2b.js": SCRIPT,
    "assets/letters-3c4d.woff2": b"\x00\x01" * 400,
}
BOOT = re.compile(r'<script type="application/json" id="spark-boot">(.*?)</script>', re.S)
FAR_AWAY = {"X-Forwarded-For": "10.0.0.1"}


def addresses():
    """The page's addresses as the reference lists them, with something in their braces."""
    rows = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8").splitlines()
    paths = [row.split("`")[1] for row in rows if "| Web page: " in row]
    return [re.sub(r"\{\w+\}", "some%20thing", path) for path in paths]


def make_pack(folder, edition="one"):
    dist = folder / f"dist-{edition}"
    for name, text in FILES.items():
        path = dist / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.replace("EDITION", edition).encode("utf-8"))
    subprocess.run([NODE, PACKER, folder / "web.pack", dist], check=True, capture_output=True, timeout=60)


class WithPage:
    """Mixed into a test whose server is to have the page."""

    def setUp(self):
        if NODE is None:
            self.skipTest("node is absent, and with it what packs the page")
        super().setUp()

    def serve(self, environment=None, arguments=()):
        folder = self.folder / "web"
        folder.mkdir(exist_ok=True)
        make_pack(folder)
        given = {"SPARK_ADMIN_TOKEN": TOKEN} if environment is None else environment
        return super().serve({**given, "SPARK_SERVER_WEB_DIR": str(folder)}, arguments)

    def boot(self, answer):
        self.assertEqual(answer.getheader("Content-Type"), "text/html; charset=utf-8", answer.text)
        found = BOOT.findall(answer.text)
        self.assertEqual(len(found), 1, answer.text)
        self.assertNotRegex(found[0], "[<>&\u2028\u2029]")
        return json.loads(found[0])

    def binary(self, server, path, headers):
        """Status, headers and the bytes as they come."""
        text = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        raw = server.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{text}\r\n".encode())
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        return int(lines[0].split()[1]), dict(line.split(": ", 1) for line in lines[1:]), body


class WebPage(WithPage, ServeCase):
    def test_every_address_answers_index_html_with_what_is_known(self):
        server = self.serve()
        session = json.loads(server.call("GET", "/api/v1/session").text)
        status = json.loads(server.call("GET", "/api/v1/status").text)
        self.assertGreater(len(addresses()), 25)
        for path in addresses():
            answer = server.call("GET", f"{path}?from=here", headers=HTML)
            self.assertEqual(answer.status, 200, path)
            boot = self.boot(answer)
            self.assertEqual(list(boot), ["status", "session", "settings", "version"])
            self.assertEqual((boot["session"], boot["settings"]), (session, None))
            self.assertEqual(boot["status"].keys(), status.keys())
            self.assertEqual(boot["status"]["started_at"], status["started_at"])
            self.assertEqual(boot["version"], status["version"])
            self.assertEqual(answer.getheader("Cache-Control"), "no-store")
            self.assertIsNone(answer.getheader("ETag"))
        self.assertEqual(server.stop(), 0)

    def test_who_may_not_look_gets_the_page_and_nothing_else(self):
        server = self.serve()
        for headers in ({**HTML, **FAR_AWAY}, {**HTML, **FAR_AWAY, "Cookie": "__Host-spark_session=old"}):
            answer = server.call("GET", "/", headers=headers)
            self.assertEqual(answer.status, 200, answer.text)
            boot = self.boot(answer)
            self.assertEqual((boot["status"], boot["session"], boot["settings"]), (None, None, None))
        self.assertEqual(server.call("GET", "/status", headers=FAR_AWAY).status, 401)
        self.assertEqual(server.call("GET", "/docs/api.html", headers=FAR_AWAY).status, 401)

    def test_language_follows_the_address_and_then_the_browser(self):
        server = self.serve()
        for path, accepted, wanted in (
            ("/", "tr-TR,tr;q=0.9,en;q=0.8", "tr"), ("/?lang=en", "tr", "en"), ("/?lang=tr", "en", "tr"),
            ("/?lang=klingon", "tr", "tr"), ("/", "de", "en"),
        ):
            answer = server.call("GET", path, headers={**HTML, "Accept-Language": accepted})
            self.assertIn(f'<html lang="{wanted}" data-theme="dark">', answer.text)
            self.assertEqual(answer.getheader("Content-Language"), wanted)

    def test_page_and_assets_forbid_everything_inline_and_foreign(self):
        server = self.serve()
        for path in ("/", "/assets/index-1a2b.js", "/nowhere"):
            answer = server.call("GET", path, headers=HTML)
            policy = dict(part.strip().split(" ", 1) for part in answer.getheader("Content-Security-Policy").split(";"))
            self.assertEqual(policy["default-src"], "'none'")
            self.assertEqual((policy["script-src"], policy["style-src"]), ("'self'", "'self'"))
            self.assertEqual((policy["base-uri"], policy["frame-ancestors"]), ("'none'", "'none'"))
            self.assertNotIn("unsafe", answer.getheader("Content-Security-Policy"))
            self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff")
            self.assertEqual(answer.getheader("Referrer-Policy"), "no-referrer")
            self.assertEqual(answer.getheader("Cross-Origin-Opener-Policy"), "same-origin")
            self.assertIn("camera=()", answer.getheader("Permissions-Policy"))
            names = [name.lower() for name, _ in answer.getheaders()]
            self.assertEqual(len(names), len(set(names)), "a header stands there twice")
        plain = server.call("GET", "/status", headers=HTML)
        self.assertRegex(plain.getheader("Content-Security-Policy"), r"style-src 'sha256-[A-Za-z0-9+/]{43}='")

    def test_an_asset_comes_in_the_encoding_asked_for_and_may_be_kept_for_ever(self):
        server = self.serve()
        sizes, tags = {}, set()
        for accepted, coding in (("gzip, deflate, br", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("deflate", None)):
            status, headers, body = self.binary(server, "/assets/index-1a2b.js", {"Accept-Encoding": accepted})
            self.assertEqual((status, headers.get("Content-Encoding")), (200, coding))
            self.assertEqual(headers["Content-Type"], "text/javascript; charset=utf-8")
            self.assertEqual(headers["Cache-Control"], "public, max-age=31536000, immutable")
            self.assertEqual(headers["Vary"], "Accept-Encoding")
            self.assertEqual(int(headers["Content-Length"]), len(body))
            sizes[coding] = len(body)
            tags.add(headers["ETag"])
            if coding == "br":
                body = subprocess.run(
                    [NODE, "-e", UNPACK], input=body, capture_output=True, check=True, timeout=60
                ).stdout
            elif coding == "gzip":
                body = gzip.decompress(body)
            self.assertEqual(body.decode("utf-8"), SCRIPT)
            known = {"Accept-Encoding": accepted, "If-None-Match": f'"x", {headers["ETag"]}'}
            status, again, body = self.binary(server, "/assets/index-1a2b.js", known)
            self.assertEqual((status, body, again["ETag"]), (304, b"", headers["ETag"]))
            self.assertEqual((again["Cache-Control"], again["Vary"]), (headers["Cache-Control"], "Accept-Encoding"))
        self.assertLess(sizes["br"], sizes[None])
        self.assertLess(sizes["gzip"], sizes[None])
        self.assertEqual(len(tags), 3)

    def test_what_is_small_already_and_what_keeps_its_name(self):
        server = self.serve()
        letters = "assets/letters-3c4d.woff2"
        status, headers, body = self.binary(server, f"/{letters}", {"Accept-Encoding": "br"})
        self.assertEqual((status, headers["Content-Type"], body), (200, "font/woff2", FILES[letters]))
        self.assertNotIn("Content-Encoding", headers)
        for path, kind in (("/favicon.svg", "image/svg+xml"), ("/manifest.webmanifest", "application/manifest+json")):
            answer = server.call("GET", path)
            self.assertEqual((answer.status, answer.getheader("Content-Type")), (200, kind))
            self.assertEqual(answer.getheader("Cache-Control"), "no-cache")
            same = server.call("GET", path, headers={"If-None-Match": answer.getheader("ETag")})
            self.assertEqual((same.status, same.text), (304, ""))

    def test_head_answers_as_get_without_a_body(self):
        server = self.serve()
        for path in ("/", "/assets/index-1a2b.js", "/favicon.svg"):
            got, head = server.call("GET", path, headers=HTML), server.call("HEAD", path, headers=HTML)
            self.assertEqual((head.status, head.text), (200, ""), path)
            for name in ("Content-Type", "Cache-Control", "ETag", "Content-Security-Policy"):
                self.assertEqual(head.getheader(name), got.getheader(name))
        self.assertEqual(server.call("POST", "/", "x").status, 405)

    def test_the_page_is_packed_where_it_is_worth_it(self):
        server = self.serve()
        status, headers, body = self.binary(server, "/", {**HTML, "Accept-Encoding": "gzip"})
        self.assertEqual((status, headers["Content-Encoding"], headers["Vary"]), (200, "gzip", "Accept-Encoding"))
        self.assertIn(b"spark.status/1", gzip.decompress(body))

    def test_an_unknown_address_is_drawn_for_people_and_refused_to_programs(self):
        server = self.serve()
        drawn = server.call("GET", "/nowhere/at/all", headers=HTML)
        self.assertEqual(drawn.status, 404)
        self.boot(drawn)
        for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
            self.assertEqual(self.problem(server.call("GET", "/nowhere", headers=headers), 404)["code"], "not_found")
        for path in ("/api/v1/nothing", "/api", "/metrics/x", "/assets/index-old.js", "/index.html.br"):
            answer = server.call("GET", path, headers=HTML)
            self.assertEqual(answer.status, 404, path)
            if path != "/index.html.br":
                self.assertEqual(answer.getheader("Content-Type"), "application/problem+json", path)
        self.boot(server.call("GET", "/index.html", headers=HTML))
        port = server.hello["ports"]["streams"]
        self.problem(server.call("GET", "/", headers=HTML, port=port), 404)
        self.problem(server.call("GET", "/favicon.svg", port=port), 404)

    def test_no_path_leaves_the_pack(self):
        server = self.serve()
        for path in (
            "/assets/../web.pack", "/assets/..%2fweb.pack", "/%2e%2e/web.pack", "/assets/%2e%2e/%2e%2e/etc/passwd",
            "/..%5cweb.pack", "//etc/passwd", "/assets//index-1a2b.js", "/assets/%00",
        ):
            status, headers, body = self.binary(server, path, HTML)
            self.assertEqual((status, headers["Content-Type"]), (400, "application/problem+json"), path)
            self.assertEqual(json.loads(body)["code"], "target_refused")
        for path in ("/web.pack", "/dist-one/index.html", "/etc/passwd", "/assets"):
            self.assertEqual(server.call("GET", path).status, 404, path)

    def test_a_new_pack_is_served_without_a_restart_and_a_damaged_one_is_not(self):
        server = self.serve()
        self.assertIn("<body>one</body>", server.call("GET", "/", headers=HTML).text)
        make_pack(self.folder / "web", "two")
        self.assertIn("<body>two</body>", server.call("GET", "/", headers=HTML).text)
        pack = self.folder / "web/web.pack"
        pack.write_bytes(pack.read_bytes()[:-1])
        self.assertIn("<body>two</body>", server.call("GET", "/", headers=HTML).text)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.errors.count(b'"web_page_refused"'), 1, server.errors)

    def test_a_build_without_the_page_says_so_and_how_to_get_it(self):
        server = self.serve()
        (self.folder / "web/web.pack").write_bytes(b"")
        for headers, is_seen in ((HTML, True), ({**HTML, **FAR_AWAY}, False)):
            answer = server.call("GET", "/", headers=headers)
            self.assertEqual(answer.status, 200)
            self.assertIn("The web page is not in this build. ./dev build makes it", answer.text)
            self.assertEqual("ds_synth_BTCUSDT_1h" in answer.text, is_seen)
            self.assertNotIn("unsafe", answer.getheader("Content-Security-Policy"))
        self.assertIn("<code>/api/v1/status</code>", server.call("GET", "/docs/api", headers=HTML).text)
        self.assertIn("./dev build", self.problem(server.call("GET", "/markets", headers=HTML), 404)["fix"][0]["text"])
        self.problem(server.call("GET", "/nowhere", headers=HTML), 404)

    def test_a_folder_without_a_whole_pack_is_refused_at_the_start(self):
        for name, code in (("absent", 4), ("damaged", 7)):
            folder = self.folder / name
            if name == "damaged":
                folder.mkdir()
                (folder / "web.pack").write_bytes(b"no pack")
            done = self.spark("serve", "--port", "all=0", code=code, environment={"SPARK_SERVER_WEB_DIR": str(folder)})
            self.assertIn("web", done.err)

    def test_figures_name_no_address_that_somebody_made_up(self):
        server = self.serve()
        for number in range(20):
            server.call("GET", f"/made-up-{number}", headers=HTML)
            server.call("GET", f"/data/made-up-{number}", headers=HTML)
        server.call("GET", "/assets/index-1a2b.js")
        figures = server.call("GET", "/metrics").text
        self.assertIn('spark_http_route_requests_total{operation="pages.unknown",status="4xx"} 20', figures)
        self.assertIn('spark_http_route_requests_total{operation="pages.data_set",status="2xx"} 20', figures)
        self.assertIn('spark_http_route_requests_total{operation="pages.file",status="2xx"} 1', figures)
        self.assertNotRegex(figures, "made-up|index-1a2b")


class WebPageOfSomebody(WithPage, IdentityCase):
    def test_boot_holds_the_session_and_how_its_user_wants_to_see_things(self):
        ada, path = self.user("ada"), "/api/v1/settings/me"
        answer = ada.call("GET", "/?lang=tr", None, HTML)
        boot = self.boot(answer)
        usual = ada.call("GET", path).json
        self.assertEqual(boot["session"], ada.call("GET", "/api/v1/session").json)
        self.assertEqual((boot["session"]["user"]["name"], boot["session"]["csrf_token"]), ("ada", ada.csrf))
        self.assertEqual(boot["settings"], usual)
        self.assertEqual(boot["status"]["schema"], "spark.status/1")
        self.assertIn('<html lang="tr" data-theme="dark">', answer.text)

        order = {key: value for key, value in usual.items() if key not in ("schema", "version")}
        order.update(theme="light", language="tr")
        self.assertEqual(ada.call("PUT", path, order, {"If-Match": '"0"'}).status, 200)
        answer = ada.call("GET", "/?lang=en", None, HTML)
        self.assertIn('<html lang="tr" data-theme="light">', answer.text)
        self.assertEqual(self.boot(answer)["settings"], ada.call("GET", path).json)

        self.assertEqual(ada.call("DELETE", "/api/v1/session").status, 204)
        boot = self.boot(ada.call("GET", "/", None, HTML))
        self.assertEqual((boot["status"], boot["session"], boot["settings"]), (None, None, None))

    def test_who_has_to_change_the_password_is_told_so_and_no_settings(self):
        eve = {"name": "eve", "password": "first password of eve"}
        made = self.admin("POST", "/api/v1/users", {**eve, "role": "viewer"})
        self.assertEqual(made.status, 201, made.text)
        login = self.server.call(
            "POST", "/api/v1/session", json.dumps(eve),
            {"content-type": "application/json", "X-Forwarded-For": "10.0.0.9"},
        )
        cookie = login.getheader("Set-Cookie").split(";")[0]
        boot = self.boot(self.server.call("GET", "/", None, {**HTML, "Cookie": cookie, "X-Forwarded-For": "10.0.0.9"}))
        self.assertTrue(boot["session"]["must_change_password"])
        self.assertIsNone(boot["settings"])


class Packer(WithPage, ServeCase):
    def pack(self, files, code=0):
        dist = self.folder / "dist"
        shutil.rmtree(dist, ignore_errors=True)
        for name, text in files.items():
            path = dist / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        out = self.folder / "out/web.pack"
        done = subprocess.run([NODE, PACKER, out, dist], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, code, done.stderr)
        return out.read_bytes() if code == 0 else done.stderr.decode("utf-8")

    def test_the_same_files_make_the_same_bytes(self):
        first = self.pack(FILES)
        self.assertEqual(first[:8], b"SPARKWEB")
        self.assertEqual(self.pack(dict(reversed(FILES.items()))), first)
        self.assertNotEqual(self.pack({**FILES, "favicon.svg": "<svg/>"}), first)

    def test_what_the_server_could_not_serve_is_refused(self):
        self.assertIn("no index.html", self.pack({"a.js": "a"}, code=1))
        self.assertIn("allowed once", self.pack({"index.html": INDEX.replace("spark-boot", "boot")}, code=1))
        self.assertIn("allowed once", self.pack({"index.html": INDEX + INDEX}, code=1))
        self.assertIn("no media type", self.pack({"index.html": INDEX, "a.exe": "a"}, code=1))
        self.assertIn("plain letters", self.pack({"index.html": INDEX, "ş.js": "a"}, code=1))
        self.assertFalse(list((self.folder / "out").glob("*")) if (self.folder / "out").exists() else [])


if __name__ == "__main__":
    unittest.main()
