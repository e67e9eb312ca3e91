#include "adapters/store/detail/data_set_format.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace spark::store::detail {
namespace {

DataSetHeader sample_header() {
    DataSetHeader header{.venue = Venue::parse("binance").value(),
                         .symbol = Symbol::parse("BTCUSDT").value(),
                         .timeframe = Timeframe::parse("1h").value(),
                         .version = 3,
                         .rows = 1000,
                         .first_open_ns = -5,
                         .last_open_ns = 7,
                         .info_bytes = 333,
                         .info_checksum = {.low = 1, .high = 2},
                         .column_count = 6,
                         .columns = {}};
    for (std::size_t index = 0; index < header.column_count; ++index) {
        header.columns[index].checksum.low = index;
        header.columns[index].sha256.bytes[0] = static_cast<std::uint8_t>(index);
    }
    return header;
}

void put(std::array<std::byte, page_size>& page, std::size_t offset, std::uint64_t value, std::size_t size) {
    std::memcpy(page.data() + offset, &value, size);
}

/// The page with its checksum made to hold again, as somebody would who writes such files without knowing all their
/// rules.
std::array<std::byte, page_size> sealed(std::array<std::byte, page_size> page) {
    const auto checksum = crypto::checksum128(std::span(page).first(page_size - 16));
    put(page, page_size - 16, checksum.low, 8);
    put(page, page_size - 8, checksum.high, 8);
    return page;
}

TEST(DataSetFormat, reads_back_the_header_it_writes) {
    DataSetHeader header = sample_header();
    for (const bool wide : {false, true}) {
        header.synthetic = wide;
        header.column_count = wide ? 7 : 6;

        const auto read = decode_header(encode_header(header));

        ASSERT_TRUE(read.has_value()) << read.error().message;
        EXPECT_EQ(*read, header);
    }
}

TEST(DataSetFormat, begins_every_column_on_a_page_and_ends_after_the_trailer) {
    const auto layout = layout_of(512, 7, 1);

    ASSERT_TRUE(layout.has_value());
    EXPECT_EQ(layout->column_offsets, (std::array<std::uint64_t, 7>{4096, 8192, 12288, 16384, 20480, 24576, 28672}));
    EXPECT_EQ(layout->info_offset, 32768U);
    EXPECT_EQ(layout->trailer_offset, 32784U);
    EXPECT_EQ(layout->file_bytes, 32832U);
    EXPECT_EQ(layout_of(513, 6, 0)->column_offsets[1], 12288U);
}

TEST(DataSetFormat, has_no_layout_for_sizes_that_would_overflow) {
    EXPECT_FALSE(layout_of(~std::uint64_t{0}, 7, 0).has_value());
    EXPECT_FALSE(layout_of(std::uint64_t{1} << 58U, 6, 0).has_value());
    EXPECT_FALSE(layout_of(1, 6, info_bytes_max + 1).has_value());
    EXPECT_TRUE(layout_of(1, 6, info_bytes_max).has_value());
}

TEST(DataSetFormat, gives_one_identity_to_one_content) {
    const DataSetHeader header = sample_header();
    DataSetHeader other_origin = header;
    other_origin.version = 9;
    other_origin.info_bytes = 1;
    other_origin.info_checksum.low = 77;

    EXPECT_EQ(identity_of(other_origin), identity_of(header));
}

TEST(DataSetFormat, gives_another_identity_to_other_content) {
    const DataSetHeader header = sample_header();
    std::vector<DataSetHeader> others(7, header);
    others[0].venue = Venue::parse("btcturk").value();
    others[1].symbol = Symbol::parse("ETHUSDT").value();
    others[2].timeframe = Timeframe::parse("2h").value();
    others[3].synthetic = true;
    others[4].rows = 1001;
    others[5].columns[5].sha256.bytes[31] = 1;
    others[6].column_count = 7;

    for (const DataSetHeader& other : others) EXPECT_NE(identity_of(other), identity_of(header));
}

TEST(DataSetFormat, documents_the_identity_as_text_anybody_can_hash) {
    const DataSetHeader header = sample_header();
    std::string text =
        "spark.dataset-identity/1\nvenue=binance\nsymbol=BTCUSDT\ntimeframe_s=3600\nsynthetic=0\nrows=1000\n";
    const std::array<std::string, 6> names{"open_time_ns", "open", "high", "low", "close", "volume"};
    for (std::size_t index = 0; index < names.size(); ++index) {
        text += names[index] + "=0" + std::to_string(index) + std::string(62, '0') + "\n";
    }

    EXPECT_EQ(identity_of(header), crypto::sha256(text));
}

TEST(DataSetFormat, finds_a_flip_of_every_byte_of_the_header) {
    const auto page = encode_header(sample_header());
    for (std::size_t offset = 0; offset < page_size; ++offset) {
        auto flipped = page;
        flipped[offset] ^= std::byte{0x10};

        const auto read = decode_header(flipped);

        ASSERT_FALSE(read.has_value()) << offset;
        EXPECT_EQ(read.error().fault, Fault::corrupt) << offset;
    }
}

TEST(DataSetFormat, finds_a_value_out_of_place_even_under_a_right_checksum) {
    const auto page = encode_header(sample_header());
    for (std::size_t offset = 0; offset < page_size - 16; ++offset) {
        auto changed = page;
        changed[offset] ^= std::byte{0x80};

        const auto read = decode_header(sealed(changed));

        if (!read) continue;
        EXPECT_EQ(encode_header(*read), sealed(changed)) << "byte " << offset << " was passed over";
    }
}

TEST(DataSetFormat, refuses_numbers_out_of_bounds_under_a_right_checksum) {
    struct Change {
        std::size_t offset;
        std::uint64_t value;
        std::size_t size;
    };
    const auto page = encode_header(sample_header());
    for (const Change& change :
         {Change{24, 0, 8}, Change{24, ~std::uint64_t{0}, 8}, Change{48, 0, 8}, Change{48, ~std::uint64_t{0}, 8},
          Change{56, 0, 4}, Change{72, ~std::uint64_t{0}, 8}, Change{184, 5, 8}, Change{184, 8, 8},
          Change{184, ~std::uint64_t{0}, 8}, Change{12, 8192, 4}, Change{16, 0, 8}, Change{60, 2, 4}}) {
        auto changed = page;
        put(changed, change.offset, change.value, change.size);

        const auto read = decode_header(sealed(changed));

        ASSERT_FALSE(read.has_value()) << change.offset;
        EXPECT_EQ(read.error().fault, Fault::corrupt) << change.offset;
    }
}

TEST(DataSetFormat, tells_a_newer_format_from_damage) {
    auto page = encode_header(sample_header());
    put(page, 8, 2, 4);

    const auto read = decode_header(sealed(page));

    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().fault, Fault::invalid_input);
    EXPECT_EQ(read.error().message, "data set format 2 found, this program reads format 1");
    EXPECT_FALSE(read.error().remedy.empty());
}

TEST(DataSetFormat, says_that_a_foreign_file_may_be_one) {
    const std::vector<std::byte> foreign(page_size, std::byte{'x'});

    const auto read = decode_header(foreign);

    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().fault, Fault::corrupt);
    EXPECT_EQ(read.error().message, "it does not begin with SPARKDS1: damaged, or no Spark data set file at all");
}

TEST(DataSetFormat, refuses_less_than_a_header) {
    const auto page = encode_header(sample_header());

    const auto read = decode_header(std::span(page).first(page_size - 1));

    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().fault, Fault::corrupt);
}

}  // namespace
}  // namespace spark::store::detail
