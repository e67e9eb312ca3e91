#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::bus::testing {

/// A real nats-server of the tests' own, with JetStream in its folder, on a free port of loopback. Stopped, and its
/// folder removed, at the end of the object; it does not outlive a test process that is killed.
class NatsServer {
  public:
    /// Null, with the reason in `why_not`, where nats-server is not installed. `config`: further lines of its
    /// configuration file.
    static std::unique_ptr<NatsServer> start(std::string& why_not, const std::string& config = {});
    ~NatsServer();

    std::string url() const;
    void stop();             ///< At once, as a crash does (SIGKILL).
    bool start_again();      ///< On the same port and folder, after stop().
    void lose_everything();  ///< After stop(): its folder is emptied.

  private:
    NatsServer() = default;
    bool launch();

    spark::testing::FreshFolder folder_;
    pid_t process_ = -1;
    int log_ = -1;
    int port_ = 0;
};

}  // namespace spark::bus::testing
