#include "adapters/trials/detail/journal_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "foundation/base/assert.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::trials::detail {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr std::size_t read_ahead_bytes = 64U << 10U;
constexpr std::size_t fixed_head_bytes = 8 + 8 + crypto::Sha256Digest::size;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

bool is_zero(std::span<const std::byte> bytes) {
    return std::ranges::all_of(bytes, [](std::byte one) { return one == std::byte{0}; });
}

crypto::Checksum128 seal_of(const BlockHead& head, std::span<const std::byte> payload,
                            const crypto::Checksum128& before) {
    const std::array words{before.low, before.high};
    crypto::Checksum checksum;
    checksum.update(std::as_bytes(std::span(words)));
    checksum.update(std::as_bytes(std::span(&head, 1)).first(offsetof(BlockHead, seal_low)));
    return checksum.update(payload).finish();
}

}  // namespace

std::string encode_journal_head(std::string_view header) {
    SPARK_ASSERT(header.size() <= header_bytes_max);
    std::string out(journal_magic);
    const std::uint64_t size = header.size();
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    const crypto::Sha256Digest digest = crypto::sha256(header);
    out.append(reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size());
    out += header;
    return out;
}

crypto::Checksum128 first_seal(std::string_view header) {
    const crypto::Sha256Digest digest = crypto::sha256(header);
    return crypto::checksum128(std::as_bytes(std::span(digest.bytes)));
}

BlockWalk::Place first_place(std::string_view header) {
    return {.offset = fixed_head_bytes + header.size(), .index = 0, .seal = first_seal(header)};
}

SealedBlock seal_block(std::uint64_t index, std::uint32_t rows, std::string_view payload,
                       const crypto::Checksum128& before) {
    SPARK_ASSERT(payload.size() <= payload_bytes_max);
    const auto size = static_cast<std::uint32_t>(payload.size());
    BlockHead head{.rows = rows, .payload_bytes = size, .payload_bytes_inverted = ~size, .index = index};
    const crypto::Checksum128 seal = seal_of(head, bytes_of(payload), before);
    head.seal_low = seal.low;
    head.seal_high = seal.high;
    return {head, seal};
}

Result<std::string> read_journal_head(const ReadAt& read) {
    std::array<std::byte, fixed_head_bytes> fixed{};
    SPARK_TRY(const std::size_t count, read(0, fixed));
    const std::string_view magic(reinterpret_cast<const char*>(fixed.data()), journal_magic.size());
    if (count < fixed.size() || magic != journal_magic)
        return fail(Fault::corrupt, "it is no trial journal of this version");
    std::uint64_t size = 0;
    std::memcpy(&size, fixed.data() + 8, sizeof size);
    if (size > header_bytes_max) return fail(Fault::corrupt, "its header is longer than any that is written");
    // In pieces: a size that was made up must not cost its memory.
    std::string header;
    while (header.size() < size) {
        const std::size_t begun = header.size();
        header.resize(std::min<std::size_t>(size, begun + read_ahead_bytes));
        const auto rest = std::as_writable_bytes(std::span(header)).subspan(begun);
        SPARK_TRY(const std::size_t got, read(fixed.size() + begun, rest));
        if (got < rest.size()) return fail(Fault::corrupt, "it ends inside its header");
    }
    const crypto::Sha256Digest digest = crypto::sha256(header);
    if (std::memcmp(digest.bytes.data(), fixed.data() + 16, digest.bytes.size()) != 0)
        return fail(Fault::corrupt, "its header is not what was written");
    return header;
}

std::unexpected<Error> BlockWalk::damaged(std::string_view why) const {
    return fail(Fault::corrupt, fmt::format("block {} at byte {} {}", place_.index, place_.offset, why));
}

