#include "engine/backtest/result_hash.hpp"

#include <bit>
#include <span>
#include <vector>

namespace spark::backtest {
namespace {

static_assert(std::endian::native == std::endian::little, "the canonical bytes are little-endian");

/// Canonical bytes of one closed trade, then the equity (all cash) after its exit. No padding.
struct TradeRecord {
    std::uint32_t entry_bar;
    std::uint32_t exit_bar;
    std::int64_t entry_price;
    std::int64_t exit_price;
    std::int64_t quantity;
    std::int64_t entry_fee;
    std::int64_t fees;
    std::int64_t equity_after;
    std::uint64_t exit_reason;
};
static_assert(sizeof(TradeRecord) == 64);

struct EndRecord {
    std::uint64_t trades;
    std::int64_t starting_cash;
    std::uint64_t open_entry_bar;  ///< All ones when no position is open; then the next four are zero.
    std::int64_t open_entry_price;
    std::int64_t open_quantity;
    std::int64_t open_entry_value;
    std::int64_t open_entry_fee;
    std::int64_t final_equity;
};
static_assert(sizeof(EndRecord) == 64);

template <class Record>
std::span<const std::byte> bytes_of(const std::vector<Record>& records) {
    return std::as_bytes(std::span(records));
}

std::int64_t signed_quantity(Side side, Quantity quantity) {
    return side == Side::buy ? quantity.units() : -quantity.units();
}

}  // namespace

crypto::Sha256Digest result_digest(const RunOutcome& outcome) {
    std::vector<TradeRecord> records;
    records.reserve(outcome.trades.size());
    std::int64_t equity = outcome.starting_cash.units();
    for (const portfolio::ClosedTrade& trade : outcome.trades) {
        equity += trade.net.units();
        records.push_back({trade.entry_bar, trade.exit_bar, trade.entry_price.units(), trade.exit_price.units(),
                           signed_quantity(trade.side, trade.quantity), trade.entry_fee.units(), trade.fees.units(),
                           equity,
                           static_cast<std::uint64_t>(trade.reason) | (static_cast<std::uint64_t>(trade.book) << 16U)});
    }
    std::vector<EndRecord> end;
    const auto add_end = [&](const portfolio::OpenPosition* open) {
        EndRecord record{outcome.trades.size(),       outcome.starting_cash.units(), ~std::uint64_t{0}, 0, 0, 0, 0,
                         outcome.final_equity.units()};
        if (open != nullptr) {
            record.open_entry_bar = open->entry_bar | (static_cast<std::uint64_t>(open->book) << 32U);
            record.open_entry_price = open->entry_price.units();
            record.open_quantity = signed_quantity(open->side, open->quantity);
            record.open_entry_value = open->entry_value.units();
            record.open_entry_fee = open->entry_fee.units();
        }
        end.push_back(record);
    };
    if (outcome.open_lots.empty()) add_end(nullptr);
    for (const portfolio::OpenPosition& lot : outcome.open_lots) add_end(&lot);
    crypto::Sha256 hash;
    hash.update("spark.result/1\n").update(bytes_of(records)).update(bytes_of(end));
    return hash.finish();
}

std::string result_hash(const RunOutcome& outcome) { return "sha256:" + result_digest(outcome).hex(); }

}  // namespace spark::backtest
