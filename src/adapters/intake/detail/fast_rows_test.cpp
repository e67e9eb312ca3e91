#include "adapters/intake/detail/fast_rows.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <memory>

#include "adapters/intake/testing/read_text.hpp"
#include "foundation/base/decimal_text.hpp"

namespace spark::intake {
namespace {

using detail::FastRows;
using detail::Layout;
using detail::RowBatch;

/// Digits with, now and then, a point somewhere.
rc::Gen<std::string> decimal_text() {
    return rc::gen::exec([] {
        const auto whole = *rc::gen::container<std::string>(
            *rc::gen::weightedElement<std::size_t>({{8, 3}, {8, 5}, {2, 8}, {1, 9}, {1, 10}, {1, 11}, {1, 20}}),
            rc::gen::inRange('0', static_cast<char>('9' + 1)));
        const auto decimals =
            *rc::gen::weightedElement<std::size_t>({{4, 0}, {6, 2}, {6, 8}, {1, 1}, {1, 7}, {1, 9}, {1, 16}, {1, 60}});
        if (decimals == 0) return whole;
        return whole + "." +
               *rc::gen::container<std::string>(decimals, rc::gen::inRange('0', static_cast<char>('9' + 1)));
    });
}

std::string rising_prices(std::int64_t low_cents, std::int64_t spread_cents) {
    const auto text = [](std::int64_t cents) { return format_units(cents * 1'000'000); };
    return text(low_cents + 1) + "," + text(low_cents + spread_cents + 2) + "," + text(low_cents) + "," +
           text(low_cents + 1);
}

/// A row that is right, or nearly, or not at all.
std::string random_row(std::size_t fields, std::int64_t hour) {
    const std::int64_t unit_factor =
        *rc::gen::weightedElement<std::int64_t>({{1, 1}, {60, 1'000}, {2, 1'000'000}, {1, 1'000'000'000}});
    const std::int64_t time = (1'704'067'200 + hour * 3600) * unit_factor;
    std::string row = std::to_string(time) + "," +
                      rising_prices(*rc::gen::inRange<std::int64_t>(1, 20'000'000), *rc::gen::inRange(0, 9999));
    row += "," + *decimal_text();
    if (fields == 12) {
        const std::int64_t cut = *rc::gen::weightedElement<std::int64_t>({{40, 0}, {1, 1}, {1, 77}});
        row += "," + std::to_string(time + 3600 * unit_factor - 1 - cut) + ",1.5,3,0.1,0.2,0";
    }
    const int damage = *rc::gen::inRange(0, 60);
    const auto at = *rc::gen::inRange<std::size_t>(0, row.size());
    if (damage == 0) row[at] = *rc::gen::element('.', ',', '-', 'x', '\r', ' ', '"', '0', '/', '+');
    if (damage == 1) row.insert(at, 1, *rc::gen::element('.', ',', '-', 'e', '\r', ' ', '\t', '0', '\xFF'));
    if (damage == 2) row.erase(at, 1);
    if (damage == 3) row += "\r";
    if (damage == 4) row += "\n";
    if (damage == 5)
        row = std::to_string(time) + "," + *decimal_text() + "," + *decimal_text() + "," + *decimal_text() + "," +
              *decimal_text() + ",1";
    return row + "\n";
}

void expect_same(const Result<Intake>& fast, const Result<Intake>& exact) {
    RC_ASSERT(fast.has_value() == exact.has_value());
    if (!fast) {
        RC_ASSERT(fast.error() == exact.error());
        return;
    }
    const market::CandleTable& a = fast->candles;
    const market::CandleTable& b = exact->candles;
    RC_ASSERT(a.open_time_ns == b.open_time_ns);
    RC_ASSERT(a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close);
    RC_ASSERT(a.volume == b.volume && a.volume_high == b.volume_high);
    RC_ASSERT(fast->quality.clock_unit == exact->quality.clock_unit);
    RC_ASSERT(fast->quality.rounded_values == exact->quality.rounded_values);
    RC_ASSERT(fast->quality.truncated_close == exact->quality.truncated_close);
    RC_ASSERT(fast->quality.out_of_order == exact->quality.out_of_order);
    RC_ASSERT(fast->quality.duplicates == exact->quality.duplicates);
    RC_ASSERT(fast->quality.forming_last == exact->quality.forming_last);
    RC_ASSERT(fast->quality.findings.size() == exact->quality.findings.size());
    for (std::size_t index = 0; index < fast->quality.findings.size(); ++index) {
        RC_ASSERT(fast->quality.findings[index].detail == exact->quality.findings[index].detail);
    }
}

RC_GTEST_PROP(VectorisedReading, gives_the_candles_counts_and_messages_of_exact_reading, ()) {
    const std::size_t fields = *rc::gen::element<std::size_t>(6, 12);
    std::string text = fields == 6 ? "open_time,open,high,low,close,volume\n" : "";
    const int rows = *rc::gen::weightedElement<int>({{3, 1}, {3, 5}, {2, 60}, {1, 400}});
    const std::int64_t damaged_from = *rc::gen::inRange(0, rows + rows / 2 + 1);
    for (std::int64_t hour = 0; hour < rows; ++hour) {
        text += hour >= damaged_from
                    ? random_row(fields, hour)
                    : std::to_string((1'704'067'200 + hour * 3600) * 1000) + ",10,12.5,9.75,11,1" +
                          (fields == 12
                               ? "," + std::to_string((1'704'067'200 + hour * 3600 + 3600) * 1000 - 1) + ",1,2,3,4,0\n"
                               : "\n");
    }
    if (*rc::gen::arbitrary<bool>()) text.pop_back();
    IntakeRequest request = testing::hourly();
    request.now = wall_time_of_ms((1'704'067'200 + rows * std::int64_t{3600}) * 1000 - *rc::gen::inRange(0, 3));

    const auto fast = testing::read_text(request, text);
    request.parsing = Parsing::exact;
    const auto exact = testing::read_text(request, text);

    expect_same(fast, exact);
}

RC_GTEST_PROP(VectorisedReading, gives_the_units_of_any_decimal_text_that_exact_reading_gives, ()) {
    const std::string value = *decimal_text();
    const std::string row = "1704067200000," + value + "," + value + "," + value + "," + value + "," + value;

    const auto fast = testing::read_text(testing::hourly(), "open_time,open,high,low,close,volume\n" + row + "\n");

    const auto units = parse_units(value);
    if (!units || units->units == 0) {
        RC_ASSERT(!fast.has_value());
    } else {
        RC_ASSERT(fast->candles.open[0] == units->units && fast->candles.close[0] == units->units);
        RC_ASSERT(fast->candles.volume[0] == units->units);
        RC_ASSERT(fast->quality.rounded_values == (units->rounded ? 5 : 0));
    }
}

class Rows : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!FastRows::usable(layout_)) GTEST_SKIP() << "this machine has no AVX2 and BMI2";
        rows_.use_clock(detail::ClockUnit::ms);
    }

    std::size_t read(const std::string& lines) {
        text_ = lines + std::string(64, '7');
        rows_.scan(std::string_view(text_).substr(0, lines.size()));
        batch_->size = 0;
        return rows_.read(0, *batch_);
    }

    Layout layout_{.format = Format::ohlcv, .fields = 6, .field = {0, 1, 2, 3, 4, 5, detail::no_field}};
    FastRows rows_{layout_, Timeframe::of(std::chrono::hours(1)), 200};
    std::unique_ptr<RowBatch> batch_ = std::make_unique<RowBatch>();
    std::string text_;
};

TEST_F(Rows, that_are_plain_are_vouched_for) {
    EXPECT_EQ(
        read("1704067200000,10,12.00000001,9.5,11,12345678.12345678\n1704070800000,10,12,9,11,1234567890.12345678\n"),
        2U);
    EXPECT_EQ(batch_->size, 2U);
    EXPECT_EQ(batch_->time_ns[0], 1'704'067'200'000'000'000);
    EXPECT_EQ(batch_->high[0], 1'200'000'001);
    EXPECT_EQ(batch_->volume[0], 1'234'567'812'345'678);
    EXPECT_EQ(batch_->volume[1], 123'456'789'012'345'678);
}

TEST_F(Rows, that_are_not_plain_are_left_to_exact_reading_and_the_next_can_be_read) {
    const std::string plain = "1704067200000,10,12,9,11,1\n";
    for (const std::string odd :
         {"1704067200000,10,12,9,11,-1\n", "1704067200,10,12,9,11,1\n", "1704067200000,10,12,9,11\n",
          "1704067200000,10,12,9,11,1,1\n", "1704067200000,10,12,9,11,1\r\n", "\n", "1704067200000,10,8,9,11,1\n",
          "1704067200000,0,12,9,11,1\n", "1704067200000,10,12,9,11,1.\n", "1704067200000,10,12,9,11,.1\n",
          "1704067200000,10,12,9,11,1.1.1\n", "1704067200000,10,12,9,11,\n", "1704067200000,10,12,9,11,0.123456789\n",
          "1704067200.000,10,12,9,11,1\n"}) {
        EXPECT_EQ(read(plain + odd + plain), 1U) << odd;
        EXPECT_EQ(rows_.rows(), 3U);
        EXPECT_EQ(std::string(rows_.line(1)) + "\n", odd);
        EXPECT_EQ(rows_.read(2, *batch_), 3U);
        EXPECT_EQ(batch_->size, 2U);
    }
}

TEST_F(Rows, longer_than_the_limit_are_left_to_exact_reading) {
    const std::string front = "1704067200000,10,12,9,11,";

    EXPECT_EQ(read(front + "1\n"), 1U);
    FastRows strict(layout_, Timeframe::of(std::chrono::hours(1)), front.size());
    strict.use_clock(detail::ClockUnit::ms);
    strict.scan(std::string_view(text_).substr(0, front.size() + 2));
    EXPECT_EQ(strict.read(0, *batch_), 0U);
}

}  // namespace
}  // namespace spark::intake
