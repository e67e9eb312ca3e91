#include "app/verbs/backtest_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "app/cli/columns.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/sparkline.hpp"
#include "app/verbs/report_messages.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::verbs {
namespace {

using cli::Ink;
using cli::say;
using wire::Json;

/// A field that may be null: a statistic that does not exist.
Result<std::optional<double>> statistic_at(const Json& json, std::string_view key) {
    SPARK_TRY(const Json* value, json.at(key));
    if (value->is_null()) return std::optional<double>{};
    SPARK_TRY(const double number, value->as_double());
    return std::optional(number);
}

class Report {
  public:
    Report(cli::Terminal& terminal, const Json& document)
        : terminal_(terminal),
          document_(document),
          language_(terminal.language()),
          style_{language_, terminal.options().plain} {}

    Result<void> print() {
        SPARK_TRY(print_head());
        SPARK_TRY(print_figures());
        SPARK_TRY(print_curve());
        SPARK_TRY(print_costs());
        SPARK_TRY(print_band());
        SPARK_TRY(print_books());
        SPARK_TRY(print_open_position());
        return print_warnings();
    }

  private:
    Result<void> print_head() {
        SPARK_TRY(const Json* strategy, document_.at("strategy"));
        SPARK_TRY(const Json* data_set, document_.at("dataset"));
        SPARK_TRY(const Json* period, document_.at("period"));
        SPARK_TRY(const Json* checks, document_.at("checks"));
        SPARK_TRY(const std::string name, strategy->string_at("name"));
        SPARK_TRY(const std::int64_t version, strategy->int64_at("version"));
        SPARK_TRY(const std::string symbol, data_set->string_at("symbol"));
        SPARK_TRY(const std::string timeframe, data_set->string_at("timeframe"));
        SPARK_TRY(const bool synthetic, data_set->bool_at("synthetic"));
        SPARK_TRY(const std::string first, period->string_at("first"));
        SPARK_TRY(const std::string last, period->string_at("last"));
        SPARK_TRY(const std::string id, document_.string_at("id"));
        SPARK_TRY(const std::string hash, document_.string_at("result_hash"));
        SPARK_TRY(const Json* determinism, checks->at("determinism"));
        SPARK_TRY(const bool same, determinism->bool_at("passed"));
        SPARK_TRY(const Json* look_ahead, checks->at("look_ahead"));
        SPARK_TRY(const bool blind, look_ahead->bool_at("passed"));
        // Runs of older versions did not check conservation; they say nothing of it.
        std::string conserved;
        if (const Json* conservation = checks->find("conservation")) {
            SPARK_TRY(const bool held, conservation->bool_at("passed"));
            conserved = "  " + tick(held, say<messages::conserved>(language_), say<messages::not_conserved>(language_));
        }
        const std::string mark =
            synthetic ? " " + terminal_.inked(Ink::caution, say<messages::synthetic_mark>(language_)) : "";
        terminal_.out_line(fmt::format("{} v{}  {} {}{}  {} → {}  {} {}", terminal_.inked(Ink::bold, name), version,
                                       symbol, timeframe, mark, first.substr(0, 10), last.substr(0, 10),
                                       say<messages::run_label>(language_), id));
        terminal_.out_line(fmt::format(
            "{}  {}{}  {}",
            tick(same, say<messages::deterministic>(language_), say<messages::not_deterministic>(language_)),
            tick(blind, say<messages::no_look_ahead>(language_), say<messages::look_ahead>(language_)), conserved,
            hash));
        return {};
    }

    std::string tick(bool good, const std::string& yes, const std::string& no) const {
        return good ? terminal_.inked(Ink::good, yes + " ✓") : terminal_.inked(Ink::bad, no + " ✗");
    }

    Result<std::string> percent(const Json& metrics, std::string_view key, double factor,
                                cli::Sign sign = cli::Sign::always) const {
        SPARK_TRY(const auto value, statistic_at(metrics, key));
        if (!value) return std::string("–");
        return cli::shown_percent(*value * factor, 2, style_, sign);
    }

