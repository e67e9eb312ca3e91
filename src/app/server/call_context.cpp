#include "app/server/call_context.hpp"

#include <unistd.h>

namespace spark::server {

CallContext::CallContext(const verbs::Context& parent, const verbs::CancelToken* cancel)
    : terminal_(parent.terminal.options(), STDERR_FILENO, STDERR_FILENO),
      rng_(seed_from_system()),
      ids_(rng_.split(0)),
      nonces_(rng_.split(1)),
      context_{.terminal = terminal_,
               .settings = parent.settings,
               .settings_problem = parent.settings_problem,
               .environment = parent.environment,
               .metrics = parent.metrics,
               .cancel = cancel == nullptr ? never_ : *cancel,
               .ids = ids_,
               .nonces = nonces_,
               .command_line = parent.command_line,
               .wall_clock = parent.wall_clock,
               .steady_clock = parent.steady_clock} {}

}  // namespace spark::server
