package dev.fes.stage;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Events on their way into a lane; once closed, every waiting lane is told to give up. */
final class Arrivals implements Patience.Pause {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final BlockingQueue<InFlight> queue = new LinkedBlockingQueue<>();
  private final Object bell = new Object();
  private final InFlight end = InFlight.marker();
  private boolean closed;
  private int cuts;

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
    long until = System.nanoTime() + duration.toNanos();
    synchronized (bell) {
      int before = cuts;
      for (long left = duration.toMillis();
          left > 0 && cuts == before && !closed;
          left = (until - System.nanoTime()) / NANOS_PER_MILLI) {
        bell.wait(left);
      }
      if (closed) {
        throw new InterruptedException("the stage gives its events up");
      }
    }
  }

  @Override
  public boolean isOpen() {
    synchronized (bell) {
      return !closed;
    }
  }

  @Override
  public void cut() {
    synchronized (bell) {
      cuts++;
      bell.notifyAll();
    }
  }

  void close() {
    queue.clear();
    queue.add(end);
    synchronized (bell) {
      closed = true;
      bell.notifyAll();
    }
  }

  private InFlight open(InFlight next) throws InterruptedException {
    if (next == end) {
      queue.add(end);
      throw new InterruptedException("the stage gives its events up");
    }
    return next;
  }
}
