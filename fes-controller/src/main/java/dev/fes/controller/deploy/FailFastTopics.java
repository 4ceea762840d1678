package dev.fes.controller.deploy;

import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.plan.Wiring.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody wait for brokers that somebody else has just waited for in vain: of all that ask, one
 * at a time finds out whether they are back.
 */
public final class FailFastTopics implements Topics {

  private static final Duration MOMENT = Duration.ofSeconds(3);

  private final Topics topics;
  private final LongSupplier nanos;
  private final AtomicReference<@Nullable Away> away = new AtomicReference<>();

  /** They did not answer; until then nobody asks. */
  private record Away(Unavailable why, long until) {}

  public FailFastTopics(Topics topics) {
    this(topics, System::nanoTime);
  }

  FailFastTopics(Topics topics, LongSupplier nanos) {
    this.topics = topics;
    this.nanos = nanos;
  }

  @Override
  public void ensure(Collection<Topic> wanted) {
    ask(
        () -> {
          topics.ensure(wanted);
          return true;
        });
  }

  @Override
  public Map<Input, Depth> depths(Collection<Input> inputs) {
    return ask(() -> topics.depths(inputs));
  }

  @Override
  public void startAtEnd(Collection<Input> inputs) {
    ask(
        () -> {
          topics.startAtEnd(inputs);
          return true;
        });
  }

  @Override
  public void remove(Collection<String> names, Collection<String> groups) {
    ask(
        () -> {
          topics.remove(names, groups);
          return true;
        });
  }

  @Override
  public Purged purge(Collection<Buffer> buffers, Instant now) {
    return topics.purge(buffers, now);
  }

  @Override
  public void close() {
    topics.close();
  }

  private <T> T ask(Supplier<T> call) {
    Away known = away.get();
    if (known != null && !isMyTurn(known)) {
      throw new Unavailable(String.valueOf(known.why().getMessage()), known.why());
    }
    try {
      T answer = call.get();
      away.set(null);
      return answer;
    } catch (Unavailable e) {
      away.set(isSilence(e) ? new Away(e, later()) : null);
      throw e;
    }
  }

  private boolean isMyTurn(Away known) {
    return nanos.getAsLong() - known.until() >= 0
        && away.compareAndSet(known, new Away(known.why(), later()));
  }

  private long later() {
    return nanos.getAsLong() + MOMENT.toNanos();
  }

  /** A refusal is an answer, and others may get another one. */
  private static boolean isSilence(Unavailable e) {
    return e.getCause() instanceof TimeoutException
        || e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException;
  }
}
