#pragma once

#include <cstdint>

#include "foundation/base/result.hpp"
#include "foundation/domain/amounts.hpp"
#include "foundation/domain/fill.hpp"

namespace spark::portfolio {

/// Rates in basis points, units of 1e-8 (10 bps = 1'000'000'000). Fees are charged on the notional of each fill,
/// rounded half to even to 1e-8. Slippage moves the price of fills that take, against the trader, rounded against the
/// trader to 1e-8.
struct CostModel {
    std::int64_t maker_bps = 10 * units_per_one;
    std::int64_t taker_bps = 10 * units_per_one;
    std::int64_t slippage_bps = 0;

    std::int64_t bps(FillRole role) const { return role == FillRole::maker ? maker_bps : taker_bps; }
};

/// Bounds of every rate: 0 to 10,000 bps (a rebate is a negative maker rate, down to -100 bps).
inline constexpr std::int64_t cost_bps_max = 10'000 * units_per_one;
inline constexpr std::int64_t rebate_bps_min = -100 * units_per_one;

/// Errors: invalid_input naming the rate and its bounds.
Result<void> check_costs(const CostModel& costs);

/// The price paid (buying) or got (selling) when `quoted` is taken. Errors: invalid_input when it leaves the range or
/// falls to zero.
Result<Price> price_with_slippage(Price quoted, bool buying, const CostModel& costs);

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
