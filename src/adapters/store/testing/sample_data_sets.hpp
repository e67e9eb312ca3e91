#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/market/data_set_info.hpp"

namespace spark::store::testing {

/// A fresh folder, removed with everything in it at the end of its life.
class TemporaryFolder {
  public:
    /// `in_memory` where the machine has such a place: tests ask for durability hundreds of times, and a disk answers
    /// in milliseconds.
    enum class Place : std::uint8_t { in_memory, on_disk };
    explicit TemporaryFolder(Place place = Place::in_memory);
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// So many hourly bars; other seeds give other rows. With `wide_volume` some volumes leave 63 bits.
market::CandleTable sample_table(std::size_t rows, std::uint64_t seed, bool wide_volume = false);

/// `binance BTCUSDT 1h` with a source, a step, a gap and a finding.
market::DataSetInfo sample_info();

/// The file's bytes, and a file of these bytes in place of whatever there was.
std::vector<std::byte> bytes_of(const std::filesystem::path& path);
void put_bytes(const std::filesystem::path& path, const std::vector<std::byte>& bytes);

/// All files below the folder, hidden ones too, but not the lock; relative and sorted.
std::vector<std::string> files_below(const std::filesystem::path& folder);

/// True when the rows are the same.
bool same_rows(const market::CandleColumns& a, const market::CandleColumns& b);

}  // namespace spark::store::testing
