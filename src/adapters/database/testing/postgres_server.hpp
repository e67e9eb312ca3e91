#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "foundation/base/testing/fresh_folder.hpp"

namespace spark::database::testing {

/// A real PostgreSQL 15 server of the tests' own: fresh cluster, unix socket in its folder, no TCP port, fsync on, and
/// only its own user's rights (root is refused by PostgreSQL, so root becomes the user `postgres`). Stopped, and its
/// folder removed, at the end of the object; it does not outlive a test process that is killed.
class PostgresServer {
  public:
    /// The one server of this process, started at the first call. Null, with the reason in `why_not`, where PostgreSQL
    /// is not installed or does not start.
    static PostgresServer* shared(std::string& why_not);
    /// Another one, for tests that stop it.
    static std::unique_ptr<PostgresServer> start(std::string& why_not);
    ~PostgresServer();

    /// The URL of a new empty store: a schema of its own, which is made in a tenth of the time of a database.
    std::string new_store();

    void stop();         ///< At once, as a crash does (SIGQUIT to the postmaster), and waits for its end.
    void start_again();  ///< After stop().
    void freeze();       ///< Every process of it stops to answer, and keeps its sockets.
    void thaw();

  private:
    PostgresServer() = default;
    std::string url_of(const std::string& schema) const;
    bool make_cluster();
    bool start_postmaster();
    void signal_all(int signal_number) const;

    spark::testing::FreshFolder folder_;
    pid_t postmaster_ = -1;
    int log_ = -1;
    int stores_ = 0;
};

}  // namespace spark::database::testing
