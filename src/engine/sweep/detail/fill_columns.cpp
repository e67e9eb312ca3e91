#include "engine/sweep/detail/fill_columns.hpp"

#include <algorithm>

#include "engine/portfolio/costs.hpp"
#include "engine/portfolio/ledger.hpp"

namespace spark::sweep::detail {
namespace {

bool has_flat_fills(const backtest::RunRules& rules) {
    return rules.size.kind == backtest::SizeRule::Kind::units && rules.size.amount > 0 && rules.costs.tiers.empty() &&
           rules.costs.impact_bps == 0 && !rules.costs.finances() && rules.participation_pct == 0 &&
           rules.latency_bars == 0 && rules.latency_ms == 0 && !rules.skip_zero_volume && !rules.close_at_end &&
           rules.leverage == units_per_one && !rules.venue && rules.cash.units() <= cash_most / 2;
}

class FillMaker {
  public:
    explicit FillMaker(const backtest::RunRules& rules)
        : rates_(portfolio::rates_at(rules.costs, Notional{})),
          calculator_(rates_.taker_bps),
          quantity_(Quantity::of_units(rules.size.amount)) {}

    std::optional<std::int64_t> value(std::int64_t price) const {
        const auto value = portfolio::value_of(Price::of_units(price), quantity_);
        if (!value || value->units() > amount_most) return std::nullopt;
        return value->units();
    }

    std::optional<FillAmounts> amounts(std::int64_t open) {
        const auto bought = side(open, true);
        const auto sold = side(open, false);
        if (!bought || !sold) return std::nullopt;
        return FillAmounts{bought->value + bought->fee, bought->fee, sold->value - sold->fee, sold->fee};
    }

  private:
    struct Charged {
        std::int64_t value;
        std::int64_t fee;
    };
    std::optional<Charged> side(std::int64_t open, bool buying) {
        const auto price = portfolio::price_with_slippage(Price::of_units(open), {.buying = buying}, rates_);
        if (!price) return std::nullopt;
        const auto worth = value(price->units());
        const auto fee = calculator_.fee(*price, quantity_);
        if (!worth || !fee || fee->units() > amount_most / 2) return std::nullopt;
        return Charged{*worth, fee->units()};
    }

    portfolio::CostModel rates_;
    portfolio::FeeCalculator calculator_;
    Quantity quantity_;
};

}  // namespace

std::optional<FillColumns> fill_columns(const market::CandleColumns& candles, const backtest::RunRules& rules) {
    if (!has_flat_fills(rules)) return std::nullopt;
    const std::size_t bars = candles.size();
    FillColumns columns;
    columns.fills.resize(bars);
    columns.values.resize(bars);
    columns.fills[bars - 1] = {0, 0, 0, 0};
    FillMaker maker(rules);
    std::int64_t fee_most = 0;
    std::int64_t amount_seen = 0;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const auto value = maker.value(candles.close[bar]);
        if (!value) return std::nullopt;
        columns.values[bar] = *value;
        amount_seen = std::max(amount_seen, *value);
        if (bar + 1 == bars) break;
        const auto amounts = maker.amounts(candles.open[bar + 1]);
        if (!amounts) return std::nullopt;
        columns.fills[bar] = *amounts;
        fee_most = std::max({fee_most, amounts->paid_fee, amounts->got_fee});
        amount_seen = std::max({amount_seen, amounts->paid, amounts->got});
    }
    // A bar has one fill, so that the sum of all fees stays in range without a check on each.
    if (static_cast<Int128>(fee_most) * static_cast<Int128>(bars) > cash_most) return std::nullopt;
    columns.amounts_are_small = amount_seen <= small_most;
    return columns;
}

}  // namespace spark::sweep::detail
