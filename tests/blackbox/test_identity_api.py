"""Users, sessions, keys, the audit log and settings over HTTP, against a real `spark serve`."""

import base64
import hashlib
import hmac
import json
import re
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_serve import TOKEN, ServeCase  # noqa: E402
from blackbox.test_stream_api import Stream  # noqa: E402

COOKIE = "__Host-spark_session"
PASSWORD = "a first passphrase of enough length"
SECOND = "another passphrase that is long"
# Each call below comes through a proxy on this machine, from an address of its own choosing.
PROXY = {"SPARK_ADMIN_TOKEN": TOKEN, "SPARK_SERVER_HAS_PROXY": "true"}


def totp(secret_base32, step_offset=0):
    secret = base64.b32decode(secret_base32 + "=" * (-len(secret_base32) % 8))
    step = int(time.time()) // 30 + step_offset
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


class Browser:
    """A session's cookie and csrf token."""

    def __init__(self, server, address="10.0.0.1"):
        self.server = server
        self.address = address
        self.token = None
        self.csrf = None

    def call(self, method, path, body=None, headers=None):
        wanted = {"X-Forwarded-For": self.address}
        if self.token:
            wanted["Cookie"] = f"{COOKIE}={self.token}"
        if self.csrf:
            wanted["X-CSRF-Token"] = self.csrf
        if body is not None:
            wanted["content-type"] = "application/json"
            body = json.dumps(body)
        wanted.update(headers or {})
        answer = self.server.call(method, path, body, {key: value for key, value in wanted.items() if value})
        is_json = (answer.getheader("Content-Type") or "").endswith("json") and "ndjson" not in answer.getheader(
            "Content-Type"
        )
        answer.json = json.loads(answer.text) if is_json else None
        self.take(answer)
        return answer

    def take(self, answer):
        given = answer.getheader("Set-Cookie")
        if given:
            self.token = re.match(rf"{COOKIE}=([^;]*)", given).group(1) or None
        if answer.status == 200 and answer.json and answer.json.get("csrf_token"):
            self.csrf = answer.json["csrf_token"]

    def log_in(self, name, password, code=None):
        body = {"name": name, "password": password}
        if code:
            body["totp"] = code
        return self.call("POST", "/api/v1/session", body)


class IdentityCase(ServeCase):
    is_begun = True
    has_market = False

    def setUp(self):
        super().setUp()
        self.calls = []
        self.is_tampered = False
        self.server = self.serve(PROXY)
        self.count = 0

    def serve(self, *arguments, **named):
        """A server whose calls are remembered: what has to be in the audit log is looked up after each test."""
        server = super().serve(*arguments, **named)
        plain = server.call

        def call(method, path, *rest, **others):
            answer = plain(method, path, *rest, **others)
            if answer.status in (401, 403, 429) or (method != "GET" and answer.status < 300):
                self.calls.append((answer.getheader("X-Request-Id"), f"{method} {path} {answer.status}"))
            return answer

        server.call = call
        return server

    def tearDown(self):
        if not self.is_tampered:
            noted = {record["request_id"] for record in self.records()}
            self.assertEqual([what for request, what in self.calls if request not in noted], [])
            self.spark("audit", "verify")
        super().tearDown()

    def admin(self, method, path, body=None, headers=None):
        wanted = {"x-admin-token": TOKEN, **(headers or {})}
        if body is not None:
            wanted["content-type"] = "application/json"
            body = json.dumps(body)
        answer = self.server.call(method, path, body, wanted)
        answer.json = json.loads(answer.text) if answer.text.startswith(("{", "[")) else None
        return answer

    def fresh_address(self):
        self.count += 1
        return f"10.1.{self.count // 250}.{self.count % 250 + 1}"

    def user(self, name, role="viewer"):
        """A user who has changed the first password, and a browser logged in."""
        made = self.admin("POST", "/api/v1/users", {"name": name, "role": role, "password": PASSWORD})
        self.assertEqual(made.status, 201, made.text)
        browser = Browser(self.server, self.fresh_address())
        self.assertEqual(browser.log_in(name, PASSWORD).status, 200)
        changed = browser.call(
            "POST", "/api/v1/session/password", {"password": PASSWORD, "new_password": f"{SECOND} {name}"}
        )
        self.assertEqual(changed.status, 200, changed.text)
        browser.user_id = made.json["id"]
        browser.password = f"{SECOND} {name}"
        return browser

    def key(self, browser, scopes=("look",), **more):
        made = browser.call("POST", "/api/v1/keys", {"name": "test", "scopes": list(scopes), **more})
        self.assertEqual(made.status, 201, made.text)
        return made.json

    def with_key(self, secret, path="/api/v1/session", address="10.9.9.9"):
        return self.server.call("GET", path, None, {"Authorization": f"Bearer {secret}", "X-Forwarded-For": address})

    def records(self):
        return self.spark_json("audit", "tail", "--lines", "10000")["records"]


