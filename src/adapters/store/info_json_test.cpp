#include "adapters/store/info_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "adapters/store/testing/sample_data_sets.hpp"

namespace spark::store {
namespace {

using wire::Json;

/// Times that ISO-8601 text holds: years 1678 to 2261.
rc::Gen<WallTime> any_time() {
    return rc::gen::map(rc::gen::inRange<std::int64_t>(-9'214'560'000'000, 9'214'646'400'000),
                        [](std::int64_t ms) { return wall_time_of_ms(ms); });
}

RC_GTEST_PROP(InfoJson, reads_back_every_count_list_and_text, ()) {
    market::DataSetInfo info = testing::sample_info();
    const auto count = [] { return *rc::gen::arbitrary<std::int64_t>(); };
    info.synthetic = *rc::gen::arbitrary<bool>();
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
        info.quality.gap_list.push_back({.after = *any_time(), .before = *any_time(), .missing = count()});
        info.quality.findings.push_back({.kind = "duplicate", .time = *any_time(), .detail = "bar 3"});
        info.sources.push_back({.name = "a \"b\"\n.csv", .sha256 = "", .format = "yahoo", .rows = count()});
        info.steps.push_back("step " + std::to_string(left));
    }
    market::QualityReport& quality = info.quality;
    for (auto* member : {&quality.rows, &quality.gaps, &quality.missing, &quality.duplicates, &quality.out_of_order,
                         &quality.ohlc_violations, &quality.zero_volume, &quality.zero_volume_runs,
                         &quality.truncated_close, &quality.rounded_values, &quality.rejected_rows,
                         &quality.holiday_ghosts, &quality.partial_first, &quality.partial_last}) {
        *member = count();
    }
    quality.forming_last = *rc::gen::arbitrary<bool>();

    const std::string written = wire::to_text(info_to_json(info));
    const auto json = wire::parse_json(written);
    RC_ASSERT(json.has_value());
    const auto read = info_of_json(*json);

    RC_ASSERT(read.has_value());
    RC_ASSERT(read->synthetic == info.synthetic);
    RC_ASSERT(read->quality.partial_last == quality.partial_last);
    RC_ASSERT(read->quality.gap_list.size() == quality.gap_list.size());
    RC_ASSERT(wire::to_text(info_to_json(*read)) == written);
}

TEST(InfoJson, keeps_every_member_of_the_sample) {
    const market::DataSetInfo info = testing::sample_info();

    const auto read = info_of_json(info_to_json(info));

    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->venue, info.venue);
    EXPECT_EQ(read->symbol, info.symbol);
    EXPECT_EQ(read->timeframe, info.timeframe);
    EXPECT_EQ(read->calendar, "24/7");
    EXPECT_EQ(read->sources.at(0).name, "klines.csv.gz");
    EXPECT_EQ(read->sources.at(0).sha256, std::string(64, 'a'));
    EXPECT_EQ(read->sources.at(0).format, "binance-klines");
    EXPECT_EQ(read->sources.at(0).rows, 26'303);
    EXPECT_EQ(read->steps, info.steps);
    EXPECT_EQ(read->quality.clock_unit, "ms");
    EXPECT_EQ(read->quality.gap_list.at(0).before, info.quality.gap_list.at(0).before);
    EXPECT_EQ(read->quality.findings.at(0).detail, info.quality.findings.at(0).detail);
}

TEST(InfoJson, names_the_member_that_is_missing) {
    const Json whole = info_to_json(testing::sample_info());
    const auto members = whole.as_object().value();
    for (const wire::JsonMember& left_out : members) {
        Json json = Json::object();
        for (const wire::JsonMember& member : members) {
            if (member.key != left_out.key) json.set(member.key, member.value);
        }

        const auto read = info_of_json(json);

        ASSERT_FALSE(read.has_value()) << left_out.key;
        EXPECT_EQ(read.error().fault, Fault::invalid_input);
        EXPECT_EQ(read.error().place, left_out.key);
    }
}

TEST(InfoJson, passes_over_members_of_a_newer_program) {
    Json json = info_to_json(testing::sample_info());
    json.set("licence", "CC0");

    EXPECT_TRUE(info_of_json(json).has_value());
}

TEST(InfoJson, refuses_another_schema) {
    Json json = info_to_json(testing::sample_info());
    json.set("schema", "spark.dataset-info/2");

    EXPECT_FALSE(info_of_json(json).has_value());
}

}  // namespace
}  // namespace spark::store
