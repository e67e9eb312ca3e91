#include "app/server/operations/report_operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "app/server/call_context.hpp"
#include "app/server/operations/run_list.hpp"
#include "app/verbs/backtest_report.hpp"
#include "app/verbs/backtest_series.hpp"
#include "surface/http/download.hpp"
#include "surface/http/page_policy.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using store::StoredEvidence;
using wire::Json;

constexpr std::int64_t points_usual = 2'000;
constexpr std::int64_t points_least = 4;
constexpr std::int64_t points_most = 20'000;

Outcome download(std::string_view file_name, std::string media_type, std::string bytes) {
    http::Outcome outcome = Outcome::text(std::move(media_type), std::move(bytes));
    outcome.headers.push_back(http::attachment_header(file_name));
    return outcome;
}

bool wants(const Call& call, std::string_view media_type) {
    const std::string* const accept = call.request.header("Accept");
    return accept != nullptr && accept->find(media_type) != std::string::npos;
}

/// An attachment that old runs may not have.
Result<std::string> kept_attachment(const StoredEvidence& stored, std::string_view name) {
    SPARK_TRY(std::string bytes, verbs::read_attachment(stored, name));
    if (!bytes.empty()) return bytes;
    return fail(Fault::not_found, fmt::format("the evidence of {} holds no {}", stored.entry.id, name), {},
                fmt::format("POST /api/v1/backtests/{}/rerun makes a run that does", stored.entry.id));
}

Result<std::shared_ptr<const verbs::ReplayedRun>> replayed(House& house, RunShelves& shelves,
                                                           const StoredEvidence& stored) {
    CallContext context(house.context);
    return shelves.replays.get(*context, stored);
}

Result<verbs::TimeRange> range_of(const Call& call) {
    verbs::TimeRange range;
    SPARK_TRY(range.from, call.time("from"));
    SPARK_TRY(range.to, call.time("to"));
    return range;
}

Result<Outcome> trades_file(const StoredEvidence& stored) {
    SPARK_TRY(std::string csv, kept_attachment(stored, "trades.csv"));
    return download(stored.entry.id + "-trades.csv", "text/csv; charset=utf-8", std::move(csv));
}

Result<Outcome> trades(RunShelves& shelves, const Call& call) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    if (wants(call, "text/csv")) return trades_file(stored);
    SPARK_TRY(const std::string csv, kept_attachment(stored, "trades.csv"));
    SPARK_TRY(std::vector<Json> rows, verbs::trade_rows(csv));
    SPARK_TRY(http::Page page, sorted_page(std::move(rows), call));
    return http::page_outcome(std::move(page));
}

Result<bool> is_daily(const Call& call) {
    const std::string_view resolution = call.query("resolution").value_or("bar");
    if (resolution == "bar" || resolution == "day") return resolution == "day";
    return fail(Fault::invalid_input, "found another resolution, allowed bar and day", "resolution");
}

Result<Outcome> equity(House& house, RunShelves& shelves, const Call& call) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    SPARK_TRY(const std::int64_t points, call.whole_number("points_max", points_usual, points_least, points_most));
    SPARK_TRY(const bool by_day, is_daily(call));
    if (by_day) {
        SPARK_TRY(const std::string csv, kept_attachment(stored, "equity_daily.csv"));
        SPARK_TRY(Json json,
                  verbs::daily_equity_json(stored.entry.id, csv, stored.document, static_cast<std::size_t>(points)));
        return Outcome::of(std::move(json));
    }
    SPARK_TRY(const auto run, replayed(house, shelves, stored));
    if (wants(call, "application/vnd.spark.columns+f64")) {
        return Outcome::text("application/vnd.spark.columns+f64", verbs::equity_columns(*run))
            .with("X-Spark-Columns", "t,equity,drawdown");
    }
    SPARK_TRY(const verbs::TimeRange range, range_of(call));
    SPARK_TRY(Json json, verbs::equity_json(stored.entry.id, *run, range, static_cast<std::size_t>(points)));
    return Outcome::of(std::move(json));
}

