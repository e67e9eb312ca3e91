#include "foundation/domain/instrument.hpp"

#include <algorithm>

#include "foundation/base/shown_text.hpp"

namespace spark {

namespace {

constexpr std::size_t venue_size_max = 24;
constexpr std::size_t symbol_size_max = 32;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Result<Venue> Venue::parse(std::string_view text) {
    std::string name(text.substr(0, venue_size_max + 1));
    std::ranges::transform(name, name.begin(), lower);
    const bool fits = !text.empty() && text.size() <= venue_size_max;
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
    if (!fits || !std::ranges::all_of(name, allowed)) {
        return fail(Fault::invalid_input,
                    "found venue '" + shown(text) + "', allowed 1 to 24 letters, digits and '-', such as binance");
    }
    return Venue(std::move(name));
}

Result<Symbol> Symbol::parse(std::string_view text) {
    std::string name(text.substr(0, symbol_size_max + 1));
    std::ranges::transform(name, name.begin(), upper);
    const bool fits = !text.empty() && text.size() <= symbol_size_max;
    const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '.'; };
    // A symbol becomes part of file names: one that begins with a point would be hidden or climb out of its folder.
    if (!fits || !std::ranges::all_of(name, allowed) || name.front() == '.') {
        return fail(Fault::invalid_input, "found symbol '" + shown(text) +
                                              "', allowed 1 to 32 letters, digits, '-' and '.', such as BTCUSDT");
    }
    return Symbol(std::move(name));
}

}  // namespace spark
