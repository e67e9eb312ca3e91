#include "app/program/dispatch.hpp"

#include <algorithm>
#include <array>

#include "app/server/serve_verb.hpp"
#include "app/verbs/audit_verb.hpp"
#include "app/verbs/backtest_verb.hpp"
#include "app/verbs/completion_verb.hpp"
#include "app/verbs/config_verb.hpp"
#include "app/verbs/data_verb.hpp"
#include "app/verbs/doctor_verb.hpp"
#include "app/verbs/eval_verb.hpp"
#include "app/verbs/evidence_verb.hpp"
#include "app/verbs/help_verb.hpp"
#include "app/verbs/ingest_verb.hpp"
#include "app/verbs/man_verb.hpp"
#include "app/verbs/scenarios_verb.hpp"
#include "app/verbs/stats_verb.hpp"
#include "app/verbs/strategy_verb.hpp"
#include "app/verbs/version_verb.hpp"

namespace spark::program {
namespace {

constexpr std::array rows{
    DispatchRow{"ingest csv", verbs::ingest_csv},
    DispatchRow{"data ls", verbs::data_ls},
    DispatchRow{"data info", verbs::data_info},
    DispatchRow{"data verify", verbs::data_verify},
    DispatchRow{"data resample", verbs::data_resample},
    DispatchRow{"data repair", verbs::data_repair},
    DispatchRow{"data export", verbs::data_export},
    DispatchRow{"data synth", verbs::data_synth},
    DispatchRow{"data rm", verbs::data_rm},
    DispatchRow{"data trash", verbs::data_trash},
    DispatchRow{"eval", verbs::eval},
    DispatchRow{"stats", verbs::stats},
    DispatchRow{"strategy ls", verbs::strategy_ls},
    DispatchRow{"strategy new", verbs::strategy_new},
    DispatchRow{"strategy validate", verbs::strategy_validate},
    DispatchRow{"strategy show", verbs::strategy_show},
    DispatchRow{"strategy explain", verbs::strategy_explain},
    DispatchRow{"strategy diff", verbs::strategy_diff},
    DispatchRow{"backtest run", verbs::backtest_run},
    DispatchRow{"backtest scenarios", verbs::backtest_scenarios},
    DispatchRow{"backtest ls", verbs::backtest_ls},
    DispatchRow{"backtest show", verbs::backtest_show},
    DispatchRow{"backtest compare", verbs::backtest_compare},
    DispatchRow{"evidence ls", verbs::evidence_ls},
    DispatchRow{"evidence show", verbs::evidence_show},
    DispatchRow{"evidence verify", verbs::evidence_verify},
    DispatchRow{.path = "audit tail", .run = verbs::audit_tail, .signal_ends_it_well = true},
    DispatchRow{"audit verify", verbs::audit_verify},
    DispatchRow{.path = "serve", .run = server::serve, .signal_ends_it_well = true},
    DispatchRow{"doctor", verbs::doctor, false},
    DispatchRow{"config ls", verbs::config_ls},
    DispatchRow{"config explain", verbs::config_explain},
    DispatchRow{"completion", verbs::completion, false},
    DispatchRow{"man", verbs::man, false},
    DispatchRow{"version", verbs::version, false},
    DispatchRow{"help", verbs::help, false},
    DispatchRow{"__complete", verbs::complete, false},
    DispatchRow{"__docs", verbs::docs, false},
};

}  // namespace

std::span<const DispatchRow> dispatch_rows() { return rows; }

const DispatchRow* find_dispatch_row(std::string_view path) {
    const auto found = std::ranges::find(rows, path, &DispatchRow::path);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace spark::program
