#include "engine/identity/role.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace spark::identity {
namespace {

TEST(Roles, have_the_rights_of_the_planning_documents) {
    EXPECT_EQ(to_text(rights_of(Role::viewer)), "look");
    EXPECT_EQ(to_text(rights_of(Role::researcher)), "look,research");
    EXPECT_EQ(to_text(rights_of(Role::trader)), "look,research,trade,halt");
    EXPECT_EQ(to_text(rights_of(Role::risk)), "look,research,halt,approve");
    EXPECT_EQ(to_text(rights_of(Role::admin)), "look,research,trade,halt,approve,administer,read_audit");
    EXPECT_EQ(to_text(rights_of(Role::auditor)), "look,read_audit");
}

TEST(Roles, are_read_by_their_names_alone) {
    for (const RoleRule& rule : role_rules) EXPECT_EQ(parse_role(to_text(rule.role)).value(), rule.role);
    for (const std::string_view text : {"", "Admin", "admin ", "root", "viewer,admin"}) {
        const auto role = parse_role(text);

        ASSERT_FALSE(role.has_value()) << text;
        EXPECT_EQ(role.error().fault, Fault::invalid_input);
    }
    EXPECT_EQ(parse_role("root").error().message,
              "found root, there are viewer, researcher, trader, risk, admin, auditor");
}

TEST(Rights, are_read_back_in_any_order_for_every_set) {
    for (unsigned bits = 0; bits < (1U << right_count); ++bits) {
        Rights rights;
        std::string backwards;
        for (std::size_t index = right_count; index-- > 0;) {
            if ((bits >> index & 1U) == 0) continue;
            rights = rights.with(right_rules[index].right);
            backwards += (backwards.empty() ? "" : ",") + std::string(right_rules[index].name);
        }

        EXPECT_EQ(parse_rights(to_text(rights)).value(), rights);
        EXPECT_EQ(parse_rights(backwards).value(), rights);
    }
}

TEST(Rights, refuse_other_texts) {
    for (const std::string_view text : {",", "look,", ",look", "look,,trade", "look trade", "Look", "everything"}) {
        EXPECT_FALSE(parse_rights(text).has_value()) << text;
    }
}

TEST(Rights, know_what_they_hold) {
    const Rights rights{Right::look, Right::trade};

    EXPECT_TRUE(rights.holds(Right::trade));
    EXPECT_FALSE(rights.holds(Right::approve));
    EXPECT_TRUE(rights.holds_all({Right::look}));
    EXPECT_TRUE(rights.holds_all({}));
    EXPECT_FALSE(rights.holds_all({Right::look, Right::halt}));
    EXPECT_EQ(rights.common_with({Right::trade, Right::halt}), (Rights{Right::trade}));
    EXPECT_TRUE(Rights{}.is_empty());
    EXPECT_TRUE(Rights::all().holds_all(rights));
}

// The table people read is the table the code runs.
TEST(Roles, are_documented_cell_by_cell) {
    const char* const source = std::getenv("SPARK_SOURCE_DIR");
    if (source == nullptr) GTEST_SKIP() << "SPARK_SOURCE_DIR is not set";
    std::ifstream file(std::string(source) + "/docs/reference/roles.md");
    ASSERT_TRUE(file.good());
    std::stringstream text;
    text << file.rdbuf();

    for (const RoleRule& role : role_rules) {
        std::string row = "| `" + std::string(role.name) + "` |";
        for (const RightRule& right : right_rules) row += role.rights.holds(right.right) ? " ✓ |" : " – |";
        EXPECT_NE(text.str().find(row), std::string::npos) << "docs/reference/roles.md lacks the row " << row;
    }
}

}  // namespace
}  // namespace spark::identity
