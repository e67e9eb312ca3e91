#include "adapters/trials/testing/sample_trials.hpp"

#include "foundation/base/assert.hpp"

namespace spark::trials::testing {

std::vector<TrialAxis> sample_axes() {
    return {{.name = "fast", .unit = "bars", .count = 10, .least = 5, .step = 5},
            {.name = "slow", .unit = "bars", .count = 10, .least = 20, .step = 20},
            {.name = "sl_pct",
             .kind = strategy::ParameterKind::decimal,
             .unit = "percent",
             .count = 5,
             .least = 50'000'000,
             .step = 50'000'000},
            {.name = "exit_on_cross",
             .kind = strategy::ParameterKind::flag,
             .is_ordered = false,
             .count = 2,
             .listed = {1, 0}}};
}

TrialHeader sample_header(bool has_details) {
    wire::Json data_set = wire::Json::object();
    data_set.set("id", "ds_binance_BTCUSDT_1h@v1").set("sha256", "77a1");
    wire::Json order = wire::Json::object();
    order.set("schema", "spark.optimize-order/1").set("dataset", std::move(data_set)).set("seed", 1);
    return {.order = std::move(order),
            .axes = sample_axes(),
            .objective = "net_pnl",
            .starting_cash = Notional::of_whole(1'000'000),
            .has_details = has_details};
}

TrialRow random_row(std::uint64_t number, Rng& random, bool has_details) {
    TrialRow row{.number = number};
    std::uint64_t rest = number;
    for (const TrialAxis& axis : sample_axes()) {
        row.point.push_back(static_cast<std::uint32_t>(rest % axis.count));
        rest /= axis.count;
    }
    if (random.chance(0.05)) {
        row.outcome.refusal = "fast 50 is not below slow 20, \"both\"\nare lengths";
        return row;
    }
    sweep::SetFigures& figures = row.outcome.figures;
    for (std::uint8_t& one : row.outcome.result_hash.bytes) one = static_cast<std::uint8_t>(random.uniform(0, 255));
    figures.final_equity = Notional::of_whole(1'000'000);
    sweep::SetDetails& details = row.outcome.details;
    if (has_details) {
        details.exposure = random.uniform_real();
        details.buy_hold_return = random.normal();
    }
    if (random.chance(0.1)) return row;  // No trades.
    figures.trades = random.uniform(1, 3'000);
    figures.wins = random.uniform(0, figures.trades);
    figures.rejected = random.chance(0.1) ? random.uniform(1, 9) : 0;
    figures.gross = Notional::of_units(random.uniform(-9'000'000'000'000, 9'000'000'000'000));
    figures.fees = Notional::of_units(random.uniform(0, 100'000'000'000));
    figures.net = Notional::of_units(figures.gross.units() - figures.fees.units());
    figures.final_equity = Notional::of_units(figures.final_equity.units() + figures.net.units());
    figures.max_drawdown_pct = -100 * random.uniform_real();
    figures.profit_factor = random.exponential();
    figures.annual_return = random.normal();
    figures.volatility = random.exponential();
    if (random.chance(0.9)) figures.sharpe = random.normal();
    if (random.chance(0.9)) figures.sortino = random.normal();
    if (has_details) {
        details.max_drawdown_bars = random.uniform(0, 100'000);
        details.sqn = random.normal();
        details.cagr = random.normal();
    }
    row.keeps_constraints = random.chance(0.9);
    // Few values, so that equal ones come and net has to decide.
    if (row.keeps_constraints) row.objective = static_cast<double>(random.uniform(-20, 20));
    if (random.chance(0.02)) row.bars_share = 0.25;
    return row;
}

std::vector<TrialRow> random_rows(std::size_t count, std::uint64_t seed, bool has_details) {
    Rng random(seed);
    std::vector<TrialRow> rows;
    rows.reserve(count);
    for (std::size_t number = 0; number < count; ++number) rows.push_back(random_row(number, random, has_details));
    return rows;
}

std::vector<TrialRow> all_rows(const TrialFolder& folder) {
    std::vector<TrialRow> rows;
    const auto read = folder.for_each([&](const TrialRow& row) {
        rows.push_back(row);
        return true;
    });
    SPARK_ASSERT(read.has_value());
    return rows;
}

}  // namespace spark::trials::testing
