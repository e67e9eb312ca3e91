"""A language model's server that answers as a test tells it to, also badly."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from spark_case import SparkCase

PROMPT = "buy when the 20 bar average crosses over the 50 bar one, stop 3 percent"
KEY = "sk-test-6f1e5a0c-never-to-be-seen"

GOOD = """name = "modelCross"
version = 1
description = "Buys when a fast average crosses over a slow one."
where = ["fast < slow"]

[parameters]
fast = { type = "int", least = 2, most = 100, default = 20 }
slow = { type = "int", least = 5, most = 400, default = 50 }

[long]
enter = "ta.crossover(ta.sma(close, fast), ta.sma(close, slow))"  # the sentence says so
exit = "ta.crossunder(ta.sma(close, fast), ta.sma(close, slow))"

[stop]
stop_loss_pct = 3  # not said: a usual one

[risk]
leverage_max = 1
max_drawdown_pct = 20
daily_loss_pct = 5
"""


def chat(content, reason="stop", prompt_tokens=1200, completion_tokens=300):
    """The body of a good answer."""
    return json.dumps(
        {
            "model": "small-1",
            "choices": [{"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens},
        }
    )


def fenced(text):
    return f"Here is your strategy:\n\n```toml\n{text}```\n\nGood luck!"


class Reply:
    """One answer. `hold`: an event to wait for first; `cut`: so many bytes of the body, then the connection ends."""

    def __init__(self, body, status=200, headers=None, hold=None, cut=None):
        self.body = body if isinstance(body, bytes) else body.encode("utf-8")
        self.status, self.headers, self.hold, self.cut = status, headers or {}, hold, cut


class LanguageModel:
    """Gives its replies in turn, the last one again and again; `asked` has each body it was sent."""

    def __init__(self, *replies):
        self.replies = [reply if isinstance(reply, Reply) else Reply(chat(reply)) for reply in replies]
        self.asked, self.keys, self.lock = [], [], threading.Lock()
        self.was_asked = threading.Event()
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with model.lock:
                    model.asked.append((self.path, json.loads(body)))
                    model.keys.append(self.headers.get("Authorization"))
                    reply = model.replies[min(len(model.asked), len(model.replies)) - 1]
                model.was_asked.set()
                if reply.hold is not None:
                    reply.hold.wait(120)
                try:
                    self.answer(reply)
                except OSError:
                    pass  # the other end has gone, as it may

            def answer(self, reply):
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
                if reply.cut is not None:
                    self.wfile.flush()
                    self.close_connection = True

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        for reply in self.replies:
            if reply.hold is not None:
                reply.hold.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)


class ModelCase(SparkCase):
    """A fake language model, and settings that lead to it."""

    def model(self, *replies):
        model = LanguageModel(*replies)
        self.addCleanup(model.stop)
        return model

    def variables(self, model, **more):
        return {
            "SPARK_LAB_LLM_URL": model.url,
            "SPARK_LAB_LLM_MODEL": "small",
            "SPARK_LAB_LLM_TIMEOUT_MS": "60000",
            "SPARK_LLM_KEY": KEY,
            **more,
        }

    def generate(self, model, *arguments, code=0, prompt=PROMPT, **variables):
        done = self.spark(
            *("strategy", "generate", prompt, "--provider", "model", "--json", *arguments),
            code=code,
            environment=self.variables(model, **variables),
        )
        self.assertNotIn(KEY, done.out + done.err)
        return json.loads(done.out)

    def check_no_key(self):
        """Not in one file of the data folder."""
        for path in self.data.rglob("*"):
            if path.is_file():
                self.assertNotIn(KEY.encode(), path.read_bytes(), path)
