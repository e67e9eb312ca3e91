#pragma once

#include <string>

#include "foundation/base/result.hpp"
#include "foundation/net/message.hpp"

namespace spark::remote {

/// Why a server refused, as an Error of this program: the fault (and with it the exit code) by the problem's code, else
/// by the status; `detail` as the message, the first pointer as the place, `fix` as the remedy. What is no
/// `application/problem+json` comes from no Spark server: corrupt, or unavailable for what proxies answer for one that
/// is down. Text of the other side is made fit for a terminal. Precondition: the status is not 2xx.
Error error_of(const net::Response& response, const std::string& server);

/// The problem document of a job that failed, as an Error.
Error error_of_problem(const std::string& code, const std::string& detail, const std::string& place,
                       const std::string& remedy);

/// What an answer that is no Spark server's is called. `found`: what came instead.
Error stranger(const std::string& server, const std::string& found);

}  // namespace spark::remote
