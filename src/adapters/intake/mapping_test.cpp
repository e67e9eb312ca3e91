#include "adapters/intake/mapping.hpp"

#include <gtest/gtest.h>

#include "adapters/intake/intake.hpp"
#include "adapters/intake/sniff.hpp"

namespace spark::intake {
namespace {

constexpr std::string_view turkish =
    "Tarih;Açılış;Yüksek;Düşük;Kapanış;Hacim\n"
    "02.01.2024 10:00;10,5;11,5;10;11;1.000\n"
    "02.01.2024 11:00;11;12;10,25;1.234,75;2.000,5\n";

Mapping turkish_mapping() {
    Mapping mapping{.delimiter = ';', .decimal = DecimalMark::comma};
    EXPECT_TRUE(
        map_columns(mapping, "time=Tarih,open=Açılış,high=Yüksek,low=Düşük,close=Kapanış,volume=Hacim").has_value());
    return mapping;
}

wire::ByteSource source_of(std::string_view text) { return wire::ByteSource::of_memory(text, "prices.csv").value(); }

Result<Intake> read(std::string_view text, IntakeRequest request) {
    request.timeframe = Timeframe::of(std::chrono::hours(1));
    std::vector<NamedSource> sources;
    sources.push_back({"prices.csv", source_of(text)});
    return read_candles_from(request, std::move(sources));
}

TEST(MapColumns, reads_a_list_of_names) {
    Mapping mapping;

    ASSERT_TRUE(map_columns(mapping, "time=Tarih,close=Son fiyat").has_value());

    EXPECT_EQ(mapping.columns[0], "Tarih");
    EXPECT_EQ(mapping.columns[4], "Son fiyat");
    EXPECT_EQ(mapping.columns[1], "");
}

TEST(MapColumns, refuses_unknown_missing_and_double_columns) {
    for (const std::string_view text : {"", "time", "=x", "time=", "time=a,time=b", "time=a,,close=b"}) {
        Mapping mapping;
        EXPECT_FALSE(map_columns(mapping, text).has_value()) << text;
    }
    Mapping mapping;
    const auto refused = map_column(mapping, "closee", "x");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().remedy, "did you mean 'close'?");
    EXPECT_TRUE(map_column(mapping, "open", std::string(256, 'n')).has_value());
    EXPECT_FALSE(map_column(mapping, "low", std::string(257, 'n')).has_value());
}

TEST(ParseDelimiter, takes_signs_and_words) {
    EXPECT_EQ(parse_delimiter(";").value(), ';');
    EXPECT_EQ(parse_delimiter("tab").value(), '\t');
    EXPECT_FALSE(parse_delimiter("x").has_value());
    EXPECT_FALSE(parse_delimiter("").has_value());
    EXPECT_EQ(delimiter_name('|'), "bar");
}

TEST(ReadCandles, reads_mapped_columns_with_a_decimal_comma_in_a_zone) {
    IntakeRequest request;
    request.mapping = turkish_mapping();
    request.zone = Zone::parse("Europe/Istanbul").value();

    const auto intake = read(turkish, request);

    ASSERT_TRUE(intake.has_value()) << intake.error().message;
    ASSERT_EQ(intake->candles.size(), 2U);
    EXPECT_EQ(intake->candles.open_time_ns[0], ns_of(parse_iso8601("2024-01-02T07:00:00Z").value()));
    EXPECT_EQ(intake->candles.close[1], 123'475'000'000);
    EXPECT_EQ(intake->candles.volume[1], 200'050'000'000);
    EXPECT_EQ(intake->format, Format::ohlcv);
}

TEST(ReadCandles, finds_the_columns_that_are_not_mapped_by_their_usual_names) {
    IntakeRequest request;
    request.mapping.emplace();
    ASSERT_TRUE(map_columns(*request.mapping, "close=Last").has_value());

    const auto intake = read("time,open,high,low,Last\n1704067200000,10,12,9,11\n", request);

    ASSERT_TRUE(intake.has_value()) << intake.error().message;
    EXPECT_EQ(intake->candles.close[0], 1'100'000'000);
    EXPECT_EQ(intake->candles.volume[0], 0) << "volume may be missing";
}

TEST(ReadCandles, refuses_a_mapping_that_does_not_fit) {
    const auto error_of = [](std::string_view mapping, std::string_view text, Format format = Format::automatic) {
        IntakeRequest request;
        request.format = format;
        request.mapping.emplace();
        EXPECT_TRUE(map_columns(*request.mapping, mapping).has_value());
        const auto intake = read(text, request);
        return intake ? std::string() : intake.error().message;
    };
    constexpr std::string_view header = "time,open,high,low,close,volume\n1704067200000,10,12,9,11,5\n";

    EXPECT_NE(error_of("close=Nope", header).find("'Nope', mapped to close, is missing"), std::string::npos);
    EXPECT_NE(error_of("close=open", header).find("mapped twice"), std::string::npos);
    EXPECT_NE(error_of("close=close", "1704067200000,10,12,9,11,5\n").find("no column names"), std::string::npos);
    EXPECT_NE(error_of("close=close", header, Format::yahoo).find("whose columns are known"), std::string::npos);
    EXPECT_EQ(error_of("close=close", header), "");
}

TEST(Sniff, tells_delimiter_decimal_mark_clock_and_columns) {
    wire::ByteSource source = source_of(turkish);

    const auto sniffed = sniff(source, {});

    ASSERT_TRUE(sniffed.has_value()) << sniffed.error().message;
    EXPECT_EQ(sniffed->guess, turkish_mapping());
    EXPECT_EQ(sniffed->clock_unit, "date");
    EXPECT_EQ(sniffed->format, Format::automatic);
    ASSERT_EQ(sniffed->rows.size(), 2U);
    EXPECT_EQ(sniffed->rows[1][4], "1.234,75");
}

TEST(Sniff, knows_formats_and_shows_twenty_rows) {
    std::string text = "open_time,open,high,low,close,volume\n";
    for (int row = 0; row < 30; ++row) text += std::to_string(1'704'067'200'000 + row * 3'600'000) + ",10,12,9,11,5\n";
    wire::ByteSource source = source_of(text);

    const auto sniffed = sniff(source, {});

    ASSERT_TRUE(sniffed.has_value());
    EXPECT_EQ(sniffed->format, Format::ohlcv);
    EXPECT_EQ(sniffed->clock_unit, "ms");
    EXPECT_EQ(sniffed->rows.size(), sniffed_rows_max);
    EXPECT_EQ(sniffed->guess.decimal, DecimalMark::point);
}

TEST(Sniff, refuses_what_is_no_text) {
    const std::string nul("a,b\0c\n", 6);
    for (const std::string& text : {std::string(), std::string("\n\n"), nul, std::string("a,\xFF\n")}) {
        wire::ByteSource source = source_of(text);
        EXPECT_FALSE(sniff(source, {}).has_value());
    }
    const std::string line(101, 'x');
    wire::ByteSource source = source_of(line);
    EXPECT_FALSE(sniff(source, {.line_bytes_max = 100}).has_value());
    wire::ByteSource fits = source_of(line);
    EXPECT_TRUE(sniff(fits, {.line_bytes_max = 101}).has_value());
}

TEST(PreviewRows, say_what_a_line_becomes_or_what_is_wrong_with_it) {
    wire::ByteSource source =
        source_of("open_time,open,high,low,close,volume\n1704067200000,10,12,9,11,5\n\n1704070800000,ten,12,9,11,5\n");
    IntakeRequest request;
    request.timeframe = Timeframe::of(std::chrono::hours(1));

    const auto seen = preview(source, request);

    ASSERT_TRUE(seen.has_value());
    ASSERT_EQ(seen->rows.size(), 2U);
    EXPECT_EQ(seen->rows[0].close, 1'100'000'000);
    EXPECT_EQ(seen->rows[1].line, 4);
    ASSERT_TRUE(seen->rows[1].problem.has_value());
    EXPECT_NE(seen->rows[1].problem->message.find("'ten'"), std::string::npos);
}

}  // namespace
}  // namespace spark::intake
