#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::net {

struct QueryItem {
    std::string name;
    std::string value;
    bool operator==(const QueryItem&) const = default;
};

/// A request's target, decoded.
struct Target {
    std::vector<std::string> segments;  ///< `/api/v1/` → "api", "v1"; `/` → none.
    std::vector<QueryItem> query;       ///< In order; no name twice.

    /// `/api/v1`, decoded; `/` without segments.
    std::string path() const;
    /// The value of this name; null when there is none. Lives as long as the target.
    const std::string* find(std::string_view name) const;
};

/// `%41%c4%9f` → "Ağ"; `+` stays a plus. Errors: invalid_input for a `%` without two hexadecimal digits, a control
/// character (plain or encoded) and bytes that are no UTF-8.
Result<std::string> percent_decoded(std::string_view text);

/// Reads `/path/of/segments?name=value&other`. One slash at the end is allowed and means nothing; a `+` in the query
/// is a blank, as forms send it. Errors: invalid_input when it does not begin with `/` or is longer than 8 KiB, for an
/// empty segment, `.` or `..`, a slash or backslash inside a segment (encoded or not), a name that stands twice, more
/// than 64 names, and as percent_decoded: nothing decoded can leave the folder of what it names.
Result<Target> parse_target(std::string_view text);

}  // namespace spark::net
