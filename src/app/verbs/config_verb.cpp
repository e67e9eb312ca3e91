#include "app/verbs/config_verb.hpp"

#include <vector>

#include "app/cli/exit_codes.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/house_messages.hpp"
#include "foundation/base/nearest_name.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/config/settings.hpp"
#include "foundation/config/settings_text.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {
namespace {

using cli::say;

std::string_view sentence_of(const config::Setting& setting, cli::Language language) {
    return language == cli::Language::tr ? setting.what_tr : setting.what_en;
}

wire::Json candidate_json(const config::Setting& setting, const config::SettingCandidate& candidate) {
    wire::Json row = wire::Json::object();
    row.set("value", config::shown_value(setting, candidate.text));
    row.set("source", config::to_text(candidate.source)).set("place", candidate.place);
    return row;
}

wire::Json setting_json(const config::Setting& setting, const config::SettingCandidate& winner) {
    wire::Json row = wire::Json::object();
    row.set("name", setting.name).set("type", config::to_text(setting.type));
    row.set("value", config::shown_value(setting, winner.text));
    row.set("source", config::to_text(winner.source)).set("place", winner.place);
    row.set("allowed", config::allowed_values(setting)).set("variable", config::environment_name(setting.name));
    return row.set("what", setting.what_en);
}

Result<std::size_t> index_of(std::string_view name, cli::Language language) {
    const std::size_t index = config::find_setting(name);
    if (index < config::settings.size()) return index;
    std::vector<std::string_view> names;
    for (const config::Setting& setting : config::settings) names.push_back(setting.name);
    const auto nearest = nearest_name(name, names);
    return fail(Fault::not_found, say<messages::unknown_setting>(language, shown(name)), {},
                nearest ? say<cli::messages::did_you_mean>(language, *nearest) : std::string("spark config"));
}

}  // namespace

wire::Json settings_json(const config::Settings& settings) {
    wire::Json rows = wire::Json::array();
    for (std::size_t index = 0; index < config::settings.size(); ++index)
        rows.push(setting_json(config::settings[index], settings.winner(index)));
    return wire::Json::object().set("schema", "spark.config/1").set("settings", std::move(rows));
}

Result<int> config_ls(Context& context, const cli::Invocation&) {
    const cli::Language language = context.terminal.language();
    for (const std::string& warning : context.settings.warnings()) context.terminal.complain(warning);
    if (context.terminal.options().json) {
        context.terminal.out_line(wire::to_text(settings_json(context.settings)));
        return cli::exit_success;
    }
    cli::Table table({{say<messages::setting_column>(language)},
                      {say<messages::value_column>(language)},
                      {say<messages::source_column>(language)}});
    for (std::size_t index = 0; index < config::settings.size(); ++index) {
        const config::SettingCandidate& winner = context.settings.winner(index);
        table.add({std::string(config::settings[index].name), config::shown_value(config::settings[index], winner.text),
                   winner.place});
    }
    table.print(context.terminal);
    return cli::exit_success;
}

Result<int> config_explain(Context& context, const cli::Invocation& invocation) {
    cli::Terminal& terminal = context.terminal;
    const cli::Language language = terminal.language();
    SPARK_TRY(const std::size_t index, index_of(invocation.positional(0), language));
    const config::Setting& setting = config::settings[index];
    const auto& candidates = context.settings.candidates(index);
    if (terminal.options().json) {
        wire::Json rows = wire::Json::array();
        for (const config::SettingCandidate& candidate : candidates) rows.push(candidate_json(setting, candidate));
        wire::Json document = wire::Json::object();
        document.set("schema", "spark.config.explain/1").set("setting", setting_json(setting, candidates.front()));
        document.set("candidates", std::move(rows));
        terminal.out_line(wire::to_text(document));
        return cli::exit_success;
    }
    terminal.out_line(terminal.inked(cli::Ink::bold, setting.name) + " = " +
                      config::shown_value(setting, candidates.front().text));
    terminal.out_line(sentence_of(setting, language));
    terminal.out_line(say<messages::allowed_line>(language, config::allowed_values(setting)));
    terminal.out_line(say<messages::variable_line>(language, config::environment_name(setting.name)));
    for (std::size_t place = 0; place < candidates.size(); ++place) {
        const config::SettingCandidate& candidate = candidates[place];
        const std::string value = config::shown_value(setting, candidate.text);
        terminal.out_line(place == 0 ? say<messages::source_won>(language, candidate.place, value)
                                     : say<messages::source_lost>(language, candidate.place, value));
    }
    return cli::exit_success;
}

}  // namespace spark::verbs
