#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/verbs/context.hpp"
#include "app/verbs/kept_strategies.hpp"
#include "foundation/base/result.hpp"

namespace spark::lab {

struct AdoptOrder {
    std::string strategy;
    std::string optimization;     ///< `opt_…`, or its folder.
    std::string set = "plateau";  ///< `best`, `plateau`, or a set's number.
    std::string author{};
    std::string message{};                  ///< Empty: which set of which search.
    std::optional<std::uint32_t> parent{};  ///< The newest version, as the caller knows it; none: whichever it is.
};

/// Keeps the newest document with the set's values as its defaults as the next version, its origin kept. The same set
/// adopted again into the newest version gives that version. Errors: not_found for strategy, optimization or set;
/// conflict where the searched document differs in more than version and defaults, naming the field, or the newest
/// version is not `parent`; invalid_input where the rules between parameters refuse the values; corrupt.
Result<verbs::KeptStrategy> adopt(verbs::Context& context, const AdoptOrder& order);

}  // namespace spark::lab
