#include "app/program/dispatch.hpp"

#include <algorithm>
#include <array>

#include "app/lab/promotion_verbs.hpp"
#include "app/lab/verbs.hpp"
#include "app/optimizer/verbs.hpp"
#include "app/remote/verbs.hpp"
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
#include "app/workers/verbs.hpp"

namespace spark::program {
namespace {

/// Works on the data folder, or with the server that is named.
constexpr DispatchRow both(std::string_view path, VerbFn here, VerbFn there) {
    return {.path = path, .run = here, .remote = there};
}

/// The same; what is done when a signal comes is kept.
constexpr DispatchRow keeping(std::string_view path, VerbFn here, VerbFn there) {
    return {.path = path, .run = here, .remote = there, .keeps_what_is_done = true};
}

/// Works with a server and nothing else.
constexpr DispatchRow there(std::string_view path, VerbFn run) { return {.path = path, .run = run, .remote = run}; }

constexpr std::array rows{
    both("ingest csv", verbs::ingest_csv, remote::ingest_csv),
    both("data ls", verbs::data_ls, remote::data_ls),
    both("data info", verbs::data_info, remote::data_info),
    both("data verify", verbs::data_verify, remote::data_verify),
    both("data resample", verbs::data_resample, remote::data_resample),
    both("data repair", verbs::data_repair, remote::only_here),
    both("data export", verbs::data_export, remote::only_here),
    both("data synth", verbs::data_synth, remote::only_here),
    both("data rm", verbs::data_rm, remote::data_rm),
    both("data trash", verbs::data_trash, remote::only_here),
    both("eval", verbs::eval, remote::only_here),
    DispatchRow{"stats", verbs::stats},
    both("strategy ls", verbs::strategy_ls, remote::strategy_ls),
    both("strategy generate", lab::strategy_generate, remote::strategy_generate),
    DispatchRow{"strategy new", verbs::strategy_new},
    both("strategy validate", verbs::strategy_validate, remote::strategy_validate),
    both("strategy show", verbs::strategy_show, remote::strategy_show),
    both("strategy explain", verbs::strategy_explain, remote::strategy_explain),
    both("strategy diff", verbs::strategy_diff, remote::strategy_diff),
    both("strategy keep", lab::strategy_keep, remote::strategy_keep),
    both("strategy versions", lab::strategy_versions, remote::strategy_versions),
    both("strategy adopt", lab::strategy_adopt, remote::strategy_adopt),
    both("strategy promote", lab::strategy_promote, remote::strategy_promote),
    both("strategy lineage", lab::strategy_lineage, remote::strategy_lineage),
    both("proposals ls", lab::proposals_ls, remote::proposals_ls),
    both("proposals show", lab::proposals_show, remote::proposals_show),
    both("backtest run", verbs::backtest_run, remote::backtest_run),
    both("backtest scenarios", verbs::backtest_scenarios, remote::only_here),
    both("backtest ls", verbs::backtest_ls, remote::backtest_ls),
    both("backtest show", verbs::backtest_show, remote::backtest_show),
    both("backtest compare", verbs::backtest_compare, remote::backtest_compare),
    keeping("optimize grid", workers::optimize, remote::optimize_grid),
    keeping("optimize random", workers::optimize, remote::optimize_random),
    keeping("optimize tpe", workers::optimize, remote::optimize_tpe),
    keeping("optimize cmaes", workers::optimize, remote::optimize_cmaes),
    keeping("optimize halving", workers::optimize, remote::optimize_halving),
    keeping("optimize resume", workers::optimize, remote::optimize_resume),
    both("optimize ls", optimizer::optimize_ls, remote::optimize_ls),
    both("optimize show", optimizer::optimize_show, remote::optimize_show),
    there("optimize cancel", remote::optimize_cancel),
    there("optimize pause", remote::optimize_pause),
    both("optimize look", optimizer::optimize_look, remote::optimize_look),
    both("optimize verify", optimizer::optimize_verify, remote::only_here),
    both("evidence ls", verbs::evidence_ls, remote::evidence_ls),
    both("evidence show", verbs::evidence_show, remote::evidence_show),
    both("evidence verify", verbs::evidence_verify, remote::evidence_verify),
    DispatchRow{
        .path = "audit tail", .run = verbs::audit_tail, .signal_ends_it_well = true, .remote = remote::audit_tail},
    both("audit verify", verbs::audit_verify, remote::only_here),
    DispatchRow{.path = "worker", .run = workers::worker, .signal_ends_it_well = true},
    DispatchRow{.path = "serve", .run = server::serve, .signal_ends_it_well = true},
    there("login", remote::login),
    there("logout", remote::logout),
    there("whoami", remote::whoami),
    there("status", remote::status),
    there("metrics", remote::metrics),
    there("jobs ls", remote::jobs_ls),
    there("jobs show", remote::jobs_show),
    DispatchRow{.path = "jobs log", .run = remote::jobs_log, .signal_ends_it_well = true, .remote = remote::jobs_log},
    there("jobs cancel", remote::jobs_cancel),
    there("jobs wait", remote::jobs_wait),
    there("api", remote::api),
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
