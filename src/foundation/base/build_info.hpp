#pragma once

#include <string_view>

namespace spark {

/// What this binary was made from. Text that lives as long as the process.
struct BuildInfo {
    std::string_view version;     ///< "0.1.0"
    std::string_view commit;      ///< 40 hex digits, or "unknown" outside a git clone.
    bool dirty = false;           ///< Tracked files differed from the commit when it was built.
    std::string_view compiler;    ///< "Clang 19.1.7"
    std::string_view build_type;  ///< "Release" or "Debug"
    std::string_view flags;       ///< Optimisation and sanitizer flags, as given to the compiler.
};

/// Generated at build time and linked into the app tier only: engine and foundation take what they need of it as
/// arguments.
const BuildInfo& build_info();

}  // namespace spark
