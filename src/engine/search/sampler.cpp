#include "engine/search/sampler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/search/detail/methods.hpp"

namespace spark::search {
namespace {

struct MethodRow {
    Method method;
    std::string_view name;
    Result<std::unique_ptr<Sampler>> (*make)(const Space& space, std::vector<Condition> conditions,
                                             const SearchOptions& options);
};

constexpr std::array rows{
    MethodRow{Method::grid, "grid", detail::make_grid},
    MethodRow{Method::random, "random", detail::make_random},
    MethodRow{Method::tpe, "tpe", detail::make_tpe},
    MethodRow{Method::cmaes, "cmaes", detail::make_cmaes},
    MethodRow{Method::halving, "halving", detail::make_halving},
};

const MethodRow& row_of(Method method) { return *std::ranges::find(rows, method, &MethodRow::method); }

}  // namespace

std::string_view method_name(Method method) { return row_of(method).name; }

std::optional<Method> method_of(std::string_view name) {
    const auto row = std::ranges::find(rows, name, &MethodRow::name);
    return row == rows.end() ? std::nullopt : std::optional(row->method);
}

Result<std::unique_ptr<Sampler>> make_sampler(const Space& space, std::vector<Condition> conditions,
                                              const SearchOptions& options) {
    if (options.method != Method::grid && !options.trials_max) {
        return fail(Fault::invalid_input, fmt::format("found no bound, {} needs one", method_name(options.method)),
                    "--max-trials", "--max-trials 1000");
    }
    if (options.trials_max == 0) {
        return fail(Fault::invalid_input, "found 0 sets to run, allowed 1 or more", "--max-trials",
                    "--max-trials 1000");
    }
    return row_of(options.method).make(space, std::move(conditions), options);
}

}  // namespace spark::search
