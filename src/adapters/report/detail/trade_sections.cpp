#include <algorithm>

#include "adapters/report/charts.hpp"
#include "adapters/report/detail/report_words.hpp"
#include "adapters/report/detail/run_facts.hpp"

namespace spark::report::detail {
namespace {

constexpr std::size_t trades_shown = 500;
constexpr std::size_t embedded_bytes_max = std::size_t{2} << 20U;

Tone tone_of(Int128 units) { return units > 0 ? Tone::good : units < 0 ? Tone::bad : Tone::quiet; }

Cell money_cell(const RunFacts& facts, Int128 units) {
    return {facts.numbers.money(units, SignShown::always), tone_of(units)};
}

Chart nets_chart(const RunFacts& facts) {
    Int128 gained = 0;
    Int128 lost = 0;
    std::int64_t wins = 0;
    for (const TradeRow& trade : facts.trades) {
        (trade.net > 0 ? gained : lost) += trade.net;
        wins += trade.net > 0 ? 1 : 0;
    }
    const auto [worst, best] = std::ranges::minmax_element(facts.trades, {}, &TradeRow::net);
    const NumberText& numbers = facts.numbers;
    const auto all = static_cast<std::int64_t>(facts.trades.size());
    Chart chart;
    chart.title = facts.say(words::nets_chart);
    chart.summary =
        facts.say(words::nets_summary, numbers.count(wins), numbers.money(gained), numbers.count(all - wins),
                  numbers.money(-lost), numbers.money(best->net), numbers.money(worst->net));
    chart.wide = trade_bars_drawing(facts.trades, {960, 180, facts.language});
    chart.narrow = trade_bars_drawing(facts.trades, {340, 150, facts.language});
    return chart;
}

Table cost_table(const RunFacts& facts, const CostTotals& totals) {
    Table table{.columns = {{facts.say(words::cost_column)},
                            {facts.say(words::amount_column), true},
                            {facts.say(words::of_turnover), true}}};
    const auto add = [&](const Words& label, Int128 amount, Tone tone) {
        const double share =
            totals.turnover == 0 ? 0 : static_cast<double>(amount) / static_cast<double>(totals.turnover) * 10'000;
        table.rows.push_back(
            {{facts.say(label)}, {facts.numbers.exact(amount), tone}, {facts.numbers.number(share, 2)}});
    };
    add(words::cost_gross, totals.gross, tone_of(totals.gross));
    add(words::cost_fees, -totals.fees, totals.fees == 0 ? Tone::quiet : tone_of(-totals.fees));
    add(words::cost_net, totals.net, tone_of(totals.net));
    table.rows.push_back({{facts.say(words::cost_turnover)}, {facts.numbers.exact(totals.turnover)}, {""}});
    return table;
}

Table reason_table(const RunFacts& facts) {
    Table table{.columns = {{facts.say(words::reason_column)},
                            {facts.say(words::trades_column), true},
                            {facts.say(words::wins_column), true},
                            {facts.say(words::gross_column), true},
                            {facts.say(words::fees_column), true},
                            {facts.say(words::net_column), true}}};
    for (const ReasonTotals& row : by_exit_reason(facts.trades)) {
        const double share = static_cast<double>(row.wins) / static_cast<double>(row.trades);
        table.rows.push_back({{row.reason, Tone::plain, {}, true},
                              {facts.numbers.count(row.trades)},
                              {facts.numbers.percent(share, 1)},
                              money_cell(facts, row.gross),
                              {facts.numbers.money(row.fees)},
                              money_cell(facts, row.net)});
    }
    return table;
}

std::vector<Cell> trade_cells(const RunFacts& facts, std::size_t index, bool sides) {
    const TradeRow& trade = facts.trades[index];
    const NumberText& numbers = facts.numbers;
    std::vector<Cell> cells{{numbers.count(static_cast<std::int64_t>(index + 1)), Tone::quiet}};
    if (sides) cells.push_back({trade.is_short ? "short" : "long", Tone::plain, {}, true});
    cells.push_back({time_text(trade.entry_time_ms)});
    cells.push_back({numbers.exact(trade.entry_price)});
    cells.push_back({time_text(trade.exit_time_ms)});
    cells.push_back({numbers.exact(trade.exit_price)});
    cells.push_back({numbers.exact(trade.quantity)});
    cells.push_back({numbers.exact(trade.fees)});
    cells.push_back({numbers.exact(trade.net), tone_of(trade.net)});
    cells.push_back({trade.exit_reason, Tone::plain, {}, true});
    return cells;
}

Table trade_table(const RunFacts& facts) {
    const bool sides = std::ranges::any_of(facts.trades, &TradeRow::is_short);
    Table table{.columns = {{facts.say(words::number_column), true}}, .rows = {}, .is_long = true};
    if (sides) table.columns.push_back({facts.say(words::side_column)});
    for (const auto& [title, is_number] : {std::pair{&words::entry_column, false},
                                           {&words::price_column, true},
                                           {&words::exit_column, false},
                                           {&words::price_column, true},
                                           {&words::quantity_column, true},
                                           {&words::fees_column, true},
                                           {&words::net_column, true},
                                           {&words::reason_column, false}})
        table.columns.push_back({facts.say(*title), is_number});
    const std::size_t first = facts.trades.size() > trades_shown ? facts.trades.size() - trades_shown : 0;
    for (std::size_t index = first; index < facts.trades.size(); ++index)
        table.rows.push_back(trade_cells(facts, index, sides));
    return table;
}

/// An amount of the document with its digits, as it stands when it is none.
std::string amount_of(const RunFacts& facts, std::string_view key) {
    const auto units = facts.units({"open_position", key});
    return units ? facts.numbers.exact(*units) : facts.text({"open_position", key});
}

std::string open_position_text(const RunFacts& facts) {
    const auto time = facts.number({"open_position", "entry_time_ms"});
    return facts.say(words::open_position, amount_of(facts, "quantity"),
                     time ? time_text(static_cast<std::int64_t>(*time)) : "–", amount_of(facts, "entry_price"),
                     amount_of(facts, "value"), amount_of(facts, "unrealized_pnl"));
}

}  // namespace

Section results_section(const RunFacts& facts) {
    Section section{.id = "results", .title = facts.say(words::results_section)};
    if (facts.trades.empty()) {
        section.blocks.emplace_back(Note{facts.say(words::no_trades)});
        return section;
    }
    const CostTotals totals = cost_totals(facts.trades);
    section.blocks.emplace_back(nets_chart(facts));
    section.blocks.emplace_back(cost_table(facts, totals));
    const auto net = facts.units({"metrics", "net_pnl"});
    if (net) {
        const bool agree = totals.net == *net && totals.gross - totals.fees == totals.net;
        section.blocks.emplace_back(agree ? Note{"✓ " + facts.say(words::sums_agree), Tone::good}
                                          : Note{"✗ " + facts.say(words::sums_differ), Tone::bad});
    }
    const std::string slippage = facts.text({"costs", "slippage_bps"});
    if (!slippage.empty() && slippage != "0")
        section.blocks.emplace_back(Note{facts.say(words::slippage_note, slippage)});
    section.blocks.emplace_back(reason_table(facts));
    return section;
}

Section trades_section(const RunFacts& facts) {
    Section section{.id = "trades", .title = facts.say(words::trades_section), .starts_page = true};
    const std::size_t count = facts.trades.size();
    const auto shown = [&](std::size_t number) { return facts.numbers.count(static_cast<std::int64_t>(number)); };
    const wire::Json* open = facts.find({"open_position"});
    if (open != nullptr && open->is_object()) section.blocks.emplace_back(Note{open_position_text(facts), Tone::plain});
    if (const auto rejected = facts.number({"rejected_orders", "count"}); rejected && *rejected > 0) {
        section.blocks.emplace_back(
            Note{facts.say(words::rejected, facts.numbers.number(*rejected, 0)), Tone::caution});
    }
    if (count == 0) {
        section.blocks.emplace_back(Note{facts.say(words::no_trades)});
        return section;
    }
    const std::string file = facts.text({"id"}) + "/trades.csv";
    section.blocks.emplace_back(Note{count <= trades_shown
                                         ? facts.say(words::all_trades, shown(count))
                                         : facts.say(words::last_trades, shown(trades_shown), shown(count), file)});
    if (facts.run.trades_csv.size() <= embedded_bytes_max) {
        section.blocks.emplace_back(
            EmbeddedFile{"trades.csv", facts.say(words::save_trades), std::string(facts.run.trades_csv)});
    }
    section.blocks.emplace_back(trade_table(facts));
    return section;
}

}  // namespace spark::report::detail
