#include "adapters/store/mapped_data_set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

#include "adapters/store/detail/data_set_view.hpp"
#include "adapters/store/detail/data_set_writer.hpp"
#include "adapters/store/testing/sample_data_sets.hpp"

namespace spark::store {
namespace {

using testing::TemporaryFolder;

std::filesystem::path write_sample(const TemporaryFolder& folder, const market::CandleTable& table) {
    const std::filesystem::path path = folder.path() / "v1.spark";
    const auto draft = detail::draft_of(testing::sample_info(), table.columns());
    EXPECT_TRUE(draft.has_value());
    EXPECT_TRUE(detail::write_data_set(*draft, path).has_value());
    return path;
}

/// What opening the file and checking all of it says.
Result<void> open_and_check(const std::filesystem::path& path) {
    SPARK_TRY(const MappedDataSet data_set, MappedDataSet::open(path));
    return data_set.check_columns();
}

/// The same for bytes in memory, which may lie at any multiple of 8.
Result<void> view_and_check(const std::vector<std::byte>& bytes) {
    SPARK_TRY(const detail::DataSetView view, detail::view_of(bytes));
    return detail::check_bytes(view);
}

RC_GTEST_PROP(MappedDataSet, gives_back_the_rows_it_was_written_from, ()) {
    const auto rows = *rc::gen::inRange<std::size_t>(1, 3000);
    const TemporaryFolder folder;
    const market::CandleTable table =
        testing::sample_table(rows, *rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<bool>());
    const auto path = write_sample(folder, table);

    auto opened = MappedDataSet::open(path);
    RC_ASSERT(opened.has_value());
    const MappedDataSet data_set = *std::move(opened);

    RC_ASSERT(data_set.check_identity().has_value());
    RC_ASSERT(testing::same_rows(data_set.columns(), table.columns()));
    RC_ASSERT(data_set.columns().volume_high.empty() == table.volume_high.empty());
    RC_ASSERT(data_set.info().sources.at(0).name == testing::sample_info().sources.at(0).name);
    RC_ASSERT(data_set.file_bytes() == std::filesystem::file_size(path));
}

TEST(MappedDataSet, keeps_the_largest_and_smallest_values) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    market::CandleTable table;
    table.push_back(least, least, most, least, 0, 0);
    table.push_back(0, 1, 2, 3, 4, most);
    table.push_back(most, 1, 2, 3, 4, (static_cast<Int128>(most) << 64) + 5);
    const TemporaryFolder folder;

    const auto data_set = MappedDataSet::open(write_sample(folder, table));

    ASSERT_TRUE(data_set.has_value()) << data_set.error().message;
    EXPECT_TRUE(data_set->check_identity().has_value());
    EXPECT_TRUE(testing::same_rows(data_set->columns(), table.columns()));
}

TEST(MappedDataSet, finds_a_flip_of_every_byte_of_a_file) {
    const TemporaryFolder folder;
    const auto path = write_sample(folder, testing::sample_table(5, 1, true));
    std::vector<std::byte> bytes = testing::bytes_of(path);
    ASSERT_TRUE(view_and_check(bytes).has_value());

    for (std::size_t offset = 0; offset < bytes.size(); ++offset) {
        const auto bit = static_cast<std::byte>(1U << offset % 8);
        bytes[offset] ^= bit;

        const auto checked = view_and_check(bytes);

        ASSERT_FALSE(checked.has_value()) << "byte " << offset << " of " << bytes.size();
        EXPECT_EQ(checked.error().fault, Fault::corrupt) << offset;
        bytes[offset] ^= bit;
    }
}

RC_GTEST_PROP(MappedDataSet, finds_a_flip_of_any_bit_of_a_larger_file, ()) {
    static const TemporaryFolder folder;
    static const auto path = write_sample(folder, testing::sample_table(20'000, 2));
    static std::vector<std::byte> bytes = testing::bytes_of(path);
    const auto bit = *rc::gen::inRange<std::size_t>(0, bytes.size() * 8);

    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    const bool found = !view_and_check(bytes).has_value();
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);

    RC_ASSERT(found);
    RC_ASSERT(view_and_check(bytes).has_value());
}

TEST(MappedDataSet, names_the_damaged_column_and_its_bytes) {
    const TemporaryFolder folder;
    const auto path = write_sample(folder, testing::sample_table(100, 3));
    std::vector<std::byte> bytes = testing::bytes_of(path);
    bytes[4096 * 5 + 799] ^= std::byte{1};
    testing::put_bytes(path, bytes);

    const auto checked = open_and_check(path);

    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().fault, Fault::corrupt);
    EXPECT_EQ(checked.error().message, path.string() + ": column close (bytes 20480 to 21279) is damaged");
    EXPECT_EQ(checked.error().place, path.string());
    EXPECT_FALSE(checked.error().remedy.empty());
}

TEST(MappedDataSet, finds_padding_that_is_not_zero) {
    const TemporaryFolder folder;
    const auto path = write_sample(folder, testing::sample_table(100, 3));
    std::vector<std::byte> bytes = testing::bytes_of(path);
    bytes[4096 * 5 + 800] = std::byte{1};
    testing::put_bytes(path, bytes);

    const auto checked = open_and_check(path);

    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().message, path.string() + ": padding (byte 21280) is not zero");
}

