package dev.fes.controller.letters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order that is being carried out, or was; it is remembered, so that another controller can go
 * on with it.
 *
 * @param through behind the last letter that there was when it was given: what comes after that is
 *     not its business, so no letter goes round and round
 * @param ended null while it is under way
 */
public record Job(
    String id,
    Order order,
    long through,
    Progress progress,
    Instant started,
    @Nullable Instant ended) {

  /**
   * How far it is.
   *
   * @param done marked letters
   * @param failed letters that it could do nothing with; they are kept
   * @param error why the last of those failed, or what it waits for
   */
  public record Progress(long total, long done, long failed, @Nullable String error) {

    Progress and(long moreDone, long moreFailed) {
      return new Progress(total, done + moreDone, failed + moreFailed, error);
    }

    Progress saying(@Nullable String words) {
      return new Progress(total, done, failed, words);
    }
  }

  /**
   * As operators see it.
   *
   * @param state {@code running} or {@code done}
   */
  public record View(
      String id,
      LetterAction action,
      String by,
      String state,
      long total,
      long done,
      long failed,
      @Nullable String error,
      Instant started,
      @Nullable Instant ended) {}

  boolean isUnderWay() {
    return ended == null;
  }

  Job with(Progress next) {
    return new Job(id, order, through, next, started, ended);
  }

  Job endedAt(Instant time) {
    return new Job(id, order, through, progress, started, time);
  }

  View view() {
    return new View(
        id,
        order.action(),
        order.by(),
        isUnderWay() ? "running" : "done",
        progress.total(),
        progress.done(),
        progress.failed(),
        progress.error(),
        started,
        ended);
  }
}
