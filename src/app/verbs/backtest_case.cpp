#include "app/verbs/backtest_case.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/verbs/data_report.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/backtest/event_path.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/decimal_text.hpp"

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
        if (std::ranges::count(parts, name) > 1) {
            return fail(Fault::invalid_input, fmt::format("strategy '{}' is named twice", name), "STRATEGY",
                        "give a copy of the document another name: spark strategy new NAME --from STRATEGY");
        }
        SPARK_TRY(strategy::Definition definition, load_strategy(context, name));
        const auto own = parts.size() == 1 ? assignments : own_assignments(definition, assignments);
        SPARK_TRY(std::vector<std::int64_t> values, strategy::resolve_parameters(definition.parameters(), own));
        SPARK_TRY(definition.check(values));
        strategies.push_back({std::move(definition), std::move(values)});
    }
    if (parts.size() > 1) SPARK_TRY(check_all_used(strategies, assignments));
    return strategies;
}

Result<std::int64_t> out_of_sample_pct(std::string_view text) {
    const std::string_view digits = text.ends_with('%') ? text.substr(0, text.size() - 1) : text;
    const auto share = parse_units(digits);
    if (share && !share->rounded && share->units > 0 && share->units < 100 * units_per_one) return share->units;
    return fail(Fault::invalid_input, fmt::format("found '{}', allowed a share between 0 and 100 percent", text),
                "--oos", "--oos 30%");
}

Result<AskedStrategy> ask_strategy(strategy::Definition definition, std::span<const std::string> texts) {
    std::vector<strategy::Assignment> assignments;
    for (const std::string& text : texts) {
        SPARK_TRY(strategy::Assignment assignment, strategy::parse_assignment(text));
        assignments.push_back(std::move(assignment));
    }
    SPARK_TRY(std::vector<std::int64_t> values, strategy::resolve_parameters(definition.parameters(), assignments));
    SPARK_TRY(definition.check(values));
    return AskedStrategy{std::move(definition), std::move(values)};
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

namespace {

/// Finer bars that tell another story than the bars they stand for: prices outside the bar's range on more than one
/// bar in a hundred. Errors: invalid_input with the first such bar.
Result<void> check_finer(const market::CandleColumns& bars, const market::CandleColumns& finer,
                         std::int64_t bar_length_ns) {
    std::size_t covered = 0;
    std::size_t apart = 0;
    std::size_t first_apart = 0;
    std::size_t sub = 0;
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        const std::int64_t begin = bars.open_time_ns[bar];
        while (sub < finer.size() && finer.open_time_ns[sub] < begin) ++sub;
        bool seen = false;
        bool fits = true;
        for (; sub < finer.size() && finer.open_time_ns[sub] < begin + bar_length_ns; ++sub) {
            seen = true;
            fits = fits && finer.low[sub] >= bars.low[bar] && finer.high[sub] <= bars.high[bar];
        }
        covered += seen ? 1U : 0U;
        if (fits) continue;
        if (apart == 0) first_apart = bar;
        ++apart;
    }
    if (apart * 100 <= covered) return {};
    return fail(Fault::invalid_input,
                fmt::format("{} of {} bars do not hold the prices of their finer bars, the first one bar {}", apart,
                            covered, first_apart),
                "--detail", "take finer bars of the same market");
}

}  // namespace

