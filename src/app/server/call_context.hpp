#pragma once

#include "app/verbs/context.hpp"

namespace spark::server {

/// A verb's context for one call on any thread: its own ids, nonces and words, so that calls share nothing that
/// changes. The parent is the one of `spark serve` and outlives it.
class CallContext {
  public:
    /// `cancel`: what ends the work half-way; null: nothing does.
    explicit CallContext(const verbs::Context& parent, const verbs::CancelToken* cancel = nullptr);
    CallContext(const CallContext&) = delete;
    CallContext& operator=(const CallContext&) = delete;

    verbs::Context& operator*() { return context_; }

  private:
    cli::Terminal terminal_;
    Rng rng_;
    UlidMaker ids_;
    Rng nonces_;
    verbs::CancelToken never_{0};
    verbs::Context context_;
};

}  // namespace spark::server
