#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/evidence/{id}",
          .operation = "evidence.show",
          .group = Group::evidence,
          .right = Right::look,
          .summary = {"A run's manifest and document", "Bir koşunun manifesti ve belgesi"},
          .response_schema = "Evidence"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> evidence() { return rows; }

}  // namespace spark::http::topics
