"""The tables of tidy.py: what is refused where, what to write instead, and every exception with its reason."""

import re
from dataclasses import dataclass

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
LINE_COLUMNS_MAX = 120


@dataclass(frozen=True)
class Ban:
    """A form refused in files whose path starts with one of `where`; tests are exempt where `tests` is false."""

    name: str
    pattern: str
    remedy: str
    where: tuple = ("src/", "tests/", "fuzz/", "bench/")
    tests: bool = True
    raw: bool = False  # looks at comments and literals too

    def regex(self):
        return re.compile(self.pattern, re.M)


PRODUCT = ("src/",)
ENGINE = ("src/engine/",)

BANS = (
    Ban("text_to_double", r"\b(strtod|strtof|strtold|atof|stod|stof|stold)\s*\(",
        "money is read by parse_units, a statistic by std::from_chars"),
    Ban("text_to_integer", r"\b(ato(i|l|ll)|strto(l|ll|ul|ull)|sto(i|l|ll|ul|ull))\s*\(",
        "use std::from_chars, which knows no locale and throws nothing"),
    Ban("global_random", r"\bstd::rand\b|(?<![\w.:>])s?rand\s*\(|\brandom_shuffle\b|\bstd::shuffle\b"
        r"|\bstd::(mt19937|minstd_rand|default_random)\w*",
        "take the project's random numbers as an argument; their bits are the same everywhere"),
    Ban("library_distribution", r"\bstd::\w+_distribution\b",
        "use the project's own distributions: the library's differ between versions"),
    Ban("random_device", r"\brandom_device\b|\bgetrandom\s*\(|\bgetentropy\s*\(",
        "take the seed as an argument; entropy is drawn in one place"),
    Ban("wall_clock", r"\bstd::time\s*\(|(?<![\w.:>])time\s*\(\s*(nullptr|NULL|0|&)|\bgettimeofday\s*\("
        r"|\bsystem_clock::now\b|\bclock_gettime\s*\(\s*CLOCK_REALTIME|\b(high_resolution|utc)_clock\b",
        "take the time as an argument; the wall clock is read at one edge"),
    Ban("sleep", r"\b(sleep_for|sleep_until|usleep|nanosleep)\s*\(|(?<![\w.:>])sleep\s*\(",
        "wait for the event with a deadline, or step a manual clock"),
    Ban("raw_assert", r"(?<![\w.:])assert\s*\(|^[ \t]*#[ \t]*include\s*<cassert>",
        "use SPARK_ASSERT, which stays in release builds"),
    Ban("sprintf", r"\bv?sprintf\s*\(|\bstrcpy\s*\(|\bstrcat\s*\(|(?<![\w.])gets\s*\(",
        "use fmt::format or std::string: no bound is checked here"),
    Ban("float", r"\bfloat\b", "statistics are double, amounts are Price, Quantity or Notional"),
    Ban("double_money", r"\bdouble\s*[&*]?\s*(?!log_)(?:\w+_)?(prices?|notionals?|qty|quantity|quantities|cash)_?\b",
        "money is Price, Quantity or Notional; a statistic's name ends in what it is (…_ratio, …_pct, …_approx)",
        where=PRODUCT, tests=False),
    Ban("catch_all", r"\bcatch\s*\(\s*\.\.\.\s*\)",
        "name the exception of the library you call and turn it into a fault", tests=False),
    # `throw "text";` is left: only a consteval function can mean that, and there it is a compile error.
    Ban("throw", r"\bthrow\b(?! {2,};)", "return fail(Fault::…, …): exceptions cross nothing here",
        where=PRODUCT, tests=False),
    Ban("detach", r"\.\s*detach\s*\(\s*\)", "give the task an owner that can cancel it"),
    Ban("todo", r"\b(FIXME|XXX|HACK)\b|\bTODO\b(?!\(#\d+\))", "write TODO(#issue), or do it", raw=True),
    Ban("getenv", r"\bgetenv\s*\(", "settings are read once, by config, and handed down",
        where=PRODUCT, tests=False),
    Ban("using_namespace", r"\busing\s+namespace\s+(std|spark)\s*;", "name what you use"),
    Ban("engine_printf", r"\b(v?(f|n|sn|vn)?printf|fmt::print|f?puts|putchar|fwrite|std::c(out|err|log))\b",
        "the engine prints nothing; return what is to be said", where=ENGINE, tests=False),
    Ban("engine_unordered", r"\bunordered_\w+",
        "iteration order reaches results: use std::map, a sorted vector or an index", where=ENGINE, tests=False),
    Ban("engine_clock", r"\b(system|steady|high_resolution|utc|file)_clock\b|\bstd::clock\b|\b__?rdtscp?\b",
        "the engine takes time as an argument", where=ENGINE, tests=False),
    Ban("engine_order", r"\bstd::(transform_)?reduce\b|\bstd::execution\b|\bstd::fma\b",
        "sums have one written order, without contraction: use a loop", where=ENGINE, tests=False),
    Ban("engine_include", r"^[ \t]*#[ \t]*include\s*<(thread|mutex|shared_mutex|condition_variable|future"
        r"|semaphore|latch|barrier|stop_token|coroutine|filesystem|fstream|iostream|ostream|istream"
        r"|syncstream|cstdio|stdio\.h"
        r"|ctime|time\.h|random|unistd\.h|fcntl\.h|poll\.h|signal\.h|csignal|pthread\.h|sys/\w+\.h|netinet/\w+\.h"
        r"|arpa/\w+\.h|boost/asio\S*)>",
        "the engine decides and does nothing else: no thread, clock, file or socket", where=ENGINE, tests=False),
)

# path -> {rule: reason}; a path that ends in "/" is a folder. tidy.py refuses a row that excuses nothing.
EXCEPTIONS = {
    "src/app/verbs/clock_edge.cpp": {
        "wall_clock": "the one edge where the wall clock is read",
    },
    "src/engine/market/synth.cpp": {
        "double_money": "the generator's model walks in logarithms; rounded to units once, at the bar",
    },
    "src/engine/market/detail/synth_symbol.cpp": {
        "double_money": "as synth.cpp",
    },
    "src/foundation/base/rng.cpp": {
        "random_device": "the one place where entropy is drawn, for ids and seeds",
    },
    "src/foundation/crypto/random.cpp": {
        "random_device": "the one place where bytes for secrets are drawn",
    },
    "src/foundation/base/file_lock.cpp": {
        "sleep": "flock has no wait with a deadline; a bounded poll is all the kernel offers",
    },
}
