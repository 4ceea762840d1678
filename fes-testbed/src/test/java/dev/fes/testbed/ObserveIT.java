package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real Prometheus sees of running streams: the dashboard's figures, and the right alert. */
@Tag("observe")
@ExtendWith(RunningFes.class)
class ObserveIT {

  private static final Duration SIGHT = Duration.ofMinutes(2);
  private static final Duration A_WHILE = Duration.ofSeconds(4);
  private static final Set<String> NOTHING = Set.of();
  private static final String SHIPPING = "postgres-outbox-to-sqs.yaml";
  private static final String TYPE = "customer-changed";
  private static final Map<String, String> ALL =
      Map.of("namespace", ".*", "resource", ".*", "stream", ".*", "__rate_interval", "10s");

  private final House house;
  private final LostSlot shipping;
  private PrometheusServer prometheus;

  ObserveIT(House house) {
    this.house = house;
    this.shipping =
        new LostSlot(house, SHIPPING, "fes_shipping", new StreamView(house.fes(), "shipping"));
  }

  @BeforeEach
  void watch() {
    prometheus = PrometheusServer.start(house.fes(), AlertRules.read().waiting("1s"));
    awaitFiring(NOTHING);
  }

  @AfterEach
  void leave() {
    prometheus.close();
  }

  @Test
  void everyQueryOfTheDashboardHasData() {
    GrafanaDashboard dashboard = GrafanaDashboard.read();
    assertThat(dashboard.queries()).isNotEmpty();
    blockCustomers();
    try {
      dashboard.queries().forEach(this::awaitData);
      dashboard
          .choices()
          .forEach(
              choice ->
                  assertThat(
                          prometheus.labelValues(
                              GrafanaDashboard.filled(choice.selector(), ALL), choice.label()))
                      .as(choice.variable())
                      .isNotEmpty());
    } finally {
      mendCustomers();
    }
  }

  @Test
  void everyAlertCanBeAsked() {
    assertThat(AlertRules.read().alerts())
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(prometheus.query(alert.expression()).isArray()).isTrue());
  }

  @Test
  void aPausedStreamRaisesItsAlertAndNoOther() {
    shipping.annotate("fes.zalando.org/paused: \"true\"");
    awaitFiring(Set.of("FesStreamPaused shipping"));
    shipping.annotate("");
    awaitFiring(NOTHING);
  }

  @Test
  void aBlockedStreamRaisesItsAlertAndNoOther() {
    blockCustomers();
    awaitFiring(Set.of("FesStreamBlocked customers"));
    assertThat(prometheus.query("fes_input_lag_records{resource=\"customers\",stage=\"sink\"} > 0"))
        .as("what it stands at is not confirmed")
        .isNotEmpty();
    mendCustomers();
    awaitFiring(NOTHING);
  }

  @Test
  void aStreamThatIsLateRaisesItsAlertAndNoOther() {
    blockCustomers();
    awaitFiring(Set.of("FesStreamBlocked customers"));
    watchBy(AlertRules.read().with("> 300", "> 3").with("[5m]", "[20s]"));
    mendCustomers();
    awaitFiring(Set.of("FesStreamLate customers"));
    awaitFiring(NOTHING);
  }

  @Test
  void aSlotThatBringsNothingRaisesItsAlertAndNoOther() throws Exception {
    watchBy(AlertRules.read().with("> 120", "> 25"));
    String server = shipping.server();
    signal("STOP", server);
    try {
      awaitFiring(Set.of("FesHeartbeatStale shipping"));
    } finally {
      signal("CONT", server);
    }
    awaitFiring(NOTHING);
  }

  @Test
  void aStreamThatLosesItsSlotRaisesItsAlertAndNoOther() {
    shipping.lose(() -> {});
    String position = shipping.position();
    awaitFiring(Set.of("FesGap shipping"));
    shipping.accept(position);
    shipping.annotate("");
    awaitFiring(NOTHING);
  }

  private static void signal(String name, String process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, process).inheritIO().start().waitFor())
        .isZero();
  }

  private void watchBy(AlertRules rules) {
    prometheus.close();
    prometheus = PrometheusServer.start(house.fes(), rules.waiting("1s"));
  }

  /** The Nakadi stand-in lets nobody write to the event type. */
  private void blockCustomers() {
    house.testbed().nakadi().allowWriters(TYPE, "somebody else");
    house
        .testbed()
        .postgres()
        .execute(
            "orders",
            "INSERT INTO customers SELECT coalesce(max(id), 0) + 1, 'fine', 1 FROM customers");
  }

  private void mendCustomers() {
    house.testbed().nakadi().allowWriters(TYPE, LocalInstallation.NAKADI_TOKEN);
  }

  private void awaitData(GrafanaDashboard.Query query) {
    String expression = GrafanaDashboard.filled(query.expression(), ALL);
    await(query.panel() + ": " + expression)
        .atMost(SIGHT)
        .until(
            () -> {
              prometheus.follow();
              return !prometheus.query(expression).isEmpty();
            });
  }

  /** These alerts are up, and stay alone for a while. */
  private void awaitFiring(Set<String> expected) {
    await()
        .during(A_WHILE)
        .atMost(SIGHT)
        .until(
            () -> {
              prometheus.follow();
              return prometheus.firing();
            },
            expected::equals);
  }
}
