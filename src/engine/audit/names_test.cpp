#include "engine/audit/names.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace spark::audit {
namespace {

TEST(EvidenceId, admits_ulids_and_nonces) {
    EXPECT_TRUE(check_id("bt_01K7QZ8V3W4X5Y6Z7A8B9C0D1E").has_value());
    EXPECT_TRUE(check_id("20251120074512-004217").has_value());
    EXPECT_TRUE(check_id(std::string(128, 'a')).has_value());
}

TEST(EvidenceId, refuses_every_way_out_of_the_folder) {
    const std::array<std::string, 12> wrong{"",
                                            ".",
                                            "..",
                                            "../x",
                                            "a/b",
                                            "/etc/passwd",
                                            "a\\b",
                                            ".hidden",
                                            "a.manifest",
                                            std::string("a\0b", 3),
                                            std::string(129, 'a'),
                                            "-x"};
    for (const std::string& id : wrong) {
        const auto checked = check_id(id);

        ASSERT_FALSE(checked.has_value()) << id;
        EXPECT_EQ(checked.error().fault, Fault::invalid_input);
    }
}

TEST(EvidenceKind, is_lower_case_and_short) {
    EXPECT_TRUE(check_kind("backtest").has_value());
    EXPECT_TRUE(check_kind(std::string(32, 'k')).has_value());
    for (const std::string& kind :
         {std::string(), std::string("Backtest"), std::string("a/b"), std::string(".x"), std::string(33, 'k')}) {
        EXPECT_FALSE(check_kind(kind).has_value()) << kind;
    }
}

TEST(AttachmentName, is_one_plain_file_name) {
    EXPECT_TRUE(check_attachment_name("trades.csv").has_value());
    EXPECT_TRUE(check_attachment_name("a.tar.gz").has_value());
    for (const std::string name : {"", ".", "..", "../trades.csv", "a/b.csv", ".lock", "a b", "dotless\n"}) {
        EXPECT_FALSE(check_attachment_name(name).has_value()) << name;
    }
}

TEST(Nonce, refuses_other_shapes_and_days_that_do_not_exist) {
    for (const std::string nonce : {"", "20251120074512", "20251120074512_004217", "2025112007451-0042177",
                                    "20251120074512-00421x", "20250230074512-000001", "20251120244512-000001",
                                    "20251120076012-000001", "20251120074560-000001", "20251320074512-000001"}) {
        EXPECT_FALSE(check_nonce(nonce).has_value()) << nonce;
    }
    EXPECT_TRUE(check_nonce("20240229235959-000000").has_value());
}

RC_GTEST_PROP(EvidenceId, an_admitted_id_has_no_dot_slash_or_zero, (const std::string& text)) {
    if (check_id(text).has_value())
        RC_ASSERT(
            std::ranges::none_of(text, [](char letter) { return letter == '.' || letter == '/' || letter == '\0'; }));
}

}  // namespace
}  // namespace spark::audit
