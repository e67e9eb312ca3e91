#include <fmt/format.h>

#include "app/server/operations/operations.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {

void add_job_operations(House& house, http::Operations& operations) {
    operations.add("jobs.show", [&house](http::Call& call) -> http::Answered {
        const std::string& id = call.path_part(0);
        if (auto found = house.jobs.find(id)) return http::Outcome::of(std::move(*found));
        return http::problem_of({.fault = Fault::not_found,
                                 .message = fmt::format("no job of this process is called '{}'", shown(id)),
                                 .place = {},
                                 .remedy = "GET /api/v1/backtests lists what jobs made"});
    });
}

}  // namespace spark::server
