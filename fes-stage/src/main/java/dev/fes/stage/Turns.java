package dev.fes.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets dead letters leave in the order in which their events arrived, whichever lane had them: a
 * letter waits until all that arrived before it is published or has left. Its lane need not wait.
 */
final class Turns {

  private final Deque<Turn> waiting = new ArrayDeque<>();

  /** The same, with its place behind all that has arrived before. */
  synchronized InFlight taken(InFlight arrived) {
    Turn turn = new Turn();
    waiting.add(turn);
    InFlight inTurn = arrived.inTurn(turn);
    return inTurn.then(inTurn::pass);
  }

  /** One that breaks keeps its place, so that nothing leaves before it. */
  private synchronized void leave() {
    while (!waiting.isEmpty() && waiting.getFirst().departure.get() instanceof Runnable departure) {
      departure.run();
      waiting.removeFirst();
    }
  }

  /**
   * One event's turn, taken once. What comes later takes no lock: a letter's confirmation comes
   * from its producer's own thread, for which the next letter may be waiting under the lock.
   */
  private final class Turn implements Executor {

    private final AtomicReference<@Nullable Runnable> departure = new AtomicReference<>();

    @Override
    public void execute(Runnable leaving) {
      if (departure.compareAndSet(null, leaving)) {
        leave();
      }
    }
  }
}
