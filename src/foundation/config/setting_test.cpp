#include "foundation/config/setting.hpp"

#include <gtest/gtest.h>

#include <array>

#include "foundation/config/settings.hpp"

namespace spark::config {
namespace {

constexpr Setting whole{.name = "test.wait_ms",
                        .type = SettingType::integer,
                        .unit = Unit::ms,
                        .fallback = "5",
                        .least = 0,
                        .most = 10,
                        .what_en = "A sentence about it.",
                        .what_tr = "Onun hakkında bir cümle."};
static_assert(row_holds(whole));

template <class Change>
constexpr bool holds_after(Change change) {
    Setting setting = whole;
    change(setting);
    return row_holds(setting);
}

TEST(SettingRow, is_refused_for_each_broken_rule) {
    EXPECT_FALSE(holds_after([](Setting& s) { s.name = "test.wait"; })) << "no unit";
    EXPECT_FALSE(holds_after([](Setting& s) { s.name = "test.waitms"; })) << "unit is no word of its own";
    EXPECT_TRUE(holds_after([](Setting& s) { s.name = "test.wait_ms_max"; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.name = "wait_ms"; })) << "no group";
    EXPECT_FALSE(holds_after([](Setting& s) { s.name = "a.b.wait_ms"; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.name = "Test.wait_ms"; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.what_en = "A sentence without end"; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.what_tr = ""; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.least = 11; })) << "bounds out of order";
    EXPECT_FALSE(holds_after([](Setting& s) { s.fallback = "11"; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.fallback = "-1"; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.fallback = "5.5"; }));
    EXPECT_FALSE(holds_after([](Setting& s) { s.fallback = ""; }));
}

TEST(SettingRow, wants_a_fallback_of_its_type) {
    const auto typed = [](SettingType type, std::string_view fallback) {
        return holds_after([&](Setting& s) {
            s.type = type;
            s.fallback = fallback;
            s.choices = {"one", "two"};
            s.most = 10 * units_per_one;
        });
    };
    EXPECT_TRUE(typed(SettingType::decimal, "9.99999999"));
    EXPECT_FALSE(typed(SettingType::decimal, "10.1"));
    EXPECT_FALSE(typed(SettingType::decimal, "0.123456789"));
    EXPECT_TRUE(typed(SettingType::choice, "two"));
    EXPECT_FALSE(typed(SettingType::choice, "three"));
    EXPECT_FALSE(typed(SettingType::choice, ""));
    EXPECT_TRUE(typed(SettingType::flag, "false"));
    EXPECT_FALSE(typed(SettingType::flag, "no"));
}

TEST(SettingRow, has_a_name_of_its_own) {
    const std::array twice{whole, whole};
    EXPECT_FALSE(names_differ(twice));
    EXPECT_TRUE(names_differ(settings));
}

TEST(SettingsTable, finds_a_row_by_name) {
    EXPECT_EQ(settings[find_setting("data.dir")].name, "data.dir");
    EXPECT_EQ(find_setting("data.dirs"), settings.size());
}

}  // namespace
}  // namespace spark::config
