#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace spark::indicators {

/// One yes or no a bar, 64 bars a word; bits past the size are zero. What signals are: the ledger jumps from set bit to
/// set bit.
class BitColumn {
  public:
    BitColumn() = default;
    explicit BitColumn(std::size_t size) : words_((size + 63) / 64, 0), size_(size) {}

    std::size_t size() const { return size_; }
    std::vector<std::uint64_t>& words() { return words_; }
    const std::vector<std::uint64_t>& words() const { return words_; }

    bool test(std::size_t bar) const { return ((words_[bar / 64] >> (bar % 64)) & 1U) != 0; }
    void set(std::size_t bar) { words_[bar / 64] |= std::uint64_t{1} << (bar % 64); }

    /// First set bar at or after `from`, or size() when there is none.
    std::size_t next_set(std::size_t from) const {
        if (from >= size_) return size_;
        std::size_t word = from / 64;
        std::uint64_t bits = words_[word] & (~std::uint64_t{0} << (from % 64));
        while (bits == 0) {
            if (++word == words_.size()) return size_;
            bits = words_[word];
        }
        return word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
    }

    std::size_t count() const {
        std::size_t total = 0;
        for (const std::uint64_t word : words_) total += static_cast<std::size_t>(std::popcount(word));
        return total;
    }

    bool operator==(const BitColumn&) const = default;

  private:
    std::vector<std::uint64_t> words_;
    std::size_t size_ = 0;
};

}  // namespace spark::indicators
