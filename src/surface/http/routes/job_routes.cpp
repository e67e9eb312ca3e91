#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::array rows{
    Route{.path = "/api/v1/jobs",
          .operation = "jobs.list",
          .group = Group::jobs,
          .right = Right::look,
          .summary = {"One's own jobs, newest first; an admin's are everybody's",
                      "Kendi işleriniz, en yenisi önce; yöneticiye herkesinki"},
          .response_schema = "JobList",
          .query = "limit cursor kind status"},
    Route{.path = "/api/v1/jobs/{id}/log",
          .operation = "jobs.log",
          .group = Group::jobs,
          .right = Right::look,
          .summary = {"What a job has said so far", "Bir işin şimdiye dek yazdıkları"},
          .response_schema = "JobLogList",
          .query = "limit after"},
    Route{.method = Method::post,
          .path = "/api/v1/jobs/{id}/cancel",
          .operation = "jobs.cancel",
          .group = Group::jobs,
          .right = Right::research,
          .rate = RateClass::probe,
          .summary = {"Cancel a job; may be repeated", "Bir işi iptal et; yinelenebilir"},
          .response_schema = "Job"},
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