Result<Outcome> equity_csv(House& house, RunShelves& shelves, const Call& call) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    SPARK_TRY(const bool by_day, is_daily(call));
    const std::string name = stored.entry.id + (by_day ? "-equity-daily.csv" : "-equity.csv");
    std::string csv;
    if (by_day) {
        SPARK_TRY(csv, kept_attachment(stored, "equity_daily.csv"));
    } else {
        SPARK_TRY(const auto run, replayed(house, shelves, stored));
        csv = verbs::equity_file(*run);
    }
    return download(name, "text/csv; charset=utf-8", std::move(csv));
}

Result<Json> statistics(House& house, RunShelves& shelves, const Call& call) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    SPARK_TRY(const verbs::TimeRange range, range_of(call));
    SPARK_TRY(const auto run, replayed(house, shelves, stored));
    return verbs::statistics_json(stored.entry.id, *run, range);
}

Result<Json> distribution(House& house, RunShelves& shelves, const Call& call) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    SPARK_TRY(const auto run, replayed(house, shelves, stored));
    return verbs::distribution_json(stored.entry.id, *run);
}

/// Members of the document's statistics; null where it has none (an account that went to nothing).
Result<Json> from_statistics(RunShelves& shelves, const Call& call, const char* schema,
                             std::initializer_list<const char*> names) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    const Json* const statistics = stored.document.find("statistics");
    if (statistics == nullptr)
        return fail(Fault::not_found, fmt::format("the evidence of {} holds no statistics", stored.entry.id), {},
                    fmt::format("POST /api/v1/backtests/{}/rerun makes a run that does", stored.entry.id));
    Json json = Json::object().set("schema", schema).set("id", stored.entry.id);
    for (const char* const name : names) {
        const Json* const value = statistics->find(name);
        json.set(name, value == nullptr ? Json(nullptr) : *value);
    }
    return json;
}

Result<Outcome> report_file(House& house, RunShelves& shelves, const Call& call, bool is_pdf) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    CallContext context(house.context);
    const verbs::WantedReports wanted{
        .html = !is_pdf,
        .pdf = is_pdf,
        .language = call.language == http::Language::tr ? cli::Language::tr : cli::Language::en};
    SPARK_TRY(verbs::ReportFiles files, make_reports(*context, wanted, stored));
    if (is_pdf) return download(stored.entry.id + ".pdf", "application/pdf", std::move(files.pdf));
    return download(stored.entry.id + ".html", "text/html; charset=utf-8", std::move(files.html))
        .with("Content-Language", call.language == http::Language::tr ? "tr" : "en")
        .with("Content-Security-Policy", std::string(http::report_file_policy));
}

Result<Outcome> report_json(RunShelves& shelves, const Call& call) {
    SPARK_TRY(const StoredEvidence stored, shelves.open(call.path_part(0)));
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(shelves.index.root()));
    SPARK_TRY(std::string bytes, folder.read_file_of(stored, stored.manifest.document.name));
    return download(stored.entry.id + ".json", "application/json", std::move(bytes));
}

