#include "engine/audit/manifest.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/audit/testing/runs.hpp"

namespace spark::audit {
namespace {

using testing::some_manifest;

TEST(Manifest, is_read_back_as_it_was_written) {
    const Manifest manifest = some_manifest();

    const auto read = parse_manifest(manifest_text(manifest).value());

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(*read, manifest);
}

TEST(Manifest, may_have_no_attachment_data_set_or_strategy) {
    Manifest manifest = some_manifest();
    manifest.attachments.clear();
    manifest.inputs.data_sets.clear();
    manifest.inputs.strategy_sha256.clear();

    EXPECT_EQ(parse_manifest(manifest_text(manifest).value()), manifest);
}

TEST(Manifest, finds_every_flipped_bit_without_an_index) {
    const std::string text = manifest_text(some_manifest()).value();

    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const int bit : {0, 5, 7}) {
            std::string changed = text;
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
            const auto read = parse_manifest(changed);
            ASSERT_FALSE(read.has_value()) << "byte " << at << " bit " << bit;
            ASSERT_EQ(read.error().fault, Fault::corrupt);
        }
    }
}

TEST(Manifest, finds_every_removed_and_doubled_byte) {
    const std::string text = manifest_text(some_manifest()).value();

    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string removed = text;
        removed.erase(at, 1);
        std::string doubled = text;
        doubled.insert(at, 1, text[at]);
        EXPECT_FALSE(parse_manifest(removed).has_value()) << at;
        EXPECT_FALSE(parse_manifest(doubled).has_value()) << at;
    }
    EXPECT_FALSE(parse_manifest(text + "\n").has_value());
    EXPECT_FALSE(parse_manifest("").has_value());
}

TEST(Manifest, refuses_to_be_written_with_a_field_that_breaks_the_format) {
    const std::string digest(64, 'a');
    std::vector<Manifest> wrong(13, some_manifest());
    wrong[0].kind = "../x";
    wrong[1].id = "a/b";
    wrong[2].nonce = "yesterday";
    wrong[3].document.name = "other.json";
    wrong[4].document.sha256 = std::string(64, 'A');
    wrong[5].attachments = {{"b.csv", 1, digest}, {"a.csv", 1, digest}};
    wrong[6].attachments = {{"a.csv", 1, digest}, {"a.csv", 1, digest}};
    wrong[7].attachments = {{"../a.csv", 1, digest}};
    wrong[8].inputs.binary_sha256 = "";
    wrong[9].inputs.strategy_sha256 = "abc";
    wrong[10].inputs.command = "";
    wrong[11].inputs.command = "spark \xff";
    wrong[12].inputs.data_sets = {{"", digest}};

    for (std::size_t index = 0; index < wrong.size(); ++index) {
        const auto text = manifest_text(wrong[index]);
        ASSERT_FALSE(text.has_value()) << index;
        EXPECT_EQ(text.error().fault, Fault::invalid_input) << index;
    }
}

TEST(Manifest, refuses_a_name_that_leaves_the_folder) {
    // What an attacker can make with our own tools must not make us read elsewhere: names are checked when read, too.
    std::string text = manifest_text(some_manifest()).value();
    const std::size_t at = text.find("trades.csv");
    text.replace(at, 10, "../../x.cs");

    const auto read = parse_manifest(text);

    ASSERT_FALSE(read.has_value());
    EXPECT_NE(read.error().message.find("attachment name"), std::string::npos) << read.error().message;
}

RC_GTEST_PROP(Manifest, round_trips_any_text_and_size, (const std::string& command, std::uint32_t size_bytes)) {
    Manifest manifest = some_manifest();
    manifest.inputs.command = "spark " + command;
    manifest.document.size_bytes = size_bytes;

    const auto text = manifest_text(manifest);

    // What cannot be kept is refused, what is kept comes back whole.
    if (text)
        RC_ASSERT(*parse_manifest(*text) == manifest);
    else
        RC_ASSERT(text.error().fault == Fault::invalid_input);
}

}  // namespace
}  // namespace spark::audit
