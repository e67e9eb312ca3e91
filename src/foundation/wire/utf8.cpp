#include "foundation/wire/utf8.hpp"

#include <cstdint>
#include <cstring>

#include "foundation/base/shown_text.hpp"

namespace spark::wire {

namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080ULL;

}  // namespace

std::size_t utf8_valid_bytes(std::string_view text) {
    std::size_t offset = 0;
    while (offset < text.size()) {
        while (text.size() - offset >= 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data() + offset, 8);
            if ((eight & high_bits) != 0) break;
            offset += 8;
        }
        if (offset == text.size()) break;
        const std::size_t bytes = utf8_sequence_size(text.substr(offset));
        if (bytes == 0) return offset;
        offset += bytes;
    }
    return offset;
}

}  // namespace spark::wire
