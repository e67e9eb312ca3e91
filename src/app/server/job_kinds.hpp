#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::server {

/// What a job's work sees of its job. Used by the thread that runs it.
class JobRun {
  public:
    virtual ~JobRun() = default;
    virtual const std::string& id() const = 0;
    /// 1 for the first; above it an attempt before was cut off, and may have left all of its result or none.
    virtual std::int64_t attempt() const = 0;
    virtual WallTime created_at() const = 0;
    virtual const wire::Json& request() const = 0;
    virtual const std::string& owner() const = 0;  ///< The user's id; empty: the x-admin-token.
    /// 0 to 1; never falls.
    virtual void progress(double part) = 0;
    virtual void log(std::string_view level, std::string_view text) = 0;
    /// Asked for by its owner or by the server's stop: long work looks at it and ends with what it left undone.
    virtual bool is_cancelled() const = 0;
};

/// What a job leaves behind.
struct JobResult {
    std::string id{};                      ///< Of what was made: `bt_…`.
    std::string location{};                ///< Its address.
    std::optional<wire::Json> report{};    ///< Small: kept with the job and shown as its `result`.
    std::optional<wire::Json> document{};  ///< For who waits: the whole answer; not kept with the job.
};

/// The work of one kind of job. Must be repeatable: a job that a crash interrupted is run again from its request.
using JobWork = std::function<Result<JobResult>(JobRun&)>;

/// How jobs of a kind are run; see jobs::KindRule.
struct JobTerms {
    std::int64_t attempts_max = 0;
    std::size_t places = 0;
};

/// All kinds: `backtest`, `ingest`, … Filled once, before the first job.
class JobKinds {
  public:
    /// Precondition (asserted): not there yet.
    void add(std::string kind, JobWork work, JobTerms terms = {});
    /// Null where there is none.
    const JobWork* find(std::string_view kind) const;

    const std::map<std::string, JobWork, std::less<>>& all() const { return work_; }
    /// Precondition (asserted): a kind of these.
    const JobTerms& terms(std::string_view kind) const;

  private:
    std::map<std::string, JobWork, std::less<>> work_;
    std::map<std::string, JobTerms, std::less<>> terms_;
};

}  // namespace spark::server
