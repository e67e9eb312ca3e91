#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/backtest/run.hpp"

namespace spark::backtest {

/// One instrument traded by one strategy, as the execution sees it.
struct BookMarket {
    market::CandleColumns candles;
    std::uint32_t first_bar = 0;  ///< Row of the data set that candle 0 is.
    SizeRule size{};
    std::optional<InstrumentRules> venue{};
};

/// An entry about to fill.
struct Entry {
    std::size_t bar = 0;
    Side side = Side::buy;
    Price quoted;
    FillRole role = FillRole::taker;
    SizeRule size{};
    std::optional<Price> stop{};   ///< What a risk size is measured against.
    std::optional<Price> worst{};  ///< A limit: slippage does not go past it.
};

/// An exit about to fill.
struct Exit {
    std::size_t bar = 0;
    Price quoted;
    FillRole role = FillRole::taker;
    TradeExit reason = TradeExit::signal;
    std::optional<Price> worst{};
};

/// Turns fills into ledger entries: sizes, slippage, venue rules, fee tiers, rejections. The one way to the ledger,
/// used by the fast path and the event path alike. Bars are numbers within a book's candles.
class Execution {
  public:
    Execution(std::vector<BookMarket> books, const RunRules& rules);

    const portfolio::Ledger& ledger() const { return ledger_; }
    const BookMarket& book(std::size_t index) const { return books_[index]; }
    const RunRules& rules() const { return rules_; }

    /// Room for what so many trades write down.
    void expect_trades(std::size_t count) {
        ledger_.expect_trades(count);
        steps_.reserve(2 * count);
    }

    /// Sizes and fills an entry; false when it was rejected (and recorded). Errors: invalid_input when an amount leaves
    /// the range.
    Result<bool> enter(std::uint16_t book, const Entry& entry);

    /// The two halves of it: what the size rule and the venue's rules make of the entry (none: rejected), and the fill
    /// of a quantity that has been sized.
    Result<std::optional<Quantity>> sized(std::uint16_t book, const Entry& entry);
    Result<bool> fill(std::uint16_t book, const Entry& entry, Quantity quantity);

    /// A wanted quantity rounded to the venue's lot, its least size and least notional looked at; none: rejected.
    std::optional<Quantity> allowed(std::uint16_t book, std::size_t bar, Price price, Quantity quantity);

    /// Closes `quantity` of the book. Errors: as above.
    Result<void> leave(std::uint16_t book, const Exit& exit, Quantity quantity);
    Result<void> leave_all(std::uint16_t book, const Exit& exit) { return leave(book, exit, held(book)); }

    /// What the book holds, without the sign.
    Quantity held(std::uint16_t book) const;

    /// Price at which the account's equity falls under the maintenance share; none when no price can do that.
    std::optional<Price> liquidation_price(std::uint16_t book) const;

    /// Marks a book at a close, for the margin of several books.
    void mark(std::uint16_t book, std::size_t bar) {
        ledger_.set_mark(book, Price::of_units(books_[book].candles.close[bar]));
    }

    /// Takes financing of one book at a bar's close. Errors: invalid_input when an amount leaves the range.
    Result<void> charge(std::uint16_t book, std::size_t bar, Notional amount);

    void reject(std::uint16_t book, std::size_t bar, std::string rule, std::string detail);

    /// Everything that happened. Marks open lots at the last close of their book. Errors: as above.
    Result<RunOutcome> finish() &&;

  private:
    Result<Quantity> quantity_for(std::uint16_t book, const Entry& entry, Price price) const;
    std::optional<std::pair<std::string, std::string>> broken_rule(const BookMarket& book, Price price,
                                                                   Quantity& quantity) const;
    struct Taken {
        std::size_t bar;
        Price quoted;
        bool buying;
        Quantity quantity;
        std::optional<Price> worst;
    };
    Result<Price> taken_price(const BookMarket& book, const Taken& taken) const;
    Result<void> note_traded(std::uint16_t book, std::size_t bar, Price price, Quantity quantity);
    void refresh_rates(std::int64_t time_ns);
    void record_step(std::uint16_t book, std::size_t bar);

    std::vector<BookMarket> books_;
    const RunRules& rules_;
    portfolio::CostModel rates_;
    portfolio::Ledger ledger_;
    std::vector<HoldingStep> steps_;
    std::vector<Charge> charges_;
    std::vector<RejectedOrder> rejected_;
    std::int64_t rejected_count_ = 0;
    std::int64_t liquidations_ = 0;
    std::int64_t day_ = -1;                                   ///< UTC day the rates hold for.
    std::deque<std::pair<std::int64_t, Notional>> traded_{};  ///< Day and value, for the tiers.
};

}  // namespace spark::backtest