TEST(MappedDataSet, finds_damage_that_came_after_it_was_opened) {
    const TemporaryFolder folder;
    const auto path = write_sample(folder, testing::sample_table(100, 3));
    std::vector<std::byte> bytes = testing::bytes_of(path);
    const auto view = detail::view_of(bytes);
    ASSERT_TRUE(view.has_value());
    for (const std::size_t offset : {std::size_t{100}, std::size_t{5000}, bytes.size() - 60, bytes.size() - 1}) {
        bytes[offset] ^= std::byte{4};

        EXPECT_FALSE(detail::check_bytes(*view).has_value()) << offset;
        bytes[offset] ^= std::byte{4};
    }
}

TEST(MappedDataSet, finds_rows_that_are_not_those_of_the_identity) {
    const TemporaryFolder folder;
    const auto path = write_sample(folder, testing::sample_table(100, 3));
    std::vector<std::byte> bytes = testing::bytes_of(path);
    auto view = detail::view_of(bytes);
    ASSERT_TRUE(view.has_value());
    bytes[4096 + 8] ^= std::byte{1};
    view->header.columns[0].checksum = crypto::checksum128(view->column_bytes(0));

    const auto checked = detail::check_digests(*view);

    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().fault, Fault::corrupt);
    EXPECT_EQ(checked.error().message, "column open_time_ns (bytes 4096 to 4895) is damaged");
}

TEST(MappedDataSet, refuses_a_file_that_was_cut_short_anywhere) {
    const TemporaryFolder folder;
    const auto path = write_sample(folder, testing::sample_table(5, 4));
    const std::vector<std::byte> whole = testing::bytes_of(path);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096},
                                   whole.size() / 2, whole.size() - 48, whole.size() - 1}) {
        testing::put_bytes(path, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});

        const auto opened = MappedDataSet::open(path);

        ASSERT_FALSE(opened.has_value()) << size;
        EXPECT_EQ(opened.error().fault, Fault::corrupt) << size;
    }
}

TEST(MappedDataSet, refuses_a_file_that_goes_on_too_long) {
    const TemporaryFolder folder;
    const auto path = write_sample(folder, testing::sample_table(5, 4));
    std::vector<std::byte> bytes = testing::bytes_of(path);
    bytes.push_back(std::byte{0});
    testing::put_bytes(path, bytes);

    const auto opened = MappedDataSet::open(path);

    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().fault, Fault::corrupt);
    EXPECT_TRUE(opened.error().message.contains("too long")) << opened.error().message;
}

