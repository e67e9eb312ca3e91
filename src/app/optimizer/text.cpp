#include "app/optimizer/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/optimizer/messages.hpp"

namespace spark::optimizer {
namespace {

using cli::say;
using wire::Json;

std::string label_of(const std::string& phase, cli::Language language) {
    if (phase == "walk_forward") return say<messages::walking>(language);
    if (phase == "assessment") return say<messages::assessing>(language);
    if (phase == "writing") return say<messages::writing>(language);
    return say<messages::searching>(language);
}

/// `1.2 G`.
std::string scaled(double number, cli::NumberStyle style) {
    constexpr std::array<std::pair<double, const char*>, 3> scales{{{1e9, " G"}, {1e6, " M"}, {1e3, " k"}}};
    for (const auto& [least, sign] : scales)
        if (number >= least) return cli::shown_number(number / least, 1, style) + sign;
    return cli::shown_number(number, 0, style);
}

/// The finalist of the assessment with this number, or null.
const Json* finalist_of(const Json* assessment, std::uint64_t number) {
    const Json* const finalists = assessment == nullptr ? nullptr : assessment->find("finalists");
    if (finalists == nullptr || !finalists->is_array()) return nullptr;
    const auto list = finalists->as_array().value();
    const auto found = std::ranges::find_if(list, [&](const Json& finalist) {
        return finalist.int64_at("number").value_or(-1) == static_cast<std::int64_t>(number);
    });
    return found == list.end() ? nullptr : &*found;
}

std::string number_at(const Json* json, std::string_view key, int decimals, cli::NumberStyle style) {
    const Json* const value = json == nullptr ? nullptr : json->find(key);
    const auto number = value == nullptr ? Result<double>(fail(Fault::not_found, "")) : value->as_double();
    return number ? cli::shown_number(*number, decimals, style) : "–";
}

std::string percent_at(const Json* json, std::string_view key, cli::NumberStyle style) {
    const Json* const value = json == nullptr ? nullptr : json->find(key);
    const auto number = value == nullptr ? Result<double>(fail(Fault::not_found, "")) : value->as_double();
    return number ? cli::shown_percent(*number, 0, style) : "–";
}

std::string badges_of(const Json* finalist) {
    const Json* const badges = finalist == nullptr ? nullptr : finalist->find("badges");
    if (badges == nullptr || !badges->is_array()) return {};
    std::string text;
    const auto list = badges->as_array().value();
    for (const Json& badge : list) {
        const bool is_good = badge.string_at("tone").value_or("") == "good";
        text += (text.empty() ? "" : " ") + badge.string_at("key").value_or("") + (is_good ? "✓" : "");
    }
    return text;
}

}  // namespace

std::string point_text(std::span<const trials::TrialAxis> axes, const search::Point& point) {
    std::string text;
    for (std::size_t index = 0; index < axes.size(); ++index)
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", axes[index].name, axes[index].value_text(point[index]));
    return text;
}

void StandingLine::show(const Standing& standing) {
    const cli::Language language = context_.terminal.language();
    const cli::NumberStyle style{.language = language};
    const auto whole = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
    if (standing.phase != phase_) {
        finish();
        phase_ = standing.phase;
        progress_.emplace(context_.terminal, context_.steady_clock,
                          cli::Progress::Plan{.label = label_of(phase_, language),
                                              .total = whole(standing.expected),
                                              .unit = phase_ == "search" ? say<messages::sets_unit>(language) : "",
                                              .done_before = whole(standing.done)});
    }
    std::string tail;
    if (phase_ == "search" && standing.sets_per_s > 0)
        tail =
            say<messages::bar_steps>(language, scaled(standing.sets_per_s * static_cast<double>(bench_.bars), style));
    if (standing.best && standing.best->objective) {
        const auto axes = trials::trial_axes(bench_.space->axes());
        tail += (tail.empty() ? "" : "  ") +
                say<messages::best_so_far>(language, cli::shown_number(*standing.best->objective, 2, style),
                                           "{" + point_text(axes, standing.best->point) + "}");
    }
    progress_->tail(std::move(tail));
    done_ = standing.done;
    progress_->at(whole(done_));
}

void StandingLine::finish() {
    if (progress_) progress_->finish(static_cast<std::int64_t>(done_));
    progress_.reset();
}

void print_sets(cli::Terminal& terminal, std::span<const std::string> parameters, const std::string& objective,
                std::span<const ShownSet> sets, const Json* assessment) {
    const cli::Language language = terminal.language();
    const cli::NumberStyle style{language, terminal.options().plain};
    const bool has_out_of_sample = std::ranges::any_of(sets, [&](const ShownSet& set) {
        const Json* const finalist = finalist_of(assessment, set.number);
        const Json* const out = finalist == nullptr ? nullptr : finalist->find("out_of_sample");
        return out != nullptr && out->is_object();
    });
    std::vector<cli::Column> columns{{say<messages::rank_title>(language), cli::Align::right}};
    for (const std::string& parameter : parameters) columns.push_back({parameter, cli::Align::right});
    columns.push_back({objective, cli::Align::right});
    if (has_out_of_sample) {
        columns.push_back({say<messages::out_of_sample_title>(language, objective), cli::Align::right});
        columns.push_back({say<messages::decay_title>(language), cli::Align::right});
    }
    const bool shows_net = objective != "net_pnl";
    if (shows_net) columns.push_back({say<messages::net_title>(language), cli::Align::right});
    columns.push_back({say<messages::trades_title>(language), cli::Align::right});
    columns.push_back({"Sharpe", cli::Align::right});
    columns.push_back({say<messages::drawdown_title>(language), cli::Align::right});
    if (assessment != nullptr) columns.push_back({say<messages::badges_title>(language)});
    cli::Table table(std::move(columns));
    for (std::size_t rank = 0; rank < sets.size(); ++rank) {
        const ShownSet& set = sets[rank];
        std::vector<std::string> cells{cli::shown_count(static_cast<std::int64_t>(rank + 1), style)};
        cells.insert(cells.end(), set.values.begin(), set.values.end());
        cells.push_back(cli::shown_number(set.objective, 2, style));
        const Json* const finalist = finalist_of(assessment, set.number);
        if (has_out_of_sample) {
            const Json* const out = finalist == nullptr ? nullptr : finalist->find("out_of_sample");
            cells.push_back(number_at(out, "objective", 2, style));
            cells.push_back(percent_at(out, "decay_pct", style));
        }
        if (shows_net) cells.push_back(cli::shown_decimal(set.net, style, 2));
        cells.push_back(cli::shown_count(set.trades, style));
        cells.push_back(set.sharpe ? cli::shown_number(*set.sharpe, 2, style) : "–");
        cells.push_back(cli::shown_percent(set.max_drawdown_pct, 2, style, cli::Sign::if_negative));
        if (assessment != nullptr) cells.push_back(badges_of(finalist));
        table.add(std::move(cells));
    }
    table.print(terminal);
}

Result<void> print_leaderboard(cli::Terminal& terminal, const trials::TrialFolder& trials,
                               std::span<const std::uint64_t> ranking, std::size_t rows_max, const Json* assessment) {
    const auto& header = trials.header();
    std::vector<std::string> parameters;
    for (const trials::TrialAxis& axis : header.axes) parameters.push_back(axis.name);
    std::vector<ShownSet> sets;
    for (const std::uint64_t number : ranking.first(std::min(rows_max, ranking.size()))) {
        SPARK_TRY(const trials::TrialRow row, trials.row(number));
        const sweep::SetFigures& figures = row.outcome.figures;
        ShownSet set{.number = number,
                     .objective = *row.objective,
                     .net = to_text(figures.net),
                     .trades = figures.trades,
                     .sharpe = figures.sharpe,
                     .max_drawdown_pct = figures.max_drawdown_pct};
        for (std::size_t axis = 0; axis < header.axes.size(); ++axis)
            set.values.push_back(header.axes[axis].value_text(row.point[axis]));
        sets.push_back(std::move(set));
    }
    print_sets(terminal, parameters, header.objective, sets, assessment);
    return {};
}

void print_verdict(cli::Terminal& terminal, const Json* assessment) {
    const Json* const verdict = assessment == nullptr ? nullptr : assessment->find("verdict");
    if (verdict == nullptr || !verdict->is_object()) return;
    const char* const field = terminal.language() == cli::Language::tr ? "text_tr" : "text";
    const std::string text = verdict->string_at(field).value_or("");
    const std::string kind = verdict->string_at("verdict").value_or("");
    const cli::Ink ink = kind == "skill" ? cli::Ink::good : kind == "luck" ? cli::Ink::bad : cli::Ink::caution;
    const cli::Language language = terminal.language();
    const std::string word = kind == "skill"  ? say<messages::skill>(language)
                             : kind == "luck" ? say<messages::luck>(language)
                                              : say<messages::undecided>(language);
    terminal.out_line(say<messages::verdict_line>(language, terminal.inked(ink, word), text));
    const Json* const sample = assessment->find("sample");
    if (sample == nullptr || !sample->is_object() || !sample->bool_at("is_sample").value_or(false)) return;
    const cli::NumberStyle style{terminal.language(), terminal.options().plain};
    const auto count = [&](std::string_view field) {
        return cli::shown_count(sample->int64_at(field).value_or(0), style);
    };
    terminal.out_line(terminal.inked(
        cli::Ink::dim, say<messages::sample_line>(terminal.language(), count("sets_tested"), count("sets_run"))));
}

}  // namespace spark::optimizer
