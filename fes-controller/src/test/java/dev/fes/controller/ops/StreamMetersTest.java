package dev.fes.controller.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.reconcile.ResourceStatus;
import dev.fes.controller.reconcile.StreamStatus;
import dev.fes.controller.reconcile.StreamStatus.Counts;
import dev.fes.controller.reconcile.StreamStatus.Figures;
import dev.fes.controller.reconcile.StreamStatus.Lag;
import dev.fes.controller.reconcile.StreamStatus.Problem;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamMetersTest {

  private static final Figures NO_FIGURES =
      new Figures(new Counts(0, 0, 0, 0, 0), new Lag(null, null, null));

  private final List<ResourceStatus> resources = new ArrayList<>();
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StreamMeters meters = new StreamMeters(() -> resources, prometheus);

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void aStreamHasOneSeriesWithTheStateThatItHasNow() {
    resources.add(resource(StreamState.RUNNING, null));
    meters.look();
    resources.set(
        0, resource(StreamState.BLOCKED, new Problem("sink", "access-denied", "in words")));
    meters.look();
    assertThat(states())
        .containsExactly(
            "fes_stream_state{application_id=\"shop\",namespace=\"team\",reason=\"access-denied\","
                + "resource=\"orders\",stage=\"sink\",state=\"Blocked\",stream=\"orders-1\"} 1.0");
  }

  @Test
  void aProblemWithoutAReasonHasNone() {
    resources.add(resource(StreamState.FAILED, new Problem("flow", null, "does not answer")));
    meters.look();
    assertThat(states()).singleElement().asString().contains("reason=\"none\"", "stage=\"flow\"");
  }

  @Test
  void whatIsGoneHasNoSeries() {
    resources.add(resource(StreamState.RUNNING, null));
    meters.look();
    resources.clear();
    meters.look();
    assertThat(states()).isEmpty();
  }

  private List<String> states() {
    return prometheus
        .scrape()
        .lines()
        .filter(line -> line.startsWith("fes_stream_state{"))
        .toList();
  }

  private static ResourceStatus resource(StreamState state, Problem problem) {
    return new ResourceStatus(
        new ResourceKey("team", "orders"),
        1,
        "shop",
        List.of(),
        List.of(),
        List.of(
            new StreamStatus(
                "orders-1", "postgres | nakadi", state, problem, NO_FIGURES, List.of())));
  }
}
