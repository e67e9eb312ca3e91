"""How people want to see things, and the server's own settings, over HTTP."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_identity_api import IdentityCase  # noqa: E402


class Settings(IdentityCase):
    def test_everybody_keeps_how_they_want_to_see_things(self):
        ada, path = self.user("ada"), "/api/v1/settings/me"
        usual = ada.call("GET", path)
        self.assertEqual((usual.status, usual.getheader("ETag")), (200, '"0"'))
        order = {key: value for key, value in usual.json.items() if key not in ("schema", "version")}
        order["theme"] = "dark"
        self.problem(ada.call("PUT", path, order), 428)
        kept = ada.call("PUT", path, order, {"If-Match": '"0"'})
        self.assertEqual((kept.status, kept.getheader("ETag")), (200, '"1"'), kept.text)
        self.problem(ada.call("PUT", path, order, {"If-Match": '"0"'}), 412)
        self.problem(ada.call("PUT", path, {**order, "theme": "pink"}, {"If-Match": '"1"'}), 422)
        self.assertEqual(ada.call("GET", path).json["theme"], "dark")
        sharp = ada.call("PUT", path, {**order, "theme": "contrast", "density": "ultra"}, {"If-Match": '"1"'})
        self.assertEqual((sharp.status, sharp.json["theme"], sharp.json["density"]), (200, "contrast", "ultra"))
        self.assertEqual(self.user("bob").call("GET", path).json["theme"], "system")

    def test_an_admin_sees_the_servers_settings_as_the_command_line_shows_them(self):
        shown = self.admin("GET", "/api/v1/settings/server").json
        names = [row["name"] for row in self.spark_json("config", "ls")["settings"]]
        self.assertEqual([row["name"] for row in shown["settings"]], names)
        self.problem(self.user("ada").call("GET", "/api/v1/settings/server"), 403)


if __name__ == "__main__":
    unittest.main()
