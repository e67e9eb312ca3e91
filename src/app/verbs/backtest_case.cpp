#include "app/verbs/backtest_case.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/verbs/data_report.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/backtest/event_path.hpp"

namespace spark::verbs {
namespace {

std::vector<std::string_view> split(std::string_view text, char sign) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(sign);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

/// The assignments that go to one of several strategies: those with its name before a point, without it; without a
/// point those that name a parameter it has.
std::vector<strategy::Assignment> own_assignments(const strategy::Definition& definition,
                                                  std::span<const strategy::Assignment> all) {
    std::vector<strategy::Assignment> own;
    const std::string prefix = std::string(definition.name()) + ".";
    for (const strategy::Assignment& assignment : all) {
        if (assignment.name.starts_with(prefix)) {
            own.push_back({assignment.name.substr(prefix.size()), assignment.value});
        } else if (!assignment.name.contains('.') &&
                   std::ranges::any_of(definition.parameters(), [&](const strategy::ParameterSpec& spec) {
                       return spec.name == assignment.name;
                   })) {
            own.push_back(assignment);
        }
    }
    return own;
}

Result<void> check_all_used(std::span<const AskedStrategy> strategies, std::span<const strategy::Assignment> all) {
    for (const strategy::Assignment& assignment : all) {
        const bool used = std::ranges::any_of(strategies, [&](const AskedStrategy& asked) {
            const std::vector<strategy::Assignment> one{assignment};
            return !own_assignments(asked.definition, one).empty();
        });
        if (used) continue;
        return fail(Fault::not_found, fmt::format("no strategy of this run has a parameter '{}'", assignment.name),
                    "--set", "--set STRATEGY.PARAMETER=VALUE names the strategy");
    }
    return {};
}

}  // namespace

double Stopwatch::lap() {
    const auto now = context_.steady_now();
    const double ms = std::chrono::duration<double, std::milli>(now - lap_).count();
    lap_ = now;
    return ms;
}

double Stopwatch::total() const {
    return std::chrono::duration<double, std::milli>(context_.steady_now() - begun_).count();
}

Result<std::vector<AskedStrategy>> read_strategies(const Context& context, std::string_view names,
                                                   std::span<const std::string> texts) {
    std::vector<strategy::Assignment> assignments;
    for (const std::string& text : texts) {
        SPARK_TRY(strategy::Assignment assignment, strategy::parse_assignment(text));
        assignments.push_back(std::move(assignment));
    }
    std::vector<AskedStrategy> strategies;
    const auto parts = split(names, ',');
    for (const std::string_view name : parts) {
        SPARK_TRY(strategy::Definition definition, load_strategy(context, name));
        const auto own = parts.size() == 1 ? assignments : own_assignments(definition, assignments);
        SPARK_TRY(std::vector<std::int64_t> values, strategy::resolve_parameters(definition.parameters(), own));
        SPARK_TRY(definition.check(values));
        strategies.push_back({std::move(definition), std::move(values)});
    }
    if (parts.size() > 1) SPARK_TRY(check_all_used(strategies, assignments));
    return strategies;
}

Result<market::CandleColumns> LoadedCase::cut(const store::MappedDataSet& data_set, std::uint32_t& first_bar) const {
    const market::CandleColumns columns = data_set.columns();
    const auto& times = columns.open_time_ns;
    const auto at = [&](std::optional<WallTime> time, std::size_t fallback) {
        if (!time) return fallback;
        return static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), ns_of(*time)) - times.begin());
    };
    const std::size_t first = at(request_.from, 0);
    const std::size_t end = at(request_.to, times.size());
    if (first >= end) {
        return fail(
            Fault::invalid_input,
            fmt::format("no bars of {} in the period; it holds {} to {}", data_set.id().text(),
                        format_iso8601(wall_time_of_ns(times.front())), format_iso8601(wall_time_of_ns(times.back()))),
            "--from, --to");
    }
    first_bar = static_cast<std::uint32_t>(first);
    return columns.slice(first, end - first);
}

Result<void> LoadedCase::add_books(const store::MappedDataSet& data_set) {
    std::uint32_t first_bar = 0;
    SPARK_TRY(const market::CandleColumns candles, cut(data_set, first_bar));
    for (const AskedStrategy& asked : request_.strategies) {
        asked_.books.push_back({.strategy = asked.definition,
                                .values = asked.values,
                                .candles = candles,
                                .first_bar = first_bar,
                                .timeframe = data_set.info().timeframe,
                                .symbol = symbol_names_.back(),
                                .venue = asked_.rules.venue,
                                .finer = finer_ ? &*finer_ : nullptr});
    }
    return {};
}

