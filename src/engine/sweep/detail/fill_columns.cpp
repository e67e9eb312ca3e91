#include "engine/sweep/detail/fill_columns.hpp"

#include <algorithm>
#include <numeric>

#include "engine/portfolio/costs.hpp"
#include "engine/portfolio/ledger.hpp"

namespace spark::sweep::detail {
namespace {

bool has_fixed_rates(const backtest::RunRules& rules) {
    return rules.size.amount > 0 && rules.costs.tiers.empty() && rules.costs.impact_bps == 0 &&
           !rules.costs.finances() && rules.participation_pct == 0 && rules.latency_bars == 0 &&
           rules.latency_ms == 0 && !rules.skip_zero_volume && !rules.close_at_end && rules.leverage == units_per_one &&
           !rules.venue && rules.cash.units() <= cash_most / 2;
}

/// Prices of every signal; the last bar's cannot fill and are zero. None when one leaves the range.
std::optional<Column<FillPrices>> fill_prices(const market::CandleColumns& candles, const portfolio::CostModel& rates) {
    const std::size_t bars = candles.size();
    Column<FillPrices> prices(bars);
    prices[bars - 1] = {0, 0};
    for (std::size_t bar = 0; bar + 1 < bars; ++bar) {
        const Price open = Price::of_units(candles.open[bar + 1]);
        const auto buy = portfolio::price_with_slippage(open, {.buying = true}, rates);
        const auto sell = portfolio::price_with_slippage(open, {.buying = false}, rates);
        if (!buy || !sell) return std::nullopt;
        prices[bar] = {buy->units(), sell->units()};
    }
    return prices;
}

class FillMaker {
  public:
    FillMaker(const backtest::RunRules& rules, const portfolio::CostModel& rates)
        : calculator_(rates.taker_bps), quantity_(Quantity::of_units(rules.size.amount)) {}

    std::optional<std::int64_t> value(std::int64_t price) const {
        const auto value = portfolio::value_of(Price::of_units(price), quantity_);
        if (!value || value->units() > amount_most) return std::nullopt;
        return value->units();
    }

    std::optional<FillAmounts> amounts(const FillPrices& prices) {
        const auto bought = side(prices.buy);
        const auto sold = side(prices.sell);
        if (!bought || !sold) return std::nullopt;
        return FillAmounts{bought->value + bought->fee, bought->fee, sold->value - sold->fee, sold->fee};
    }

  private:
    struct Charged {
        std::int64_t value;
        std::int64_t fee;
    };
    std::optional<Charged> side(std::int64_t price) {
        const auto worth = value(price);
        const auto fee = calculator_.fee(Price::of_units(price), quantity_);
        if (!worth || !fee || fee->units() > amount_most / 2) return std::nullopt;
        return Charged{*worth, fee->units()};
    }