class Door(IdentityCase):
    def server_work_ticks(self):
        """What the server has computed so far, in hundredths of a second: no busy machine makes that more or less."""
        stat = Path(f"/proc/{self.server.process.pid}/stat").read_text(encoding="ascii")
        return sum(map(int, stat.rsplit(")", 1)[1].split()[11:13]))

    def test_five_wrong_passwords_are_told_so_and_the_sixth_has_to_wait(self):  # S-002
        self.user("ada")
        browser = Browser(self.server, "10.5.0.1")
        for _ in range(5):
            self.problem(browser.log_in("ada", "wrong"), 401)
        last = browser.log_in("ada", "wrong")
        self.assertEqual(self.problem(last, 429)["code"], "throttled")
        self.assertGreater(int(last.getheader("Retry-After")), 0)
        noted = [r for r in self.records() if r["action"] == "auth.login" and r["address"] == "10.5.0.1"]
        self.assertEqual([r["status"] for r in noted], [401] * 5 + [429])
        self.assertEqual({r["object"] for r in noted}, {"ada"})
        self.assertEqual({r["outcome"] for r in noted}, {"refused"})

    def test_an_unknown_user_is_told_the_same_as_a_wrong_password_and_as_late(self):  # S-003
        names = ["ada", "bob", "eve", "kim"]
        for name in names:
            self.user(name)
        took, told = {True: 0, False: 0}, {True: set(), False: set()}
        for sample in range(15):
            for is_known in (True, False):
                name = names[sample % 4] if is_known else f"nobody{sample % 4}"
                browser = Browser(self.server, self.fresh_address())
                before = self.server_work_ticks()
                answer = browser.log_in(name, "wrong passphrase")
                took[is_known] += self.server_work_ticks() - before
                told[is_known].add((answer.status, *map(answer.json.get, ("title", "detail", "code"))))
        self.assertEqual(told[True], told[False])
        print(f"\nlogins refused, ticks of work for 15: known {took[True]}, unknown {took[False]}", file=sys.stderr)
        self.assertGreater(min(took.values()), 15, "a refusal that hashes nothing")
        self.assertLess(abs(took[True] - took[False]), 0.3 * max(took.values()))

    def test_a_login_ends_the_session_the_browser_came_with(self):  # S-005, S-006, S-007
        browser = self.user("ada")
        old = browser.token
        answer = browser.log_in("ada", browser.password)
        self.assertEqual(
            answer.getheader("Set-Cookie"), f"{COOKIE}={browser.token}; Path=/; Secure; HttpOnly; SameSite=Strict"
        )
        self.assertRegex(browser.token, r"^[A-Za-z0-9_-]{43}$")
        self.assertNotEqual(browser.token, old)
        self.assertEqual(browser.call("GET", "/api/v1/session").status, 200)
        self.problem(browser.call("GET", "/api/v1/session", headers={"Cookie": f"{COOKIE}={old}"}), 401)
        preset = Browser(self.server, self.fresh_address())
        preset.token = "A" * 43
        preset.log_in("ada", browser.password)
        self.assertNotEqual(preset.token, "A" * 43)

    def test_a_session_is_over_at_once_after_logout_password_change_and_disabling(self):  # S-008, S-025
        browser = self.user("ada")
        for end in ("logout", "password", "role", "disable"):
            self.assertEqual(browser.log_in("ada", browser.password).status, 200)
            token, version = browser.token, self.admin("GET", f"/api/v1/users/{browser.user_id}").json["version"]
            own = f"/api/v1/users/{browser.user_id}"
            if end == "logout":
                self.assertEqual(browser.call("DELETE", "/api/v1/session").status, 204)
                self.assertIsNone(browser.token)
            elif end == "password":
                order = {"password": browser.password, "new_password": "a third passphrase, longer"}
                self.assertEqual(browser.call("POST", "/api/v1/session/password", order).status, 200)
                browser.password = order["new_password"]
            else:
                change = {"role": "researcher"} if end == "role" else {"is_disabled": True}
                self.assertEqual(self.admin("PATCH", own, change, {"If-Match": f'"{version}"'}).status, 200)
            begun = time.monotonic()
            old = browser.call("GET", "/api/v1/session", headers={"Cookie": f"{COOKIE}={token}"})
            self.assertLess(time.monotonic() - begun, 1)
            self.problem(old, 401)

    def test_a_stream_ends_within_a_second_of_logging_out_or_being_lowered(self):  # S-008, S-025
        browser = self.user("ada", "researcher")
        own = f"/api/v1/users/{browser.user_id}"
        for end in ("role", "logout"):
            browser.log_in("ada", browser.password)
            cookie = {"Cookie": f"{COOKIE}={browser.token}", "X-Forwarded-For": browser.address}
            stream = Stream(self.server.port, "status", headers=cookie)
            self.assertEqual(stream.status, 200, stream.head)
            if end == "role":
                tag = self.admin("GET", own).getheader("ETag")
                self.assertEqual(self.admin("PATCH", own, {"role": "viewer"}, {"If-Match": tag}).status, 200)
            else:
                self.assertEqual(browser.call("DELETE", "/api/v1/session").status, 204)
            begun = time.monotonic()
            names = []
            while not stream.is_over and time.monotonic() - begun < 1:
                event = stream.event(1)
                names += [event[0]] if event else []
            self.assertTrue(stream.is_over, names)
            self.assertIn("auth", names)

    def test_a_code_of_the_second_factor_counts_once(self):  # S-010
        browser = self.user("ada")
        begun = browser.call("POST", "/api/v1/session/totp", {"password": browser.password})
        self.assertEqual(begun.status, 200, begun.text)
        secret = begun.json["secret"]
        confirmed = browser.call("POST", "/api/v1/session/totp/confirm", {"code": totp(secret, -1)})
        self.assertEqual(confirmed.status, 200, confirmed.text)
        recovery = confirmed.json["recovery_codes"]
        self.assertEqual(len(recovery), 10)
        other = Browser(self.server, self.fresh_address())
        self.assertEqual(self.problem(other.log_in("ada", browser.password), 401)["code"], "second_factor_wanted")
        code = totp(secret)
        self.assertEqual(other.log_in("ada", browser.password, code).status, 200)
        self.problem(other.log_in("ada", browser.password, code), 401)
        self.problem(other.log_in("ada", browser.password, totp(secret, 3)), 401)
        self.assertEqual(other.log_in("ada", browser.password, recovery[0]).status, 200)
        self.problem(other.log_in("ada", browser.password, recovery[0]), 401)
        self.problem(browser.call("DELETE", "/api/v1/session/totp", {"password": browser.password}), 401)
        gone = browser.call(
            "DELETE", "/api/v1/session/totp", {"password": browser.password, "totp": recovery[1]}
        )
        self.assertEqual(gone.status, 204, gone.text)

    def test_passwords_follow_the_policy_and_none_is_cut(self):  # S-016
        wanted = (("short", 422), ("x" * 1025, 422), ("ünïcode geçer mi 🙂 evet", 201), ("p q" * 60, 201))
        for password, status in wanted:
            name = f"user{len(password)}"
            made = self.admin("POST", "/api/v1/users", {"name": name, "role": "viewer", "password": password})
            self.assertEqual(made.status, status, made.text)
            if status == 201:
                cut = Browser(self.server, self.fresh_address())
                self.problem(cut.log_in(name, password[:-1]), 401)
                self.assertEqual(cut.log_in(name, password).status, 200)

    def test_a_first_password_lets_do_nothing_but_change_it(self):
        self.admin("POST", "/api/v1/users", {"name": "ada", "role": "admin", "password": PASSWORD})
        browser = Browser(self.server)
        self.assertTrue(browser.log_in("ada", PASSWORD).json["must_change_password"])
        for path in ("/api/v1/users", "/api/v1/keys", "/api/v1/audit", "/api/v1/settings/me", "/api/v1/datasets"):
            self.problem(browser.call("GET", path), 403)
        self.assertEqual(browser.call("GET", "/api/v1/session").status, 200)

    def test_csrf_tokens_are_their_sessions_alone(self):  # S-031, S-030
        ada, bob = self.user("ada"), self.user("bob")
        path, order = "/api/v1/keys", {"name": "test", "scopes": ["look"]}
        old = ada.csrf
        ada.log_in("ada", ada.password)
        for headers in (
            {"X-CSRF-Token": None},
            {"X-CSRF-Token": bob.csrf},
            {"X-CSRF-Token": old},
            {"Origin": "http://evil.127.0.0.1"},
        ):
            self.problem(ada.call("POST", path, order, headers), 403)
        self.assertEqual(ada.call("POST", path, order).status, 201)

    def test_who_am_i_is_told_to_everybody_known(self):
        local = json.loads(self.server.call("GET", "/api/v1/session").text)
        self.assertEqual((local["kind"], local["user"], local["rights"]), ("local", None, ["look"]))
        self.assertEqual(self.admin("GET", "/api/v1/session").json["kind"], "admin_token")
        self.problem(Browser(self.server).call("GET", "/api/v1/session"), 401)


