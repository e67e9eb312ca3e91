#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace spark::search::detail {

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every one of the input.
inline std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBULL;
    return bits ^ (bits >> 31U);
}

/// Numbers below 2^64 - 1, asked for membership only: up to 16 bytes each.
class NumberSet {
  public:
    bool contains(std::uint64_t number) const { return !slots_.empty() && slots_[place_of(number)] == number; }
    /// False when it was there.
    bool insert(std::uint64_t number) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        std::uint64_t& slot = slots_[place_of(number)];
        if (slot == number) return false;
        slot = number;
        ++size_;
        return true;
    }

  private:
    static constexpr std::uint64_t empty = std::numeric_limits<std::uint64_t>::max();

    std::size_t place_of(std::uint64_t number) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t place = mixed(number) & mask;
        while (slots_[place] != number && slots_[place] != empty) place = (place + 1) & mask;
        return place;
    }
    void grow() {
        std::vector<std::uint64_t> old(slots_.empty() ? 64 : 2 * slots_.size(), empty);
        old.swap(slots_);
        for (const std::uint64_t number : old) {
            if (number != empty) slots_[place_of(number)] = number;
        }
    }

    std::vector<std::uint64_t> slots_;
    std::size_t size_ = 0;
};

}  // namespace spark::search::detail
