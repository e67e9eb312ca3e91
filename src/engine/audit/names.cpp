#include "engine/audit/names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "foundation/base/shown_text.hpp"
#include "foundation/base/ulid.hpp"

namespace spark::audit {
namespace {

constexpr std::size_t kind_size_max = 32;
// 128 letters and ".manifest.json" stay under the 255 bytes a file name may have.
constexpr std::size_t name_size_max = 128;

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
constexpr bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
constexpr bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
constexpr bool is_word(char letter) { return is_digit(letter) || is_lower(letter) || is_upper(letter); }

}  // namespace

Result<void> check_kind(std::string_view kind) {
    const bool holds =
        !kind.empty() && kind.size() <= kind_size_max && is_lower(kind.front()) &&
        std::ranges::all_of(kind, [](char letter) { return is_lower(letter) || is_digit(letter) || letter == '_'; });
    if (holds) return {};
    return fail(Fault::invalid_input,
                fmt::format("evidence kind '{}': allowed are 1 to {} of a-z, 0-9, _, a letter first", shown(kind),
                            kind_size_max));
}

Result<void> check_id(std::string_view id) {
    const bool holds =
        !id.empty() && id.size() <= name_size_max && is_word(id.front()) &&
        std::ranges::all_of(id, [](char letter) { return is_word(letter) || letter == '_' || letter == '-'; });
    if (holds) return {};
    return fail(Fault::invalid_input,
                fmt::format("evidence id '{}': allowed are 1 to {} of A-Z, a-z, 0-9, _, -, a letter or digit first",
                            shown(id), name_size_max));
}

Result<void> check_attachment_name(std::string_view name) {
    const bool holds = !name.empty() && name.size() <= name_size_max && is_word(name.front()) &&
                       std::ranges::all_of(name, [](char letter) {
                           return is_word(letter) || letter == '_' || letter == '-' || letter == '.';
                       });
    if (holds) return {};
    return fail(
        Fault::invalid_input,
        fmt::format("attachment name '{}': allowed are 1 to {} of A-Z, a-z, 0-9, _, -, ., a letter or digit first",
                    shown(name), name_size_max));
}

Result<void> check_nonce(std::string_view nonce) {
    if (is_nonce(nonce)) return {};
    return fail(Fault::invalid_input,
                fmt::format("nonce '{}': allowed is YYYYMMDDhhmmss-nnnnnn, as 20251120074512-004217", shown(nonce)));
}

}  // namespace spark::audit
