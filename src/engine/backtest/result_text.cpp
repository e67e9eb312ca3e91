#include "engine/backtest/result_text.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "foundation/base/decimal_text.hpp"

namespace spark::backtest {
namespace {

constexpr std::int64_t ms_in_ns = 1'000'000;

/// Appends text to one growing buffer; numbers go through to_chars.
class Rows {
  public:
    explicit Rows(std::size_t bytes_expected) { text_.reserve(bytes_expected); }

    Rows& text(std::string_view piece) {
        text_ += piece;
        return *this;
    }
    Rows& number(std::int64_t value) {
        const auto [end, code] = std::to_chars(buffer_, buffer_ + sizeof buffer_, value);
        text_.append(buffer_, end);
        return *this;
    }
    Rows& real(double value) {
        const auto [end, code] = std::to_chars(buffer_, buffer_ + sizeof buffer_, value);
        text_.append(buffer_, end);
        return *this;
    }
    Rows& units(std::int64_t value) {
        text_.append(buffer_, format_units_into(value, buffer_));
        return *this;
    }
    std::string take() && { return std::move(text_); }

  private:
    std::string text_;
    char buffer_[32];
};

}  // namespace

std::string trades_csv(const Case& asked, const RunOutcome& outcome) {
    const bool several = asked.books.size() > 1;
    const bool sides = several || std::ranges::any_of(outcome.trades, [](const portfolio::ClosedTrade& trade) {
                           return trade.side == Side::sell;
                       });
    Rows rows(128 + outcome.trades.size() * 144);
    rows.text(
        "entry_bar,entry_time_ms,entry_price,exit_bar,exit_time_ms,exit_price,quantity,gross_pnl,fees,net_pnl,exit_"
        "reason");
    rows.text(sides ? ",side" : "").text(several ? ",symbol,strategy" : "").text("\n");
    for (const portfolio::ClosedTrade& trade : outcome.trades) {
        const CaseBook& book = asked.books[trade.book];
        const auto& times = book.candles.open_time_ns;
        rows.number(trade.entry_bar).text(",").number(times[trade.entry_bar - book.first_bar] / ms_in_ns).text(",");
        rows.units(trade.entry_price.units()).text(",");
        rows.number(trade.exit_bar).text(",").number(times[trade.exit_bar - book.first_bar] / ms_in_ns).text(",");
        rows.units(trade.exit_price.units()).text(",").units(trade.quantity.units()).text(",");
        rows.units(trade.gross.units()).text(",").units(trade.fees.units()).text(",");
        rows.units(trade.net.units()).text(",").text(to_text(trade.reason));
        if (sides) rows.text(trade.side == Side::buy ? ",long" : ",short");
        if (several) rows.text(",").text(book.symbol).text(",").text(book.strategy.name());
        rows.text("\n");
    }
    return std::move(rows).take();
}

std::string equity_csv(const Timeline& timeline, const EquityCurve& curve, const RunOutcome& outcome,
                       std::uint32_t first_bar) {
    const Column<std::int64_t>& equity = curve.equity;
    Rows rows(64 + equity.size() * 64);
    rows.text("bar,open_time_ms,equity,drawdown_fraction\n");
    std::int64_t peak = outcome.starting_cash.units();
    for (std::size_t bar = 0; bar < equity.size(); ++bar) {
        peak = std::max(peak, equity[bar]);
        const double drawdown =
            equity[bar] == peak ? 0 : static_cast<double>(equity[bar] - peak) / static_cast<double>(peak);
        rows.number(static_cast<std::int64_t>(first_bar + bar)).text(",");
        rows.number(timeline.open_time_ns[bar] / ms_in_ns).text(",");
        rows.units(equity[bar]).text(",").real(drawdown).text("\n");
    }
    return std::move(rows).take();
}

std::string daily_equity_csv(const DailyEquity& daily) {
    Rows rows(32 + daily.equity.size() * 40);
    rows.text("date_ms,equity\n");
    for (std::size_t day = 0; day < daily.equity.size(); ++day) {
        rows.number(daily.day_start_ns[day] / ms_in_ns).text(",").units(daily.equity[day]).text("\n");
    }
    return std::move(rows).take();
}

}  // namespace spark::backtest
