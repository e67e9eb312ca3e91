#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace spark {

/// Leaves new elements uninitialised, so that a column about to be written whole is not written twice.
template <class T>
struct UninitializedAllocator : std::allocator<T> {
    template <class U>
    struct rebind {
        using other = UninitializedAllocator<U>;
    };
    template <class U>
    void construct(U* place) noexcept {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class... Arguments>
    void construct(U* place, Arguments&&... arguments) {
        ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
    }
};

/// A vector of numbers whose resize does not clear: every element is written before it is read.
template <class T>
using Column = std::vector<T, UninitializedAllocator<T>>;

}  // namespace spark
