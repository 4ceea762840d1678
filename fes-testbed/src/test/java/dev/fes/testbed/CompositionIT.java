package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.ResourceKey;
import dev.fes.api.Shorthand;
import dev.fes.testbed.RunningFes.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The three ways to a stream: a resource, its shorthand, and stage apps that are run by hand. All
 * publish the same changes with the same ids.
 */
@Tag("full")
@ExtendWith(RunningFes.class)
class CompositionIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final String BY_RESOURCE = "my-important-business-events";
  private static final String BY_SHORTHAND = "events-by-shorthand";
  private static final String BY_HAND = "events-by-hand";

  @TempDir private Path folder;
  private final List<ChildProcess> apps = new ArrayList<>();
  private final House house;

  CompositionIT(House house) {
    this.house = house;
  }

  @AfterEach
  void stop() {
    apps.forEach(ChildProcess::kill);
    house.fes().remove("shorthand.yaml");
  }

  @Test
  void publishTheSameIds() throws Exception {
    Stream.of(BY_SHORTHAND, BY_HAND)
        .forEach(type -> house.testbed().nakadi().createEventType(type, "business"));
    String queue = house.testbed().sqs().createFifoQueue(BY_HAND + ".fifo");
    composeByHand();
    composeByShorthand();
    await().atMost(ARRIVAL).until(() -> "Running".equals(house.fes().states().get("by-shorthand")));

    for (int n = 1; n <= 20; n++) {
      insert("{\"composition\": %d}".formatted(n));
    }

    await().atMost(ARRIVAL).until(() -> events(BY_HAND).size() >= 20);
    await().atMost(ARRIVAL).until(() -> events(BY_SHORTHAND).size() >= 20);
    await().atMost(ARRIVAL).until(() -> events(BY_RESOURCE).size() >= 20);
    assertThat(events(BY_HAND)).hasSize(20).isEqualTo(events(BY_RESOURCE));
    assertThat(events(BY_SHORTHAND)).isEqualTo(events(BY_RESOURCE));
    assertThat(house.testbed().sqs().receive(queue, 20, ARRIVAL))
        .extracting(Message::body)
        .isEqualTo(events(BY_RESOURCE));
  }

  private void composeByShorthand() {
    String definition =
        "by-shorthand = postgres --jdbc-url=jdbc:postgresql://db.example:5432/orders?user=fes"
            + " --slot-name=shorthand --table=my_events_outbox | generic-nakadi-event"
            + " --payload-column=my_event_payload | nakadi --event-type="
            + BY_SHORTHAND;
    ResourceKey key = new ResourceKey("default", "shorthand");
    house.fes().apply("shorthand.yaml", Shorthand.compose(key, "shorthand", definition));
  }

  private void composeByHand() throws IOException {
    Path password = folder.resolve("password");
    Files.writeString(password, LocalInstallation.DATABASE_PASSWORD);
    Path token = folder.resolve("token");
    Files.writeString(token, LocalInstallation.NAKADI_TOKEN);
    PostgresServer postgres = house.testbed().postgres();
    app(
        "fes-sink-nakadi",
        "--fes.sink.event-type=" + BY_HAND,
        "--fes.nakadi.base-uri=" + house.testbed().nakadi().baseUri(),
        "--fes.nakadi.token-file=" + token,
        "--spring.cloud.stream.bindings.input.destination=by-hand.events");
    app(
        "fes-sink-sqs",
        "--fes.stage.name=queue", // a group of its own beside the other sink
        "--fes.sink.queue-name=" + BY_HAND + ".fifo",
        "--spring.cloud.aws.sqs.endpoint=" + house.testbed().sqs().endpoint(),
        "--spring.cloud.aws.region.static=eu-central-1",
        "--spring.cloud.aws.credentials.access-key=key",
        "--spring.cloud.aws.credentials.secret-key=secret",
        "--spring.cloud.stream.bindings.input.destination=by-hand.events");
    app(
        "fes-flow-functions",
        "--fes.flow.function=generic-nakadi-event",
        "--fes.flow.payload-column=my_event_payload",
        "--spring.cloud.stream.bindings.input.destination=by-hand.changes",
        "--spring.cloud.stream.bindings.output.destination=by-hand.events");
    app(
        "fes-source-postgres",
        "--fes.source.jdbc-url=jdbc:postgresql://%s:%d/orders"
            .formatted(postgres.host(), postgres.port()),
        "--fes.source.username=" + LocalInstallation.DATABASE_USER,
        "--fes.source.password-file=" + password,
        "--fes.source.slot-name=by_hand",
        "--fes.source.create-publication=true",
        "--fes.source.table=my_events_outbox",
        "--spring.cloud.stream.bindings.output.destination=by-hand.changes");
  }

  private void app(String module, String... settings) {
    Path jar = RunningFes.HOME.resolve(module).resolve("target").resolve(module + ".jar");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Xmx256m", "-jar", jar.toString()));
    command.add("--server.port=0");
    command.add("--server.address=127.0.0.1");
    command.add(
        "--spring.cloud.stream.kafka.binder.brokers=" + house.testbed().kafka().bootstrapServers());
    command.addAll(List.of(settings));
    apps.add(ChildProcess.start(command, line -> line.endsWith(" is Running")));
  }

  private void insert(String payload) {
    house
        .testbed()
        .postgres()
        .execute(
            "orders",
            "INSERT INTO my_events_outbox (my_event_payload) VALUES ('%s')".formatted(payload));
  }

  private List<String> events(String type) {
    return house.testbed().nakadi().published(type).stream()
        .map(Received::text)
        .filter(event -> event.contains("\"composition\""))
        .distinct()
        .toList();
  }
}
