#include "surface/http/operations.hpp"

#include <utility>

#include "foundation/base/assert.hpp"
#include "surface/http/route.hpp"

namespace spark::http {

void Operations::add(std::string_view name, Operation work) {
    SPARK_ASSERT(find_operation(name) != nullptr);
    const bool is_new = work_.try_emplace(std::string(name), std::move(work)).second;
    SPARK_ASSERT(is_new);
}

const Operation* Operations::find(std::string_view name) const {
    const auto found = work_.find(name);
    return found == work_.end() ? nullptr : &found->second;
}

}  // namespace spark::http
