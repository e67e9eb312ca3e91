#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace spark::trials::detail {

/// Where in the journal each number's row begins. Numbers come nearly without holes, so pages are indexed by them: 8
/// bytes a row.
class RowPlaces {
  public:
    static constexpr std::uint64_t number_max = UINT32_MAX;

    bool has(std::uint64_t number) const { return offset(number) != 0; }
    /// 0: not there (the journal's head is).
    std::uint64_t offset(std::uint64_t number) const {
        const std::uint64_t page = number / page_rows;
        if (page >= pages_.size() || pages_[page] == nullptr) return 0;
        return (*pages_[page])[number % page_rows];
    }
    void put(std::uint64_t number, std::uint64_t offset) {
        const std::uint64_t page = number / page_rows;
        if (page >= pages_.size()) pages_.resize(page + 1);
        if (pages_[page] == nullptr) pages_[page] = std::make_unique<Page>();
        (*pages_[page])[number % page_rows] = offset;
    }

  private:
    static constexpr std::size_t page_rows = 512;
    using Page = std::array<std::uint64_t, page_rows>;
    std::vector<std::unique_ptr<Page>> pages_;
};

}  // namespace spark::trials::detail
