#pragma once

#include <string>
#include <vector>

namespace spark::stream {

/// Who listens, as the caller has made sure of it.
struct Reader {
    std::string user;
    std::string tenant;
    std::vector<std::string> rights;  ///< Of the topic table's `right` column.
    bool hears_all_users = false;     ///< An admin hears what is meant for other users of the tenant.
};

}  // namespace spark::stream
