package dev.fes.controller.kubernetes;

import dev.fes.controller.reconcile.ResourceStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a status is written: at once when a state or a reason is new, otherwise now and then; a few
 * times a minute at most, whatever happens, and the last one always.
 */
final class PendingStatus {

  /** What is merely counted is written so often at most. */
  static final Duration NOW_AND_THEN = Duration.ofSeconds(45);

  private static final int AT_ONCE = 3;
  private static final Duration ONE_EACH = Duration.ofSeconds(20);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final Bucket bucket;
  private ResourceStatus latest;
  private @Nullable ResourceStatus written;
  private @Nullable ResourceStatus underWay;
  private @Nullable String lastWords;
  private Instant next;
  private Duration retry = FIRST_RETRY;

  PendingStatus(ResourceStatus first, Instant now) {
    this.latest = first;
    this.bucket = new Bucket(AT_ONCE, ONE_EACH, now);
    this.next = now;
  }

  synchronized void offer(ResourceStatus status) {
    latest = status;
  }

  /** Whether it is to be written now; whoever is told so begins, and says how that went. */
  synchronized boolean isDue(Instant now) {
    if (underWay != null || latest.equals(written)) {
      return false;
    }
    boolean news = written == null || !written.isLike(latest);
    boolean early = now.isBefore(next) && !(news && retry.equals(FIRST_RETRY));
    if (early || !bucket.take(now)) {
      return false;
    }
    underWay = latest;
    return true;
  }

  /** What is written is the last there is when its turn comes. */
  synchronized ResourceStatus begin() {
    underWay = latest;
    return latest;
  }

  /** Whether it differs from what was written last. */
  synchronized boolean isNew(String json) {
    return !json.equals(lastWords);
  }

  synchronized void written(String json, Instant now) {
    written = underWay;
    lastWords = json;
    underWay = null;
    retry = FIRST_RETRY;
    next = now.plus(NOW_AND_THEN);
  }

  /** How long until it is tried again. */
  synchronized Duration failed(Instant now) {
    underWay = null;
    Duration wait = retry;
    next = now.plus(wait);
    Duration twice = retry.multipliedBy(2);
    retry = twice.compareTo(LAST_RETRY) < 0 ? twice : LAST_RETRY;
    return wait;
  }
}
