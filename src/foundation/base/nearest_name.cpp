#include "foundation/base/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace spark {

namespace {

/// Longer texts are no mistyped names; the bound keeps the table small.
constexpr std::size_t name_size_max = 128;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins(std::string_view beginning, std::string_view name) {
    return name.size() >= beginning.size() && std::ranges::equal(beginning, name.substr(0, beginning.size()),
                                                                 [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Three rows of the table: row i holds the distances of the first i characters of a to every beginning of b.
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool equal = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (equal ? 0U : 1U)});
            const bool swapped =
                i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::optional<std::string_view> nearest_name(std::string_view wanted, std::span<const std::string_view> names) {
    if (wanted.empty() || wanted.size() > name_size_max) return std::nullopt;
    std::optional<std::string_view> nearest;
    std::size_t least = name_size_max;
    for (const std::string_view name : names) {
        if (name.empty() || name.size() > name_size_max) continue;
        const std::size_t allowed = std::max<std::size_t>(1, std::max(wanted.size(), name.size()) / 3);
        const std::size_t distance = edit_distance(wanted, name);
        if (distance > allowed || distance >= least) continue;
        // One character in place of one other is no likeness.
        if (distance >= std::max(wanted.size(), name.size())) continue;
        least = distance;
        nearest = name;
    }
    if (nearest || wanted.size() < 3) return nearest;
    for (const std::string_view name : names) {
        if (begins(wanted, name) && (!nearest || name.size() < nearest->size())) nearest = name;
    }
    return nearest;
}

std::optional<std::string_view> nearest_name(std::string_view wanted, std::span<const std::string> names) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    return nearest_name(wanted, std::span<const std::string_view>(views));
}

}  // namespace spark
