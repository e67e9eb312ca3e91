#include "adapters/store/data_set_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::store {
namespace {

constexpr std::string_view prefix = "ds_";
constexpr std::string_view file_ending = ".spark";

/// Decimal digits without a leading zero, 1 to version_max.
std::optional<std::uint32_t> parse_version(std::string_view digits) {
    if (digits.empty() || digits.front() < '1' || digits.front() > '9') return std::nullopt;
    std::uint32_t version = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
    if (error != std::errc{} || end != digits.data() + digits.size() || version > DataSetId::version_max)
        return std::nullopt;
    return version;
}

std::unexpected<Error> not_an_id(std::string_view text) {
    return fail(Fault::invalid_input,
                fmt::format("found '{}', a data set is named like ds_binance_BTCUSDT_1h@v1", shown(text, 80)));
}

}  // namespace

Result<DataSetId> DataSetId::parse(std::string_view text) {
    std::string_view rest = text;
    if (!rest.starts_with(prefix)) return not_an_id(text);
    rest.remove_prefix(prefix.size());
    std::optional<std::uint32_t> version;
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        if (!rest.substr(at).starts_with("@v")) return not_an_id(text);
        version = parse_version(rest.substr(at + 2));
        if (!version) return not_an_id(text);
        rest = rest.substr(0, at);
    }
    const auto first = rest.find('_');
    const auto last = rest.rfind('_');
    if (first == std::string_view::npos || first == last) return not_an_id(text);
    const auto venue = Venue::parse(rest.substr(0, first));
    const auto symbol = Symbol::parse(rest.substr(first + 1, last - first - 1));
    const auto timeframe = Timeframe::parse(rest.substr(last + 1));
    if (!venue || !symbol || !timeframe) return not_an_id(text);
    return DataSetId{*venue, *symbol, *timeframe, version};
}

std::string DataSetId::text() const {
    std::string name = fmt::format("{}{}_{}_{}", prefix, venue.text(), symbol.text(), timeframe.text());
    if (version) name += fmt::format("@v{}", *version);
    return name;
}

std::filesystem::path DataSetId::folder() const {
    return std::filesystem::path("datasets") / venue.text() / symbol.text() / timeframe.text();
}

std::optional<std::uint32_t> version_of_file_name(std::string_view name) {
    if (!name.starts_with('v') || !name.ends_with(file_ending)) return std::nullopt;
    name.remove_prefix(1);
    name.remove_suffix(file_ending.size());
    return parse_version(name);
}

std::string file_name_of_version(std::uint32_t version) { return fmt::format("v{}{}", version, file_ending); }

std::vector<std::string> nearest_names(std::string_view wanted, std::span<const std::string> names,
                                       std::size_t count_max) {
    constexpr std::size_t wanted_size_max =
        200;  // The work grows with the product of the lengths; no name is nearly as long.
    wanted = wanted.substr(0, wanted_size_max);
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string& name : names) {
        const std::size_t changes = edit_distance(wanted, name);
        if (2 * changes <= name.size()) ranked.emplace_back(changes, name);
    }
    std::ranges::sort(ranked);
    if (ranked.size() > count_max) ranked.resize(count_max);
    std::vector<std::string> nearest;
    for (auto& [changes, name] : ranked) nearest.push_back(std::move(name));
    return nearest;
}

}  // namespace spark::store
