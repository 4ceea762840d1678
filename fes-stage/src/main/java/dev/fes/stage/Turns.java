package dev.fes.stage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets dead letters leave in the order in which their events arrived, whichever lane had them: a
 * letter waits until all that arrived before it is confirmed or has left. Its lane goes on; the
 * lane that ends the wait sends it.
 */
final class Turns {

  private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  /** The same, with its place behind all that has arrived before. */
  InFlight taken(InFlight arrived) {
    Turn turn = new Turn();
    waiting.add(turn);
    return arrived.inTurn(turn).then(() -> turn.accept(() -> {}));
  }

  /**
   * One thread at a time lets them go, and none waits for it: a send may take as long as Kafka is
   * away. Behind a departure that breaks nothing leaves any more, until the stage begins again.
   */
  private void letGo() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int heard = 1;
    do {
      for (Runnable next = next(); next != null; next = next()) {
        next.run();
        waiting.remove();
      }
      heard = calls.addAndGet(-heard);
    } while (heard > 0);
  }

  private @Nullable Runnable next() {
    Turn first = waiting.peek();
    return first == null ? null : first.departure.get();
  }

  /** One event's turn, taken once: how it leaves, if it does before it is confirmed. */
  private final class Turn implements Consumer<Runnable> {

    private final AtomicReference<@Nullable Runnable> departure = new AtomicReference<>();

    @Override
    public void accept(Runnable leaving) {
      if (departure.compareAndSet(null, leaving)) {
        letGo();
      }
    }
  }
}
