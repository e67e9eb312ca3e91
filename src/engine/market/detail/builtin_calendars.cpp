#include "engine/market/detail/builtin_calendars.hpp"

namespace spark::market::detail {

namespace {

// The file's first and last line make it a C++ string literal.
constexpr std::string_view bist_text =
#include "../data/calendars/bist.cal"
    ;

}  // namespace

std::string_view bist_calendar_text() { return bist_text; }

}  // namespace spark::market::detail