Result<std::span<const std::byte>> BlockWalk::bytes(std::uint64_t offset, std::size_t count) {
    const bool is_there = offset >= buffer_offset_ && offset + count <= buffer_offset_ + buffer_.size();
    if (!is_there) {
        buffer_.resize(std::max(count, read_ahead_bytes));
        buffer_offset_ = offset;
        SPARK_TRY(const std::size_t got, read_(offset, std::as_writable_bytes(std::span(buffer_))));
        buffer_.resize(got);
    }
    const std::size_t begin = offset - buffer_offset_;
    const std::size_t have = std::min(count, buffer_.size() - begin);
    return bytes_of(std::string_view(buffer_)).subspan(begin, have);
}

/// Bytes too few for a head: the beginning of the one that would come here, or nothing but zeros.
bool BlockWalk::could_begin_block(std::span<const std::byte> there) const {
    if (is_zero(there)) return true;
    const std::uint32_t magic = block_magic;
    const auto expected = std::as_bytes(std::span(&magic, 1));
    if (!std::ranges::equal(there.first(std::min<std::size_t>(4, there.size())),
                            expected.first(std::min<std::size_t>(4, there.size()))))
        return false;
    BlockHead head;
    std::memcpy(&head, there.data(), there.size());
    if (there.size() >= 16 && head.payload_bytes != ~head.payload_bytes_inverted) return false;
    return there.size() < 24 || head.index == place_.index;
}

/// After a loss of power the last block may have its whole length, with pages of it never written.
Result<bool> BlockWalk::is_torn_page(std::uint64_t end) {
    SPARK_TRY(const auto beyond, bytes(end, 1));
    if (!beyond.empty()) return false;
    const std::uint64_t last_page = (end - 1) / page_bytes * page_bytes;
    const std::uint64_t from = std::max(last_page, place_.offset);
    SPARK_TRY(const auto tail, bytes(from, static_cast<std::size_t>(end - from)));
    return is_zero(tail);
}

Result<std::optional<BlockWalk::Block>> BlockWalk::next() {
    is_torn_ = false;
    SPARK_TRY(const auto there, bytes(place_.offset, sizeof(BlockHead)));
    if (there.empty()) return std::optional<Block>();
    if (there.size() < sizeof(BlockHead)) {
        if (!could_begin_block(there)) return damaged("is not what was written");
        is_torn_ = true;
        return std::optional<Block>();
    }
    BlockHead head;
    std::memcpy(&head, there.data(), sizeof head);
    if (is_zero(there)) {
        // Room the file system gave and nobody filled; anything but zeros behind it was not ours.
        for (std::uint64_t offset = place_.offset;; offset += read_ahead_bytes) {
            SPARK_TRY(const auto piece, bytes(offset, read_ahead_bytes));
            if (!is_zero(piece)) return damaged("was overwritten with zeros");
            if (piece.size() < read_ahead_bytes) break;
        }
        is_torn_ = true;
        return std::optional<Block>();
    }
    if (head.magic != block_magic || head.payload_bytes != ~head.payload_bytes_inverted)
        return damaged("is not what was written");
    if (head.payload_bytes > payload_bytes_max) return damaged("is longer than any that is written");
    if (head.index != place_.index)
        return damaged(fmt::format("says that it is block {}: blocks were taken out or put in", head.index));
    const std::uint64_t payload_offset = place_.offset + sizeof head;
    SPARK_TRY(const auto payload, bytes(payload_offset, head.payload_bytes));
    if (payload.size() < head.payload_bytes) {
        is_torn_ = true;
        return std::optional<Block>();
    }
    const crypto::Checksum128 seal = seal_of(head, payload, place_.seal);
    if (seal.low != head.seal_low || seal.high != head.seal_high) {
        SPARK_TRY(const bool is_torn, is_torn_page(payload_offset + head.payload_bytes));
        if (!is_torn) return damaged("is not what was written, or belongs to another optimization");
        is_torn_ = true;
        return std::optional<Block>();
    }
    place_ = {.offset = payload_offset + head.payload_bytes, .index = place_.index + 1, .seal = seal};
    return std::optional(Block{.payload_offset = payload_offset, .rows = head.rows, .payload = payload});
}

}  // namespace spark::trials::detail
