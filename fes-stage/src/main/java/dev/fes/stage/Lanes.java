package dev.fes.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads arriving events over lanes, each a thread of its own: all on one when the stream is
 * totally ordered, by key when order holds per key, anywhere when the target keeps no order. It
 * never holds more than one poll of records: the listener container pauses its partitions until all
 * of them are confirmed.
 */
final class Lanes {

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  /** How events find their lane. */
  enum Spread {
    ONE,
    BY_KEY,
    ANY
  }

  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private final Spread spread;
  private final Restart restart;
  private final List<Arrivals> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Turns turns = new Turns();
  private volatile boolean stopping;

  Lanes(Spread spread, int count, Function<Arrivals, Lane> factory, Restart restart) {
    this.spread = spread;
    this.restart = restart;
    int lanes = spread == Spread.ONE ? 1 : count;
    for (int i = 0; i < lanes; i++) {
      if (spread != Spread.ANY || queues.isEmpty()) {
        queues.add(new Arrivals());
      }
      Lane lane = factory.apply(queues.getLast());
      threads.add(
          Thread.ofPlatform().daemon().name("lane-" + i).start(() -> run(lane))); // decision 67
    }
  }

  void accept(InFlight arrived) {
    int lane =
        switch (spread) {
          case ONE, ANY -> 0;
          case BY_KEY -> Math.floorMod(Arrays.hashCode(arrived.event().key()), queues.size());
        };
    InFlight counted = unconfirmed.counted(arrived);
    queues.get(lane).add(spread == Spread.ANY ? turns.taken(counted) : counted);
  }

  Unconfirmed unconfirmed() {
    return unconfirmed;
  }

  /**
   * Lets each lane finish what it is sending, for as long as the grace, and gives up the rest
   * unconfirmed; a call that hangs even so keeps its thread until its time-out.
   */
  void stop(Duration grace) {
    stopping = true;
    queues.forEach(Arrivals::close);
    awaitEnd(grace);
    threads.forEach(Thread::interrupt);
    awaitEnd(LAST_WORD);
  }

  /** All of them together: one that hangs in a call must not let the others wait longer. */
  private void awaitEnd(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (Thread lane : threads) {
        var _ = lane.join(Duration.ofNanos(deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Lane lane) {
    try {
      while (!stopping) {
        lane.advance();
      }
    } catch (InterruptedException e) {
      LOG.debug("lane given up; its events are unconfirmed and come again");
    } catch (RuntimeException | Error e) {
      if (!stopping) {
        LOG.error("a lane broke; its events are unconfirmed and come again", Wordless.of(e));
        restart.request(
            Failure.transientFailure(
                "unexpected", "the stage broke and starts again: " + e.getClass().getName()));
      }
    }
  }
}
