#include "adapters/store/stream_journal.hpp"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "adapters/store/detail/evidence_file.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/files.hpp"
#include "foundation/crypto/checksum.hpp"

namespace spark::store {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

constexpr std::string_view magic = "SPKSTRM1";

struct Header {
    std::array<char, 8> magic{};
    std::int64_t epoch = 0;
    std::int64_t generation = 0;
    std::uint64_t boot = 0;
    std::uint64_t checksum = 0;  ///< Of the fields above.
};
static_assert(sizeof(Header) == 40);

struct RecordHead {
    std::uint32_t size = 0;
    std::uint32_t size_inverted = 0;  ///< A size that was damaged must not look like a record half written.
    std::uint64_t checksum = 0;
};
static_assert(sizeof(RecordHead) == 16);

std::uint64_t checksum_of(std::string_view bytes) {
    return crypto::checksum128(std::as_bytes(std::span(bytes.data(), bytes.size()))).low;
}

template <class T>
std::string_view bytes_of(const T& value) {
    return {reinterpret_cast<const char*>(&value), sizeof(T)};
}

template <class T>
T read_at(std::string_view bytes, std::size_t offset) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

std::uint64_t checksum_of(const Header& header) {
    return checksum_of(bytes_of(header).substr(0, offsetof(Header, checksum)));
}

std::unexpected<Error> broken(const std::filesystem::path& path, const char* why) {
    return fail(Fault::corrupt, std::string("stream journal: ") + why, path.string());
}

}  // namespace

struct StreamJournal::Segment {
    std::int64_t epoch = 0;
    std::int64_t generation = 0;
    std::vector<std::string> records{};
    std::size_t whole_bytes = 0;  ///< Up to the end of the last whole record.
    bool has_torn_tail = false;
};

StreamJournal::StreamJournal(std::filesystem::path folder, std::string boot_id, std::size_t segment_bytes_max)
    : folder_(std::move(folder)), boot_id_(std::move(boot_id)), segment_bytes_max_(segment_bytes_max) {}

StreamJournal::~StreamJournal() = default;

std::filesystem::path StreamJournal::path_of(std::int64_t generation) const {
    return folder_ / (generation % 2 == 0 ? "stream_even.journal" : "stream_odd.journal");
}

Result<std::optional<StreamJournal::Segment>> StreamJournal::read_segment(const std::filesystem::path& path) const {
    const auto file = read_file(path, 4 * segment_bytes_max_ + (64U << 20U));
    if (!file) {
        if (file.error().fault == Fault::not_found) return std::optional<Segment>();
        return fail(file.error());
    }
    const std::string_view bytes = *file;
    // Ended while the segment was being begun: the other one has everything.
    if (bytes.size() < sizeof(Header)) return std::optional<Segment>();
    const auto header = read_at<Header>(bytes, 0);
    if (std::string_view(header.magic.data(), header.magic.size()) != magic || header.checksum != checksum_of(header)) {
        return broken(path, "the header is not what was written");
    }
    if (header.boot != checksum_of(boot_id_)) return broken(path, "the machine was restarted since it was written");
    Segment segment{.epoch = header.epoch, .generation = header.generation};
    std::size_t offset = sizeof(Header);
    while (bytes.size() - offset >= sizeof(RecordHead)) {
        const auto head = read_at<RecordHead>(bytes, offset);
        if (head.size != ~head.size_inverted) return broken(path, "a record's size is not what was written");
        if (bytes.size() - offset - sizeof(RecordHead) < head.size) break;
        const std::string_view record = bytes.substr(offset + sizeof(RecordHead), head.size);
        if (head.checksum != checksum_of(record)) return broken(path, "a record is not what was written");
        segment.records.emplace_back(record);
        offset += sizeof(RecordHead) + head.size;
    }
    segment.whole_bytes = offset;
    segment.has_torn_tail = offset != bytes.size();
    return std::optional(std::move(segment));
}

Result<StreamJournalTail> StreamJournal::load() {
    SPARK_TRY(std::optional<Segment> older, read_segment(path_of(0)));
    SPARK_TRY(std::optional<Segment> newer, read_segment(path_of(1)));
    if (older && newer && older->generation > newer->generation) std::swap(older, newer);
    if (!newer) std::swap(older, newer);
    if (!newer) return fail(Fault::not_found, "there is no stream journal", folder_.string());
    const std::filesystem::path path = path_of(newer->generation);
    StreamJournalTail tail{.epoch = newer->epoch, .records = {}};
    if (older && older->epoch == newer->epoch) {
        if (older->generation + 1 != newer->generation || older->has_torn_tail) {
            return broken(path_of(older->generation), "the older segment does not lead to the newer one");
        }
        tail.records = std::move(older->records);
    }
    for (std::string& record : newer->records) tail.records.push_back(std::move(record));
    if (newer->has_torn_tail) {
        std::error_code error;
        std::filesystem::resize_file(path, newer->whole_bytes, error);
        if (error) return fail(file_error("truncate", path, error.value()));
    }
    SPARK_TRY(detail::EvidenceFile file, detail::EvidenceFile::open(path, O_WRONLY | O_APPEND));
    file_ = std::make_unique<detail::EvidenceFile>(std::move(file));
    epoch_ = newer->epoch;
    generation_ = newer->generation;
    segment_bytes_ = newer->whole_bytes;
    return tail;
}

Result<void> StreamJournal::begin_segment(std::int64_t generation) {
    const std::filesystem::path path = path_of(generation);
    SPARK_TRY(detail::EvidenceFile file, detail::EvidenceFile::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND));
    Header header{.epoch = epoch_, .generation = generation, .boot = checksum_of(boot_id_)};
    std::ranges::copy(magic, header.magic.begin());
    header.checksum = checksum_of(header);
    SPARK_TRY(file.write(bytes_of(header)));
    file_ = std::make_unique<detail::EvidenceFile>(std::move(file));
    generation_ = generation;
    segment_bytes_ = sizeof(Header);
    return {};
}

Result<void> StreamJournal::restart(std::int64_t epoch) {
    discard();
    SPARK_TRY(make_folders(folder_));
    epoch_ = epoch;
    return begin_segment(1);
}

Result<void> StreamJournal::append(std::span<const std::string> records) {
    SPARK_ASSERT(file_ != nullptr);
    std::string bytes;
    for (const std::string& record : records) {
        const auto size = static_cast<std::uint32_t>(record.size());
        const RecordHead head{.size = size, .size_inverted = ~size, .checksum = checksum_of(record)};
        bytes += bytes_of(head);
        bytes += record;
    }
    if (segment_bytes_ > sizeof(Header) && segment_bytes_ + bytes.size() > segment_bytes_max_) {
        SPARK_TRY(begin_segment(generation_ + 1));
    }
    SPARK_TRY(file_->write(bytes));
    segment_bytes_ += bytes.size();
    return {};
}

void StreamJournal::discard() {
    file_.reset();
    for (const std::int64_t generation : {0, 1}) {
        std::error_code
            ignored;  // A file that cannot be removed is emptied instead; both failing, its rights are wrong.
        if (!std::filesystem::remove(path_of(generation), ignored) && ignored) {
            std::filesystem::resize_file(path_of(generation), 0, ignored);
        }
    }
}

std::string read_boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

}  // namespace spark::store
