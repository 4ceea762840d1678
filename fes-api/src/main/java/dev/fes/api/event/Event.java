package dev.fes.api.event;

import org.jspecify.annotations.Nullable;

/**
 * What travels from stage to stage: a change on its way to becoming an event. The key is the
 * ordering key, the value JSON bytes that are written once and passed on untouched; everything a
 * stage must know without parsing them is in the {@link Facts}.
 *
 * <p>Next: a flow makes events out of it, or a sink publishes it.
 *
 * @param key the ordering key, UTF-8
 * @param value JSON; empty when the images were too large to travel
 * @param replay set where it comes from a dead letter
 */
public record Event(
    byte[] key, byte[] value, Facts facts, @Nullable Fault fault, @Nullable Replay replay) {

  public Event(byte[] key, byte[] value, Facts facts, @Nullable Fault fault) {
    this(key, value, facts, fault, null);
  }

  public Event(byte[] key, byte[] value, Facts facts) {
    this(key, value, facts, null);
  }

  public Event withFault(Fault found) {
    return new Event(key, value, facts, found, replay);
  }

  public Event withReplay(@Nullable Replay origin) {
    return new Event(key, value, facts, fault, origin);
  }
}