class Rights(IdentityCase):
    def test_a_viewer_may_call_no_route_that_changes_something(self):  # S-019
        secret = self.key(self.user("ada"))["secret"]
        paths = json.loads(self.server.call("GET", "/openapi.json").text)["paths"]
        count = 0
        for path, methods in paths.items():
            for method, operation in methods.items():
                if method == "get" or operation["x-spark-right"] in ("anybody", "somebody", "look"):
                    continue
                needed = [taken for taken in operation.get("parameters", []) if taken.get("required")]
                query = "&".join(f"{taken['name']}=x" for taken in needed if taken["in"] == "query")
                bare = re.sub(r"\{[^}]*\}", "x", path) + "?" + query
                headers = {"Authorization": f"Bearer {secret}", "X-Forwarded-For": self.fresh_address()}
                headers |= {taken["name"]: "x" for taken in needed if taken["in"] == "header"}
                answer = self.server.call(method.upper(), bare, None, headers)
                while answer.status == 429:  # more upload calls than 20 at once
                    time.sleep(1)
                    answer = self.server.call(method.upper(), bare, None, headers)
                self.assertEqual(answer.status, 403, f"{method} {path}: {answer.text}")
                count += 1
        self.assertGreater(count, 10)
        refused = [r for r in self.records() if r["status"] == 403 and r["actor"]["name"] == "ada"]
        self.assertEqual(len(refused), count)

    def test_fields_nobody_may_set_are_refused(self):  # S-021
        user = self.user("ada")
        own = f"/api/v1/users/{user.user_id}"
        before = self.admin("GET", own)
        tag = {"If-Match": before.getheader("ETag")}
        for field in ("tenant_id", "password_phc", "version", "id", "approved_by"):
            self.problem(self.admin("PATCH", own, {field: "x"}, tag), 422)
        order = {"name": "b", "role": "viewer", "password": PASSWORD, "is_admin": True}
        self.problem(self.admin("POST", "/api/v1/users", order), 422)
        self.assertEqual(self.admin("GET", own).json, before.json)
        self.problem(user.call("PATCH", own, {"role": "admin"}, tag), 403)

    def test_a_change_needs_the_version_it_is_based_on(self):
        own = f"/api/v1/users/{self.user('ada').user_id}"
        tag = self.admin("GET", own).getheader("ETag")
        self.problem(self.admin("PATCH", own, {"role": "trader"}), 428)
        self.assertEqual(self.admin("PATCH", own, {"role": "trader"}, {"If-Match": tag}).status, 200)
        self.problem(self.admin("PATCH", own, {"role": "viewer"}, {"If-Match": tag}), 412)
        self.problem(self.admin("DELETE", own), 428)
        self.problem(self.admin("DELETE", own, None, {"If-Match": tag}), 412)
        tag = self.admin("GET", own).getheader("ETag")
        self.assertEqual(self.admin("DELETE", own, None, {"If-Match": tag}).status, 204)
        self.problem(self.admin("GET", own), 404)

    def test_other_peoples_sessions_and_keys_are_not_to_be_found(self):  # S-028
        ada, bob = self.user("ada"), self.user("bob")
        key = self.key(ada)["key"]["id"]
        session = ada.call("GET", "/api/v1/sessions").json["data"][0]["id"]
        self.problem(bob.call("DELETE", f"/api/v1/keys/{key}"), 404)
        self.problem(bob.call("DELETE", f"/api/v1/sessions/{session}"), 404)
        self.problem(bob.call("GET", f"/api/v1/users/{ada.user_id}"), 403)
        self.problem(bob.call("GET", f"/api/v1/keys?user={ada.user_id}"), 403)
        statuses = [bob.call("DELETE", f"/api/v1/keys/{key[:-3]}{n:03d}").status for n in range(300)]
        self.assertEqual(set(statuses), {404, 429})
        self.assertEqual(ada.call("GET", "/api/v1/session").status, 200)

    def test_keys_hold_until_they_are_revoked_have_run_out_or_come_from_elsewhere(self):
        ada = self.user("ada", "researcher")
        key = self.key(ada)
        self.assertEqual(json.loads(self.with_key(key["secret"]).text)["rights"], ["look"])
        self.problem(ada.call("POST", "/api/v1/keys", {"name": "more", "scopes": ["administer"]}), 403)
        near = self.key(ada, addresses=["10.9.9.9"])["secret"]
        self.assertEqual(self.with_key(near).status, 200)
        self.problem(self.with_key(near, "/api/v1/datasets", address="10.9.9.8"), 403)
        soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
        short = self.key(ada, expires_at=soon)["secret"]
        time.sleep(2.2)
        self.problem(self.with_key(short), 401)
        self.assertEqual(ada.call("DELETE", f"/api/v1/keys/{key['key']['id']}").status, 204)
        self.problem(self.with_key(key["secret"]), 401)
        flipped = near[:-1] + ("a" if near[-1] != "a" else "b")
        self.problem(self.with_key(flipped), 401)


