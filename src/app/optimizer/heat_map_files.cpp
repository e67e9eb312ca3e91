#include "app/optimizer/heat_map_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "adapters/report/heat_map.hpp"
#include "app/optimizer/outputs.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::optimizer {
namespace {

constexpr std::size_t heat_map_bytes_max = 256U << 20U;

Result<wire::Json> first_map(const std::filesystem::path& folder) {
    SPARK_TRY(const std::string text, read_file(folder / heat_map_name, heat_map_bytes_max));
    SPARK_TRY(const wire::Json document, wire::parse_json(text, {.bytes_max = heat_map_bytes_max}));
    SPARK_TRY(const auto maps, document.array_at("maps"));
    if (maps.empty()) return fail(Fault::not_found, "there is no map", (folder / heat_map_name).string());
    return maps.front();
}

/// Where a text stands among the values; none: it is no cell of its own (a map of a large space has several a cell).
std::optional<std::size_t> place_of(const std::vector<std::string>& values, const wire::Json& extent, const char* end) {
    const auto text = extent.string_at(end);
    const auto found = text ? std::ranges::find(values, *text) : values.end();
    if (found == values.end()) return std::nullopt;
    return static_cast<std::size_t>(found - values.begin());
}

/// The cells of the best plateau, from the assessment, where there is one.
std::optional<report::HeatArea> plateau_of(const std::filesystem::path& folder, const report::HeatMapPicture& map) {
    const auto text = read_file(folder / assessment_name, heat_map_bytes_max);
    if (!text) return std::nullopt;
    const auto assessment = wire::parse_json(*text, {.bytes_max = heat_map_bytes_max});
    const wire::Json* const plateau = assessment ? assessment->find("plateau") : nullptr;
    if (plateau == nullptr || !plateau->is_object()) return std::nullopt;
    const auto region = plateau->array_at("region");
    if (!region) return std::nullopt;
    report::HeatArea area{.x0 = 0, .y0 = 0, .x1 = 0, .y1 = 0};
    std::size_t sides = map.y_name.empty() ? 1 : 0;
    for (const wire::Json& extent : *region) {
        const std::string parameter = extent.string_at("parameter").value_or("");
        const bool is_x = parameter == map.x_name;
        if (!is_x && parameter != map.y_name) continue;
        const auto least = place_of(is_x ? map.x_values : map.y_values, extent, "least");
        const auto most = place_of(is_x ? map.x_values : map.y_values, extent, "most");
        if (!least || !most) return std::nullopt;
        (is_x ? area.x0 : area.y0) = *least;
        (is_x ? area.x1 : area.y1) = *most;
        ++sides;
    }
    return sides == 2 ? std::optional(area) : std::nullopt;
}

report::Language report_language(cli::Language language) {
    return language == cli::Language::tr ? report::Language::tr : report::Language::en;
}

Result<void> write_picture(const report::HeatMapPicture& drawn, const std::filesystem::path& picture,
                           cli::Language language) {
    SPARK_TRY(const std::string png, report::heat_map_png(drawn, report_language(language)));
    return replace_file(picture, png);
}

}  // namespace

Result<void> check_heat_map_target(std::string_view target) {
    if (target.empty() || target == "ascii" || target.ends_with(".png")) return {};
    return fail(Fault::invalid_input,
                fmt::format("found '{}', allowed ascii or a file that ends in .png", shown(target)), "--heatmap",
                "--heatmap ascii");
}

Result<void> write_heat_map_picture(const std::filesystem::path& folder, const std::filesystem::path& picture,
                                    cli::Language language) {
    SPARK_TRY(const wire::Json map, first_map(folder));
    SPARK_TRY(report::HeatMapPicture drawn, report::read_heat_map(map));
    drawn.plateau = plateau_of(folder, drawn);
    return write_picture(drawn, picture, language);
}

Result<void> write_heat_map_picture(const wire::Json& map, const std::filesystem::path& picture,
                                    cli::Language language) {
    SPARK_TRY(const report::HeatMapPicture drawn, report::read_heat_map(map));
    return write_picture(drawn, picture, language);
}

Result<void> print_heat_map(cli::Terminal& terminal, const std::filesystem::path& folder) {
    SPARK_TRY(const wire::Json map, first_map(folder));
    return print_heat_map(terminal, map);
}

Result<void> print_heat_map(cli::Terminal& terminal, const wire::Json& map) {
    SPARK_TRY(const report::HeatMapPicture drawn, report::read_heat_map(map));
    terminal.out(report::heat_map_text(drawn, {.language = report_language(terminal.language()),
                                               .columns = terminal.options().columns,
                                               .color = terminal.options().out_color && !terminal.options().plain}));
    return {};
}

}  // namespace spark::optimizer
