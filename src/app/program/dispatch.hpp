#pragma once

#include <span>
#include <string_view>

#include "app/cli/invocation.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::program {

/// A verb: prints what it has to say and answers with the exit code, or with why it could not.
using VerbFn = Result<int> (*)(verbs::Context&, const cli::Invocation&);

struct DispatchRow {
    std::string_view path;
    VerbFn run;
    /// Goes on with the default settings when the settings cannot be read: help, and what finds out why.
    bool needs_settings = true;
    /// Runs until a signal, and then ends with an exit code of its own.
    bool signal_ends_it_well = false;
    /// Against a server, where one is named; null where a server changes nothing.
    VerbFn remote = nullptr;
    /// A signal ends it early with what is done kept, and it says itself how to go on.
    bool keeps_what_is_done = false;
};

/// One row a verb of cli::verbs(), in any order; a test compares the two.
std::span<const DispatchRow> dispatch_rows();

/// Null when there is no such verb.
const DispatchRow* find_dispatch_row(std::string_view path);

}  // namespace spark::program
