#include "engine/sweep/detail/record_hash.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace spark::sweep::detail {

using backtest::EndRecord;
using crypto::Sha256;

RecordHash::RecordHash() { std::memcpy(rest_.data(), backtest::result_head.data(), head_bytes); }

void RecordHash::keep(const std::byte* bytes, std::size_t records) {
    if (records > left_max) {
        hash_.update(std::span(bytes, records * record_bytes));
        bytes += records * record_bytes;
        records = 0;
    }
    std::memcpy(rest_.data(), bytes, head_bytes + records * record_bytes);
    left_ = records;
}

crypto::Sha256Digest RecordHash::finish(const EndRecord& end) const {
    Sha256 hash = hash_;
    hash.update(std::span(rest_).first(head_bytes + left_ * record_bytes));
    return hash.update(std::as_bytes(std::span(&end, 1))).finish();
}

RecordQueue::RecordQueue() : arena_(arena_bytes) { entries_.reserve(sets_max); }

std::byte* RecordQueue::open(RecordHash& hash) {
    if (entries_.size() == sets_max || used_ + tile_bytes_max > arena_.size()) flush();
    std::byte* const bytes = arena_.data() + used_;
    const std::size_t kept = RecordHash::head_bytes + hash.left_ * record_bytes;
    std::memcpy(bytes, hash.rest_.data(), kept);
    entries_.push_back({&hash, bytes, hash.left_});
    return bytes + kept;
}

void RecordQueue::close(std::size_t records) {
    Entry& entry = entries_.back();
    entry.records += records;
    used_ += (entry.records + 1) * record_bytes;
}

void RecordQueue::flush() {
    constexpr std::size_t together = 16;
    // Those of one group have nearly as many records; what one has more than its group is kept for the next time.
    std::ranges::sort(entries_, [](const Entry& a, const Entry& b) { return a.records > b.records; });
    std::array<Sha256::Piece, together> pieces;
    for (std::span<const Entry> rest = entries_; !rest.empty();) {
        const std::span<const Entry> group = rest.first(std::min(rest.size(), together));
        const std::size_t hashed = group.back().records;
        for (std::size_t index = 0; index < group.size(); ++index)
            pieces[index] = {&group[index].hash->hash_, group[index].bytes};
        Sha256::update_many(std::span(pieces).first(group.size()), hashed * record_bytes);
        for (const Entry& entry : group) entry.hash->keep(entry.bytes + hashed * record_bytes, entry.records - hashed);
        rest = rest.subspan(group.size());
    }
    entries_.clear();
    used_ = 0;
}

}  // namespace spark::sweep::detail