class Repetition(IdentityCase):
    def test_a_key_is_made_once_and_its_secret_said_once(self):  # S-042, S-043, S-045, S-046
        ada, bob = self.user("ada"), self.user("bob")
        order, once = {"name": "nightly", "scopes": ["look"]}, {"Idempotency-Key": "order-1"}
        first = ada.call("POST", "/api/v1/keys", order, once)
        self.assertEqual(first.status, 201)
        self.problem(ada.call("POST", "/api/v1/keys", {**order, "name": "other"}, once), 422)
        self.assertNotEqual(bob.call("POST", "/api/v1/keys", order, once).json["key"]["id"], first.json["key"]["id"])
        self.assertEqual(self.server.stop(), 0)
        self.server = ada.server = self.serve(PROXY)
        for _ in range(2):
            again = ada.call("POST", "/api/v1/keys", order, once)
            self.assertEqual(again.status, 201, again.text)
            self.assertEqual(again.getheader("Idempotent-Replayed"), "true")
            self.assertEqual(again.json, {**first.json, "secret": None})
            self.assertEqual(again.getheader("Location"), first.getheader("Location"))
        self.assertEqual(len(ada.call("GET", "/api/v1/keys").json["data"]), 1)
        self.assertNotIn(first.json["secret"].encode(), (self.data / "spark.db").read_bytes())


