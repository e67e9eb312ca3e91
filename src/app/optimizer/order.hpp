#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/invocation.hpp"
#include "app/verbs/backtest_case.hpp"
#include "app/verbs/context.hpp"
#include "engine/search/sampler.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::optimizer {

/// How a history is walked forward: `6x30d` (rolling, six windows of 30 days tested one after another, each trained on
/// what is before it), `anchored:6x30d`, `rolling:6x30d/90d` (trained on 90 days), lengths in `d`, `h` or `bars`.
struct WalkForwardOrder {
    bool is_anchored = false;
    std::size_t folds = 0;
    std::string test_length;
    std::string train_length{};    ///< Empty: rolling with what is left, evenly.
    std::int64_t purge_bars = -1;  ///< -1: as long as the longest trade of the chosen sets may reach (the warm-up).
    std::int64_t embargo_bars = 0;
    bool operator==(const WalkForwardOrder&) const = default;

    /// Reads `[anchored:|rolling:]FOLDSxTEST[/TRAIN]`. Errors: invalid_input with the forms.
    static Result<WalkForwardOrder> parse(std::string_view text);
    /// As it may be given to `parse` again; without purge and embargo.
    std::string text() const;
};

/// An optimization as asked for. The same order comes from the command line, over HTTP, out of a job and to a worker:
/// `spark.optimize-order/1` (docs/reference/optimize_order.md).
struct Order {
    /// Body of `POST /api/v1/backtests` without searched parameters: strategy or document, data set, costs, period;
    /// amounts as text, exact.
    wire::Json backtest;
    search::Method method = search::Method::grid;
    std::vector<std::string> parameters{};  ///< `fast=5:50:5`
    std::vector<std::string> where{};
    std::string objective = "net_pnl";
    std::vector<std::string> constraints{};  ///< `trades >= 30`
    std::optional<std::uint64_t> trials_max{};
    std::optional<std::int64_t> time_max_s{};
    std::uint64_t seed = 1;
    std::size_t batch = 0;
    std::string out_of_sample{};  ///< `30%`; empty: none.
    bool is_sealed = false;       ///< The holdout is not looked at in the end.
    std::optional<WalkForwardOrder> walk_forward{};
    std::size_t finalists = 20;  ///< Rows that are looked at out of sample, and assessed.
    bool has_assessment = true;  ///< Luck told from skill; `--no-assessment` leaves it out.

    /// Checked field by field; unknown ones are refused with the nearest name. Errors: invalid_input with a JSON
    /// pointer as place.
    static Result<Order> parse(std::string_view json);
    /// What `parse` reads to the same order; fields that stand at their fallback are left out where they are optional.
    wire::Json json() const;
};
inline constexpr std::size_t finalists_max = 200;
inline constexpr std::int64_t time_max_most_s = 30 * 86'400;

/// The line of `spark optimize <method>`. Errors: invalid_input with the flag as place.
Result<Order> read_order(const verbs::Context& context, const cli::Invocation& invocation, search::Method method);

}  // namespace spark::optimizer