    Result<std::string> number(const Json& metrics, std::string_view key) const {
        SPARK_TRY(const auto value, statistic_at(metrics, key));
        if (!value) return std::string("–");
        return cli::shown_number(*value, 2, style_);
    }

    Result<std::string> amount(const Json& from, std::string_view key) const {
        SPARK_TRY(const std::string text, from.string_at(key));
        return cli::shown_decimal(text, style_, 2);
    }

    /// Length of the longest drawdown in days of the data set's timeframe.
    Result<std::string> drawdown_days(const Json& metrics) const {
        SPARK_TRY(const std::int64_t bars, metrics.int64_at("max_drawdown_bars"));
        SPARK_TRY(const Json* data_set, document_.at("dataset"));
        SPARK_TRY(const std::string text, data_set->string_at("timeframe"));
        SPARK_TRY(const Timeframe timeframe, Timeframe::parse(text));
        const double days = static_cast<double>(bars) * static_cast<double>(timeframe.length().count()) / 86'400.0;
        return say<messages::days>(language_, cli::shown_number(days, days < 10 ? 1 : 0, style_));
    }

    Result<void> print_figures() {
        SPARK_TRY(const Json* metrics, document_.at("metrics"));
        SPARK_TRY(const std::string total, percent(*metrics, "total_return", 100));
        SPARK_TRY(const std::string hold, percent(*metrics, "buy_hold_return", 100));
        SPARK_TRY(const std::string fall, percent(*metrics, "max_drawdown_pct", 1, cli::Sign::if_negative));
        SPARK_TRY(const std::string days, drawdown_days(*metrics));
        SPARK_TRY(const std::string sharpe, number(*metrics, "sharpe"));
        SPARK_TRY(const std::string sortino, number(*metrics, "sortino"));
        SPARK_TRY(const std::string cagr, percent(*metrics, "cagr", 100));
        SPARK_TRY(const std::int64_t trades, metrics->int64_at("trades"));
        SPARK_TRY(const std::string wins, percent(*metrics, "win_rate", 100, cli::Sign::if_negative));
        SPARK_TRY(const std::string factor, number(*metrics, "profit_factor"));
        SPARK_TRY(const std::string exposure, percent(*metrics, "exposure", 100, cli::Sign::if_negative));
        SPARK_TRY(const std::string net, amount(*metrics, "net_pnl"));
        SPARK_TRY(const std::string gross, amount(*metrics, "gross_pnl"));
        SPARK_TRY(const std::string fees, amount(*metrics, "fees"));
        print_row({{say<messages::return_label>(language_), total},
                   {say<messages::buy_hold_label>(language_), hold},
                   {say<messages::drawdown_label>(language_), fall + " (" + days + ")"}});
        print_row({{say<messages::sharpe_label>(language_), sharpe},
                   {say<messages::sortino_label>(language_), sortino},
                   {say<messages::cagr_label>(language_), cagr}});
        print_row({{say<messages::trades_label>(language_), cli::shown_count(trades, style_)},
                   {say<messages::win_rate_label>(language_), wins},
                   {say<messages::profit_factor_label>(language_), factor}});
        print_row({{say<messages::net_label>(language_), net},
                   {say<messages::gross_label>(language_), gross},
                   {say<messages::fees_label>(language_), fees}});
        print_row({{say<messages::exposure_label>(language_), exposure}});
        return {};
    }

