#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/crypto/checksum.hpp"

/// Bytes of `trials.journal` (docs/reference/optimize_files.md): a head with the order, then blocks of rows, each
/// sealed together with the seal of the block before.
namespace spark::trials::detail {

inline constexpr std::string_view journal_magic = "SPKTRIA1";
inline constexpr std::uint32_t block_magic = 0x4B4C'4254;  ///< "TBLK" in the file.
inline constexpr std::size_t header_bytes_max = 16U << 20U;
inline constexpr std::size_t payload_bytes_max = 64U << 20U;
inline constexpr std::size_t page_bytes = 4'096;

/// What a block begins with, as it lies in the file (little-endian).
struct BlockHead {
    std::uint32_t magic = block_magic;
    std::uint32_t rows = 0;
    std::uint32_t payload_bytes = 0;
    std::uint32_t payload_bytes_inverted = 0;  ///< A size that was damaged must not look like a block half written.
    std::uint64_t index = 0;                   ///< From 0.
    std::uint64_t seal_low = 0;                ///< XXH3-128 of: the seal before, the fields above, the payload.
    std::uint64_t seal_high = 0;
};
static_assert(sizeof(BlockHead) == 40);

/// The bytes a journal begins with, for this header text.
std::string encode_journal_head(std::string_view header);

/// The seal that the first block continues.
crypto::Checksum128 first_seal(std::string_view header);

/// Head and payload of one block. Precondition (asserted): at most payload_bytes_max.
struct SealedBlock {
    BlockHead head;
    crypto::Checksum128 seal;
};
SealedBlock seal_block(std::uint64_t index, std::uint32_t rows, std::string_view payload,
                       const crypto::Checksum128& before);

/// Reads at an offset; fewer bytes than asked only at the end.
using ReadAt = std::function<Result<std::size_t>(std::uint64_t offset, std::span<std::byte> into)>;

/// The header text of a journal. Errors: corrupt.
Result<std::string> read_journal_head(const ReadAt& read);

/// Walks the blocks of a journal, in order, each verified. What it shows of a block lives until the next step.
class BlockWalk {
  public:
    struct Place {
        std::uint64_t offset = 0;  ///< Of the block to come.
        std::uint64_t index = 0;
        crypto::Checksum128 seal;
    };
    struct Block {
        std::uint64_t payload_offset = 0;
        std::uint32_t rows = 0;
        std::span<const std::byte> payload;
    };

    BlockWalk(ReadAt read, Place from) : read_(std::move(read)), place_(from) {}

    /// None at the end, be it clean or torn. Errors: corrupt, naming the block.
    Result<std::optional<Block>> next();
    /// Behind the last whole block.
    const Place& place() const { return place_; }
    /// Bytes behind it are the beginning of a block that was never whole.
    bool is_torn() const { return is_torn_; }

  private:
    Result<std::span<const std::byte>> bytes(std::uint64_t offset, std::size_t count);
    std::unexpected<Error> damaged(std::string_view why) const;
    bool could_begin_block(std::span<const std::byte> there) const;
    Result<bool> is_torn_page(std::uint64_t end);

    ReadAt read_;
    Place place_;
    bool is_torn_ = false;
    std::string buffer_;
    std::uint64_t buffer_offset_ = 0;
};

/// Where the first block lies.
BlockWalk::Place first_place(std::string_view header);

}  // namespace spark::trials::detail
