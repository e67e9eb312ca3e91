#include "engine/identity/role.hpp"

#include "foundation/base/shown_text.hpp"

namespace spark::identity {
namespace {

/// "found X, there are A, B, C".
template <class Rules>
std::unexpected<Error> unknown_name(std::string_view text, const Rules& rules) {
    std::string message = "found " + shown(text) + ", there are";
    for (const auto& rule : rules) message += (&rule == rules.data() ? " " : ", ") + std::string(rule.name);
    return fail(Fault::invalid_input, message);
}

}  // namespace

Result<Role> parse_role(std::string_view text) {
    for (const RoleRule& rule : role_rules) {
        if (rule.name == text) return rule.role;
    }
    return unknown_name(text, role_rules);
}

Result<Right> parse_right(std::string_view text) {
    for (const RightRule& rule : right_rules) {
        if (rule.name == text) return rule.right;
    }
    return unknown_name(text, right_rules);
}

std::string to_text(Rights rights) {
    std::string text;
    for (const RightRule& rule : right_rules) {
        if (!rights.holds(rule.right)) continue;
        if (!text.empty()) text += ',';
        text += rule.name;
    }
    return text;
}

Result<Rights> parse_rights(std::string_view text) {
    Rights rights;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        SPARK_TRY(const Right right, parse_right(text.substr(0, comma)));
        rights = rights.with(right);
        if (comma == std::string_view::npos) return rights;
        text.remove_prefix(comma + 1);
        if (text.empty()) return fail(Fault::invalid_input, "a list of rights ends in a comma");
    }
    return rights;
}

}  // namespace spark::identity
