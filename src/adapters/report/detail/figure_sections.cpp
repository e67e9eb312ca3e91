#include <algorithm>
#include <cmath>
#include <map>

#include "adapters/report/detail/metric_words.hpp"
#include "adapters/report/detail/report_words.hpp"
#include "adapters/report/detail/run_facts.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::report::detail {
namespace {

constexpr std::size_t drawdowns_shown = 10;
constexpr double heat_least = 0.01;  ///< The full colour is the largest month's, or ±1 % where all are smaller.

/// A metric for people; its own text where it is neither a number nor an amount.
std::string shown_metric(const RunFacts& facts, const wire::Json& value, const MetricWords* row) {
    if (value.is_null()) return "–";
    if (value.is_string()) {
        const std::string text = plain_text(value);
        const auto units = parse_units(text);
        return units ? facts.numbers.exact(units->units) : text;
    }
    const auto number = value.as_double();
    if (!number) return plain_text(value);
    const MetricForm form = row != nullptr ? row->form : value.is_int64() ? MetricForm::count : MetricForm::number;
    switch (form) {
        case MetricForm::fraction: return facts.numbers.percent(*number, 2);
        case MetricForm::percentage: return facts.numbers.percent(*number / 100, 2);
        case MetricForm::count:
            if (value.is_int64()) return facts.numbers.count(*value.as_int64());
            return facts.numbers.number(*number, std::floor(*number) == *number ? 0 : 2);
        case MetricForm::money:
        case MetricForm::number: break;
    }
    const bool small = *number != 0 && std::abs(*number) < 0.01;
    return facts.numbers.number(*number, small ? 6 : 2);
}

/// One row a scalar; members of objects as `a.b`, lists are left to the sections that know them.
void add_metrics(const RunFacts& facts, const wire::Json& metrics, const std::string& prefix, Table& table) {
    const auto members = metrics.as_object();
    if (!members) return;
    for (const wire::JsonMember& member : *members) {
        const std::string field = prefix + member.key;
        if (member.value.is_object()) add_metrics(facts, member.value, field + ".", table);
        if (member.value.is_object() || member.value.is_array()) continue;
        const MetricWords* row = find_metric_words(field);
        table.rows.push_back({{row != nullptr ? facts.say(row->label) : field, Tone::plain, {}, row == nullptr},
                              {shown_metric(facts, member.value, row)},
                              {member.value.is_null() ? "null" : plain_text(member.value), Tone::quiet, {}, true},
                              {field, Tone::quiet, {}, true}});
    }
}

std::string check_name(const RunFacts& facts, const std::string& key) {
    if (key == "look_ahead") return facts.say(words::check_look_ahead);
    if (key == "determinism") return facts.say(words::check_determinism);
    if (key == "conservation") return facts.say(words::check_conservation);
    return key;
}

Cell verdict(const RunFacts& facts, const wire::Json& check) {
    const wire::Json* passed = check.is_bool() ? &check : check.find("passed");
    const auto value = passed == nullptr ? Result<bool>(false) : passed->as_bool();
    if (passed == nullptr || !value) return {facts.say(words::not_said), Tone::quiet};
    return *value ? Cell{"✓ " + facts.say(words::passed), Tone::good}
                  : Cell{"✗ " + facts.say(words::not_passed), Tone::bad};
}

/// `cuts 4, runs 2`: the scalars of a check besides its verdict.
std::string details_of(const wire::Json& check) {
    std::string text;
    const auto members = check.as_object();
    if (!members) return text;
    for (const wire::JsonMember& member : *members) {
        if (member.key == "passed" || member.value.is_array() || member.value.is_object()) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", member.key, plain_text(member.value));
    }
    return text;
}

Cell month_cell(const RunFacts& facts, double fraction, double heat_full) {
    return {facts.numbers.percent(fraction, 2, SignShown::always),
            fraction < 0   ? Tone::bad
            : fraction > 0 ? Tone::good
                           : Tone::quiet,
            std::clamp(fraction / heat_full, -1.0, 1.0)};
}

}  // namespace

