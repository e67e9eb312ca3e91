#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/sweep/set_runner.hpp"

namespace spark::workers::detail {

/// Numbers as little-endian bytes: exact, and short where a block holds a thousand sets.
class Packer {
  public:
    void whole(std::uint64_t value) {
        for (unsigned shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>((value >> shift) & 0xffU);
    }
    void whole(std::int64_t value) { whole(static_cast<std::uint64_t>(value)); }
    void real(double value) { whole(std::bit_cast<std::uint64_t>(value)); }
    void real(const std::optional<double>& value) {
        bytes_ += static_cast<char>(value.has_value());
        if (value) real(*value);
    }
    void text(std::string_view value) {
        whole(static_cast<std::uint64_t>(value.size()));
        bytes_ += value;
    }
    void bytes(std::string_view value) { bytes_ += value; }
    std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
};

/// Reads what a Packer wrote. After reading past the end everything is zero, and `is_whole` false.
class Unpacker {
  public:
    explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t whole() {
        const std::string_view taken = bytes(8);
        std::uint64_t value = 0;
        for (std::size_t index = 0; index < taken.size(); ++index)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(taken[index])) << (8 * index);
        return value;
    }
    std::int64_t signed_whole() { return static_cast<std::int64_t>(whole()); }
    double real() { return std::bit_cast<double>(whole()); }
    std::optional<double> optional_real() {
        const std::string_view flag = bytes(1);
        if (flag.empty() || flag[0] == 0) return std::nullopt;
        return real();
    }
    std::string_view text() {
        const std::uint64_t size = whole();
        return size > bytes_.size() ? spoil() : bytes(static_cast<std::size_t>(size));
    }
    std::string_view bytes(std::size_t size) {
        if (size > bytes_.size()) return spoil();
        const std::string_view taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }
    /// Everything was there, and nothing is left.
    bool is_whole() const { return !is_spoiled_ && bytes_.empty(); }
    bool is_spoiled() const { return is_spoiled_; }

  private:
    std::string_view spoil() {
        is_spoiled_ = true;
        bytes_ = {};
        return {};
    }

    std::string_view bytes_;
    bool is_spoiled_ = false;
};

void pack(Packer& packer, const sweep::SetOutcome& outcome);
sweep::SetOutcome unpack_outcome(Unpacker& unpacker);

}  // namespace spark::workers::detail
