#include "adapters/intake/format.hpp"

#include <string>

#include "foundation/base/shown_text.hpp"

namespace spark::intake {

Result<Format> parse_format(std::string_view name) {
    std::string names;
    for (const FormatRow& row : formats) {
        if (row.name == name) return row.format;
        names += names.empty() ? "" : ", ";
        names += row.name;
    }
    return fail(Fault::invalid_input, "found '" + shown(name) + "', allowed " + names, "format");
}

}  // namespace spark::intake
