#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "engine/backtest/result_records.hpp"
#include "engine/sweep/detail/crossing_walk.hpp"
#include "engine/sweep/detail/fill_columns.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/domain/trade.hpp"

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

    __attribute__((always_inline)) std::int64_t quantity(std::size_t /*bar*/) const { return tile_.quantity; }

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

    __attribute__((always_inline)) std::int64_t quantity(std::size_t bar) const {
        return tile_.sized_fills[bar].quantity;
    }

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

/// Writes the records of a tile's trades.
template <class Money>
class TradeRecords {
  public:
    TradeRecords(const WalkTile& tile, const Money& money) : tile_(tile), money_(money) {}

    __attribute__((always_inline)) OpenEntry entry(std::size_t bar) const {
        return {tile_.first_fill + static_cast<std::uint32_t>(bar), tile_.prices[bar].buy, money_.quantity(bar),
                money_.entry(bar).paid_fee};
    }
    __attribute__((always_inline)) std::byte* put(std::byte* out, const OpenEntry& entry, std::size_t exit_bar,
                                                  std::int64_t cash_after) const {
        const backtest::TradeRecord record{.entry_bar = entry.bar,
                                           .exit_bar = tile_.first_fill + static_cast<std::uint32_t>(exit_bar),
                                           .entry_price = entry.price,
                                           .exit_price = tile_.prices[exit_bar].sell,
                                           .quantity = entry.quantity,
                                           .entry_fee = entry.fee,
                                           .fees = entry.fee + money_.exit(entry.quantity, exit_bar).fee,
                                           .equity_after = cash_after,
                                           .exit_reason = static_cast<std::uint64_t>(TradeExit::signal)};
        std::memcpy(out, &record, sizeof record);
        return out + sizeof record;
    }

  private:
    const WalkTile& tile_;
    const Money& money_;
};

}  // namespace spark::sweep::detail
