#include "app/verbs/dispatch.hpp"

#include <algorithm>
#include <array>

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
#include "app/verbs/serve_verb.hpp"
#include "app/verbs/stats_verb.hpp"
#include "app/verbs/strategy_verb.hpp"
#include "app/verbs/version_verb.hpp"

namespace spark::verbs {
namespace {

constexpr std::array rows{
    DispatchRow{"ingest csv", ingest_csv},
    DispatchRow{"data ls", data_ls},
    DispatchRow{"data info", data_info},
    DispatchRow{"data verify", data_verify},
    DispatchRow{"data resample", data_resample},
    DispatchRow{"data repair", data_repair},
    DispatchRow{"data export", data_export},
    DispatchRow{"data synth", data_synth},
    DispatchRow{"eval", eval},
    DispatchRow{"stats", stats},
    DispatchRow{"strategy ls", strategy_ls},
    DispatchRow{"strategy new", strategy_new},
    DispatchRow{"strategy validate", strategy_validate},
    DispatchRow{"strategy show", strategy_show},
    DispatchRow{"strategy explain", strategy_explain},
    DispatchRow{"strategy diff", strategy_diff},
    DispatchRow{"backtest run", backtest_run},
    DispatchRow{"backtest scenarios", backtest_scenarios},
    DispatchRow{"backtest ls", backtest_ls},
    DispatchRow{"backtest show", backtest_show},
    DispatchRow{"backtest compare", backtest_compare},
    DispatchRow{"evidence ls", evidence_ls},
    DispatchRow{"evidence show", evidence_show},
    DispatchRow{"evidence verify", evidence_verify},
    DispatchRow{.path = "serve", .run = serve, .signal_ends_it_well = true},
    DispatchRow{"doctor", doctor, false},
    DispatchRow{"config ls", config_ls},
    DispatchRow{"config explain", config_explain},
    DispatchRow{"completion", completion, false},
    DispatchRow{"man", man, false},
    DispatchRow{"version", version, false},
    DispatchRow{"help", help, false},
    DispatchRow{"__complete", complete, false},
    DispatchRow{"__docs", docs, false},
};

}  // namespace

std::span<const DispatchRow> dispatch_rows() { return rows; }

const DispatchRow* find_dispatch_row(std::string_view path) {
    const auto found = std::ranges::find(rows, path, &DispatchRow::path);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace spark::verbs
