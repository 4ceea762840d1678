package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Replay;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamProgressTest {

  private static final String TAGS =
      "application_id=\"shop\",namespace=\"team\",resource=\"orders\",stage=\"sink\",stream=\"orders-1\"";

  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StreamProgress progress =
      new Streams(
              new StageSettings("shop", "team", "orders", "orders-1", "sink", null, null),
              prometheus)
          .of("orders-1");

  @Test
  void countsUnderTheNamesThatDashboardsAndAlertsRead() {
    progress.published(event("a"));
    progress.worked(1, Duration.ofMillis(3));
    progress.retrying(Failure.transientFailure("timeout", "Nakadi did not answer in time"));
    assertThat(prometheus.scrape())
        .contains(
            "fes_events_total{" + tags("outcome=\"published\",") + "} 1",
            "fes_events_total{" + tags("outcome=\"filtered\",") + "} 0",
            "fes_events_total{" + tags("outcome=\"ignored\",") + "} 0",
            "fes_events_total{" + tags("outcome=\"dead_lettered\",") + "} 0",
            "fes_events_total{" + tags("outcome=\"dead_letter_refused\",") + "} 0",
            "fes_retries_total{" + tags("reason=\"timeout\",") + "} 1",
            "fes_event_latency_seconds_bucket{" + TAGS,
            "fes_stage_seconds_bucket{" + TAGS,
            "fes_batch_size_count{" + TAGS + "} 1");
  }

  @Test
  void theTroubleOfALaneIsToldThoughAnotherIsRelievedAtThatMoment() throws InterruptedException {
    AtomicInteger rounds = new AtomicInteger();
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!Thread.interrupted()) {
                    progress.relieved("other lane");
                    rounds.incrementAndGet();
                  }
                });
    for (int i = 0; i < 2_000; i++) {
      progress.troubled("lane", Failure.badEvent("refused", "event " + i));
      int seen = rounds.get();
      while (rounds.get() < seen + 2) {
        Thread.onSpinWait();
      }
      assertThat(progress.state().error()).isEqualTo("event " + i);
      progress.relieved("lane");
    }
    other.interrupt();
    other.join();
  }

  @Test
  void isAsLateAsTheOldestChangeThatIsNotConfirmed() throws InterruptedException {
    BlockingQueue<InFlight> held = new LinkedBlockingQueue<>();
    Lanes lanes = progress.carriedBy(holding(held));
    lanes.accept(inFlight(committedAgo(Duration.ofMinutes(5))));
    lanes.accept(inFlight(committedAgo(Duration.ofHours(2))));
    InFlight first = held.take();
    InFlight second = held.take();

    assertThat(progress.lagSeconds()).isBetween(7_200.0, 7_300.0);
    second.confirm();
    assertThat(progress.lagSeconds()).isBetween(300.0, 400.0);
    first.confirm();
    assertThat(progress.lagSeconds()).isNull();
    lanes.stop(Duration.ZERO);
  }

  @Test
  void staysLateWhileWhatItGaveUpHasNotComeAgain() {
    Lanes lanes = progress.carriedBy(holding(new LinkedBlockingQueue<>()));
    lanes.accept(inFlight(committedAgo(Duration.ofHours(2))));

    lanes.stop(Duration.ZERO);
    assertThat(progress.lagSeconds()).isGreaterThan(7_000.0);
    progress.carriedBy(holding(new LinkedBlockingQueue<>())).stop(Duration.ZERO);
    assertThat(progress.lagSeconds()).isNull();
  }

  @Test
  void isNotLateWithWhatAPersonReplays() {
    Lanes lanes = progress.carriedBy(holding(new LinkedBlockingQueue<>()));
    Event old = committedAgo(Duration.ofDays(3));
    lanes.accept(inFlight(new Event(old.key(), old.value(), old.facts(), null, new Replay(7, 0))));

    assertThat(progress.lagSeconds()).isNull();
    lanes.stop(Duration.ZERO);
  }

  @Test
  void makesNoStreamLateByItsDeadLetters() {
    StreamProgress letters =
        new Streams(
                new StageSettings("shop", "team", "orders", "orders-1", "dead-letter", null, null),
                prometheus)
            .of("orders-1");
    Lanes lanes = letters.carriedBy(holding(new LinkedBlockingQueue<>()));
    lanes.accept(inFlight(committedAgo(Duration.ofHours(2))));

    assertThat(letters.lagSeconds()).isNull();
    lanes.stop(Duration.ZERO);
  }

  @Test
  void saysWhatASourceKnows() {
    progress.lag(Duration.ofMillis(200));
    assertThat(progress.lagSeconds()).isEqualTo(0.2);
  }

  /** A lane that takes events, and leaves them to the test. */
  private static Lanes holding(BlockingQueue<InFlight> held) {
    return new Lanes(
        Lanes.Spread.ONE,
        1,
        arrivals ->
            () -> {
              Deque<InFlight> taken = new ArrayDeque<>();
              arrivals.fill(taken, 1);
              held.addAll(taken);
            },
        _ -> {});
  }

  private static InFlight inFlight(Event event) {
    return new InFlight(event, () -> {});
  }

  private static Event committedAgo(Duration time) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().minus(time));
    Facts facts = new Facts("a", "0/1", Operation.INSERT, "public.orders", micros, null);
    return new Event(new byte[0], new byte[0], facts);
  }

  /** Prometheus sorts tags by name: these come between namespace and resource. */
  private static String tags(String own) {
    return TAGS.replace("resource=", own + "resource=");
  }
}
