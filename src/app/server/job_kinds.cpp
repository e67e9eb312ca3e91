#include "app/server/job_kinds.hpp"

#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::server {

void JobKinds::add(std::string kind, JobWork work, JobTerms terms) {
    terms_.try_emplace(kind, terms);
    const bool is_new = work_.try_emplace(std::move(kind), std::move(work)).second;
    SPARK_ASSERT(is_new);
}

const JobTerms& JobKinds::terms(std::string_view kind) const {
    const auto found = terms_.find(kind);
    SPARK_ASSERT(found != terms_.end());
    return found->second;
}

const JobWork* JobKinds::find(std::string_view kind) const {
    const auto found = work_.find(kind);
    return found == work_.end() ? nullptr : &found->second;
}

}  // namespace spark::server
