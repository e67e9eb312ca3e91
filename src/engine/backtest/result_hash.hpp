#pragma once

#include <string>

#include "engine/backtest/run.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::backtest {

/// The identity of a result: SHA-256 over the canonical bytes of the trades and of the equity after every fill, the
/// open position and the final equity (layout: docs/reference/result_hash.md). Equity between fills follows from these
/// and the data set. Same inputs, same hash, on any build of record and any number of threads. Text: "sha256:" and 64
/// hex digits.
std::string result_hash(const RunOutcome& outcome);
/// The same as bytes.
crypto::Sha256Digest result_digest(const RunOutcome& outcome);

}  // namespace spark::backtest
