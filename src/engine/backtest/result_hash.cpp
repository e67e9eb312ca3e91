#include "engine/backtest/result_hash.hpp"

#include <span>
#include <vector>

#include "engine/backtest/result_records.hpp"

namespace spark::backtest {
namespace {

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
        EndRecord record{.trades = outcome.trades.size(), .starting_cash = outcome.starting_cash.units()};
        record.final_equity = outcome.final_equity.units();
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
    hash.update(result_head).update(bytes_of(records)).update(bytes_of(end));
    return hash.finish();
}

std::string result_hash(const RunOutcome& outcome) { return "sha256:" + result_digest(outcome).hex(); }

}  // namespace spark::backtest
