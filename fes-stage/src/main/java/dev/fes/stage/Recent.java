package dev.fes.stage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one event stream did in this stage in the last minutes, for a person who looks. It takes a
 * few kilobytes whatever happens, and adds nothing to the metrics, which have the same for
 * programs.
 */
final class Recent {

  private final LongSupplier nanos;
  private final RecentRate rate;
  private final RecentTimes latency;
  private final RecentTimes work;
  private final RecentErrors errors;
  private final LongAdder retries = new LongAdder();

  Recent(LongSupplier nanos, InstantSource clock) {
    long now = nanos.getAsLong();
    this.nanos = nanos;
    this.rate = new RecentRate(now);
    this.latency = new RecentTimes(now);
    this.work = new RecentTimes(now);
    this.errors = new RecentErrors(clock);
  }

  static Recent fromNow() {
    return new Recent(System::nanoTime, InstantSource.system());
  }

  /**
   * As the stage tells it.
   *
   * @param perSecond events passed on, over the last minute
   * @param latency from commit until this stage had passed the event on, over five minutes
   * @param work of one batch in this stage, over five minutes
   * @param retries since this stage started
   * @param errors the last few, latest first
   */
  record Report(
      double perSecond,
      RecentTimes.@Nullable Quantiles latency,
      RecentTimes.@Nullable Quantiles work,
      long retries,
      List<RecentErrors.Seen> errors) {}

  void published(long latencyMicros) {
    long now = nanos.getAsLong();
    rate.add(now);
    latency.add(latencyMicros, now);
  }

  void worked(Duration time) {
    work.add(TimeUnit.NANOSECONDS.toMicros(time.toNanos()), nanos.getAsLong());
  }

  void retried() {
    retries.increment();
  }

  void failed(Failure failure) {
    errors.add(failure);
  }

  Report report() {
    long now = nanos.getAsLong();
    return new Report(
        rate.perSecond(now),
        latency.quantiles(now),
        work.quantiles(now),
        retries.sum(),
        errors.all());
  }
}
