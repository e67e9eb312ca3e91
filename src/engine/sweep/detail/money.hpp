#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/sweep/detail/crossing_walk.hpp"
#include "engine/sweep/detail/fill_columns.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::sweep::detail {

/// What an exit brings, the fee taken off.
struct Proceeds {
    std::int64_t got;
    std::int64_t fee;
};

/// One quantity for every entry: everything was worked out before.
class FlatMoney {
  public:
    explicit FlatMoney(const WalkTile& tile) : tile_(tile) {}

    __attribute__((always_inline)) Position entry(std::size_t bar) const {
        return {tile_.fills[bar].paid, tile_.fills[bar].paid_fee, 0};
    }
    __attribute__((always_inline)) Proceeds exit(std::int64_t /*quantity*/, std::size_t bar) const {
        return {tile_.fills[bar].got, tile_.fills[bar].got_fee};
    }
    __attribute__((always_inline)) std::int64_t value(std::int64_t /*quantity*/, std::int64_t at_close) const {
        return at_close;
    }

  private:
    const WalkTile& tile_;
};

/// dividend ÷ divisor, half to even. Precondition: the quotient fits in 63 bits.
__attribute__((always_inline)) inline std::int64_t divide_half_even(UInt128 dividend, std::uint64_t divisor) {
    const auto quotient = static_cast<std::uint64_t>(dividend / divisor);
    const std::uint64_t rest = static_cast<std::uint64_t>(dividend) - quotient * divisor;
    const std::uint64_t opposite = divisor - rest;
    const bool up = rest > opposite || (rest == opposite && (quotient & 1U) != 0);
    return static_cast<std::int64_t>(quotient + (up ? 1U : 0U));
}

/// A quantity of each entry's own (a fixed notional): what was bought was worked out before, what it brings is not.
class SizedMoney {
  public:
    explicit SizedMoney(const WalkTile& tile) : tile_(tile) {}

    __attribute__((always_inline)) Position entry(std::size_t bar) const {
        const SizedFill& fill = tile_.sized_fills[bar];
        return {fill.paid, fill.paid_fee, fill.quantity};
    }
    __attribute__((always_inline)) Proceeds exit(std::int64_t quantity, std::size_t bar) const {
        const UInt128 product = static_cast<UInt128>(static_cast<std::uint64_t>(tile_.sized_fills[bar].sell_price)) *
                                static_cast<std::uint64_t>(quantity);
        const std::int64_t fee = divide_half_even(product * tile_.fee_rate.numerator, tile_.fee_rate.denominator);
        return {divide_half_even(product, units_per_one) - fee, fee};
    }
    __attribute__((always_inline)) std::int64_t value(std::int64_t quantity, std::int64_t at_close) const {
        return divide_half_even(
            static_cast<UInt128>(static_cast<std::uint64_t>(at_close)) * static_cast<std::uint64_t>(quantity),
            units_per_one);
    }

  private:
    const WalkTile& tile_;
};

}  // namespace spark::sweep::detail
