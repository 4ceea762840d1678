package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * When the engine last brought something, and how old it was. A heartbeat that goes into the log
 * and has not come out of the slot yet tells how far behind reading is, however idle the tables
 * are.
 */
final class Sightings {

  private final Clock clock;
  private final CompletableFuture<Void> firstSign = new CompletableFuture<>();
  private @Nullable Instant oldestUnseen;
  private @Nullable Lsn placeOfOldest;
  private @Nullable Lsn lastSent;
  private boolean seenAny;
  private Instant lastSeen;
  private Instant lastAdvance;
  private Duration lastDelay = Duration.ZERO;

  Sightings(Clock clock) {
    this.clock = clock;
    this.lastSeen = clock.instant();
    this.lastAdvance = lastSeen;
  }

  /** The engine is reading. */
  void alive() {
    firstSign.complete(null);
  }

  /** Done as soon as the engine is reading. */
  CompletableFuture<Void> firstSign() {
    return firstSign;
  }

  boolean isLive() {
    return firstSign.isDone();
  }

  void saw(SourceRecord found) {
    if (found.value() instanceof RowRead row) {
      changeSeen(row.place().committedAt());
    } else if (found.value() instanceof Struct value && value.schema().field("message") != null) {
      heartbeatSeen(value.getStruct("message"));
    }
  }

  /** What a heartbeat says; it has to be seen from now on. */
  synchronized String sendHeartbeat() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (oldestUnseen == null) {
      oldestUnseen = now;
    }
    return Long.toString(now.toEpochMilli());
  }

  /** Where in the log the heartbeat is that was sent last. */
  synchronized void written(Lsn place) {
    if (oldestUnseen != null && placeOfOldest == null) {
      placeOfOldest = place;
    }
  }

  /**
   * How far the server has come in the log: while it works its way through what is not for us, it
   * is not stalled. Once past the heartbeat, it must bring it.
   */
  synchronized void sent(@Nullable Lsn position) {
    if (position == null || position.equals(lastSent)) {
      return;
    }
    lastSent = position;
    if (placeOfOldest == null || placeOfOldest.isAfter(position)) {
      lastAdvance = clock.instant();
    }
  }

  /** When a change or a heartbeat of ours came out of the slot last, if one did. */
  synchronized Optional<Instant> lastSign() {
    return seenAny ? Optional.of(lastSeen) : Optional.empty();
  }

  /** Whether a change or a heartbeat of ours came out of the slot. */
  synchronized boolean hasSeenAny() {
    return seenAny;
  }

  /** How old the oldest change may be that has not been read yet. */
  synchronized Duration behind() {
    return oldestUnseen == null
        ? lastDelay
        : max(lastDelay, Duration.between(oldestUnseen, clock.instant()));
  }

  /** How long a heartbeat has been missing without any sign of life. */
  synchronized Duration overdue() {
    Instant since = oldestUnseen;
    if (since == null) {
      return Duration.ZERO;
    }
    return Duration.between(latest(since, latest(lastSeen, lastAdvance)), clock.instant());
  }

  private synchronized void changeSeen(long committedAtMicros) {
    seen(Instant.EPOCH.plus(committedAtMicros, ChronoUnit.MICROS));
  }

  private synchronized void heartbeatSeen(Struct message) {
    Instant sent = timeIn(message.get("content"));
    if (sent != null) {
      seen(sent);
      if (oldestUnseen != null && !sent.isBefore(oldestUnseen)) {
        oldestUnseen = null;
        placeOfOldest = null;
      }
    }
  }

  private void seen(Instant written) {
    seenAny = true;
    lastSeen = clock.instant();
    lastDelay = max(Duration.ZERO, Duration.between(written, lastSeen));
  }

  private static @Nullable Instant timeIn(Object content) {
    byte[] bytes = content instanceof ByteBuffer buffer ? buffer.array() : (byte[]) content;
    try {
      return Instant.ofEpochMilli(Long.parseLong(new String(bytes, UTF_8)));
    } catch (NumberFormatException e) {
      return null; // somebody else's heartbeat
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
