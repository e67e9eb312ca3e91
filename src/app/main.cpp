#include <unistd.h>

#include <exception>
#include <string>
#include <vector>

#include "app/program/program.hpp"
#include "app/verbs/signals.hpp"
#include "foundation/config/settings_reader.hpp"

int main(int argc, char** argv) {
    spark::verbs::CancelToken& cancel = spark::verbs::prepare_process();
    const std::vector<std::string> command_line(argv, argv + argc);
    try {
        return spark::program::run_program(command_line, spark::config::environment_of(environ), cancel);
    } catch (const std::exception& error) {
        // One of the three catch sites: what comes here is a bug, or memory that ran out.
        return spark::program::report_bug(command_line, error.what());
    }
}
