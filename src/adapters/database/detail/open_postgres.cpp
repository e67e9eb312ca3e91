#include "adapters/database/detail/open_postgres.hpp"

namespace spark::database::detail {

Result<std::unique_ptr<Database>> open_postgres(const std::string&, const Options&) {
    return fail(Fault::unavailable, "PostgreSQL comes with the next commit of this branch", "store.url");
}

}  // namespace spark::database::detail
