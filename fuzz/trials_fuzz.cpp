// Any bytes as a trial journal: reading must answer, never read outside the bytes, never crash. The first byte chooses
// how far in the rest is let, since a seal would turn nearly everything away at the door: even, the bytes as they are;
// odd, as the rows of a sealed block, and what is taken must be what writing gives.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "adapters/trials/detail/journal_format.hpp"
#include "adapters/trials/detail/row_codec.hpp"

namespace {

namespace detail = spark::trials::detail;

constexpr std::size_t axes = 3;

detail::ReadAt reader_of(std::string_view bytes) {
    return [bytes](std::uint64_t offset, std::span<std::byte> into) -> spark::Result<std::size_t> {
        if (offset >= bytes.size()) return std::size_t{0};
        const std::size_t count = std::min<std::size_t>(into.size(), bytes.size() - offset);
        std::memcpy(into.data(), bytes.data() + offset, count);
        return count;
    };
}

void walk(std::string_view bytes, std::size_t& blocks) {
    const auto header = detail::read_journal_head(reader_of(bytes));
    if (!header) return;
    const auto json = spark::wire::parse_json(*header);
    if (json) static_cast<void>(spark::trials::TrialHeader::parse(*json).has_value());
    detail::BlockWalk blocks_of(reader_of(bytes), detail::first_place(*header));
    while (true) {
        const auto block = blocks_of.next();
        if (!block || !*block) return;
        ++blocks;
        std::size_t offset = 0;
        for (std::uint32_t row = 0; row < (*block)->rows && offset < (*block)->payload.size(); ++row) {
            std::size_t used = 0;
            const auto decoded = detail::decode_row((*block)->payload.subspan(offset), axes, used);
            if (!decoded) break;
            std::string again;
            detail::encode_row(*decoded, axes, true, again);
            std::size_t used_again = 0;
            if (!detail::decode_row(std::as_bytes(std::span(again)), axes, used_again)) std::abort();
            offset += used;
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    std::size_t blocks = 0;
    if (data[0] % 2 == 0) {
        walk(rest, blocks);
        return 0;
    }
    constexpr std::string_view header = "{}";
    const auto sealed = detail::seal_block(0, 1'000, rest, detail::first_seal(header));
    std::string journal = detail::encode_journal_head(header);
    journal.append(reinterpret_cast<const char*>(&sealed.head), sizeof sealed.head);
    journal += rest;
    walk(journal, blocks);
    if (blocks != 1) std::abort();  // Any payload makes a block that is whole.
    return 0;
}
