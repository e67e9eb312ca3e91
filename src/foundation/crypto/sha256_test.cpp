#include "foundation/crypto/sha256.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include <algorithm>
#include <string>

namespace spark::crypto {
namespace {

// Source: NIST, examples of FIPS 180-4 (SHA256.pdf) and the million-times-a vector of FIPS 180-2, appendix B.3.
TEST(Sha256, gives_the_digests_of_the_standard) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnop"
                         "qrsmnopqrstnopqrstu"),
              "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

RC_GTEST_PROP(Sha256, in_pieces_equals_in_one_piece, (std::string text, std::vector<std::uint8_t> cuts)) {
    Sha256 pieces;
    std::string_view rest = text;
    for (const std::uint8_t cut : cuts) {
        const std::size_t length = std::min<std::size_t>(cut, rest.size());
        pieces.update(rest.substr(0, length));
        rest.remove_prefix(length);
    }
    pieces.update(rest);

    RC_ASSERT(pieces.finish() == sha256(text));
}

TEST(Sha256, goes_on_after_a_digest_was_read) {
    Sha256 running;
    running.update("ab");

    const Sha256Digest half = running.finish();
    running.update("c");

    EXPECT_EQ(half.hex(), sha256_hex("ab"));
    EXPECT_EQ(running.finish().hex(), sha256_hex("abc"));
}

TEST(Sha256Digest, reads_what_it_writes_in_either_case) {
    const Sha256Digest digest = sha256("abc");
    std::string upper = digest.hex();
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });

    const auto read = Sha256Digest::parse(digest.hex());
    const auto read_upper = Sha256Digest::parse(upper);

    ASSERT_TRUE(read.has_value());
    ASSERT_TRUE(read_upper.has_value());
    EXPECT_EQ(*read, digest);
    EXPECT_EQ(*read_upper, digest);
}

TEST(Sha256Digest, refuses_other_lengths_and_other_letters) {
    const std::string right = sha256_hex("abc");
    std::string wrong_letter = right;
    wrong_letter[63] = 'g';

    for (const std::string& text : {std::string(), right.substr(1), right + "0", wrong_letter, " " + right.substr(1)}) {
        const auto read = Sha256Digest::parse(text);

        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().fault, Fault::invalid_input);
    }
}

std::string noise(std::size_t size, std::uint64_t seed) {
    std::string bytes(size, ' ');
    for (char& byte : bytes) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        byte = static_cast<char>(seed >> 56U);
    }
    return bytes;
}

RC_GTEST_PROP(Sha256UpdateTwo, gives_the_digests_of_two_hashes_made_apart, ()) {
    const auto piece_sizes = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::elementOf(std::vector<std::size_t>{0, 1, 63, 64, 65, 128, 1000, 4096}));
    auto seed = *rc::gen::arbitrary<std::uint64_t>();
    Sha256 first;
    Sha256 second;
    std::string first_text;
    std::string second_text;
    for (const std::size_t size : piece_sizes) {
        const std::string first_piece = noise(size, seed++);
        const std::string second_piece = noise(size, seed++);
        Sha256::update_two(first, std::as_bytes(std::span(first_piece)), second,
                           std::as_bytes(std::span(second_piece)));
        first_text += first_piece;
        second_text += second_piece;
    }

    RC_ASSERT(first.finish() == sha256(first_text));
    RC_ASSERT(second.finish() == sha256(second_text));
}

TEST(Sha256UpdateMany, gives_the_digests_of_hashes_made_apart) {
    std::uint64_t seed = 1;
    for (std::size_t count = 0; count <= 40; ++count) {
        std::vector<Sha256> hashes(count);
        std::vector<std::string> texts(count);
        for (const std::size_t size : {std::size_t{64}, std::size_t{0}, std::size_t{640}}) {
            std::vector<std::string> given(count);
            std::vector<Sha256::Piece> pieces;
            for (std::size_t index = 0; index < count; ++index) {
                given[index] = noise(size + 3, seed++);
                pieces.push_back({&hashes[index], std::as_bytes(std::span(given[index])).data() + index % 3});
                texts[index] += given[index].substr(index % 3, size);
            }
            Sha256::update_many(pieces, size);
        }
        for (std::size_t index = 0; index < count; ++index) {
            hashes[index].update("the rest");
            EXPECT_EQ(hashes[index].finish(), sha256(texts[index] + "the rest")) << count;
        }
    }
}

}  // namespace
}  // namespace spark::crypto
