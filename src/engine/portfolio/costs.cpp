#include "engine/portfolio/costs.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace spark::portfolio {
namespace {

/// Basis points in units of 1e-8, as a divisor that makes a fraction of them.
constexpr Int128 bps_one = static_cast<Int128>(10'000) * units_per_one;
constexpr std::int64_t hundred_percent = 100 * units_per_one;

Result<void> check_rate(std::string_view name, std::int64_t rate, std::int64_t least) {
    if (rate >= least && rate <= cost_bps_max) return {};
    return fail(Fault::invalid_input,
                fmt::format("found {} bps, allowed {} to {}", format_units(rate), format_units(least),
                            format_units(cost_bps_max)),
                std::string(name));
}

Result<void> check_tiers(const CostModel& costs) {
    if (costs.tiers.size() > fee_tiers_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} fee tiers, allowed up to {}", costs.tiers.size(), fee_tiers_max), "tiers");
    }
    Notional before = Notional::of_units(-1);
    for (const FeeTier& tier : costs.tiers) {
        SPARK_TRY(check_rate("tiers.maker_bps", tier.maker_bps, rebate_bps_min));
        SPARK_TRY(check_rate("tiers.taker_bps", tier.taker_bps, 0));
        if (tier.volume_min <= before) {
            return fail(Fault::invalid_input,
                        fmt::format("found volume_min {} after {}, allowed rising volumes from 0 on",
                                    to_text(tier.volume_min), to_text(before)),
                        "tiers.volume_min");
        }
        before = tier.volume_min;
    }
    return {};
}

/// Rate for the whole volume × √(share of the volume); the root is IEEE's, so every machine has the same bits.
std::int64_t impact_of(const Taking& taking, std::int64_t impact_bps) {
    const auto taken = static_cast<double>(taking.quantity.units());
    const auto volume = static_cast<double>(taking.bar_volume);
    const double share = volume > taken ? taken / volume : 1.0;
    return static_cast<std::int64_t>(std::rint(static_cast<double>(impact_bps) * std::sqrt(share)));
}

Int128 greatest_common_divisor(Int128 a, Int128 b) {
    if (a < 0) a = -a;
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

}  // namespace

Result<void> check_costs(const CostModel& costs) {
    SPARK_TRY(check_rate("--maker-bps", costs.maker_bps, rebate_bps_min));
    SPARK_TRY(check_rate("--taker-bps", costs.taker_bps, 0));
    SPARK_TRY(check_rate("--slippage-bps", costs.slippage_bps, 0));
    SPARK_TRY(check_rate("--half-spread-bps", costs.half_spread_bps, 0));
    SPARK_TRY(check_rate("--impact-bps", costs.impact_bps, 0));
    SPARK_TRY(check_rate("--funding-bps", costs.funding_bps, -cost_bps_max));
    SPARK_TRY(check_rate("--borrow-bps", costs.borrow_bps, 0));
    SPARK_TRY(check_rate("--liquidation-bps", costs.liquidation_bps, 0));
    if (costs.discount_pct < 0 || costs.discount_pct > hundred_percent) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} percent, allowed 0 to 100", format_units(costs.discount_pct)),
                    "--fee-discount-pct");
    }
    return check_tiers(costs);
}

CostModel rates_at(const CostModel& costs, Notional volume) {
    CostModel rates = costs;
    rates.tiers.clear();
    rates.discount_pct = 0;
    for (const FeeTier& tier : costs.tiers) {
        if (tier.volume_min > volume) break;
        rates.maker_bps = tier.maker_bps;
        rates.taker_bps = tier.taker_bps;
    }
    for (std::int64_t* const rate : {&rates.maker_bps, &rates.taker_bps}) {
        if (*rate <= 0) continue;
        *rate = static_cast<std::int64_t>(divide(static_cast<Int128>(*rate) * (hundred_percent - costs.discount_pct),
                                                 hundred_percent, Rounding::half_even));
    }
    return rates;
}

Result<Price> price_with_slippage(Price quoted, const Taking& taking, const CostModel& costs) {
    std::int64_t bps = costs.slippage_bps + costs.half_spread_bps;
    if (costs.impact_bps != 0) bps += impact_of(taking, costs.impact_bps);
    if (bps == 0) return quoted;
    const Int128 factor = taking.buying ? bps_one + bps : bps_one - bps;
    const Int128 units =
        divide(static_cast<Int128>(quoted.units()) * factor, bps_one, taking.buying ? Rounding::up : Rounding::down);
    if (!fits_int64(units) || units <= 0) {
        return fail(Fault::invalid_input,
                    fmt::format("price {} with slippage leaves the range", format_units(quoted.units())),
                    "--slippage-bps");
    }
    return Price::of_units(static_cast<std::int64_t>(units));
}

void FeeCalculator::reduce(std::int64_t quantity) {
    // price × quantity ÷ 1e8 is the notional in units; × rate ÷ bps_one is the fee. One fraction, so it is rounded
    // once.
    numerator_ = static_cast<Int128>(quantity) * rate_bps_;
    denominator_ = bps_one * units_per_one;
    if (const Int128 divisor = greatest_common_divisor(numerator_, denominator_); divisor > 1) {
        numerator_ /= divisor;
        denominator_ /= divisor;
    }
    narrow_ = fits_int64(numerator_) && fits_int64(denominator_);
    narrow_numerator_ = narrow_ ? static_cast<std::int64_t>(numerator_) : 0;
    narrow_denominator_ = narrow_ ? static_cast<std::uint64_t>(denominator_) : 1;
    quantity_ = quantity;
}

bool FeeCalculator::wide_fee_into(std::int64_t price, std::int64_t& units) const {
    Int128 product = 0;
    if (__builtin_mul_overflow(static_cast<Int128>(price), numerator_, &product)) return false;
    const Int128 quotient = divide(product, denominator_, Rounding::half_even);
    if (!fits_int64(quotient)) return false;
    units = static_cast<std::int64_t>(quotient);
    return true;
}

Result<Notional> FeeCalculator::fee(Price price, Quantity quantity) {
    std::int64_t units = 0;
    if (!fee_into(price.units(), quantity.units(), units))
        return fail(Fault::invalid_input, "fee is outside plus or minus 92,233,720,368");
    return Notional::of_units(units);
}

}  // namespace spark::portfolio
