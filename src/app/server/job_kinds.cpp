#include "app/server/job_kinds.hpp"

#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::server {

void JobKinds::add(std::string kind, JobWork work) {
    const bool is_new = work_.try_emplace(std::move(kind), std::move(work)).second;
    SPARK_ASSERT(is_new);
}

const JobWork* JobKinds::find(std::string_view kind) const {
    const auto found = work_.find(kind);
    return found == work_.end() ? nullptr : &found->second;
}

}  // namespace spark::server
