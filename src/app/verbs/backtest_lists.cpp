#include "app/verbs/backtest_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/report_messages.hpp"

namespace spark::verbs {
namespace {

using cli::say;
using wire::Json;

std::string plain_text(const Json& value) {
    if (value.is_null()) return "–";
    auto text = value.as_string();
    return text ? *std::move(text) : wire::to_text(value);
}

/// A metric or a difference for people: amounts exact, other numbers to four decimals.
std::string shown_value(const Json& value, cli::NumberStyle style, cli::Sign sign) {
    if (value.is_int64()) return cli::shown_number(static_cast<double>(*value.as_int64()), 0, style, sign);
    if (value.is_double()) {
        const double number = *value.as_double();
        // As the same figure looks that has been through JSON text, where 0.0 is written 0.
        if (number == std::trunc(number)) return cli::shown_number(number, 0, style, sign);
        return cli::shown_number(number, number != 0 && std::abs(number) < 0.01 ? 6 : 4, style, sign);
    }
    const std::string text = plain_text(value);
    const bool is_amount = !text.empty() && text.find_first_not_of("-0123456789.") == std::string::npos;
    return is_amount ? cli::shown_decimal(text, style, 2, sign) : text;
}

class ComparePrinter {
  public:
    ComparePrinter(cli::Terminal& terminal, const Json& comparison)
        : terminal_(terminal),
          comparison_(comparison),
          language_(terminal.language()),
          style_{language_, terminal.options().plain} {}

    Result<void> print() {
        SPARK_TRY(print_runs());
        SPARK_TRY(print_cautions());
        SPARK_TRY(print_inputs());
        return print_metrics();
    }

  private:
    std::vector<cli::Column> columns(const std::string& first) {
        std::vector<cli::Column> columns{{first}};
        for (std::size_t run = 1; run <= runs_; ++run) columns.push_back({fmt::format("{}", run), cli::Align::right});
        return columns;
    }

    Result<void> print_runs() {
        SPARK_TRY(const auto ids, comparison_.array_at("runs"));
        SPARK_TRY(const auto trades, comparison_.array_at("trades"));
        SPARK_TRY(const auto hashes, comparison_.array_at("result_hashes"));
        SPARK_TRY(const bool same, comparison_.bool_at("same_result"));
        runs_ = ids.size();
        cli::Table table({{"", cli::Align::right},
                          {"id"},
                          {say<messages::trades_label>(language_), cli::Align::right},
                          {say<messages::common_label>(language_), cli::Align::right},
                          {say<messages::only_here_label>(language_), cli::Align::right},
                          {"result_hash"}});
        for (std::size_t run = 0; run < runs_; ++run) {
            SPARK_TRY(const std::int64_t count, trades[run].int64_at("trades"));
            SPARK_TRY(const std::int64_t common, trades[run].int64_at("common"));
            SPARK_TRY(const std::int64_t only, trades[run].int64_at("only_here"));
            table.add({fmt::format("{}", run + 1), plain_text(ids[run]), cli::shown_count(count, style_),
                       cli::shown_count(common, style_), cli::shown_count(only, style_),
                       plain_text(hashes[run]).substr(0, 19)});
        }
        table.print(terminal_);
        terminal_.out_line(same ? say<messages::same_result>(language_) : say<messages::other_result>(language_));
        return {};
    }

    Result<void> print_cautions() {
        SPARK_TRY(const auto cautions, comparison_.array_at("cautions"));
        for (const Json& caution : cautions) {
            const std::string code = plain_text(caution);
            const auto row = std::ranges::find(messages::caution_words, code, &messages::WarningWords::code);
            terminal_.out_line(terminal_.inked(
                cli::Ink::caution,
                "⚠ " + (row == messages::caution_words.end() ? code : std::string(row->words.in(language_)))));
        }
        return {};
    }

    Result<void> print_inputs() {
        SPARK_TRY(const auto inputs, comparison_.array_at("inputs"));
        terminal_.out_line("");
        if (inputs.empty()) {
            terminal_.out_line(say<messages::same_inputs>(language_));
            return {};
        }
        cli::Table table(columns(say<messages::inputs_label>(language_)));
        for (const Json& row : inputs) {
            SPARK_TRY(const std::string field, row.string_at("field"));
            SPARK_TRY(const auto values, row.array_at("values"));
            std::vector<std::string> cells{field};
            for (const Json& value : values) {
                const std::string text = plain_text(value);
                cells.push_back(text.size() > 26 ? text.substr(0, 12) + "…" : text);
            }
            table.add(std::move(cells));
        }
        table.print(terminal_);
        return {};
    }

    Result<void> print_metrics() {
        SPARK_TRY(const auto metrics, comparison_.array_at("metrics"));
        terminal_.out_line("");
        auto heads = columns(say<messages::metric_label>(language_));
        for (std::size_t run = 2; run <= runs_; ++run) heads.push_back({fmt::format("{}−1", run), cli::Align::right});
        cli::Table table(std::move(heads));
        for (const Json& row : metrics) {
            SPARK_TRY(const std::string field, row.string_at("field"));
            SPARK_TRY(const auto values, row.array_at("values"));
            SPARK_TRY(const auto differences, row.array_at("differences"));
            std::vector<std::string> cells{field};
            for (const Json& value : values) cells.push_back(shown_value(value, style_, cli::Sign::if_negative));
            for (const Json& value : differences.subspan(1))
                cells.push_back(shown_value(value, style_, cli::Sign::always));
            table.add(std::move(cells));
        }
        table.print(terminal_);
        return {};
    }

    cli::Terminal& terminal_;
    const Json& comparison_;
    cli::Language language_;
    cli::NumberStyle style_;
    std::size_t runs_ = 0;
};

Json list_json(std::span<const Json> rows) {
    Json list = Json::array();
    for (const Json& row : rows) list.push(row);
    return list;
}

}  // namespace

Result<void> print_runs(cli::Terminal& terminal, std::span<const Json> runs) {
    if (terminal.options().json) {
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.backtests/1").set("backtests", list_json(runs))));
        return {};
    }
    const cli::Language language = terminal.language();
    if (runs.empty()) {
        terminal.note(say<messages::none_yet_runs>(language));
        return {};
    }
    const cli::NumberStyle style{language, terminal.options().plain};
    cli::Table table({{"id"},
                      {cli::Text{"created", "yapıldı"}.in(language).data()},
                      {cli::Text{"strategy", "strateji"}.in(language).data()},
                      {"params"},
                      {cli::Text{"data set", "veri kümesi"}.in(language).data()},
                      {say<messages::trades_label>(language), cli::Align::right},
                      {say<messages::net_label>(language), cli::Align::right}});
    for (const Json& run : runs) {
        SPARK_TRY(const std::string id, run.string_at("id"));
        SPARK_TRY(const std::string created, run.string_at("created_at"));
        SPARK_TRY(const std::string name, run.string_at("strategy"));
        SPARK_TRY(const std::string data_set, run.string_at("dataset"));
        SPARK_TRY(const Json* const params, run.at("params"));
        SPARK_TRY(const std::int64_t trades, run.int64_at("trades"));
        SPARK_TRY(const std::string net, run.string_at("net_pnl"));
        table.add({id, created, name, wire::to_text(*params), data_set, cli::shown_count(trades, style),
                   cli::shown_decimal(net, style, 2)});
    }
    table.print(terminal);
    return {};
}

Result<void> print_comparison(cli::Terminal& terminal, const Json& comparison) {
    if (!terminal.options().json) return ComparePrinter(terminal, comparison).print();
    terminal.out_line(wire::to_text(comparison));
    return {};
}

}  // namespace spark::verbs
