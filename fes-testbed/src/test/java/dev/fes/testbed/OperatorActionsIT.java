package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an operator does, by the commands of the documentation, while rows are being written: each
 * is refused without the token, and none costs an event but the one that is named.
 */
@Tag("full")
@ExtendWith(RunningFes.class)
class OperatorActionsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String MANIFEST = "operated.yaml";
  private static final int OLD_ROWS = 50_000;
  private static int tests;

  private static final String RESOURCE = "operated";
  private static final List<String> ACTIONS =
      List.of(
          "{\"action\": \"pause\"}",
          "{\"action\": \"resume\"}",
          "{\"action\": \"restart\"}",
          "{\"action\": \"skip\", \"event\": \"x\"}",
          "{\"action\": \"accept-gap\", \"position\": \"0/1\"}",
          "{\"action\": \"backfill\"}",
          "{\"action\": \"cancel-backfill\"}");

  private final House house;
  private final StreamView stream;
  private final DocumentedCommands commands;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String type = "operated-events-" + tests++;
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger rows = new AtomicInteger();
  private final List<String> skipped = new ArrayList<>();
  private CompletableFuture<Integer> load = CompletableFuture.completedFuture(0);

  OperatorActionsIT(House house) {
    this.house = house;
    this.stream = new StreamView(house.fes(), RESOURCE);
    this.commands = DocumentedCommands.of("operations.md", house.fes().folder());
  }

  @BeforeEach
  void operate() {
    sql(
        "CREATE TABLE IF NOT EXISTS operated_outbox (id bigserial PRIMARY KEY, payload text)",
        "ALTER TABLE operated_outbox OWNER TO fes",
        "TRUNCATE operated_outbox",
        // older than the slot: only a backfill brings them
        "INSERT INTO operated_outbox (payload) SELECT '{\"old\": 1}' FROM generate_series(1, "
            + OLD_ROWS
            + ")");
    house.testbed().nakadi().createEventType(type, "business");
    String example =
        ExampleManifest.read(RunningFes.HOME, "postgres-outbox-no-recovery.yaml")
            .named(RESOURCE)
            .annotated("fes.zalando.org/composition: staged") // each stage has a process and a port
            .text();
    house
        .fes()
        .apply(
            MANIFEST,
            example
                .replace("slotName: fes", "slotName: fes_operated")
                .replace("my_events_outbox", "operated_outbox")
                .replace("my-important-business-events", type));
    stream.awaitState("Running");
  }

  @AfterEach
  void leave() {
    enough.set(true);
    load.join();
    house.testbed().nakadi().refuseEvents(type, _ -> false);
    house.fes().remove(MANIFEST);
    await().atMost(PATIENCE).until(stream::isGone);
    http.close();
  }

  @Test
  void oneEventIsSkippedWhereItBlocksAndNothingWithoutTheToken() throws Exception {
    startLoad();
    nothingIsDoneWithoutTheToken();
    skipsABadRowAtTheFlow();
    skipsAnEventThatTheTargetRefuses();
    everyRowArrivesButTheSkipped();
    assertThat(TopicRecords.ids(house.testbed().kafka(), deadLetters()))
        .as("kept, each once, and nothing else")
        .containsExactlyElementsOf(skipped);
  }

  @Test
  void pausesAndRestartsUnderLoadAndAcceptsAGap() throws Exception {
    startLoad();
    looks();
    pausesAndResumesTheResource();
    pausesAndResumesOneStage();
    pausesAndResumesOneStream();
    restartsOneStageAndAll();
    skipsABadRowAtTheFlow();
    everyRowArrivesButTheSkipped();
    startLoad();
    cancelsABackfillAndDoesAnother();
    acceptsAGap();
    assertThat(commands.untried()).as("documented and not tried").isEmpty();
  }

  private void nothingIsDoneWithoutTheToken() throws Exception {
    for (String action : ACTIONS) {
      HttpResponse<String> nobody = post(actions(), action, null);
      HttpResponse<String> stranger = post(actions(), action, "wrong");
      assertThat(nobody.statusCode()).isEqualTo(401);
      assertThat(error(nobody)).contains("Authorization: Bearer", "fes.ops.token-file");
      assertThat(stranger.statusCode()).isEqualTo(401);
    }
    URI binding = stage("sink").resolve("/actuator/bindings/input");
    assertThat(post(binding, "{\"state\": \"STOPPED\"}", null).statusCode()).isEqualTo(401);
    assertThat(
            post(stage("sink").resolve("/actuator/stage"), "{\"skip\": \"x\"}", "x").statusCode())
        .isEqualTo(401);
    stream.awaitState("Running");
  }

  private void skipsABadRowAtTheFlow() {
    insert("no JSON");
    skipWhatBlocks("flow");
  }

  private void skipsAnEventThatTheTargetRefuses() {
    house.testbed().nakadi().refuseEvents(type, event -> event.contains("poison"));
    insert("{\"poison\": 1}");
    skipWhatBlocks("sink");
  }

  private void skipWhatBlocks(String role) {
    String id =
        await().atMost(PATIENCE).until(() -> stream.blocking(role), found -> !found.isEmpty());
    String other = "00000000-0000-4000-8000-000000000000";
    assertThat(run("skip", Map.of("EVENT-ID", other))).contains("does not block here now");
    assertThat(run("skip", Map.of("EVENT-ID", id))).contains("\"done\"", id);
    assertThat(run("skip", Map.of("EVENT-ID", id))).contains("does not block here now");
    stream.awaitState("Running");
    skipped.add(id);
  }

  private void looks() {
    assertThat(run("look", Map.of())).contains(stream.streamName(), "\"UP\"");
    assertThat(run("look-at-a-stage", portOf("source"))).contains("fes_source_connected");
    assertThat(run("hindered", Map.of())).doesNotContain(RESOURCE);
    assertThat(run("groups", Map.of())).contains(".changes", ".events");
  }

  private Map<String, String> portOf(String role) {
    return Map.of("localhost:PORT", "localhost:" + stream.port(role));
  }

  private void pausesAndResumesTheResource() {
    assertThat(run("pause", Map.of())).contains("Postgres keeps WAL");
    stream.awaitState("Paused");
    assertThat(run("resume", Map.of())).contains("\"done\"");
    stream.awaitState("Running");
    assertThat(run("resume", Map.of())).contains("is not paused");
  }

  private void pausesAndResumesOneStage() {
    long before = stream.pid("source");
    assertThat(run("pause-stage", Map.of())).contains("\"done\"");
    stream.awaitState("Paused");
    await().atMost(PATIENCE).until(() -> stream.pid("sink") == 0);
    assertThat(stream.pid("source")).as("the others go on").isEqualTo(before);
    assertThat(run("resume-stage", Map.of())).contains("\"done\"");
    stream.awaitState("Running");
  }

  private void pausesAndResumesOneStream() {
    Map<String, String> real = Map.of("my-events-outbox-f812e4e2", stream.streamName());
    assertThat(run("pause-stream", real)).contains("\"done\"");
    stream.awaitState("Paused");
    await().atMost(PATIENCE).until(() -> stream.pid("flow") == 0);
    assertThat(run("resume-stream", real)).contains("\"done\"");
    stream.awaitState("Running");
  }

  private void restartsOneStageAndAll() {
    long sink = stream.pid("sink");
    assertThat(run("restart-stage", Map.of())).contains("told to start again");
    stream.awaitSuccessor("sink", sink);
    long source = stream.pid("source");
    assertThat(run("restart", Map.of())).contains("told to start again");
    stream.awaitSuccessor("source", source);
  }

  private void cancelsABackfillAndDoesAnother() {
    Map<String, String> real = Map.of("my-events-outbox-f812e4e2", stream.streamName());
    assertThat(run("backfill", real)).contains("\"done\"");
    assertThat(run("cancel-backfill", real)).contains("\"done\"");
    await().atMost(PATIENCE).until(() -> stream.backfill().startsWith("cancelled"));
    assertThat(run("backfill-progress", portOf("source")))
        .contains("cancelled", stream.streamName());
    assertThat(published("\"old\"")).isLessThan(OLD_ROWS);

    sql("DELETE FROM operated_outbox WHERE payload = 'no JSON' OR payload LIKE '%old%'");
    assertThat(run("backfill", real)).contains("\"done\"");
    await().atMost(PATIENCE).until(() -> stream.backfill().startsWith("done"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(published("\"n\": 1}")).isGreaterThan(1));
  }

  private long published(String text) {
    return house.testbed().nakadi().published(type).stream()
        .filter(event -> event.text().contains(text))
        .count();
  }

  private void acceptsAGap() {
    run("pause", Map.of());
    stream.awaitState("Paused");
    insert("{\"lost\": 1}");
    await().atMost(PATIENCE).until(() -> !isActive());
    sql("SELECT pg_drop_replication_slot('fes_operated')");
    run("resume", Map.of());
    stream.awaitState("Failed");
    assertThat(run("accept-gap", Map.of("0/1B95DD0", "0/1"))).contains("no source");
    String position = stream.error().replaceAll("(?s).*accept-gap: \"([^\"]*)\".*", "$1");
    assertThat(run("accept-gap", Map.of("0/1B95DD0", position))).contains("is accepted");
    stream.awaitState("Running");
    insert("{\"n\": 999999}");
    await().atMost(PATIENCE).until(() -> numbers().contains(999_999));
  }

  private void startLoad() {
    enough.set(false);
    load = CompletableFuture.supplyAsync(this::write, Thread.ofVirtual()::start);
  }

  private int write() {
    while (!enough.get()) {
      insert("{\"n\": " + rows.incrementAndGet() + "}");
    }
    return rows.get();
  }

  private void everyRowArrivesButTheSkipped() {
    enough.set(true);
    List<Integer> all = IntStream.rangeClosed(1, load.join()).boxed().toList();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(numbers()).containsExactlyElementsOf(all));
  }

  /** The last copy of each counts. */
  private List<Integer> numbers() {
    Set<Integer> last = new LinkedHashSet<>();
    for (Received event : house.testbed().nakadi().published(type)) {
      JsonNode n = JsonMapper.shared().readTree(event.text()).path("n");
      if (n.isInt()) {
        last.remove(n.asInt());
        last.add(n.asInt());
      }
    }
    return List.copyOf(last);
  }

  private String run(String name, Map<String, String> more) {
    Map<String, String> real = new HashMap<>(more);
    real.put("localhost:8090", house.fes().address().getAuthority());
    real.put("default/my-application", "default/" + RESOURCE);
    return commands.run(name, real);
  }

  private String deadLetters() {
    return "fes.default." + RESOURCE + "." + stream.streamName() + ".dead-letters";
  }

  private HttpResponse<String> post(URI where, String body, @Nullable String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(where)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String error(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).path("error").asString("");
  }

  private URI actions() {
    return house.fes().address().resolve("/actuator/streams/default/" + RESOURCE);
  }

  private URI stage(String role) {
    return URI.create("http://127.0.0.1:" + stream.port(role));
  }

  private void insert(String payload) {
    sql("INSERT INTO operated_outbox (payload) VALUES ('" + payload + "')");
  }

  private void sql(String... statements) {
    house.testbed().postgres().execute("orders", statements);
  }

  private boolean isActive() {
    try (Connection connection = house.testbed().postgres().connect("orders");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'fes_operated' AND"
                    + " active")) {
      found.next();
      return found.getInt(1) > 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
