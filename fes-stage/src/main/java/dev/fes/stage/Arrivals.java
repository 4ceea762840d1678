package dev.fes.stage;

import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events on their way into a lane, or into several; once closed, every waiting lane is told to give
 * up. Of several lanes one fills at a time, and while another is away with what it has it waits a
 * moment for a full load, or many would leave with one event each.
 */
final class Arrivals implements Patience.Pause {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** As long as Kafka's producers wait for company. */
  private static final Duration COMPANY = Duration.ofMillis(5);

  private final long companyNanos;
  private final BlockingQueue<InFlight> queue = new LinkedBlockingQueue<>();
  private final Lock filling = new ReentrantLock();
  private final Set<Thread> away = ConcurrentHashMap.newKeySet();
  private final Object bell = new Object();
  private final InFlight end = InFlight.marker();
  private boolean closed;
  private int cuts;

  Arrivals() {
    this(COMPANY);
  }

  /**
   * @param company how long a load is waited for while another is under way
   */
  Arrivals(Duration company) {
    this.companyNanos = company.toNanos();
  }

  void add(InFlight arrived) {
    queue.add(arrived);
  }

  /**
   * Moves what has arrived to {@code pending}, up to {@code most} in all; waits for one if there is
   * none at all.
   */
  void fill(Deque<InFlight> pending, int most) throws InterruptedException {
    if (pending.isEmpty()) {
      away.remove(Thread.currentThread());
      filling.lockInterruptibly();
      try {
        pending.add(open(queue.take()));
        gather(pending, most, away.isEmpty() ? 0 : companyNanos);
      } finally {
        filling.unlock();
      }
    } else {
      gather(pending, most, 0);
    }
    away.add(Thread.currentThread());
  }

  private void gather(Deque<InFlight> pending, int most, long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    while (pending.size() < most) {
      InFlight next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
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
