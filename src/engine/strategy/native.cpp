#include "engine/strategy/native.hpp"

#include "foundation/base/assert.hpp"

namespace spark::strategy {

std::size_t History::at(std::size_t ago) const {
    SPARK_ASSERT(ago <= bar_ && bar_ < candles_.size());
    return bar_ - ago;
}

}  // namespace spark::strategy
