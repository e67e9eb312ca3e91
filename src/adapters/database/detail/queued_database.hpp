#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/database/detail/connection.hpp"
#include "foundation/base/bounded_queue.hpp"

namespace spark::database::detail {

/// What both engines share: one thread that owns the writing connection and takes the writes in order, and a few
/// reading connections that whoever asks borrows.
class QueuedDatabase final : public Database {
  public:
    enum class Use : std::uint8_t { reading, writing };
    using Connect = std::function<Result<std::unique_ptr<Connection>>(Use)>;

    struct Parts {
        Engine engine = Engine::sqlite;
        Options options;
        OpenReport report;
        std::unique_ptr<Connection> writer;
        Connect connect;  ///< Opens one more; for readers, backup and check.
    };

    /// Opens the readers and starts the writer.
    static Result<std::unique_ptr<Database>> start(Parts parts);
    explicit QueuedDatabase(Parts parts, std::vector<std::unique_ptr<Connection>> readers);
    ~QueuedDatabase() override;

    Engine engine() const override { return parts_.engine; }
    const OpenReport& report() const override { return parts_.report; }
    Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values) override;
    Result<void> write(Durability durability, const Work& work) override;
    Result<void> backup(const std::filesystem::path& path) override;
    Result<void> probe() override;
    Result<void> check() override;

  private:
    struct Turn;
    class Borrowed;

    void write_until_closed();
    Result<void> run(Durability durability, const Work& work);
    Result<void> attempt(Durability durability, const Work& work);
    std::unique_ptr<Connection> borrow_reader();
    void give_back(std::unique_ptr<Connection> reader);

    Parts parts_;
    std::mutex readers_mutex_;
    std::condition_variable reader_is_back_;
    std::vector<std::unique_ptr<Connection>> readers_;
    BoundedQueue<std::shared_ptr<Turn>> turns_;
    std::thread writer_;
};

}  // namespace spark::database::detail
