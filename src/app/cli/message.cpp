#include "app/cli/message.hpp"

#include "foundation/base/assert.hpp"

namespace spark::cli {

void does_not_compile(const char*) {}

std::string fill(std::string_view text, const std::string_view* arguments, std::size_t count) {
    std::string filled;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{') {
            filled += text[at];
            continue;
        }
        const auto place = static_cast<std::size_t>(text[at + 1] - '0');
        SPARK_ASSERT(place < count);
        filled += arguments[place];
        at += 2;
    }
    return filled;
}

}  // namespace spark::cli
