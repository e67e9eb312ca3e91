#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/strategies",
          .operation = "strategies.list",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"The strategies there are", "Var olan stratejiler"},
          .response_schema = "StrategyList"},
    Route{.path = "/api/v1/strategies/{name}",
          .operation = "strategies.show",
          .group = Group::strategies,
          .right = Right::look,
          .summary = {"One strategy with its document", "Bir strateji ve belgesi"},
          .response_schema = "Strategy"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> strategies() { return rows; }

}  // namespace spark::http::topics
