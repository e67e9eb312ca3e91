#include "engine/identity/user_name.hpp"

#include <algorithm>

#include "foundation/base/shown_text.hpp"

namespace spark::identity {
namespace {

constexpr std::string_view name_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@";

}  // namespace

Result<void> check_user_name(std::string_view name) {
    if (name.empty() || name.size() > user_name_bytes_max) {
        return fail(Fault::invalid_input,
                    "a user name of " + std::to_string(name.size()) + " bytes, 1 to 64 are allowed", "name");
    }
    if (name.find_first_not_of(name_characters) != std::string_view::npos) {
        return fail(Fault::invalid_input, "found " + shown(name) + ", a user name has letters a-z, digits, . _ - and @",
                    "name");
    }
    return {};
}

std::string fold_case(std::string_view text) {
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return folded;
}

}  // namespace spark::identity
