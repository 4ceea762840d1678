package dev.fes.stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The bad events that block an event stream in this stage, by lane, and the wish of an operator to
 * skip one of them. A wish holds for the one try that it causes: an event that passes it is not
 * skipped, and neither is any other.
 */
final class Skips {

  private final Map<Object, Standing> standing = new ConcurrentHashMap<>();
  private @Nullable Wish wish;

  /** What came of a wish. */
  enum Answer {
    SKIPPED,
    PASSED,
    NOT_BLOCKING,
    BUSY,
    UNDECIDED
  }

  private record Standing(String id, Runnable hurry) {}

  private static final class Wish {

    private final String id;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private boolean taken;

    private Wish(String id) {
      this.id = id;
    }
  }

  /**
   * The first event of a lane is bad.
   *
   * @param hurry lets the lane try it at once
   */
  void stands(Object lane, String id, Runnable hurry) {
    standing.put(lane, new Standing(id, hurry));
  }

  /** The lane goes on, or has given its events up. */
  void moves(Object lane) {
    if (!standing.isEmpty() && standing.remove(lane) instanceof Standing was) {
      passed(was.id());
    }
  }

  void clear() {
    standing.keySet().forEach(this::moves);
  }

  List<String> blocking() {
    return standing.values().stream().map(Standing::id).sorted().toList();
  }

  /** Whether this event, just found bad again, is the one to skip; then it has to be. */
  synchronized boolean take(String id) {
    Wish now = wish;
    if (now == null || now.taken || !now.id.equals(id)) {
      return false;
    }
    now.taken = true;
    return true;
  }

  /** The event that was taken is kept elsewhere; who asked may have given up waiting. */
  synchronized void skipped(String id) {
    Wish now = wish;
    if (now != null && now.taken && now.id.equals(id)) {
      now.answer.complete(Answer.SKIPPED);
    }
  }

  /** Waits for the try to show; twice as long at most when the event is on its way already. */
  Answer skip(String id, Duration patience) throws InterruptedException {
    Wish mine = new Wish(id);
    Runnable hurry;
    synchronized (this) {
      if (wish != null) {
        return Answer.BUSY;
      }
      Standing found =
          standing.values().stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
      if (found == null) {
        return Answer.NOT_BLOCKING;
      }
      wish = mine;
      hurry = found.hurry();
    }
    hurry.run();
    try {
      return await(mine, patience);
    } finally {
      withdraw();
    }
  }

  private Answer await(Wish mine, Duration patience) throws InterruptedException {
    Answer first = awaitOnce(mine, patience);
    return first == Answer.UNDECIDED && isTaken(mine) ? awaitOnce(mine, patience) : first;
  }

  /** From here on it is not taken any more, if it was not. */
  private synchronized boolean isTaken(Wish mine) {
    if (!mine.taken) {
      wish = null;
    }
    return mine.taken;
  }

  private static Answer awaitOnce(Wish mine, Duration patience) throws InterruptedException {
    try {
      return mine.answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return Answer.UNDECIDED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a wish never fails", e);
    }
  }

  private synchronized void withdraw() {
    wish = null;
  }

  private synchronized void passed(String id) {
    Wish now = wish;
    if (now != null && !now.taken && now.id.equals(id)) {
      now.answer.complete(Answer.PASSED);
    }
  }
}
