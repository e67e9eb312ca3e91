#include "app/verbs/stats_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/stats_messages.hpp"

namespace spark::verbs {
namespace {

using cli::Align;
using cli::say;
using messages::FigureShape;
using wire::Json;

constexpr double seconds_per_day = 86'400;

const messages::FigureName* name_of_figure(std::string_view key) {
    const auto found = std::ranges::find(messages::figure_names, key, &messages::FigureName::key);
    return found == messages::figure_names.end() ? nullptr : &*found;
}

/// Prints the parts of one document. Lives for one call.
class Report {
  public:
    Report(cli::Terminal& terminal, const Json& document)
        : terminal_(terminal),
          document_(document),
          language_(terminal.language()),
          style_{language_, terminal.options().plain} {}

    void print() {
        for (const messages::FigurePart& part : messages::figure_parts) print_figures(part);
        print_drawdowns();
        print_years();
        for (const messages::FigurePart& part : messages::group_parts) print_groups(part);
    }

  private:
    std::string absent() const { return style_.machine ? "" : "–"; }

    std::string shown(const Json& value, FigureShape shape) const {
        if (value.is_null()) return absent();
        if (value.is_string()) return cli::shown_decimal(*value.as_string(), style_);
        if (value.is_int64() && shape != FigureShape::money) {
            if (shape == FigureShape::count) return cli::shown_count(*value.as_int64(), style_);
        }
        const double number = *value.as_double();
        switch (shape) {
            case FigureShape::percent: return cli::shown_percent(number * 100, 2, style_, cli::Sign::if_negative);
            case FigureShape::days: return cli::shown_number(number / seconds_per_day, 2, style_);
            case FigureShape::count: return cli::shown_number(number, 0, style_);
            case FigureShape::money:
            case FigureShape::number: break;
        }
        // Small amounts keep their digits: a result in bitcoin may be a ten-thousandth.
        const double size = number < 0 ? -number : number;
        return cli::shown_number(number, size > 0 && size < 0.1 ? 8 : 4, style_);
    }

    std::string at(const Json& row, std::string_view key, FigureShape shape) const {
        const Json* const value = row.find(key);
        return value == nullptr ? absent() : shown(*value, shape);
    }

    std::string date_at(const Json& row, std::string_view key) const {
        const Json* const value = row.find(key);
        if (value == nullptr || !value->is_string()) return absent();
        return value->as_string()->substr(0, 10);
    }

    void title(std::string_view words) {
        if (any_) terminal_.out_line("");
        any_ = true;
        terminal_.out_line(terminal_.inked(cli::Ink::bold, words));
    }

    void print_figures(const messages::FigurePart& part) {
        const Json* const figures = document_.find(part.key);
        if (figures == nullptr || !figures->is_object()) return;
        title(part.title.in(language_));
        cli::Table table({{say<messages::figure_column>(language_), Align::left},
                          {say<messages::figure_value_column>(language_), Align::right}});
        for (const wire::JsonMember& member : *figures->as_object()) {
            const messages::FigureName* const name = name_of_figure(member.key);
            if (name == nullptr) continue;
            table.add({std::string(name->words.in(language_)), shown(member.value, name->shape)});
        }
        table.print(terminal_);
    }

    void print_drawdowns() {
        const Json* const rows = document_.find("drawdowns");
        if (rows == nullptr || rows->size() == 0) return;
        title(say<messages::drawdown_rows_title>(language_));
        cli::Table table({{say<messages::depth_column>(language_), Align::right},
                          {say<messages::peak_column>(language_), Align::left},
                          {say<messages::trough_column>(language_), Align::left},
                          {say<messages::recovery_column>(language_), Align::left},
                          {say<messages::length_column>(language_), Align::right}});
        for (const Json& row : *rows->as_array()) {
            table.add({at(row, "depth", FigureShape::percent), date_at(row, "peak"), date_at(row, "trough"),
                       date_at(row, "recovery"), at(row, "length_s", FigureShape::days)});
        }
        table.print(terminal_);
    }

    void print_years() {
        const Json* const rows = document_.find("yearly");
        if (rows == nullptr || rows->size() == 0) return;
        title(say<messages::year_rows_title>(language_));
        cli::Table table({{say<messages::year_column>(language_), Align::left},
                          {say<messages::return_column>(language_), Align::right}});
        for (const Json& row : *rows->as_array()) {
            table.add({fmt::format("{}", *row.int64_at("year")), at(row, "return", FigureShape::percent)});
        }
        table.print(terminal_);
    }

    void print_groups(const messages::FigurePart& part) {
        const Json* const groups = document_.find(part.key);
        if (groups == nullptr || groups->size() == 0) return;
        title(part.title.in(language_));
        cli::Table table({{say<messages::group_column>(language_), Align::left},
                          {say<messages::trades_column>(language_), Align::right},
                          {say<messages::win_rate_column>(language_), Align::right},
                          {say<messages::net_column>(language_), Align::right}});
        for (const Json& row : *groups->as_array()) {
            const std::string name = row.string_at("name").value_or("");
            table.add({name.empty() ? absent() : name, at(row, "trades", FigureShape::count),
                       at(row, "win_rate", FigureShape::percent), at(row, "net_pnl", FigureShape::money)});
        }
        table.print(terminal_);
    }

    cli::Terminal& terminal_;
    const Json& document_;
    cli::Language language_;
    cli::NumberStyle style_;
    bool any_ = false;
};

}  // namespace

void print_stats(cli::Terminal& terminal, const Json& document) { Report(terminal, document).print(); }

std::optional<std::string_view> label_of_figure(std::string_view key, cli::Language language) {
    const messages::FigureName* const name = name_of_figure(key);
    return name == nullptr ? std::nullopt : std::optional(name->words.in(language));
}

}  // namespace spark::verbs
