#include "engine/draft/detail/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::array<std::string_view, 9> tables{"",     "parameters", "let",  "long",  "short",
                                                 "stop", "entry",      "size", "limits"};

std::size_t rank_of(std::string_view table) {
    const std::string_view first = table.substr(0, table.find('.'));
    const auto found = std::ranges::find(tables, first);
    return static_cast<std::size_t>(found - tables.begin());
}

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char byte : text) {
        if (byte == '"' || byte == '\\') made += '\\';
        made += byte;
    }
    return made + '"';
}

std::string number_text(const Knob& knob, std::int64_t value) {
    return knob.is_whole ? std::to_string(value / units_per_one) : format_units(value);
}

}  // namespace

void Sheet::put(std::string_view table, std::string_view key, std::string value, Why why, bool is_commented) {
    const auto same = [&](const Line& line) { return line.table == table && line.key == key; };
    const auto found = std::ranges::find_if(lines_, same);
    Line line{std::string(table), std::string(key), std::move(value), std::move(why), is_commented};
    if (found != lines_.end()) {
        *found = std::move(line);
    } else {
        lines_.push_back(std::move(line));
    }
}

void Sheet::put_text(std::string_view table, std::string_view key, std::string_view text, Why why, bool is_commented) {
    put(table, key, quoted(text), std::move(why), is_commented);
}

void Sheet::put_knob(const Knob& knob, Why why) {
    const std::string table = "parameters." + knob.name;
    const Why range{"range an optimization may search", "eniyilemenin arayabileceği aralık", {}};
    const Why form{"belongs to the parameter", "parametrenin parçası", {}};
    put_text(table, "type", knob.is_whole ? "int" : "float", form, false);
    put(table, "least", number_text(knob, knob.least), range, false);
    put(table, "most", number_text(knob, knob.most), range, false);
    put(table, "step", number_text(knob, knob.step), range, false);
    put(table, "default", number_text(knob, knob.value), std::move(why));
    if (!knob.unit.empty()) put_text(table, "unit", knob.unit, form, false);
    put_text(table, "description", knob.en, form, false);
    put_text(table, "description_tr", knob.tr, form, false);
}

bool Sheet::has(std::string_view table, std::string_view key) const {
    return std::ranges::any_of(lines_, [&](const Line& line) { return line.table == table && line.key == key; });
}

std::vector<const Sheet::Line*> Sheet::in_order() const {
    std::vector<std::string_view> parameters;
    for (const Line& line : lines_) {
        const bool is_new =
            line.table.starts_with("parameters.") && std::ranges::find(parameters, line.table) == parameters.end();
        if (is_new) parameters.push_back(line.table);
    }
    const auto place = [&](const Line* line) {
        const auto found = std::ranges::find(parameters, line->table);
        return std::tuple(rank_of(line->table), found - parameters.begin(), line - lines_.data());
    };
    std::vector<const Line*> order;
    for (const Line& line : lines_) order.push_back(&line);
    std::ranges::sort(order, {}, place);
    return order;
}

std::string Sheet::toml(strategy::Tongue tongue, std::string_view prompt) const {
    const bool is_turkish = tongue == strategy::Tongue::turkish;
    std::string out = is_turkish ? "# Bir cümleden taslak. Satır sonları alanın neden öyle olduğunu söyler.\n"
                                 : "# Drafted from a sentence. The end of a line says why the field is as it is.\n";
    std::string table;
    for (const Line* const line : in_order()) {
        if (line->table != table) {
            table = line->table;
            out += fmt::format("\n[{}]\n", table);
        }
        out += fmt::format("{} = {}", line->key, line->value);
        if (line->is_commented) {
            const std::string& why = is_turkish ? line->why.tr : line->why.en;
            if (line->why.words) {
                const PromptSpan span = *line->why.words;
                out += fmt::format("  # \"{}\": {}", shown(prompt.substr(span.from, span.to - span.from), 60), why);
            } else {
                out += fmt::format("  # {}: {}", is_turkish ? "varsayıldı" : "assumed", why);
            }
        }
        out += '\n';
    }
    return out;
}

std::vector<Reason> Sheet::reasons() const {
    std::vector<Reason> made;
    for (const Line* const line : in_order()) {
        made.push_back({.path = line->table.empty() ? line->key : line->table + "." + line->key,
                        .en = line->why.en,
                        .tr = line->why.tr,
                        .words = line->why.words});
    }
    return made;
}

void fit(Knob& knob) {
    knob.least = std::min(knob.least, knob.value);
    knob.most = std::max(knob.most, knob.value);
    while (knob.step > 1 && (knob.value - knob.least) % knob.step != 0) {
        knob.step = knob.step % 10 == 0 ? knob.step / 10 : 1;
    }
}

}  // namespace spark::draft::detail
