package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
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

  /** Prometheus sorts tags by name: these come between namespace and resource. */
  private static String tags(String own) {
    return TAGS.replace("resource=", own + "resource=");
  }
}
