package dev.fes.compact;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Watches over a start that neither succeeds nor fails: no endpoint would ever tell of it, and
 * nobody would try again.
 */
final class StartWatch implements AutoCloseable {

  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Watches what the calling thread does until it is closed.
   *
   * @param hangs is told where the thread is when it takes longer
   */
  StartWatch(Duration longest, Consumer<String> hangs) {
    Thread starter = Thread.currentThread();
    // no virtual thread: what hangs may be what carries those
    Thread.ofPlatform()
        .daemon()
        .name("watch-" + starter.getName())
        .start(() -> watch(starter, longest, hangs));
  }

  private void watch(Thread starter, Duration longest, Consumer<String> hangs) {
    try {
      if (!over.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        hangs.accept(
            Arrays.stream(starter.getStackTrace())
                .map(frame -> "at " + frame)
                .collect(Collectors.joining("\n")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
