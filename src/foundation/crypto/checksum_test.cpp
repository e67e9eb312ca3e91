#include "foundation/crypto/checksum.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace spark::crypto {
namespace {

/// The buffer that xxHash's own sanity test hashes prefixes of.
std::vector<std::uint8_t> sanity_buffer(std::size_t size) {
    std::vector<std::uint8_t> buffer(size);
    std::uint64_t generator = 2'654'435'761U;
    for (std::uint8_t& byte : buffer) {
        byte = static_cast<std::uint8_t>(generator >> 56U);
        generator *= 11'400'714'785'074'694'797U;
    }
    return buffer;
}

struct Vector {
    std::size_t length;
    std::uint64_t low;
    std::uint64_t high;
};

// Source: Cyan4973/xxHash, the XSUM_XXH128_testdata table of its sanity test, the rows of seed 0.
constexpr std::array vectors{
    Vector{0, 0x6001C324468D497F, 0x99AA06D3014798D8},    Vector{1, 0xC44BDFF4074EECDB, 0xA6CD5E9392000F6A},
    Vector{6, 0x3E7039BDDA43CFC6, 0x082AFE0B8162D12A},    Vector{12, 0x061A192713F69AD9, 0x6E3EFD8FC7802B18},
    Vector{24, 0x1E7044D28B1B901D, 0x0CE966E4678D3761},   Vector{48, 0xF942219AED80F67B, 0xA002AC4E5478227E},
    Vector{81, 0x5E8BAFB9F95FB803, 0x4952F58181AB0042},   Vector{222, 0xF1AEBD597CEC6B3A, 0x337E09641B948717},
    Vector{403, 0xCDEB804D65C6DEA4, 0x1B6DE21E332DD73D},  Vector{512, 0x617E49599013CB6B, 0x18D2D110DCC9BCA1},
    Vector{2048, 0xDD59E2C3A5F038E0, 0xF736557FD47073A5}, Vector{2240, 0x6E73A90539CF2948, 0xCCB134FBFA7CE49D},
    Vector{2367, 0xCB37AEB9E5D361ED, 0xE89C0F6FF369B427},
};

TEST(Checksum, gives_the_values_of_the_xxhash_sanity_test) {
    const std::vector<std::uint8_t> buffer = sanity_buffer(4096);

    for (const Vector& vector : vectors) {
        const auto bytes = std::as_bytes(std::span(buffer)).first(vector.length);

        EXPECT_EQ(checksum128(bytes), (Checksum128{vector.low, vector.high})) << vector.length;
        EXPECT_EQ(Checksum().update(bytes).finish(), (Checksum128{vector.low, vector.high})) << vector.length;
    }
}

TEST(Checksum, writes_the_high_half_first) {
    EXPECT_EQ(checksum128({}).hex(), "99aa06d3014798d86001c324468d497f");
    EXPECT_EQ((Checksum128{.low = 1, .high = 2}).hex(), "00000000000000020000000000000001");
}

RC_GTEST_PROP(Checksum, in_pieces_equals_in_one_piece,
              (std::vector<std::uint8_t> head, std::vector<std::uint16_t> cuts)) {
    std::vector<std::uint8_t> buffer = sanity_buffer(20'000);
    std::ranges::copy(head, buffer.begin());
    const auto bytes = std::as_bytes(std::span(buffer));
    Checksum pieces;
    auto rest = bytes;
    for (const std::uint16_t cut : cuts) {
        const std::size_t length = std::min<std::size_t>(cut % 3000U, rest.size());
        pieces.update(rest.first(length));
        rest = rest.subspan(length);
    }
    pieces.update(rest);

    RC_ASSERT(pieces.finish() == checksum128(bytes));
}

TEST(Checksum, of_a_copy_goes_on_by_itself) {
    const std::vector<std::uint8_t> buffer = sanity_buffer(1000);
    const auto bytes = std::as_bytes(std::span(buffer));
    Checksum first;
    first.update(bytes.first(300));

    Checksum second = first;
    first.update(bytes.subspan(300));
    second.update(bytes.subspan(300, 10));

    EXPECT_EQ(first.finish(), checksum128(bytes));
    EXPECT_EQ(second.finish(), checksum128(bytes.first(310)));
}

}  // namespace
}  // namespace spark::crypto
