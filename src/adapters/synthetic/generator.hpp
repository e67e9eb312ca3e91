#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "adapters/synthetic/options.hpp"
#include "engine/feed/events.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::synthetic {

/// A made-up live market of three venues, without a clock: the same options and start give the same events in the same
/// order, however the time is cut into advances. Every event says that it is synthetic. Events come in the order of
/// their receive time, which is when the generator makes them; the venue's time lies a latency before it, and the
/// delay of the venue with sessions.
class Generator {
  public:
    /// Appends the start to `out`: the state of each venue, candles of the past, forming bars, whole books. Errors:
    /// invalid_input for options or a start that cannot be.
    static Result<Generator> start(const Options& options, WallTime start, std::vector<feed::Event>& out);

    Generator(Generator&&) noexcept;
    Generator& operator=(Generator&&) noexcept;
    ~Generator();

    /// Appends what happens after the last call, up to `to` inclusive. A time before that does nothing.
    void advance(WallTime to, std::vector<feed::Event>& out);

    WallTime time() const;

  private:
    class State;
    explicit Generator(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace spark::synthetic