    portfolio::FeeCalculator calculator_;
    Quantity quantity_;
};

/// Every entry of one quantity.
std::optional<FillColumns> unit_columns(const market::CandleColumns& candles, const backtest::RunRules& rules) {
    const std::size_t bars = candles.size();
    FillColumns columns;
    columns.fills.resize(bars);
    columns.values.resize(bars);
    columns.fills[bars - 1] = {0, 0, 0, 0};
    const portfolio::CostModel rates = portfolio::rates_at(rules.costs, Notional{});
    auto prices = fill_prices(candles, rates);
    if (!prices) return std::nullopt;
    columns.prices = std::move(*prices);
    columns.quantity = rules.size.amount;
    FillMaker maker(rules, rates);
    std::int64_t fee_most = 0;
    std::int64_t amount_seen = 0;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const auto value = maker.value(candles.close[bar]);
        if (!value) return std::nullopt;
        columns.values[bar] = *value;
        amount_seen = std::max(amount_seen, *value);
        if (bar + 1 == bars) break;
        const auto amounts = maker.amounts(columns.prices[bar]);
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

/// The taker's rate as a fraction whose products with price × quantity stay in 128 bits, divided by 64; none when it
/// has too many digits.
std::optional<FeeRate> fee_rate(std::int64_t rate_bps) {
    constexpr std::int64_t bps_one = 10'000 * units_per_one;
    const std::int64_t divisor = std::gcd(rate_bps, bps_one);
    const Int128 denominator = static_cast<Int128>(bps_one / divisor) * units_per_one;
    if (!fits_int64(denominator)) return std::nullopt;
    return FeeRate{static_cast<std::uint64_t>(rate_bps / divisor), static_cast<std::uint64_t>(denominator)};
}

/// Every entry worth one notional, its quantity rounded down.
class SizedMaker {
  public:
    SizedMaker(std::int64_t notional, const portfolio::CostModel& rates)
        : notional_(notional), calculator_(rates.taker_bps) {}

    std::optional<SizedFill> fill(const FillPrices& prices) {
        const Price buy = Price::of_units(prices.buy);
        const Int128 quantity = static_cast<Int128>(notional_) * units_per_one / buy.units();
        if (quantity == 0 || !fits_int64(quantity)) return std::nullopt;
        SizedFill fill{0, 0, static_cast<std::int64_t>(quantity), prices.sell};
        const auto value = portfolio::value_of(buy, Quantity::of_units(fill.quantity));
        const auto fee = calculator_.fee(buy, Quantity::of_units(fill.quantity));
        if (!value || !fee) return std::nullopt;
        fill.paid = value->units() + fee->units();
        fill.paid_fee = fee->units();
        return fill;
    }

  private:
    std::int64_t notional_;
    portfolio::FeeCalculator calculator_;
};

std::optional<FillColumns> sized_columns(const market::CandleColumns& candles, const backtest::RunRules& rules) {
    const std::size_t bars = candles.size();
    const portfolio::CostModel rates = portfolio::rates_at(rules.costs, Notional{});
    const auto rate = fee_rate(rates.taker_bps);
    if (!rate || rules.size.amount > small_most / 4) return std::nullopt;
    FillColumns columns;
    columns.fee_rate = *rate;
    columns.amounts_are_small = true;
    columns.values.assign(candles.close.begin(), candles.close.end());
    columns.sized_fills.resize(bars);
    columns.sized_fills[bars - 1] = {0, 0, 0, 0};
    auto prices = fill_prices(candles, rates);
    if (!prices) return std::nullopt;
    columns.prices = std::move(*prices);
    SizedMaker maker(rules.size.amount, rates);
    std::int64_t quantity_most = 0;
    std::int64_t price_most = *std::ranges::max_element(candles.close);
    for (std::size_t bar = 0; bar + 1 < bars; ++bar) {
        const auto fill = maker.fill(columns.prices[bar]);
        if (!fill) return std::nullopt;
        columns.sized_fills[bar] = *fill;
        quantity_most = std::max(quantity_most, fill->quantity);
        price_most = std::max(price_most, fill->sell_price);
    }
    // Whatever is bought at the lowest price may be sold at the highest.
    const Int128 value_most = static_cast<Int128>(quantity_most) * price_most / units_per_one + 1;
    const Int128 fee_most = value_most * rates.taker_bps / (10'000 * units_per_one) + 1;
    if (value_most > small_most / 2 || fee_most * static_cast<Int128>(bars) > cash_most) return std::nullopt;
    return columns;
}

}  // namespace

std::optional<FillColumns> fill_columns(const market::CandleColumns& candles, const backtest::RunRules& rules) {
    if (!has_fixed_rates(rules)) return std::nullopt;
    if (rules.size.kind == backtest::SizeRule::Kind::units) return unit_columns(candles, rules);
    if (rules.size.kind == backtest::SizeRule::Kind::notional) return sized_columns(candles, rules);
    return std::nullopt;
}

}  // namespace spark::sweep::detail
