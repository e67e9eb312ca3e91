#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/verbs/context.hpp"

namespace spark::program {

/// One run of the program: reads the line, settles the settings, runs the verb, reports. Returns the exit code.
int run_program(const std::vector<std::string>& command_line, const std::map<std::string, std::string>& environment,
                const verbs::CancelToken& cancel);

/// The last words of a run that met a bug: an exception nothing in the program expects.
int report_bug(const std::vector<std::string>& command_line, const char* what);

}  // namespace spark::program
