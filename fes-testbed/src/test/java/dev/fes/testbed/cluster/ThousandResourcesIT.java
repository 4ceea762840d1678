package dev.fes.testbed.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A controller of 512 MB that starts in a cluster which is full already. */
@Tag("cluster")
@ExtendWith(Cluster.Fixture.class)
class ThousandResourcesIT {

  private static final int RESOURCES = 1_000;
  private static final int AT_ONCE = 100;
  private static final Duration COLD_START = Duration.ofMinutes(5);
  private static final long MEMORY = 512L << 20;
  private static final String[] JVM = {"-Xmx300m", "-XX:MaxMetaspaceSize=128m"};

  private final Cluster cluster;

  ThousandResourcesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void allAreEvaluatedWithinFiveMinutesAndHalfAGigabyte() {
    try (House house = House.open(cluster)) {
      IntStream.range(0, RESOURCES / AT_ONCE).forEach(batch -> apply(house, batch));
      Instant start = Instant.now();
      try (Controller controller = house.start(JVM)) {
        await()
            .atMost(COLD_START)
            .pollInterval(Duration.ofSeconds(2))
            .untilAsserted(() -> assertThat(valid(house)).isEqualTo(RESOURCES));

        System.out.printf(
            "%d resources valid after %d s; peak memory %d MB; requests %s%n",
            RESOURCES,
            Duration.between(start, Instant.now()).toSeconds(),
            controller.peakMemory() >> 20,
            requests(controller));
        assertThat(controller.peakMemory()).isLessThan(MEMORY);
      }
    }
  }

  private static void apply(House house, int batch) {
    List<Manifest> manifests =
        IntStream.range(batch * AT_ONCE, (batch + 1) * AT_ONCE)
            .mapToObj(n -> Samples.outbox("many-" + n))
            .toList();
    house
        .team()
        .kubectl()
        .ok(Samples.list(manifests), new String[] {"create", "--validate=false", "-f", "-"});
  }

  private static long valid(House house) {
    return Resources.in(house.team()).list().stream()
        .filter(resource -> isValid(resource.getAdditionalProperties().get("status")))
        .count();
  }

  private static boolean isValid(Object status) {
    return status instanceof Map<?, ?> fields
        && fields.get("conditions") instanceof List<?> conditions
        && conditions.stream()
            .anyMatch(
                condition ->
                    condition instanceof Map<?, ?> one
                        && "Valid".equals(one.get("type"))
                        && "True".equals(one.get("status")));
  }

  private static String requests(Controller controller) {
    return controller
        .get("/actuator/prometheus")
        .lines()
        .filter(line -> line.startsWith("fes_controller_") && line.contains("requests"))
        .collect(Collectors.joining("; "));
  }
}
