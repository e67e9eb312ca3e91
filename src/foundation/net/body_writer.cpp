#include "foundation/net/body_writer.hpp"

#include "foundation/net/detail/body_state.hpp"

namespace spark::net {

bool BodyWriter::write(std::string bytes) const { return state_->core->write(bytes); }
std::size_t BodyWriter::backlog_bytes() const { return state_->core->backlog_bytes(); }
bool BodyWriter::is_open() const { return state_->core->is_open(); }
void BodyWriter::finish() const { state_->core->finish(); }
void BodyWriter::abort() const { state_->core->abort(); }

}  // namespace spark::net
