#include "adapters/report/detail/run_facts.hpp"

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::report::detail {
namespace {

constexpr std::size_t days_least = 60;  // under two months the document's own points draw a better curve

/// The document's equity_curve: even steps over the period, the times between first and last bar.
std::vector<EquityPoint> points_of_document(const RunFacts& facts) {
    std::vector<EquityPoint> points;
    const wire::Json* curve = facts.find({"equity_curve"});
    const auto first = parse_iso8601(facts.text({"period", "first"}));
    const auto last = parse_iso8601(facts.text({"period", "last"}));
    if (curve == nullptr || !first || !last) return points;
    const auto rows = curve->as_array();
    if (!rows) return points;
    const auto count = static_cast<std::int64_t>(rows->size());
    for (std::int64_t index = 0; index < count; ++index) {
        const auto text = (*rows)[static_cast<std::size_t>(index)].as_string();
        const auto parsed = text ? parse_units(*text) : fail(text.error());
        if (!parsed) return {};
        const std::int64_t length_ms = ms_of(*last) - ms_of(*first);
        points.push_back({ms_of(*first) + length_ms * (index + 1) / count, parsed->units});
    }
    return points;
}

/// The rows of the data set that were run, when they are all there.
std::optional<market::CandleColumns> period_of(const RunFacts& facts) {
    const auto bars = facts.number({"dataset", "bars"});
    if (!facts.run.candles || !bars || *bars < 1) return std::nullopt;
    const auto first = static_cast<std::size_t>(facts.first_bar);
    const auto count = static_cast<std::size_t>(*bars);
    const std::size_t size = facts.run.candles->size();
    if (first > size || count > size - first) return std::nullopt;
    return facts.run.candles->slice(first, count);
}

}  // namespace

const wire::Json* RunFacts::find(std::initializer_list<std::string_view> path) const {
    const wire::Json* at = &run.document;
    for (const std::string_view key : path) {
        at = at->find(key);
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::optional<double> RunFacts::number(std::initializer_list<std::string_view> path) const {
    const wire::Json* found = find(path);
    if (found == nullptr) return std::nullopt;
    const auto value = found->as_double();
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::int64_t> RunFacts::units(std::initializer_list<std::string_view> path) const {
    const auto parsed = parse_units(text(path));
    return parsed ? std::optional(parsed->units) : std::nullopt;
}

std::string RunFacts::text(std::initializer_list<std::string_view> path) const {
    const wire::Json* found = find(path);
    return found == nullptr || found->is_null() || found->is_array() || found->is_object() ? "" : plain_text(*found);
}

std::string plain_text(const wire::Json& scalar) {
    auto text = scalar.as_string();
    return text ? *std::move(text) : wire::to_text(scalar);
}

Result<RunFacts> read_facts(const RunEvidence& run, Language language) {
    RunFacts facts{.run = run, .language = language, .numbers = NumberText(language)};
    SPARK_TRY(facts.trades, read_trades(run.trades_csv));
    SPARK_TRY(facts.equity, read_daily_equity(run.daily_equity_csv));
    if (facts.equity.size() < days_least) {
        std::vector<EquityPoint> points = points_of_document(facts);
        facts.equity_is_daily = points.size() <= facts.equity.size();
        if (!facts.equity_is_daily) facts.equity = std::move(points);
    }
    const auto cash = facts.units({"cash"});
    facts.starting = cash ? *cash : facts.equity.empty() ? 0 : facts.equity.front().equity;
    facts.first_bar = static_cast<std::int64_t>(facts.number({"period", "first_bar"}).value_or(0));
    if (facts.first_bar < 0) return fail(Fault::corrupt, "the first bar is negative", "period.first_bar");
    facts.period = period_of(facts);
    return facts;
}

}  // namespace spark::report::detail
