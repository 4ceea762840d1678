package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Event streams that share a slot come and go, and the others miss nothing. */
@ExtendWith(RunningFes.class)
class SharedSlotIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String EXAMPLE = "postgres-two-tables-to-nakadi.yaml";
  private static final int FIRST = 10_000;

  private final House house;
  private final String both = ExampleManifest.read(RunningFes.HOME, EXAMPLE).text();

  SharedSlotIT(House house) {
    this.house = house;
  }

  @Test
  @Tag("full")
  void aStreamThatIsTakenAwayAndPutBackUnderLoadCostsTheOtherNothing() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> load =
        CompletableFuture.supplyAsync(() -> writeUntil(enough), Thread.ofVirtual()::start);
    int before = streams();
    house.fes().apply(EXAMPLE, both.substring(0, both.lastIndexOf("    - source:")));
    await().atMost(PATIENCE).until(() -> streams(), streams -> streams == before - 1);
    house.fes().apply(EXAMPLE, both);
    house.awaitRunning();
    enough.set(true);
    List<Integer> written = IntStream.rangeClosed(FIRST, load.get()).boxed().toList();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(lastCopies()).containsExactlyElementsOf(written));
    anEventOfTheOneThatCameBackArrives();
  }

  @Test
  void aSecondResourceOnTheSameSlotIsRefusedAndDisturbsNobody() {
    house.fes().apply("intruder.yaml", new ExampleManifest(both).named("intruder").text());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(told()).contains("ReaderTaken", "default/customers"));
    house.fes().remove("intruder.yaml");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(told()).doesNotContain("intruder"));
    house.awaitRunning();
  }

  private void anEventOfTheOneThatCameBackArrives() {
    sql(
        "INSERT INTO customers_outbox (payload) VALUES ('{\"customer\": {\"id\": 1}, \"back\": 1}')");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                house.testbed().nakadi().published("customer-events").stream()
                    .anyMatch(event -> event.text().contains("\"back\"")));
  }

  private int writeUntil(AtomicBoolean enough) {
    int n = FIRST;
    sql("INSERT INTO customers VALUES (%d, 'load', 0)".formatted(n));
    while (!enough.get()) {
      n++;
      sql("INSERT INTO customers VALUES (%d, 'load', 0)".formatted(n));
    }
    return n;
  }

  private void sql(String statement) {
    house.testbed().postgres().execute("orders", statement);
  }

  private List<Integer> lastCopies() {
    Set<Integer> last = new LinkedHashSet<>();
    for (Received event : house.testbed().nakadi().published("customer-changed")) {
      JsonNode data = JsonMapper.shared().readTree(event.text()).path("data");
      int id = data.path("id").asInt();
      if (id >= FIRST) {
        last.remove(id);
        last.add(id);
      }
    }
    return List.copyOf(last);
  }

  private int streams() throws InterruptedException {
    return house.fes().states().size();
  }

  private String told() throws IOException, InterruptedException {
    return house.fes().get("/actuator/streams");
  }
}
