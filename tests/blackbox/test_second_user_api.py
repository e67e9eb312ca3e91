"""What one user's doings are to another user: their jobs, their stream, their sessions (S-036)."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_identity_api import COOKIE, IdentityCase  # noqa: E402
from blackbox.test_stream_api import Stream  # noqa: E402


class SecondUser(IdentityCase):
    def listen(self, browser, topics):
        cookie = {"Cookie": f"{COOKIE}={browser.token}", "X-Forwarded-For": browser.address}
        stream = Stream(self.server.port, topics, headers=cookie)
        self.addCleanup(stream.close)
        return stream

    def test_hears_and_sees_nothing_of_the_first_ones_jobs_and_sessions(self):
        ada, bob = self.user("ada", "researcher"), self.user("bob", "viewer")
        heard = {name: self.listen(one, "jobs") for name, one in (("ada", ada), ("bob", bob))}
        for stream in heard.values():
            self.assertEqual((stream.status, stream.event()[0]), (200, "hello"))
        order = {"symbol": "XUSDT", "timeframe": "1h", "bars": 500, "seed": 3}
        job = ada.call("POST", "/api/v1/datasets/synth", order).json
        self.assertEqual(job["object"], "job")
        ended = heard["ada"].until(lambda event: event[0] == "job" and event[2]["d"]["status"] == "succeeded")
        self.assertEqual(ended[2]["d"]["id"], job["id"])
        self.assertIsNone(heard["bob"].until(lambda event: event[0] == "job", 1))
        path = f"/api/v1/jobs/{job['id']}"
        self.problem(bob.call("GET", path), 404)
        self.problem(bob.call("GET", f"{path}/log"), 404)
        self.assertEqual(bob.call("GET", "/api/v1/jobs").json["data"], [])
        self.assertIn(bob.call("POST", f"{path}/cancel", {}).status, (403, 404))
        own = ada.call("GET", "/api/v1/sessions").json["data"][0]["id"]
        self.assertIn(bob.call("DELETE", f"/api/v1/sessions/{own}").status, (403, 404))
        self.assertEqual(ada.call("GET", "/api/v1/session").status, 200)

    def test_is_refused_a_topic_without_the_right_to_it(self):
        stream = self.listen(self.user("bob", "viewer"), "audit.head")
        self.assertEqual(stream.status, 403, stream.head)


if __name__ == "__main__":
    unittest.main()
