#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/fill.hpp"

namespace spark::portfolio {

/// From `volume_min` on (quote currency traded in the 30 days before this UTC day) these rates hold.
struct FeeTier {
    Notional volume_min;
    std::int64_t maker_bps = 0;
    std::int64_t taker_bps = 0;

    bool operator==(const FeeTier&) const = default;
};

/// Rates in basis points, units of 1e-8 (10 bps = 1'000'000'000). Fees are charged on the notional of each fill,
/// rounded half to even to 1e-8. Slippage, half spread and impact move the price of fills that take, against the
/// trader, rounded against the trader to 1e-8.
struct CostModel {
    std::int64_t maker_bps = 10 * units_per_one;
    std::int64_t taker_bps = 10 * units_per_one;
    std::int64_t slippage_bps = 0;
    std::int64_t half_spread_bps = 0;  ///< Half of bid to ask; added to the slippage.
    std::int64_t impact_bps = 0;       ///< Of a fill as large as its bar's volume; grows with the root of that share.
    std::int64_t discount_pct = 0;     ///< Off every fee that is paid (not off rebates), units of 1e-8 percent.
    std::vector<FeeTier> tiers{};      ///< By rising volume; below the first one the plain rates hold.
    std::int64_t funding_bps = 0;      ///< At 00, 08 and 16 UTC on the position's value: longs pay, shorts get.
    std::int64_t borrow_bps = 0;       ///< A year of 365 days, on the value of shorts and on cash below zero.
    std::int64_t liquidation_bps = 0;  ///< Charged on top of the taker fee when a position is liquidated.

    std::int64_t bps(FillRole role) const { return role == FillRole::maker ? maker_bps : taker_bps; }
    bool charges_nothing() const {
        return maker_bps == 0 && taker_bps == 0 && slippage_bps == 0 && half_spread_bps == 0 && impact_bps == 0;
    }
    bool finances() const { return funding_bps != 0 || borrow_bps != 0; }

    bool operator==(const CostModel&) const = default;
};

/// Bounds of every rate: 0 to 10,000 bps (a rebate is a negative maker rate, down to -100 bps; funding may have either
/// sign).
inline constexpr std::int64_t cost_bps_max = 10'000 * units_per_one;
inline constexpr std::int64_t rebate_bps_min = -100 * units_per_one;
inline constexpr std::size_t fee_tiers_max = 32;

/// Errors: invalid_input naming the rate and its bounds.
Result<void> check_costs(const CostModel& costs);

/// The rates of the tier that a traded volume has reached, the discount taken off: a model without tiers and discount.
CostModel rates_at(const CostModel& costs, Notional volume);

/// What is taken: how much of which bar.
struct Taking {
    bool buying = true;
    Quantity quantity{};    ///< Looked at by the impact only.
    Int128 bar_volume = 0;  ///< Units of 1e-8; none counts as wholly taken.
};

/// The price paid (buying) or got (selling) when `quoted` is taken. Errors: invalid_input when it leaves the range or
/// falls to zero.
Result<Price> price_with_slippage(Price quoted, const Taking& taking, const CostModel& costs);

/// Computes fees for one rate. Keeps the reduced fraction of the last quantity, because a run trades the same quantity
/// again and again.
class FeeCalculator {
  public:
    explicit FeeCalculator(std::int64_t rate_bps) : rate_bps_(rate_bps) {}

    /// price × quantity × rate, rounded half to even to 1e-8. Errors: invalid_input when it leaves the range.
    Result<Notional> fee(Price price, Quantity quantity);

    /// The same in units for the inner loop: false when it leaves the range (`units` is then unchanged).
    bool fee_into(std::int64_t price, std::int64_t quantity, std::int64_t& units) {
        if (quantity != quantity_) reduce(quantity);
        std::int64_t product = 0;
        if (narrow_ && !__builtin_mul_overflow(price, narrow_numerator_, &product) && product >= 0) {
            const auto dividend = static_cast<std::uint64_t>(product);
            std::uint64_t quotient = dividend / narrow_denominator_;
            const std::uint64_t rest = dividend - quotient * narrow_denominator_;
            const std::uint64_t opposite = narrow_denominator_ - rest;
            if (rest > opposite || (rest == opposite && (quotient & 1U) != 0)) ++quotient;
            units = static_cast<std::int64_t>(quotient);
            return true;
        }
        return wide_fee_into(price, units);
    }

  private:
    void reduce(std::int64_t quantity);
    bool wide_fee_into(std::int64_t price, std::int64_t& units) const;

    std::int64_t rate_bps_;
    std::int64_t quantity_ = 0;
    Int128 numerator_ = 0;  ///< quantity × rate ÷ divisor, reduced.
    Int128 denominator_ = 1;
    bool narrow_ = true;  ///< Both fit in 63 bits.
    std::int64_t narrow_numerator_ = 0;
    std::uint64_t narrow_denominator_ = 1;
};

}  // namespace spark::portfolio
