package dev.fes.stage;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Events on their way into a lane; once closed, every waiting lane is told to give up. */
final class Arrivals implements Patience.Pause {

  private final BlockingQueue<InFlight> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final InFlight end = InFlight.marker();

  void add(InFlight arrived) {
    queue.add(arrived);
  }

  /**
   * Moves what has arrived to {@code pending}, up to {@code most} in all; waits for one if there is
   * none at all.
   */
  void fill(Deque<InFlight> pending, int most) throws InterruptedException {
    if (pending.isEmpty()) {
      pending.add(open(queue.take()));
    }
    while (pending.size() < most) {
      InFlight next = queue.poll();
      if (next == null) {
        return;
      }
      pending.add(open(next));
    }
  }

  @Override
  public void last(Duration duration) throws InterruptedException {
    if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("the stage gives its events up");
    }
  }

  void close() {
    queue.clear();
    queue.add(end);
    closed.countDown();
  }

  private InFlight open(InFlight next) throws InterruptedException {
    if (next == end) {
      queue.add(end);
      throw new InterruptedException("the stage gives its events up");
    }
    return next;
  }
}
