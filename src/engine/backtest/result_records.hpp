#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spark::backtest {

// The bytes behind a result hash (docs/reference/result_hash.md): little-endian, without padding.
static_assert(std::endian::native == std::endian::little, "the canonical bytes are little-endian");

inline constexpr std::string_view result_head = "spark.result/1\n";

/// One closed trade, then the equity (all cash) after its exit.
struct TradeRecord {
    std::uint32_t entry_bar;
    std::uint32_t exit_bar;
    std::int64_t entry_price;
    std::int64_t exit_price;
    std::int64_t quantity;  ///< Below zero for a short.
    std::int64_t entry_fee;
    std::int64_t fees;
    std::int64_t equity_after;
    std::uint64_t exit_reason;
};
static_assert(sizeof(TradeRecord) == 64);

struct EndRecord {
    std::uint64_t trades;
    std::int64_t starting_cash;
    std::uint64_t open_entry_bar = ~std::uint64_t{0};  ///< All ones when no position is open; then the next four are 0.
    std::int64_t open_entry_price = 0;
    std::int64_t open_quantity = 0;
    std::int64_t open_entry_value = 0;
    std::int64_t open_entry_fee = 0;
    std::int64_t final_equity = 0;
};
static_assert(sizeof(EndRecord) == 64);

}  // namespace spark::backtest
