#include "engine/identity/records.hpp"

#include <array>
#include <cstddef>

#include "foundation/base/shown_text.hpp"

namespace spark::identity {
namespace {

constexpr std::array<std::string_view, 7> ending_names{"logged_out",   "revoked",  "replaced", "password_changed",
                                                       "role_changed", "disabled", "too_many"};
static_assert(ending_names.size() == static_cast<std::size_t>(Ending::too_many) + 1);

}  // namespace

std::string_view to_text(Ending ending) { return ending_names[static_cast<std::size_t>(ending)]; }

Result<Ending> parse_ending(std::string_view text) {
    for (std::size_t index = 0; index < ending_names.size(); ++index) {
        if (ending_names[index] == text) return static_cast<Ending>(index);
    }
    return fail(Fault::invalid_input, "found " + shown(text) + ", which is no end of a session");
}

}  // namespace spark::identity