class Trail(IdentityCase):
    def test_all_that_was_done_and_refused_is_in_the_chain_and_no_secret_anywhere(self):  # S-022, S-115, S-133
        answers = []
        ada = self.user("ada", "trader")
        made = self.key(ada)
        begun = ada.call("POST", "/api/v1/session/totp", {"password": ada.password})
        refused = ada.call("POST", "/api/v1/users", {"name": "x", "role": "viewer", "password": PASSWORD})
        self.problem(refused, 403)
        wrong = ada.call("GET", "/api/v1/datasets", headers={"Cookie": f"{COOKIE}={'B' * 43}"})
        self.problem(wrong, 401)
        for path in ("session", "sessions", "keys", "users/" + ada.user_id, "audit", "settings/me", "roles"):
            answers.append(ada.call("GET", f"/api/v1/{path}"))
        for path in ("users", "audit", "audit.csv", "settings/server", "audit/head"):
            answers.append(self.admin("GET", f"/api/v1/{path}"))
        answers += [refused, wrong, self.server.call("GET", "/metrics")]
        for answer in answers[:-3] + answers[-1:]:
            self.assertEqual(answer.status, 200, answer.text)
        for answer in answers:
            self.assertNotRegex(answer.text, r"argon2|phc|sha256\"|token_sha|recovery|totp_secret")
        session = ada.token
        records = self.records()
        by_request = {(r["request_id"], r["outcome"]) for r in records}
        for answer in (refused, wrong):
            self.assertIn((answer.getheader("X-Request-Id"), "refused"), by_request)
        self.assertIn((begun.getheader("X-Request-Id"), "allowed"), by_request)
        done = {record["action"] for record in records if record["outcome"] == "allowed"}
        asked = {"users.create", "auth.login", "auth.change_password", "keys.create", "auth.enrol_totp", "audit.list"}
        self.assertLessEqual(asked, done)
        self.assertEqual(self.server.stop(), 0)
        files = [path for path in (self.data / "audit").iterdir() if "key" not in path.name]
        written = self.server.errors + b"".join(path.read_bytes() for path in files)
        everywhere = written + "".join(answer.text for answer in answers).encode()
        for secret in (PASSWORD, ada.password, made["secret"], begun.json["secret"], TOKEN, session):
            self.assertNotIn(secret.encode(), everywhere, secret)
        noted = {record["request_id"] for record in records}
        self.assertEqual([what for request, what in self.calls if request not in noted], [])
        self.spark("audit", "verify")
        log = max((self.data / "audit").glob("*.jsonl"), key=lambda p: p.stat().st_size)
        body = bytearray(log.read_bytes())
        place = body.index(b"auth.login") + 5
        body[place] ^= 1
        log.write_bytes(body)
        self.is_tampered = True
        self.spark("audit", "verify", code=7)

    def test_a_reader_without_the_right_sees_its_own_records_and_reading_is_noted_once_a_minute(self):  # S-139
        ada, bob = self.user("ada"), self.user("bob", "auditor")
        for _ in range(3):
            own = ada.call("GET", "/api/v1/audit?limit=200")
        self.assertEqual({r["actor"]["id"] for r in own.json["data"]}, {ada.user_id})
        self.assertEqual(ada.call("GET", f"/api/v1/audit?actor={bob.user_id}").json["data"], [])
        everything = bob.call("GET", "/api/v1/audit?limit=200").json["data"]
        self.assertIn(ada.user_id, {r["actor"]["id"] for r in everything})
        reads = [r for r in self.records() if r["action"] == "audit.list" and r["actor"]["id"] == ada.user_id]
        self.assertIn(len(reads), (1, 2), "two when a minute ended in between")
        lines = bob.call("GET", "/api/v1/audit?action=auth.*&limit=2", headers={"Accept": "application/x-ndjson"})
        self.assertEqual(lines.getheader("Content-Type"), "application/x-ndjson")
        self.assertTrue(all(json.loads(line)["action"].startswith("auth.") for line in lines.text.splitlines()))
        self.assertTrue(lines.getheader("X-Next-Cursor"))

    def test_the_chain_is_verified_by_a_job_which_keeps_what_it_found(self):
        bob = self.user("bob", "auditor")
        report = bob.call("POST", "/api/v1/audit/verify", headers={"Prefer": "wait"})
        self.assertEqual((report.status, report.json["verified"]), (200, True), report.text)
        job = bob.call("POST", "/api/v1/audit/verify")
        self.assertEqual(job.status, 202)
        while job.json["status"] in ("queued", "running"):
            job = bob.call("GET", job.json["links"]["self"])
            time.sleep(0.05)
        self.assertTrue(job.json["result"]["verified"])
        self.problem(self.user("ada").call("POST", "/api/v1/audit/verify"), 403)

    def test_csv_disarms_formulas(self):
        Browser(self.server).log_in("=1+1", "x")
        table = self.admin("GET", "/api/v1/audit.csv")
        self.assertIn("\"'=1+1\"", table.text)


if __name__ == "__main__":
    unittest.main()
