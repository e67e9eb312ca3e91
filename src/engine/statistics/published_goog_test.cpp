// All of backtesting.py's published figures for GOOG, from the shared data folder that SPARK_SHARED names: its file,
// its rule played by the fewest lines, and its numbers (data/oracles/published/backtesting_py_goog.json).
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/statistics/bar_statistics.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::statistics {
namespace {

struct Bars {
    std::vector<std::int64_t> time_ns;
    std::vector<double> open;
    std::vector<double> close;
};

Bars read_bars(const std::string& path) {
    Bars bars;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream row(line);
        std::string date;
        std::getline(row, date, ',');
        double open = 0;
        double close = 0;
        double skipped = 0;
        char comma = 0;
        row >> open >> comma >> skipped >> comma >> skipped >> comma >> close;
        bars.time_ns.push_back(ns_of(*parse_iso8601(date)));
        bars.open.push_back(open);
        bars.close.push_back(close);
    }
    return bars;
}

double average(const std::vector<double>& values, std::size_t last, std::size_t length) {
    double sum = 0;
    for (std::size_t at = last + 1 - length; at <= last; ++at) sum += values[at];
    return sum / static_cast<double>(length);
}

/// SMA 10 and 30: on every cross all the balance is turned to the other side at the next open, in whole shares; what
/// is open at the end is closed at the last open, as backtesting.py does when it finalizes trades.
class Game {
  public:
    explicit Game(const Bars& bars) : bars_(bars) {}

    void play() {
        for (std::size_t bar = 0; bar < bars_.close.size(); ++bar) {
            if (wanted_ != 0) {
                leave(bar, bars_.open[bar]);
                shares_ = wanted_ * std::floor(balance_ / bars_.open[bar]);
                entry_bar_ = bar;
            }
            const double held = shares_ * (bars_.close[bar] - (shares_ != 0 ? bars_.open[entry_bar_] : 0));
            equity.push_back(balance_ + held);
            wanted_ = 0;
            if (bar < 30) continue;
            const double now = average(bars_.close, bar, 10) - average(bars_.close, bar, 30);
            const double before = average(bars_.close, bar - 1, 10) - average(bars_.close, bar - 1, 30);
            if (before < 0 && now > 0) wanted_ = 1;
            if (before > 0 && now < 0) wanted_ = -1;
        }
        leave(bars_.close.size() - 1, bars_.open.back());
        equity.back() = balance_;
    }

    std::vector<double> equity;
    std::vector<TradeFacts> trades;

  private:
    void leave(std::size_t bar, double at) {
        if (shares_ == 0) return;
        const double entry = bars_.open[entry_bar_];
        TradeFacts trade;
        trade.entry_bar = static_cast<std::int64_t>(entry_bar_);
        trade.exit_bar = static_cast<std::int64_t>(bar);
        trade.entry_time_ns = bars_.time_ns[entry_bar_];
        trade.exit_time_ns = bars_.time_ns[bar];
        trade.side = shares_ > 0 ? Side::buy : Side::sell;
        trade.net_approx = shares_ * (at - entry);
        trade.return_fraction = (shares_ > 0 ? 1 : -1) * (at / entry - 1);
        balance_ += *trade.net_approx;
        trades.push_back(trade);
        shares_ = 0;
    }

    const Bars& bars_;
    double balance_ = 10'000;
    double shares_ = 0;
    double wanted_ = 0;
    std::size_t entry_bar_ = 0;
};

TEST(PublishedGoog, figures_of_backtesting_py_come_out_of_bar_statistics) {
    const char* shared = std::getenv("SPARK_SHARED");
    const std::string path = std::string(shared == nullptr ? "" : shared) + "/data/reference/backtesting_py/GOOG.csv";
    if (!std::ifstream(path)) GTEST_SKIP() << "shared data is absent: SPARK_SHARED names no folder with data/";
    const Bars bars = read_bars(path);
    Game game(bars);
    game.play();

    const BarStatistics figures = bar_statistics({.time_ns = bars.time_ns,
                                                  .equity = game.equity,
                                                  .close = bars.close,
                                                  .trades = game.trades,
                                                  .first_trading_bar = 29});

    struct Row {
        const char* name;
        std::optional<double> found;
        double published;
    };
    constexpr double day_s = 86'400;
    for (const Row& row : std::vector<Row>{{"# Trades", static_cast<double>(figures.trades), 66},
                                           {"Equity Final", figures.equity_final, 51422.98999999996},
                                           {"Equity Peak", figures.equity_peak, 75787.44},
                                           {"Return", figures.total_return, 4.142298999999996},
                                           {"Buy & Hold Return", figures.buy_hold_return, 5.220601851851852},
                                           {"Return (Ann.)", figures.annual_return, 0.21191099249053224},
                                           {"Volatility (Ann.)", figures.volatility, 0.3649716090702389},
                                           {"CAGR", figures.cagr, 0.21160245705962623},
                                           {"Sharpe Ratio", figures.sharpe, 0.5806232244485349},
                                           {"Sortino Ratio", figures.sortino, 1.0853434352488662},
                                           {"Calmar Ratio", figures.calmar, 0.44166409202994605},
                                           {"Max. Drawdown", figures.max_drawdown, -0.4798012705007589},
                                           {"Avg. Drawdown", figures.average_drawdown, -0.05925851581948801},
                                           {"Max. Drawdown Duration", figures.max_drawdown_s, 584 * day_s},
                                           {"Avg. Drawdown Duration", figures.average_drawdown_s, 41 * day_s},
                                           {"Win Rate", figures.win_rate, 0.4696969696969697},
                                           {"Best Trade", figures.best_trade, 0.5359595229490424},
                                           {"Worst Trade", figures.worst_trade, -0.1839887353835481},
                                           {"Avg. Trade", figures.average_trade, 0.02531715975158555},
                                           {"Max. Trade Duration", figures.max_trade_s, 183 * day_s},
                                           {"Avg. Trade Duration", figures.average_trade_s, 46 * day_s},
                                           {"Profit Factor", figures.profit_factor, 2.167945974262033},
                                           {"Expectancy", figures.expectancy, 0.032748078066748834},
                                           {"SQN", figures.sqn, 1.0766187356697705},
                                           {"Kelly Criterion", figures.kelly, 0.1518705127029717},
                                           {"Exposure Time", figures.exposure, 0.9674115456238361},
                                           {"Alpha", figures.alpha, 3.943739114202746},
                                           {"Beta", figures.beta, 0.03803390709192}}) {
        ASSERT_TRUE(row.found.has_value()) << row.name;
        EXPECT_NEAR(*row.found, row.published, 1e-9 * std::abs(row.published)) << row.name;
    }
}

}  // namespace
}  // namespace spark::statistics
