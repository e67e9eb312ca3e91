#include "adapters/database/detail/queued_database.hpp"

#include <optional>

#include "adapters/database/detail/statement.hpp"
#include "foundation/base/assert.hpp"

namespace spark::database::detail {
namespace {

/// A server asks for a retry when two transactions met; five meetings in a row mean that it is too busy.
constexpr int attempts_max = 5;

/// What the work sees: after the first error there is no other answer, as PostgreSQL has it, so that no work runs on
/// one engine only.
class GuardedTransaction final : public Transaction {
  public:
    explicit GuardedTransaction(Connection& connection) : connection_(connection) {}

    Result<std::vector<Row>> query(std::string_view sql, std::span<const Value> values) override {
        return guarded<std::vector<Row>>(values, [&] { return connection_.query(sql, values); });
    }
    Result<std::int64_t> execute(std::string_view sql, std::span<const Value> values) override {
        return guarded<std::int64_t>(values, [&] { return connection_.execute(sql, values); });
    }
    const std::optional<Error>& first_error() const { return first_error_; }

  private:
    template <class T, class Run>
    Result<T> guarded(std::span<const Value> values, const Run& run) {
        if (first_error_) return fail(*first_error_);
        if (const auto storable = check_values(values); !storable) {
            first_error_ = storable.error();
            return fail(*first_error_);
        }
        Result<T> answer = run();
        if (!answer) first_error_ = answer.error();
        return answer;
    }

    Connection& connection_;
    std::optional<Error> first_error_;
};

}  // namespace

/// One write that waits for the writer. Whoever sets `state` away from waiting decides: the writer takes it, or the
/// caller has waited long enough and gives it up, and then its work is never looked at.
struct QueuedDatabase::Turn {
    enum class State : std::uint8_t { waiting, taken, given_up };

    Durability durability = Durability::full;
    const Work* work = nullptr;
    std::mutex mutex{};
    std::condition_variable changed{};
    State state = State::waiting;
    std::optional<Result<void>> answer{};

    bool take() {
        const std::lock_guard lock(mutex);
        if (state == State::given_up) return false;
        state = State::taken;
        return true;
    }
    void finish(Result<void> result) {
        {
            const std::lock_guard lock(mutex);
            answer = std::move(result);
        }
        changed.notify_one();
    }
    Result<void> wait(std::chrono::milliseconds wait_max) {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, wait_max, [&] { return answer.has_value(); });
        if (!answer && state == State::waiting) {
            state = State::given_up;
            return fail(Fault::unavailable, "other writes took longer than " + std::to_string(wait_max.count()) + " ms",
                        "store.url", "repeat later");
        }
        // Taken: the work itself is bounded by the engine's waits, and giving it up would leave the outcome unknown.
        changed.wait(lock, [&] { return answer.has_value(); });
        return *std::move(answer);
    }
};

Result<std::unique_ptr<Database>> QueuedDatabase::start(Parts parts) {
    SPARK_ASSERT(parts.options.readers > 0 && parts.options.writes_waiting_max > 0);
    std::vector<std::unique_ptr<Connection>> readers;
    for (std::size_t count = 0; count < parts.options.readers; ++count) {
        SPARK_TRY(std::unique_ptr<Connection> reader, parts.connect(Use::reading));
        readers.push_back(std::move(reader));
    }
    return std::make_unique<QueuedDatabase>(std::move(parts), std::move(readers));
}

QueuedDatabase::QueuedDatabase(Parts parts, std::vector<std::unique_ptr<Connection>> readers)
    : parts_(std::move(parts)),
      readers_(std::move(readers)),
      turns_(parts_.options.writes_waiting_max),
      writer_([this] { write_until_closed(); }) {}

QueuedDatabase::~QueuedDatabase() {
    turns_.close();
    writer_.join();
}

void QueuedDatabase::write_until_closed() {
    while (const auto turn = turns_.pop()) {
        if ((*turn)->take()) (*turn)->finish(run((*turn)->durability, *(*turn)->work));
    }
}

Result<void> QueuedDatabase::write(Durability durability, const Work& work) {
    SPARK_ASSERT(std::this_thread::get_id() != writer_.get_id());
    const auto turn = std::make_shared<Turn>();
    turn->durability = durability;
    turn->work = &work;
    if (auto place = turn; !turns_.try_push(std::move(place)))
        return fail(Fault::exhausted,
                    "more than " + std::to_string(parts_.options.writes_waiting_max) + " writes wait for the store",
                    "store.url", "repeat later");
    return turn->wait(parts_.options.busy_wait_max);
}

Result<void> QueuedDatabase::run(Durability durability, const Work& work) {
    for (int count = 1;; ++count) {
        auto answer = attempt(durability, work);
        if (answer || count == attempts_max || !parts_.writer->asks_for_retry()) return answer;
    }
}

Result<void> QueuedDatabase::attempt(Durability durability, const Work& work) {
    Connection& writer = *parts_.writer;
    SPARK_TRY(writer.ready());
    SPARK_TRY(writer.begin(durability));
    GuardedTransaction transaction(writer);
    auto answer = work(transaction);
    if (answer && transaction.first_error()) answer = fail(*transaction.first_error());
    if (!answer) {
        writer.rollback();
        return answer;
    }
    return writer.commit();
}

/// A reader that goes back by itself; null when none came back in time.
class QueuedDatabase::Borrowed {
  public:
    explicit Borrowed(QueuedDatabase& owner) : owner_(owner), reader_(owner.borrow_reader()) {}
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    ~Borrowed() {
        if (reader_) owner_.give_back(std::move(reader_));
    }
    Connection* get() const { return reader_.get(); }

  private:
    QueuedDatabase& owner_;
    std::unique_ptr<Connection> reader_;
};

std::unique_ptr<Connection> QueuedDatabase::borrow_reader() {
    std::unique_lock lock(readers_mutex_);
    if (!reader_is_back_.wait_for(lock, parts_.options.busy_wait_max, [&] { return !readers_.empty(); }))
        return nullptr;
    auto reader = std::move(readers_.back());
    readers_.pop_back();
    return reader;
}

void QueuedDatabase::give_back(std::unique_ptr<Connection> reader) {
    {
        const std::lock_guard lock(readers_mutex_);
        readers_.push_back(std::move(reader));
    }
    reader_is_back_.notify_one();
}

Result<std::vector<Row>> QueuedDatabase::query(std::string_view sql, std::span<const Value> values) {
    SPARK_TRY(check_values(values));
    const Borrowed reader(*this);
    if (reader.get() == nullptr)
        return fail(Fault::unavailable,
                    "all " + std::to_string(parts_.options.readers) + " connections of the store are reading",
                    "store.url", "repeat later");
    return reader.get()->query(sql, values);
}

Result<void> QueuedDatabase::probe() {
    const Borrowed reader(*this);
    if (reader.get() == nullptr)
        return fail(Fault::unavailable, "the store is busy reading", "store.url", "repeat later");
    SPARK_TRY(reader.get()->ready());
    SPARK_TRY(reader.get()->query("SELECT count(*) FROM spark_migrations", {}));
    return {};
}

Result<void> QueuedDatabase::backup(const std::filesystem::path& path) {
    SPARK_TRY(const std::unique_ptr<Connection> source, parts_.connect(Use::reading));
    return source->backup(path);
}

Result<void> QueuedDatabase::check() {
    SPARK_TRY(const std::unique_ptr<Connection> connection, parts_.connect(Use::reading));
    return connection->check();
}

}  // namespace spark::database::detail