/// The data set of finer bars: by its id, or, of a timeframe alone, that of the same venue and symbol.
std::string LoadedCase::finer_id() const {
    const market::DataSetInfo& info = data_sets_.front().info();
    if (!Timeframe::parse(*request_.finer)) return *request_.finer;
    return fmt::format("ds_{}_{}_{}", info.venue.text(), info.symbol.text(), *request_.finer);
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
        if (std::ranges::count(request_.data_sets, id) > 1)
            return fail(Fault::invalid_input, fmt::format("data set '{}' is named twice", id), "--dataset");
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
        SPARK_TRY(store::MappedDataSet data_set, open_checked(context, finer_id()));
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
        SPARK_TRY(check_finer(data_sets_.front().columns(), *finer_, asked_.rules.bar_length_ns));
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

namespace {

/// Share of the ticks [first, last) whose close saw a position: exposure_of_case of a part.
double exposure_of_part(const ComputedCase& made, std::size_t first, std::size_t last) {
    std::vector<bool> holds(made.timeline.tick_of_bar.size(), false);
    std::size_t holding = 0;
    std::size_t held = 0;
    std::size_t tick = 0;
    const auto count_to = [&](std::size_t at) {
        const std::size_t begin = std::max(tick, first);
        const std::size_t end = std::min(at, last);
        if (holding > 0 && begin < end) held += end - begin;
        tick = at;
    };
    for (const backtest::HoldingStep& step : made.outcome.steps) {
        count_to(made.timeline.tick(step.book, step.bar));
        const bool now = step.quantity.units() != 0;
        if (now != holds[step.book]) holding = now ? holding + 1 : holding - 1;
        holds[step.book] = now;
    }
    count_to(made.timeline.open_time_ns.size());
    return static_cast<double>(held) / static_cast<double>(last - first);
}

}  // namespace

Result<ComputedCase> part_of_case(const LoadedCase& loaded, const ComputedCase& made, std::size_t first,
                                  std::size_t last) {
    SPARK_ASSERT(first < last && last <= made.curve.equity.size());
    const auto at = [](std::size_t index) { return static_cast<std::ptrdiff_t>(index); };
    const auto& times = made.timeline.open_time_ns;
    ComputedCase part;
    part.timeline.open_time_ns.assign(times.begin() + at(first), times.begin() + at(last));
    part.outcome.starting_cash =
        first == 0 ? made.outcome.starting_cash : Notional::of_units(made.curve.equity[first - 1]);
    part.outcome.final_equity = Notional::of_units(made.curve.equity[last - 1]);
    for (const portfolio::ClosedTrade& trade : made.outcome.trades) {
        const std::uint32_t bar = trade.entry_bar - loaded.asked().books[trade.book].first_bar;
        const std::size_t tick = made.timeline.tick(trade.book, bar);
        if (tick >= first && tick < last) part.outcome.trades.push_back(trade);
    }
    Column<std::int64_t> equity(made.curve.equity.begin() + at(first), made.curve.equity.begin() + at(last));
    part.curve = backtest::drawdowns_of(std::move(equity), part.outcome.starting_cash);
    const market::CandleColumns& candles = loaded.asked().books.front().candles;
    const bool alone = loaded.asked().books.size() == 1;
    SPARK_TRY(part.metrics,
              backtest::measure(
                  {.open_time_ns = part.timeline.open_time_ns,
                   .outcome = part.outcome,
                   .curve = part.curve,
                   .exposure = exposure_of_part(made, first, last),
                   .buy_hold_return = alone ? backtest::buy_hold_of(candles.slice(first, last - first), 0) : 0}));
    return part;
}

namespace {

Result<void> split(const LoadedCase& loaded, ComputedCase& made) {
    const std::size_t ticks = made.timeline.open_time_ns.size();
    const Int128 kept = static_cast<Int128>(ticks) * loaded.request().out_of_sample_pct / (100 * units_per_one);
    const std::size_t first = ticks - static_cast<std::size_t>(kept);
    if (first < 2 || first + 2 > ticks) {
        return fail(Fault::invalid_input, fmt::format("found {} bars, too few for two parts", ticks), "--oos");
    }
    OutOfSample parts{.from_ns = made.timeline.open_time_ns[first], .before = {}, .after = {}};
    SPARK_TRY(const ComputedCase before, part_of_case(loaded, made, 0, first));
    SPARK_TRY(const ComputedCase after, part_of_case(loaded, made, first, ticks));
    parts.before = before.metrics;
    parts.after = after.metrics;
    made.out_of_sample = parts;
    return {};
}

}  // namespace

Result<void> compute_figures(const LoadedCase& loaded, Stopwatch& watch, ComputedCase& made) {
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
    if (loaded.request().out_of_sample_pct > 0) SPARK_TRY(split(loaded, made));
    made.timing.metrics = watch.lap();
    return {};
}

Result<void> compute_case(const LoadedCase& loaded, Stopwatch& watch, ComputedCase& made) {
    SPARK_TRY(compute_figures(loaded, watch, made));
    const backtest::Case& asked = loaded.asked();
    const backtest::CheckInput input{asked, made.plans, made.outcome};
    made.look_ahead = backtest::check_look_ahead(input);
    made.determinism = backtest::check_determinism(input);
    made.conservation = backtest::check_conservation(input, made.timeline, made.curve);
    made.warnings = backtest::warnings_of(input, made.metrics);
    if (made.out_of_sample) std::erase(made.warnings, backtest::Warning::in_sample_only);
    const auto& data_sets = loaded.data_sets();
    if (std::ranges::any_of(data_sets, [](const auto& data_set) { return data_set.info().synthetic; }))
        made.warnings.push_back(backtest::Warning::synthetic_data);
    if (std::ranges::any_of(data_sets, [](const auto& data_set) { return !data_set.info().quality.is_clean(); }))
        made.warnings.push_back(backtest::Warning::unclean_data);
    if (std::ranges::any_of(data_sets, [&](const auto& data_set) {
            return !(data_set.info().timeframe == data_sets.front().info().timeframe);
        }))
        made.warnings.push_back(backtest::Warning::mixed_timeframes);
    made.timing.total = watch.total();
    return {};
}

}  // namespace spark::verbs