std::vector<std::string> ids_of(std::string_view text) {
    std::vector<std::string> ids;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        ids.emplace_back(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return ids;
}

/// As `spark backtest compare --json`, and the daily equities on one time axis, rebased to 100.
Result<Json> compare(RunShelves& shelves, const Call& call) {
    std::vector<StoredEvidence> stored;
    const std::vector<std::string> ids = ids_of(call.query("ids").value_or(""));
    if (ids.size() < 2 || ids.size() > 6)
        return fail(Fault::invalid_input, fmt::format("found {} runs, allowed 2 to 6", ids.size()), "ids",
                    "?ids=bt_…,bt_…");
    SPARK_TRY(const std::int64_t points, call.whole_number("points_max", points_usual, points_least, points_most));
    for (const std::string& id : ids) {
        SPARK_TRY(StoredEvidence one, shelves.open(id));
        stored.push_back(std::move(one));
    }
    SPARK_TRY(Json json, verbs::compare_stored(stored));
    SPARK_TRY(Json aligned, verbs::aligned_equity_json(stored, static_cast<std::size_t>(points)));
    return std::move(json.set("equity", std::move(aligned)));
}

Result<Outcome> notes(RunShelves& shelves, const Call& call) {
    SPARK_TRY(const audit::IndexEntry entry, shelves.index.find(call.path_part(0)));
    SPARK_TRY(const RunNote note, shelves.notes.find(entry.id));
    return Outcome::of(note_json(entry.id, note)).with("ETag", fmt::format("\"{}\"", note.version));
}

Answered change_notes(const House& house, RunShelves& shelves, const Call& call) {
    const auto stored = shelves.open(call.path_part(0));
    if (!stored) return http::problem_of(stored.error());
    NoteChange change{.now = format_iso8601(house.context.now())};
    auto expected = call.if_match();
    if (!expected) return http::problem_of(expected.error());
    change.version_expected = *expected;
    if (const Json* const note = call.body.find("note")) change.note = note->as_string().value_or("");
    if (const Json* const tags = call.body.find("tags")) {
        change.tags.emplace();
        for (const Json& tag : std::span(tags->as_array().value())) {
            std::string text = tag.as_string().value_or("");
            if (std::ranges::count(*change.tags, text) == 0) change.tags->push_back(std::move(text));
        }
    }
    auto made = shelves.notes.change(stored->entry.id, std::move(change));
    if (!made && made.error().fault == Fault::conflict)
        return http::Problem{.kind = http::problem_kind("version_conflict"), .detail = made.error().message};
    if (!made) return http::problem_of(made.error());
    return Outcome::of(note_json(stored->entry.id, *made)).with("ETag", fmt::format("\"{}\"", made->version));
}

}  // namespace

void add_report_operations(House& house, const std::shared_ptr<RunShelves>& shelves, http::Operations& operations) {
    const auto add = [&](std::string_view name, auto work) {
        operations.add(name, [shelves, work](Call& call) { return http::answered(work(*shelves, call)); });
    };
    add("backtests.trades", [](RunShelves& own, const Call& call) { return trades(own, call); });
    add("backtests.trades_csv", [](RunShelves& own, const Call& call) -> Result<Outcome> {
        SPARK_TRY(const StoredEvidence stored, own.open(call.path_part(0)));
        return trades_file(stored);
    });
    add("backtests.equity", [&house](RunShelves& own, const Call& call) { return equity(house, own, call); });
    add("backtests.equity_csv", [&house](RunShelves& own, const Call& call) { return equity_csv(house, own, call); });
    add("backtests.statistics", [&house](RunShelves& own, const Call& call) { return statistics(house, own, call); });
    add("backtests.distribution",
        [&house](RunShelves& own, const Call& call) { return distribution(house, own, call); });
    add("backtests.drawdowns", [](RunShelves& own, const Call& call) {
        return from_statistics(own, call, "spark.backtest_drawdowns/1", {"drawdowns", "underwater"});
    });
    add("backtests.monthly", [](RunShelves& own, const Call& call) {
        return from_statistics(own, call, "spark.backtest_monthly/1", {"monthly", "yearly"});
    });
    add("backtests.report_html",
        [&house](RunShelves& own, const Call& call) { return report_file(house, own, call, false); });
    add("backtests.report_pdf",
        [&house](RunShelves& own, const Call& call) { return report_file(house, own, call, true); });
    add("backtests.report_json", [](RunShelves& own, const Call& call) { return report_json(own, call); });
    add("backtests.compare", [](RunShelves& own, const Call& call) { return compare(own, call); });
    add("backtests.notes", [](RunShelves& own, const Call& call) { return notes(own, call); });
    operations.add("backtests.note", [&house, shelves](Call& call) { return change_notes(house, *shelves, call); });
}

}  // namespace spark::server
