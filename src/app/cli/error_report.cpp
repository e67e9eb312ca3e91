#include "app/cli/error_report.hpp"

#include "app/cli/messages.hpp"
#include "foundation/wire/json.hpp"

namespace spark::cli {

std::string error_json(const Error& error, int exit_code) {
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? wire::Json(nullptr) : wire::Json(text);
    };
    wire::Json what = wire::Json::object();
    what.set("fault", rule_of(error.fault).name);
    what.set("message", error.message);
    what.set("place", text_or_null(error.place));
    what.set("remedy", text_or_null(error.remedy));
    what.set("exit_code", exit_code);
    wire::Json document = wire::Json::object();
    document.set("schema", "spark.error/1");
    document.set("error", std::move(what));
    return wire::to_text(document);
}

std::string error_text(const Error& error, int exit_code, const Terminal& terminal) {
    const Language language = terminal.language();
    const auto labelled = [](const std::string& label, std::string_view text) {
        return label + ": " + std::string(text);
    };
    std::string text = labelled(terminal.inked_error(Ink::bad, say<messages::error_label>(language)), error.message);
    if (!error.place.empty()) text += "\n  " + labelled(say<messages::place_label>(language), error.place);
    if (exit_code == rule_of(error.fault).exit_code) {
        text += "\n  " + std::string(messages::fault_sentences[static_cast<std::size_t>(error.fault)].in(language));
    }
    if (!error.remedy.empty()) {
        text += "\n  " + labelled(terminal.inked_error(Ink::bold, say<messages::try_label>(language)), error.remedy);
    }
    return text;
}

void report(Terminal& terminal, const Error& error, int exit_code) {
    if (terminal.options().json) terminal.out_line(error_json(error, exit_code));
    terminal.complain(error_text(error, exit_code, terminal));
}

}  // namespace spark::cli