Result<void> LoadedCase::load(Context& context, CaseRequest request) {
    request_ = std::move(request);
    asked_.rules = request_.rules;
    if (request_.strategies.size() * request_.data_sets.size() > backtest::books_max) {
        return fail(Fault::invalid_input,
                    fmt::format("{} strategies on {} data sets, allowed {} books together", request_.strategies.size(),
                                request_.data_sets.size(), backtest::books_max));
    }
    for (const std::string& id : request_.data_sets) {
        SPARK_TRY(store::MappedDataSet data_set, open_checked(context, id));
        data_sets_.push_back(std::move(data_set));
    }
    for (const std::string& id : request_.watched) {
        SPARK_TRY(store::MappedDataSet data_set, open_checked(context, id));
        further_.push_back(std::move(data_set));
    }
    const Timeframe timeframe = data_sets_.front().info().timeframe;
    asked_.rules.bar_length_ns = static_cast<std::int64_t>(timeframe.length().count()) * 1'000'000'000;
    if (request_.finer) {
        SPARK_TRY(store::MappedDataSet data_set, open_checked(context, *request_.finer));
        const market::DataSetInfo& info = data_set.info();
        if (info.timeframe.length() >= timeframe.length() ||
            info.symbol.text() != data_sets_.front().info().symbol.text() || data_sets_.size() > 1) {
            return fail(Fault::invalid_input,
                        fmt::format("found {} {}, allowed finer bars than {} of {} alone", info.symbol.text(),
                                    info.timeframe.text(), timeframe.text(), data_sets_.front().info().symbol.text()),
                        "--detail");
        }
        further_.push_back(std::move(data_set));
        finer_ = further_.back().columns();
    }
    for (std::deque<store::MappedDataSet>* const list : {&data_sets_, &further_}) {
        for (const store::MappedDataSet& data_set : *list) {
            all_.push_back(&data_set);
            if (finer_ && &data_set == &further_.back()) continue;
            symbol_names_.emplace_back(data_set.info().symbol.text());
            symbols_.push_back({symbol_names_.back(), data_set.columns(), data_set.info().timeframe});
        }
    }
    asked_.symbols = symbols_;
    for (const store::MappedDataSet& data_set : data_sets_) {
        symbol_names_.emplace_back(data_set.info().symbol.text());
        SPARK_TRY(add_books(data_set));
    }
    for (const store::MappedDataSet& data_set : data_sets_) {
        if (data_set.info().timeframe == timeframe || !asked_.rules.costs.finances()) continue;
        return fail(Fault::invalid_input, "funding and borrowing need data sets of one timeframe", "--dataset");
    }
    return backtest::check_rules(asked_.rules);
}

std::string LoadedCase::strategy_text() const {
    std::string text;
    for (const AskedStrategy& asked : request_.strategies) text += asked.definition.canonical_text();
    return text;
}

Result<void> compute_case(const LoadedCase& loaded, Stopwatch& watch, ComputedCase& made) {
    const backtest::Case& asked = loaded.asked();
    SPARK_TRY(made.plans, backtest::plans_of(asked));
    made.timing.signals = watch.lap();
    SPARK_TRY(made.outcome, backtest::run_case(asked, made.plans));
    made.timing.ledger = watch.lap();
    made.timeline = backtest::timeline_of(asked);
    SPARK_TRY(made.curve, backtest::equity_of_case(asked, made.timeline, made.outcome));
    double hold = 0;
    for (std::size_t book = 0; book < asked.books.size(); ++book)
        hold += backtest::buy_hold_of(asked.books[book].candles, made.plans[book].warm_up_bars);
    SPARK_TRY(made.metrics, backtest::measure({.open_time_ns = made.timeline.open_time_ns,
                                               .outcome = made.outcome,
                                               .curve = made.curve,
                                               .exposure = backtest::exposure_of_case(made.timeline, made.outcome),
                                               .buy_hold_return = hold / static_cast<double>(asked.books.size())}));
    made.timing.metrics = watch.lap();
    const backtest::CheckInput input{asked, made.plans, made.outcome};
    made.look_ahead = backtest::check_look_ahead(input);
    made.determinism = backtest::check_determinism(input);
    made.conservation = backtest::check_conservation(input, made.timeline, made.curve);
    made.warnings = backtest::warnings_of(input, made.metrics);
    const auto& data_sets = loaded.data_sets();
    if (std::ranges::any_of(data_sets, [](const auto& data_set) { return data_set.info().synthetic; }))
        made.warnings.push_back(backtest::Warning::synthetic_data);
    if (std::ranges::any_of(data_sets, [](const auto& data_set) { return !data_set.info().quality.is_clean(); }))
        made.warnings.push_back(backtest::Warning::unclean_data);
    made.timing.total = watch.total();
    return {};
}

}  // namespace spark::verbs