Section figures_section(const RunFacts& facts) {
    Section section{.id = "figures", .title = facts.say(words::figures_section)};
    Table table{.columns = {{facts.say(words::figure_column)},
                            {facts.say(words::shown_column), true},
                            {facts.say(words::exact_column), true},
                            {facts.say(words::field_column)}}};
    if (const wire::Json* metrics = facts.find({"metrics"})) add_metrics(facts, *metrics, "", table);
    section.blocks.emplace_back(std::move(table));
    return section;
}

Section checks_section(const RunFacts& facts) {
    Section section{.id = "checks", .title = facts.say(words::checks_section)};
    Table table{.columns = {{facts.say(words::check_column)},
                            {facts.say(words::verdict_column)},
                            {facts.say(words::detail_column)}}};
    const wire::Json* checks = facts.find({"checks"});
    if (checks != nullptr && checks->is_object()) {
        for (const wire::JsonMember& member : *checks->as_object()) {
            table.rows.push_back({{check_name(facts, member.key)},
                                  verdict(facts, member.value),
                                  {details_of(member.value), Tone::quiet, {}, true}});
        }
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

Section months_section(const RunFacts& facts) {
    Section section{.id = "months", .title = facts.say(words::monthly_section)};
    const std::vector<MonthReturn> months = monthly_returns(facts.equity, facts.starting);
    std::map<int, std::vector<MonthReturn>> years;
    double heat_full = heat_least;
    for (const MonthReturn& month : months) {
        years[month.year].push_back(month);
        heat_full = std::max(heat_full, std::abs(month.fraction));
    }
    Table table{.columns = {{facts.say(words::year_column)}}};
    for (int month = 1; month <= 12; ++month) table.columns.push_back({fmt::format("{:02}", month), true});
    table.columns.push_back({facts.say(words::year_total), true});
    for (const auto& [year, of_year] : years) {
        std::vector<Cell> row(14);
        row[0].text = fmt::format("{}", year);
        for (const MonthReturn& month : of_year)
            row[static_cast<std::size_t>(month.month)] = month_cell(facts, month.fraction, heat_full);
        row[13] = month_cell(facts, compounded(of_year), heat_full);
        table.rows.push_back(std::move(row));
    }
    section.blocks.emplace_back(std::move(table));
    const auto total = facts.number({"metrics", "total_return"});
    if (months.empty() || !total) return section;
    const double product = compounded(months);
    const std::string shown = facts.numbers.percent(product, 2, SignShown::always);
    const bool agree = std::abs(product - *total) <= 1e-9 * (1 + std::abs(*total));
    if (agree)
        section.blocks.emplace_back(Note{"✓ " + facts.say(words::monthly_agrees, shown), Tone::good});
    else
        section.blocks.emplace_back(
            Note{facts.say(words::monthly_differs, shown, facts.numbers.percent(*total, 2, SignShown::always)),
                 Tone::caution});
    return section;
}

Section drawdowns_section(const RunFacts& facts) {
    Section section{.id = "drawdowns", .title = facts.say(words::drawdowns_section)};
    const std::vector<Drawdown> falls = deepest_drawdowns(facts.equity, facts.starting, drawdowns_shown);
    if (falls.empty()) {
        section.blocks.emplace_back(Note{facts.say(words::no_drawdown)});
        return section;
    }
    Table table{.columns = {{facts.say(words::depth_column), true},
                            {facts.say(words::peak_column)},
                            {facts.say(words::trough_column)},
                            {facts.say(words::recovered_column)},
                            {facts.say(words::days_column), true}}};
    for (const Drawdown& fall : falls) {
        table.rows.push_back(
            {{facts.numbers.percent(fall.depth, 2), Tone::bad},
             {date_text(fall.peak_ms)},
             {date_text(fall.trough_ms)},
             fall.recovery_ms ? Cell{date_text(*fall.recovery_ms)} : Cell{facts.say(words::not_yet), Tone::caution},
             {facts.numbers.count(fall.days)}});
    }
    section.blocks.emplace_back(std::move(table));
    const auto deepest = facts.number({"metrics", "max_drawdown_pct"});
    if (deepest && facts.equity_is_daily)
        section.blocks.emplace_back(Note{facts.say(words::drawdowns_note, facts.numbers.percent(*deepest / 100, 2))});
    return section;
}

}  // namespace spark::report::detail