    using Cell = std::pair<std::string, std::string>;
    void print_row(const std::vector<Cell>& cells) {
        constexpr std::size_t label_columns = 15;
        constexpr std::size_t value_columns = 16;
        std::string line;
        for (const auto& [label, value] : cells) {
            if (terminal_.options().plain) {
                line += (line.empty() ? "" : "\t") + label + "\t" + value;
                continue;
            }
            line += cli::padded(label, label_columns, cli::Align::left) +
                    cli::padded(value, value_columns, cli::Align::left);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        terminal_.out_line(line);
    }

    Result<void> print_curve() {
        if (terminal_.options().plain) return {};
        SPARK_TRY(const auto points, document_.array_at("equity_curve"));
        std::vector<double> values;
        for (const Json& point : points) {
            SPARK_TRY(const std::string text, point.as_string());
            SPARK_TRY(const ParsedUnits units, parse_units(text));
            values.push_back(static_cast<double>(units.units));
        }
        const std::string label = say<messages::equity_label>(language_);
        const std::size_t columns = std::min<std::size_t>(80, terminal_.options().columns) - label.size() - 4;
        terminal_.out_line(cli::padded(label, 15, cli::Align::left) +
                           terminal_.inked(Ink::dim, cli::sparkline(values, columns)));
        return {};
    }

    Result<void> print_costs() {
        SPARK_TRY(const Json* costs, document_.at("costs"));
        SPARK_TRY(const std::string maker, costs->string_at("maker_bps"));
        SPARK_TRY(const std::string taker, costs->string_at("taker_bps"));
        SPARK_TRY(const std::string slippage, costs->string_at("slippage_bps"));
        SPARK_TRY(const std::string size, document_.string_at("size"));
        SPARK_TRY(const std::string cash, amount(document_, "cash"));
        terminal_.out_line(say<messages::costs_line>(language_, cli::shown_decimal(maker, style_),
                                                     cli::shown_decimal(taker, style_),
                                                     cli::shown_decimal(slippage, style_), size, cash));
        return {};
    }

    Result<void> print_band() {
        const Json* const band = document_.find("band");
        if (band == nullptr) return {};
        SPARK_TRY(const Json* worse, band->at("pessimistic"));
        SPARK_TRY(const Json* better, band->at("optimistic"));
        SPARK_TRY(const std::string low, amount(*worse, "net_pnl"));
        SPARK_TRY(const std::string high, amount(*better, "net_pnl"));
        terminal_.out_line(say<messages::band_line>(language_, low, high));
        return {};
    }

    Result<void> print_books() {
        if (document_.find("books") == nullptr) return {};
        SPARK_TRY(const auto books, document_.array_at("books"));
        for (const Json& book : books) {
            SPARK_TRY(const std::string strategy, book.string_at("strategy"));
            SPARK_TRY(const std::string symbol, book.string_at("symbol"));
            SPARK_TRY(const std::int64_t trades, book.int64_at("trades"));
            SPARK_TRY(const std::string net, amount(book, "net_pnl"));
            SPARK_TRY(const std::string fees, amount(book, "fees"));
            terminal_.out_line(
                say<messages::book_line>(language_, strategy, symbol, cli::shown_count(trades, style_), net, fees));
        }
        return {};
    }

    Result<void> print_open_position() {
        SPARK_TRY(const Json* open, document_.at("open_position"));
        if (open->is_null()) return {};
        SPARK_TRY(const std::string quantity, open->string_at("quantity"));
        SPARK_TRY(const std::int64_t bar, open->int64_at("entry_bar"));
        SPARK_TRY(const std::string price, amount(*open, "entry_price"));
        SPARK_TRY(const std::string value, amount(*open, "value"));
        terminal_.out_line(say<messages::open_label>(language_, cli::shown_decimal(quantity, style_),
                                                     cli::shown_count(bar, style_), price, value));
        return {};
    }

    Result<void> print_warnings() {
        SPARK_TRY(const auto warnings, document_.array_at("warnings"));
        for (const Json& warning : warnings) {
            SPARK_TRY(const std::string code, warning.as_string());
            const auto words = std::find_if(messages::warning_words.begin(), messages::warning_words.end(),
                                            [&](const messages::WarningWords& row) { return row.code == code; });
            const std::string text =
                words == messages::warning_words.end() ? code : std::string(words->words.in(language_));
            terminal_.out_line(terminal_.inked(Ink::caution, "⚠ " + text));
        }
        return {};
    }

    cli::Terminal& terminal_;
    const Json& document_;
    cli::Language language_;
    cli::NumberStyle style_;
};

}  // namespace

Result<void> print_backtest(cli::Terminal& terminal, const Json& document) {
    auto printed = Report(terminal, document).print();
    if (!printed)
        return fail(Fault::corrupt, "the backtest document lacks a field: " + printed.error().message,
                    printed.error().place);
    return {};
}

}  // namespace spark::verbs
