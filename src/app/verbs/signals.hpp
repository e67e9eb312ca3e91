#pragma once

#include <string>

#include "app/verbs/context.hpp"

namespace spark::verbs {

/// Prepares the process once, before any thread: writing to a pipe nobody reads and past a file size limit become
/// errors instead of the process's end; closed standard streams are opened on /dev/null, so that no data file gets
/// their number; Ctrl-C and SIGTERM set the token. The second of them ends the process at once: what is on disk is
/// whole at any moment.
CancelToken& prepare_process();

/// What is said on standard error when the signal comes, at once.
void set_signal_words(std::string interrupted, std::string terminated);

/// From now on SIGHUP asks for what was read at the start to be read again, instead of ending the process.
void prepare_reload();
/// Whether that was asked for since the last call.
bool take_reload();

}  // namespace spark::verbs
