#include "app/optimizer/heat_map_files.hpp"

#include <fmt/format.h>

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

report::Language report_language(cli::Language language) {
    return language == cli::Language::tr ? report::Language::tr : report::Language::en;
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
    return write_heat_map_picture(map, picture, language);
}

Result<void> write_heat_map_picture(const wire::Json& map, const std::filesystem::path& picture,
                                    cli::Language language) {
    SPARK_TRY(const report::HeatMapPicture drawn, report::read_heat_map(map));
    SPARK_TRY(const std::string png, report::heat_map_png(drawn, report_language(language)));
    return replace_file(picture, png);
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
