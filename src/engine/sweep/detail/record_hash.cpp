#include "engine/sweep/detail/record_hash.hpp"

#include <algorithm>
#include <cstring>

namespace spark::sweep::detail {

using backtest::EndRecord;
using crypto::Sha256;

RecordHash::RecordHash() { std::memcpy(rest_.data(), backtest::result_head.data(), head_bytes); }

std::byte* RecordHash::open(RecordBuffer& buffer) const {
    std::memcpy(buffer.bytes_.data(), rest_.data(), head_bytes + left_ * record_bytes);
    return buffer.records() + left_ * record_bytes;
}

void RecordHash::add_two(const Put& first, const Put& second) {
    const std::size_t both = std::min(first.hash.left_ + first.records, second.hash.left_ + second.records);
    const std::size_t bytes = both * record_bytes;
    if (both > 0)
        Sha256::update_two(first.hash.hash_, std::span(first.buffer.bytes_).first(bytes), second.hash.hash_,
                           std::span(second.buffer.bytes_).first(bytes));
    first.hash.add_rest(first, both, RecordBuffer::left_max);
    second.hash.add_rest(second, both, RecordBuffer::left_max);
}

void RecordHash::add(const Put& put) { put.hash.add_rest(put, 0, 0); }

void RecordHash::add_rest(const Put& put, std::size_t hashed, std::size_t left_max) {
    std::size_t left = left_ + put.records - hashed;
    if (left > left_max) {
        hash_.update(std::span(put.buffer.bytes_).subspan(hashed * record_bytes, left * record_bytes));
        hashed += left;
        left = 0;
    }
    std::memcpy(rest_.data(), put.buffer.bytes_.data() + hashed * record_bytes, head_bytes + left * record_bytes);
    left_ = left;
}

crypto::Sha256Digest RecordHash::finish(const EndRecord& end) const {
    Sha256 hash = hash_;
    hash.update(std::span(rest_).first(head_bytes + left_ * record_bytes));
    return hash.update(std::as_bytes(std::span(&end, 1))).finish();
}

}  // namespace spark::sweep::detail
