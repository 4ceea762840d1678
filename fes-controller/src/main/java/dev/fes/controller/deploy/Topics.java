package dev.fes.controller.deploy;

import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.plan.Wiring.Input;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The topics that join stages. Every method but {@link #purge} fails with {@link Unavailable} when
 * the brokers cannot do it now.
 */
public interface Topics extends AutoCloseable {

  /** Makes missing topics, and sets those that exist as they should be; their partitions stay. */
  void ensure(Collection<Topic> topics);

  /** What each group has yet to read, and what there is. */
  Map<Input, Depth> depths(Collection<Input> inputs);

  /** How many records each group has yet to read. */
  default Map<Input, Long> lag(Collection<Input> inputs) {
    return depths(inputs).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, depth -> depth.getValue().unread()));
  }

  /**
   * A topic, as one of its readers sees it.
   *
   * @param records all that is in it, read or not
   */
  record Depth(long unread, long records) {

    public static final Depth EMPTY = new Depth(0, 0);

    Depth plus(Depth other) {
      return new Depth(unread + other.unread, records + other.records);
    }
  }

  /** Lets groups that never read before start behind all that is there. */
  void startAtEnd(Collection<Input> inputs);

  /** Deletes topics and groups; those that are gone already are no fault. */
  void remove(Collection<String> topics, Collection<String> groups);

  /** Deletes of each buffer what all its readers have confirmed and what is old enough. */
  Purged purge(Collection<Buffer> buffers, Instant now);

  @Override
  void close();

  /** The brokers could not do it now; the message says why. */
  final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
