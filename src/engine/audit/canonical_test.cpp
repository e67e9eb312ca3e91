#include "engine/audit/canonical.hpp"

#include <gtest/gtest.h>

namespace spark::audit {
namespace {

using wire::Json;

TEST(CanonicalText, sorts_keys_at_every_depth_and_keeps_arrays) {
    Json inner = Json::object();
    inner.set("z", 1).set("a", nullptr);
    Json list = Json::array();
    list.push(3).push(inner).push("x");
    Json json = Json::object();
    json.set("b", list).set("B", true).set("a", "ş");

    EXPECT_EQ(canonical_text(json), R"({"B":true,"a":"ş","b":[3,{"a":null,"z":1},"x"]})");
}

TEST(CanonicalText, does_not_depend_on_the_order_members_were_set) {
    Json one = Json::object();
    one.set("a", 1).set("b", 2);
    Json other = Json::object();
    other.set("b", 2).set("a", 1);

    EXPECT_EQ(canonical_text(one), canonical_text(other));
}

TEST(SelfHash, leaves_out_the_hash_and_nothing_else) {
    Json json = Json::object();
    json.set("a", 1);
    const std::string before = self_hash(json);

    json.set("hash", before);

    // echo -n '{"a":1}' | sha256sum
    EXPECT_EQ(before, "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
    EXPECT_EQ(self_hash(json), before);
    EXPECT_NE(self_hash(json.set("a", 2)), before);
}

}  // namespace
}  // namespace spark::audit
