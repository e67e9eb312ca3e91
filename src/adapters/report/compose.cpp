#include "adapters/report/compose.hpp"

#include "adapters/report/detail/report_words.hpp"
#include "adapters/report/detail/run_facts.hpp"

namespace spark::report {
namespace {

using detail::RunFacts;

std::string percent_or_dash(const RunFacts& facts, std::optional<double> fraction, SignShown sign) {
    return fraction ? facts.numbers.percent(*fraction, 2, sign) : "–";
}

std::string metric_number(const RunFacts& facts, std::string_view key) {
    const auto value = facts.number({"metrics", key});
    return value ? facts.numbers.number(*value, 2) : "–";
}

std::string metric_count(const RunFacts& facts, std::string_view key) {
    const auto value = facts.number({"metrics", key});
    return value ? facts.numbers.number(*value, 0) : "–";
}

std::string metric_money(const RunFacts& facts, std::string_view key, SignShown sign) {
    const auto value = facts.units({"metrics", key});
    return value ? facts.numbers.money(*value, sign) : "–";
}

Tone tone_of(std::optional<double> value) {
    return !value || *value == 0 ? Tone::plain : *value > 0 ? Tone::good : Tone::bad;
}

std::vector<Tile> tiles_of(const RunFacts& facts) {
    const auto total = facts.number({"metrics", "total_return"});
    const auto hold = facts.number({"metrics", "buy_hold_return"});
    const auto net = facts.units({"metrics", "net_pnl"});
    const auto fall = facts.number({"metrics", "max_drawdown_pct"});
    const auto exposure = facts.number({"metrics", "exposure"});
    const auto wins = facts.number({"metrics", "win_rate"});
    const auto fall_fraction = fall ? std::optional(*fall / 100) : std::nullopt;
    return {
        {facts.say(words::tile_return), percent_or_dash(facts, total, SignShown::always),
         facts.say(words::tile_hold, percent_or_dash(facts, hold, SignShown::always)), tone_of(total)},
        {facts.say(words::tile_net), metric_money(facts, "net_pnl", SignShown::always),
         facts.say(words::tile_fees, metric_money(facts, "fees", SignShown::if_negative)),
         tone_of(net ? std::optional(static_cast<double>(*net)) : std::nullopt)},
        {facts.say(words::tile_drawdown), percent_or_dash(facts, fall_fraction, SignShown::if_negative),
         facts.say(words::tile_longest, metric_count(facts, "max_drawdown_bars"))},
        {"Sharpe", metric_number(facts, "sharpe"), facts.say(words::tile_sortino, metric_number(facts, "sortino"))},
        {facts.say(words::tile_win_rate), percent_or_dash(facts, wins, SignShown::if_negative),
         facts.say(words::tile_factor, metric_number(facts, "profit_factor"))},
        {facts.say(words::tile_trades), metric_count(facts, "trades"),
         facts.say(words::tile_exposure, percent_or_dash(facts, exposure, SignShown::if_negative))},
    };
}

std::vector<Badge> badges_of(const RunFacts& facts) {
    std::vector<Badge> badges;
    const wire::Json* synthetic = facts.find({"dataset", "synthetic"});
    if (synthetic != nullptr && *synthetic == wire::Json(true))
        badges.push_back({facts.say(words::synthetic), Tone::caution});
    const Section checks = detail::checks_section(facts);
    for (const auto& row : std::get<Table>(checks.blocks.front()).rows) {
        if (row[1].tone == Tone::quiet) continue;
        badges.push_back({(row[1].tone == Tone::good ? "✓ " : "✗ ") + row[0].text, row[1].tone});
    }
    return badges;
}

std::string title_of(const RunFacts& facts) {
    const std::string version = facts.text({"strategy", "version"});
    return facts.text({"strategy", "name"}) + (version.empty() ? "" : " v" + version);
}

std::string subtitle_of(const RunFacts& facts) {
    const auto bars = facts.number({"dataset", "bars"});
    std::string text =
        fmt::format("{} {} · {} → {}", facts.text({"dataset", "symbol"}), facts.text({"dataset", "timeframe"}),
                    facts.text({"period", "first"}).substr(0, 10), facts.text({"period", "last"}).substr(0, 10));
    if (bars) text += " · " + facts.say(words::bars_of, facts.numbers.number(*bars, 0));
    return text;
}

}  // namespace

Result<ReportPage> compose_report(const RunEvidence& run, Language language) {
    SPARK_TRY(const RunFacts facts, detail::read_facts(run, language));
    ReportPage page;
    page.language = language;
    page.title = title_of(facts);
    page.subtitle = subtitle_of(facts);
    page.run_id = facts.text({"id"});
    page.created_at = facts.text({"created_at"});
    page.footer = facts.say(words::made_at, page.created_at.substr(0, page.created_at.find('.')));
    page.badges = badges_of(facts);
    page.tiles = tiles_of(facts);
    for (const std::string& warning : run.warnings) page.warnings.push_back({warning, Tone::caution});
    page.description = facts.text({"strategy", "description"});
    for (const auto make :
         {detail::equity_section, detail::checks_section, detail::months_section, detail::drawdowns_section,
          detail::results_section, detail::candles_section, detail::figures_section, detail::setup_section,
          detail::data_section, detail::repeat_section, detail::trades_section})
        page.sections.push_back(make(facts));
    return page;
}

}  // namespace spark::report
