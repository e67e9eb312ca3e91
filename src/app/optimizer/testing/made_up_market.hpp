#pragma once

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "adapters/store/data_folder.hpp"
#include "app/cli/terminal.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/stable_math.hpp"
#include "foundation/base/testing/fresh_folder.hpp"
#include "foundation/config/settings_reader.hpp"

namespace spark::optimizer::testing {

/// Hours of a market made up from a seed: a geometric random walk, with a drift that keeps its direction for some
/// hundred bars where an edge is planted.
inline market::CandleTable made_up_bars(std::uint64_t seed, std::size_t bars, double drift) {
    Rng rng(seed);
    market::CandleTable table;
    double price = 100;
    double direction = 1;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        if (rng.chance(1.0 / 90)) direction = -direction;
        const double open = price;
        price *= exp_stable(direction * drift + 0.006 * rng.normal() - 0.000018);
        const auto units = [](double value) { return static_cast<std::int64_t>(value * 1e6) * 100; };
        table.push_back(static_cast<std::int64_t>(bar) * 3'600'000'000'000, units(open),
                        units(std::max(open, price) * 1.0005), units(std::min(open, price) * 0.9995), units(price),
                        units_per_one);
    }
    return table;
}

/// A data folder with one market in it, and the context of a verb on it.
class MadeUpMarket {
  public:
    MadeUpMarket(std::uint64_t seed, std::size_t bars, double drift) {
        auto data = store::DataFolder::open(folder_.path(), {.create = true}).value();
        const market::CandleTable table = made_up_bars(seed, bars, drift);
        market::DataSetInfo info{.venue = Venue::parse("demo").value(),
                                 .symbol = Symbol::parse("MADEUP").value(),
                                 .timeframe = Timeframe::parse("1h").value()};
        SPARK_ASSERT(data.save(info, table.columns()).has_value());
    }

    const std::filesystem::path& path() const { return folder_.path(); }
    verbs::Context& context() { return context_; }

    /// The order's fields beside the data set and the strategy.
    std::unique_ptr<Bench> bench(const std::string& fields, std::string_view method = "grid") {
        const std::string text = R"({"backtest":{"strategy":"smaCross","dataset":["ds_demo_MADEUP_1h"],)"
                                 R"("size":"notional:10000","cash":"20000","taker_bps":"5"},"method":")" +
                                 std::string(method) + "\"," + fields + "}";
        auto order = Order::parse(text);
        SPARK_ASSERT(order.has_value());
        auto made = std::make_unique<Bench>();
        const auto done = Bench::set_up(context_, *std::move(order), *made);
        SPARK_ASSERT(done.has_value());
        return made;
    }

  private:
    static WallTime noon() { return wall_time_of_ms(1'763'724'712'345); }
    static std::chrono::nanoseconds steady() { return std::chrono::steady_clock::now().time_since_epoch(); }

    spark::testing::FreshFolder folder_;
    config::Settings settings_ =
        config::Settings::read({.flags = {{"data.dir", "--data-dir", folder_.path().string()}}}).value();
    std::optional<Error> no_problem_;
    std::map<std::string, std::string> environment_;
    telemetry::Metrics metrics_;
    verbs::CancelToken cancel_{0};
    UlidMaker ids_{Rng(1)};
    Rng nonces_{2};
    cli::Terminal terminal_{cli::TerminalOptions{}, STDOUT_FILENO, STDERR_FILENO};
    verbs::Context context_{.terminal = terminal_,
                            .settings = settings_,
                            .settings_problem = no_problem_,
                            .environment = environment_,
                            .metrics = metrics_,
                            .cancel = cancel_,
                            .ids = ids_,
                            .nonces = nonces_,
                            .command_line = {"spark"},
                            .wall_clock = noon,
                            .steady_clock = steady};
};

}  // namespace spark::optimizer::testing
