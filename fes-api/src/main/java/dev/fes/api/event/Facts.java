package dev.fes.api.event;

import dev.fes.api.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one change or event, carried as record headers.
 *
 * @param id the same over every restart, replay and retry
 * @param position where the source found it, for people: an LSN, a sequence number
 * @param table schema and table, or the DynamoDB table
 * @param committedAtMicros when the change was committed, epoch microseconds
 * @param traceparent W3C trace context of the change, if it has one
 */
public record Facts(
    String id,
    String position,
    Operation op,
    String table,
    long committedAtMicros,
    @Nullable String traceparent) {

  public Facts withId(String newId) {
    return new Facts(newId, position, op, table, committedAtMicros, traceparent);
  }

  public Facts withTraceparent(@Nullable String newTraceparent) {
    return new Facts(id, position, op, table, committedAtMicros, newTraceparent);
  }
}
