package dev.fes.source.dynamodb;

import dev.fes.stage.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a shard, or the whole stream, is read no more though no call fails. For one thread.
 */
final class Silence {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Supplier<@Nullable Failure> streamOver;
  private long lastReaderMillis;

  /**
   * @param streamOver asks the stream why it has nothing more to read; null if it should have
   */
  Silence(Supplier<@Nullable Failure> streamOver, long nowMillis) {
    this.streamOver = streamOver;
    this.lastReaderMillis = nowMillis;
  }

  /** Why reading is to begin anew; null if it goes on. */
  @Nullable Failure look(Collection<ShardReader> readers, long nowMillis) {
    Optional<ShardReader> quietest =
        readers.stream().max(Comparator.comparing(reader -> reader.silent(nowMillis)));
    if (quietest.isEmpty()) {
      return withoutReader(nowMillis);
    }
    lastReaderMillis = nowMillis;
    Duration silent = quietest.get().silent(nowMillis);
    return isTooLong(silent) ? stalled(quietest.get() + " was not read", silent) : null;
  }

  /** Between a shard's end and the beginning of its children there is none for a moment. */
  private @Nullable Failure withoutReader(long nowMillis) {
    Duration silent = Duration.ofMillis(nowMillis - lastReaderMillis);
    if (!isTooLong(silent)) {
      return null;
    }
    Failure over = streamOver.get();
    return over == null ? stalled("no shard of the stream was read", silent) : over;
  }

  private static boolean isTooLong(Duration silent) {
    return silent.compareTo(LIMIT) > 0;
  }

  private static Failure stalled(String what, Duration silent) {
    return Failure.transientFailure("stalled", what + " for " + silent.toSeconds() + " s");
  }
}
