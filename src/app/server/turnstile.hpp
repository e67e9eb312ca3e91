#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace spark::server {

/// Lets a few threads through at once and a few more wait; the next is turned away. For work that is dear in memory.
/// Any thread.
class Turnstile {
  public:
    /// Precondition (asserted): at least one at once.
    Turnstile(std::size_t at_once_max, std::size_t waiting_max);

    /// One thread's way through; leaves at its end.
    class Pass {
      public:
        explicit Pass(Turnstile& turnstile) : turnstile_(turnstile), is_in_(turnstile.enter()) {}
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        ~Pass() {
            if (is_in_) turnstile_.leave();
        }
        bool is_in() const { return is_in_; }  ///< False: too many wait already.

      private:
        Turnstile& turnstile_;
        bool is_in_;
    };

    std::size_t inside() const;
    std::size_t waiting() const;

  private:
    bool enter();
    void leave();

    const std::size_t at_once_max_;
    const std::size_t waiting_max_;
    mutable std::mutex mutex_;
    std::condition_variable left_;
    std::size_t inside_ = 0;
    std::size_t waiting_ = 0;
};

}  // namespace spark::server
