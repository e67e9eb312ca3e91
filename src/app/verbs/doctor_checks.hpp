#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/verbs/context.hpp"

namespace spark::verbs {

/// A caution is worth reading but keeps nothing from working; only a failed check makes doctor end with 7.
enum class CheckState : std::uint8_t { good, caution, failed };

struct Check {
    std::string_view name;  ///< For machines: `data_dir`.
    std::string title;
    CheckState state = CheckState::good;
    std::string detail;  ///< What was measured.
    std::string remedy{};
};

/// All checks, in the order they are shown; measured now. Changes nothing but a file of its own in the data folder,
/// which it removes.
std::vector<Check> run_checks(Context& context, cli::Language language);

}  // namespace spark::verbs
