#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/jobs/{id}",
          .operation = "jobs.show",
          .group = Group::jobs,
          .right = Right::look,
          .summary = {"How far a job is", "Bir işin durumu"},
          .response_schema = "Job"},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> jobs() { return rows; }

}  // namespace spark::http::topics
