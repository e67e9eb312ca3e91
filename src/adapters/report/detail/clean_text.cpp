#include "adapters/report/detail/clean_text.hpp"

#include "foundation/wire/utf8.hpp"

namespace spark::report::detail {
namespace {

constexpr std::string_view replacement = "\uFFFD";

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t valid = wire::utf8_valid_bytes(text);
        for (const char c : text.substr(0, valid)) {
            if (is_control(c))
                out += replacement;
            else
                out += c;
        }
        text.remove_prefix(valid);
        if (text.empty()) break;
        out += replacement;
        text.remove_prefix(1);
    }
    return out;
}

}  // namespace spark::report::detail
