#include "app/verbs/backtest_reconcile.hpp"

#include <fmt/format.h>

#include "adapters/report/figures.hpp"
#include "app/cli/parse.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/backtest_replay.hpp"
#include "app/verbs/backtest_report.hpp"
#include "app/verbs/backtest_verb.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/backtest/result_text.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

std::string text_of(const Json* value) {
    if (value == nullptr) return "nothing";
    auto text = value->as_string();
    return text ? *std::move(text) : wire::to_text(*value);
}

std::string words_of(const Error& error) {
    return error.place.empty() ? error.message : fmt::format("{}: {}", error.place, error.message);
}

std::string digest_of(std::string_view bytes) { return "sha256:" + crypto::sha256_hex(bytes); }

class Checks {
  public:
    void add(std::string name, std::string expected, std::string found) {
        const bool is_good = expected == found;
        matches_ = matches_ && is_good;
        list_.push(Json::object()
                       .set("name", std::move(name))
                       .set("ok", is_good)
                       .set("expected", std::move(expected))
                       .set("found", std::move(found)));
    }
    bool matches() const { return matches_; }
    Json take() && { return std::move(list_); }

  private:
    bool matches_ = true;
    Json list_ = Json::array();
};

/// The stored trades against the stored figures: no engine, only sums.
void check_sums(const Json& document, std::string_view csv, Checks& checks) {
    const auto trades = report::read_trades(csv);
    if (!trades) return checks.add("trades_readable", "yes", words_of(trades.error()));
    const report::CostTotals totals = report::cost_totals(*trades);
    const Json* const metrics = document.find("metrics");
    const auto figure = [&](std::string_view name) {
        return text_of(metrics == nullptr ? nullptr : metrics->find(name));
    };
    checks.add("trades_count", figure("trades"), std::to_string(trades->size()));
    checks.add("gross_sum", figure("gross_pnl"), format_wide_units(totals.gross));
    checks.add("fees_sum", figure("fees"), format_wide_units(totals.fees));
    checks.add("net_sum", figure("net_pnl"), format_wide_units(totals.net));
    checks.add("gross_less_fees_is_net", format_wide_units(totals.net), format_wide_units(totals.gross - totals.fees));
}

Result<std::string> hash_of_command(Context& context, const std::string& command) {
    std::vector<std::string> words = words_of_command(command);
    if (words.size() < 4 || words[1] != "backtest" || words[2] != "run")
        return fail(Fault::invalid_input, "the command is not one of spark backtest run");
    words.erase(words.begin());
    SPARK_TRY(const cli::Invocation invocation, cli::parse(words, cli::Language::en));
    SPARK_TRY(CaseRequest request, read_case_request(context, invocation));
    ReplayedRun run;
    SPARK_TRY(run.loaded.load(context, std::move(request)));
    Stopwatch watch(context);
    SPARK_TRY(compute_figures(run.loaded, watch, run.made));
    return backtest::result_hash(run.made.outcome);
}

void check_replay(const store::StoredEvidence& stored, std::string_view trades, std::string_view daily,
                  const ReplayedRun& run, Checks& checks) {
    const Json& document = stored.document;
    checks.add("result_hash", text_of(document.find("result_hash")), run.result_hash);
    checks.add("trades", digest_of(trades), digest_of(backtest::trades_csv(run.loaded.asked(), run.made.outcome)));
    checks.add(
        "daily_equity", digest_of(daily),
        digest_of(backtest::daily_equity_csv(backtest::daily_equity(run.made.timeline.open_time_ns, run.made.curve))));
    checks.add("final_equity", text_of(document.find("final_equity")), to_text(run.made.outcome.final_equity));
    checks.add("last_equity", text_of(document.find("final_equity")), format_units(run.made.curve.equity.back()));
    const Json again = metrics_json(run.made.metrics);
    const Json* const metrics = document.find("metrics");
    const auto members = again.as_object();
    for (const wire::JsonMember& member : *members)
        checks.add("metrics." + member.key, text_of(metrics == nullptr ? nullptr : metrics->find(member.key)),
                   text_of(&member.value));
}

}  // namespace

std::vector<std::string> words_of_command(std::string_view line) {
    std::vector<std::string> words;
    bool is_open = false;
    bool is_quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (c == ' ' && !is_quoted) {
            is_open = false;
            continue;
        }
        if (!is_open) words.emplace_back();
        is_open = true;
        if (c == '\'')
            is_quoted = !is_quoted;
        else if (c == '\\' && !is_quoted && at + 1 < line.size())
            words.back() += line[++at];
        else
            words.back() += c;
    }
    return words;
}

Json reconcile_backtest(Context& context, const store::EvidenceFolder& folder, const store::StoredEvidence& stored) {
    Checks checks;
    const auto verified = folder.verify(stored.entry.id, {});
    checks.add("evidence", "verified", verified ? "verified" : words_of(verified.error()));
    const auto trades = read_attachment(stored, "trades.csv");
    const auto daily = read_attachment(stored, "equity_daily.csv");
    if (trades) check_sums(stored.document, *trades, checks);
    std::string hash;
    ReplayedRun run;
    const auto replayed = replay_backtest(context, stored, run);
    if (replayed) {
        hash = run.result_hash;
        check_replay(stored, trades.value_or(""), daily.value_or(""), run, checks);
    } else {
        checks.add("made_again", "yes", words_of(replayed.error()));
    }
    const auto by_command = hash_of_command(context, stored.manifest.inputs.command);
    checks.add("command", text_of(stored.document.find("result_hash")),
               by_command ? *by_command : words_of(by_command.error()));
    Json json = Json::object().set("schema", "spark.backtest_reconcile/1").set("id", stored.entry.id);
    json.set("matches", checks.matches()).set("result_hash", hash).set("command", stored.manifest.inputs.command);
    return json.set("checks", std::move(checks).take());
}

}  // namespace spark::verbs
