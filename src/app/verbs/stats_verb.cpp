#include "app/verbs/stats_verb.hpp"

#include <fmt/format.h>

#include "adapters/intake/result_files.hpp"
#include "app/verbs/stats_document.hpp"
#include "app/verbs/stats_text.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::verbs {
namespace {

constexpr std::int64_t periods_units_max = 31'622'400 * units_per_one;  // the seconds of a leap year

std::string name_without_folder(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

Result<double> periods_per_year(const cli::Invocation& invocation, double fallback) {
    SPARK_TRY(const auto units, invocation.units("periods-per-year"));
    if (!units) return fallback;
    if (*units > 0 && *units <= periods_units_max)
        return static_cast<double>(*units) / static_cast<double>(units_per_one);
    return fail(Fault::invalid_input,
                fmt::format("found {}, allowed above 0 to 31622400", invocation.text_or("periods-per-year", "")),
                "--periods-per-year");
}

Result<void> refuse_flag(const cli::Invocation& invocation, std::string_view flag, std::string_view kinds) {
    if (!invocation.has(flag)) return {};
    return fail(Fault::invalid_input,
                fmt::format("--{} goes with --kind {}, found {}", flag, kinds, invocation.required_text("kind")),
                fmt::format("--{}", flag), fmt::format("leave --{} out", flag));
}

Result<StatsRequest> read_flags(const cli::Invocation& invocation) {
    const std::string_view kind = invocation.required_text("kind");
    StatsRequest request;
    request.file = name_without_folder(invocation.positional(0));
    SPARK_TRY(request.periods_per_year, periods_per_year(invocation, kind == "trades" ? 365 : 252));
    if (kind == "returns") SPARK_TRY(refuse_flag(invocation, "start-cash", "equity or trades"));
    if (kind == "trades") SPARK_TRY(refuse_flag(invocation, "benchmark", "returns or equity"));
    if (kind != "trades") SPARK_TRY(refuse_flag(invocation, "strategy", "trades"));
    SPARK_TRY(const auto start_units, invocation.units("start-cash"));
    if (!start_units) return request;
    if (*start_units <= 0)
        return fail(Fault::invalid_input,
                    fmt::format("found {}, allowed above 0", invocation.text_or("start-cash", "")), "--start-cash");
    request.start_balance = static_cast<double>(*start_units) / static_cast<double>(units_per_one);
    return request;
}

/// The file named, and the benchmark if there is one, each read the same way.
template <class Rows>
struct WithBenchmark {
    Rows own;
    std::optional<Rows> benchmark;
};

template <class Rows>
Result<WithBenchmark<Rows>> read_both(const cli::Invocation& invocation, Result<Rows> (*read)(intake::ResultFile)) {
    WithBenchmark<Rows> both;
    SPARK_TRY(intake::ResultFile file, intake::open_result_file(std::string(invocation.positional(0))));
    SPARK_TRY(both.own, read(std::move(file)));
    const auto path = invocation.text("benchmark");
    if (!path) return both;
    SPARK_TRY(intake::ResultFile benchmark, intake::open_result_file(std::string(*path)));
    SPARK_TRY(both.benchmark, read(std::move(benchmark)));
    return both;
}

Result<wire::Json> document_of(const cli::Invocation& invocation, const StatsRequest& request) {
    const std::string_view kind = invocation.required_text("kind");
    if (kind == "returns") {
        SPARK_TRY(const auto both, read_both(invocation, intake::read_returns));
        return stats_of_returns(both.own, request, both.benchmark);
    }
    if (kind == "equity") {
        SPARK_TRY(const auto both, read_both(invocation, intake::read_equity));
        return stats_of_equity(both.own, request, both.benchmark);
    }
    SPARK_TRY(intake::ResultFile file, intake::open_result_file(std::string(invocation.positional(0))));
    SPARK_TRY(const intake::TradeRows rows, intake::read_trades(std::move(file), invocation.text_or("strategy", "")));
    return stats_of_trades(rows, request);
}

}  // namespace

Result<int> stats(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const StatsRequest request, read_flags(invocation));
    SPARK_TRY(const wire::Json document, document_of(invocation, request));
    if (context.terminal.options().json)
        context.terminal.out_line(wire::to_text(document));
    else
        print_stats(context.terminal, document);
    return 0;
}

}  // namespace spark::verbs