TEST(MappedDataSet, says_what_is_there_when_the_file_is_absent_or_foreign) {
    const TemporaryFolder folder;
    const std::string text(10'000, 'x');
    const auto bytes = std::as_bytes(std::span(text));
    testing::put_bytes(folder.path() / "foreign", {bytes.begin(), bytes.end()});

    const auto absent = MappedDataSet::open(folder.path() / "absent");
    const auto foreign = MappedDataSet::open(folder.path() / "foreign");
    const auto a_folder = MappedDataSet::open(folder.path());

    ASSERT_FALSE(absent || foreign || a_folder);
    EXPECT_EQ(absent.error().fault, Fault::not_found);
    EXPECT_EQ(foreign.error().fault, Fault::corrupt);
    EXPECT_TRUE(foreign.error().message.contains("no Spark data set file")) << foreign.error().message;
    EXPECT_EQ(a_folder.error().fault, Fault::invalid_input);
}

TEST(MappedDataSet, keeps_its_columns_where_they_are_when_moved) {
    const TemporaryFolder folder;
    const market::CandleTable table = testing::sample_table(10, 5);
    MappedDataSet first = MappedDataSet::open(write_sample(folder, table)).value();
    const market::CandleColumns columns = first.columns();

    const MappedDataSet second = std::move(first);

    EXPECT_EQ(second.columns().open.data(), columns.open.data());
    EXPECT_TRUE(testing::same_rows(columns, table.columns()));
}

TEST(DraftOf, refuses_tables_that_are_no_candles) {
    const market::CandleTable good = testing::sample_table(4, 6);
    const market::DataSetInfo info = testing::sample_info();
    market::CandleTable short_column = good;
    short_column.close.pop_back();
    market::CandleTable same_time = good;
    same_time.open_time_ns[2] = same_time.open_time_ns[1];
    market::CandleTable negative_volume = good;
    negative_volume.volume[3] = -1;
    market::CandleTable short_high = testing::sample_table(4, 6, true);
    short_high.volume_high.pop_back();

    for (const market::CandleTable& table :
         {market::CandleTable{}, short_column, same_time, negative_volume, short_high}) {
        const auto draft = detail::draft_of(info, table.columns());

        ASSERT_FALSE(draft.has_value());
        EXPECT_EQ(draft.error().fault, Fault::invalid_input);
    }
    EXPECT_TRUE(detail::draft_of(info, good.columns()).has_value());
}

TEST(DraftOf, gives_the_same_rows_one_identity_with_and_without_an_empty_high_half) {
    const market::CandleTable narrow = testing::sample_table(50, 7);
    market::CandleTable padded = narrow;
    padded.volume_high.assign(padded.size(), 0);

    const auto narrow_draft = detail::draft_of(testing::sample_info(), narrow.columns());
    const auto padded_draft = detail::draft_of(testing::sample_info(), padded.columns());

    ASSERT_TRUE(narrow_draft && padded_draft);
    EXPECT_EQ(detail::identity_of(narrow_draft->header), detail::identity_of(padded_draft->header));
}

TEST(DraftOf, keeps_the_high_half_for_a_volume_of_64_bits) {
    market::CandleTable table;
    table.push_back(0, 1, 1, 1, 1, Int128{1} << 63);

    const auto draft = detail::draft_of(testing::sample_info(), table.columns());

    ASSERT_TRUE(draft.has_value());
    EXPECT_EQ(draft->header.column_count, 7U);
}

TEST(DraftOf, gives_the_same_sums_whether_columns_are_shared_out_or_not) {
    const market::CandleTable table = testing::sample_table(70'000, 8, true);

    const auto draft = detail::draft_of(testing::sample_info(), table.columns());

    ASSERT_TRUE(draft.has_value());
    EXPECT_EQ(draft->header.columns[4].sha256, crypto::sha256(std::as_bytes(std::span(table.close))));
    EXPECT_EQ(draft->header.columns[6].checksum, crypto::checksum128(std::as_bytes(std::span(table.volume_high))));
}

}  // namespace
}  // namespace spark::store
