#include "app/cli/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

namespace spark::cli {
namespace {

constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

double finite_mean(std::span<const double> part) {
    double total = 0;
    std::size_t count = 0;
    for (const double value : part) {
        if (!std::isfinite(value)) continue;
        total += value;
        ++count;
    }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : total / static_cast<double>(count);
}

}  // namespace

std::string sparkline(std::span<const double> values, std::size_t columns) {
    const std::size_t parts = std::min(columns, values.size());
    std::vector<double> means;
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t first = part * values.size() / parts;
        const std::size_t end = (part + 1) * values.size() / parts;
        means.push_back(finite_mean(values.subspan(first, end - first)));
        if (std::isnan(means.back())) continue;
        least = std::min(least, means.back());
        most = std::max(most, means.back());
    }
    std::string line;
    for (const double mean : means) {
        if (std::isnan(mean)) {
            line += ' ';
            continue;
        }
        const double height = most > least ? (mean - least) / (most - least) : 0.5;
        const auto level = static_cast<std::size_t>(height * static_cast<double>(blocks.size()));
        line += blocks[std::min(level, blocks.size() - 1)];
    }
    return line;
}

}  // namespace spark::cli
