package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A backfill beside writes, over a whole stream whose source is killed twice meanwhile. */
@Tag("full")
@ExtendWith(RunningFes.class)
class BackfillIT {

  private static final int ROWS = 1_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String RESOURCE = "backfilled";
  private static final String MANIFEST = "backfilled.yaml";
  private static final String TYPE = "backfilled-events";
  private static final Pattern EVENT = Pattern.compile("\"id\": (\\d+), \"version\": (\\d+)");

  private final House house;
  private final StreamView stream;
  private final Random random = Seed.of("backfill").random("updates");

  BackfillIT(House house) {
    this.house = house;
    this.stream = new StreamView(house.fes(), RESOURCE);
  }

  @BeforeEach
  void fill() {
    house
        .testbed()
        .postgres()
        .execute(
            "orders",
            "CREATE TABLE backfilled (id int PRIMARY KEY, version int, payload text)",
            "ALTER TABLE backfilled OWNER TO fes",
            "INSERT INTO backfilled SELECT n, 0, '{\"id\": ' || n || ', \"version\": 0}' FROM"
                + " generate_series(1, "
                + ROWS
                + ") n");
    house.testbed().nakadi().createEventType(TYPE, "business");
    String example =
        ExampleManifest.read(RunningFes.HOME, "postgres-outbox-no-recovery.yaml")
            .named(RESOURCE)
            .annotated("fes.zalando.org/composition: staged") // so that the source can be killed
            .text();
    house
        .fes()
        .apply(
            MANIFEST,
            example
                .replace("slotName: fes", "slotName: fes_backfilled")
                .replace("my_events_outbox", "backfilled")
                .replace("my-important-business-events", TYPE));
    stream.awaitState("Running");
  }

  @AfterEach
  void leave() {
    house.fes().remove(MANIFEST);
    await().atMost(PATIENCE).until(stream::isGone);
    house.testbed().postgres().execute("orders", "DROP TABLE backfilled");
  }

  @Test
  void endsWithTheNewestRowLastForEveryKey() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> writes =
        CompletableFuture.runAsync(() -> update(enough), Thread.ofVirtual()::start);
    Operator.Answer begun =
        Operator.of(house.fes())
            .post("/actuator/streams/default/" + RESOURCE, "{\"action\": \"backfill\"}");
    assertThat(begun.status()).as("%s", begun.json()).isEqualTo(200);

    killTheSourceOnce(ROWS / 10);
    killTheSourceOnce(ROWS / 2);
    await().atMost(PATIENCE).until(() -> stream.backfill().startsWith("done"));
    enough.set(true);
    writes.get();

    int[] wanted = versions();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(lastPublished()).isEqualTo(wanted));
  }

  private void killTheSourceOnce(int read) {
    await().atMost(PATIENCE).until(() -> rowsRead() > read);
    long killed = stream.pid("source");
    stream.kill("source");
    stream.awaitSuccessor("source", killed);
    assertThat(stream.backfill()).doesNotStartWith("done");
  }

  /** Of "running, 1200 of about 1000000 rows". */
  private int rowsRead() {
    String[] words = stream.backfill().split("[ ,]+", 3);
    return words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 0;
  }

  private void update(AtomicBoolean enough) {
    try (Connection connection = house.testbed().postgres().connect("orders");
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE backfilled SET version = version + 1, payload ="
                    + " '{\"id\": ' || id || ', \"version\": ' || version + 1 || '}' WHERE id = ?")) {
      while (!enough.get()) {
        update.setInt(1, 1 + random.nextInt(ROWS));
        update.executeUpdate();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By id. */
  private int[] versions() throws SQLException {
    int[] versions = new int[ROWS + 1];
    try (Connection connection = house.testbed().postgres().connect("orders");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, version FROM backfilled")) {
      while (rows.next()) {
        versions[rows.getInt(1)] = rows.getInt(2);
      }
    }
    return versions;
  }

  /** By id; -1 for one that has not arrived. */
  private int[] lastPublished() {
    int[] versions = new int[ROWS + 1];
    Arrays.fill(versions, 1, versions.length, -1);
    for (Received event : house.testbed().nakadi().published(TYPE)) {
      Matcher found = EVENT.matcher(event.text());
      assertThat(found.find()).as(event.text()).isTrue();
      versions[Integer.parseInt(found.group(1))] = Integer.parseInt(found.group(2));
    }
    return versions;
  }
}
