package dev.fes.testbed.demo;

import dev.fes.testbed.LocalInstallation;
import dev.fes.testbed.Part;
import dev.fes.testbed.PostgresServer;
import dev.fes.testbed.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** Everything the demo needs, started: the parts, FES beside them, the examples applied. */
final class Scene implements AutoCloseable {

  private static final List<String> EXAMPLES =
      List.of("postgres-outbox-to-nakadi.yaml", "postgres-outbox-to-sqs.yaml");
  private static final String DATABASE = "orders";
  private static final String EVENT_TYPE = "my-important-business-events";

  private final Instant start = Instant.now();
  private final Testbed testbed;
  private final LocalInstallation fes;
  private final QueueTarget shipments;
  private final List<Story> stories;

  private Scene(Testbed testbed, Path home) {
    this.testbed = testbed;
    this.shipments = new QueueTarget(testbed.sqs(), "shipments");
    this.stories = stories(testbed, shipments);
    this.fes = LocalInstallation.start(testbed, home, LocalInstallation.usualOrFreePort());
    try {
      EXAMPLES.forEach(
          example -> fes.apply(example, read(home.resolve("deploy/examples").resolve(example))));
    } catch (RuntimeException e) {
      fes.close();
      throw e;
    }
  }

  /** Starts the parts and FES; rows may be written at once. */
  static Scene set(Path home) {
    System.out.println("starting PostgreSQL, Kafka, SQS and Nakadi on this machine");
    Testbed testbed = Testbed.start(EnumSet.of(Part.POSTGRES, Part.KAFKA, Part.SQS, Part.NAKADI));
    try {
      prepare(testbed.postgres());
      testbed.nakadi().createEventType(EVENT_TYPE, "business");
      return new Scene(testbed, home);
    } catch (RuntimeException e) {
      testbed.close();
      throw e;
    }
  }

  /** Rows count from the moment a stream runs: its slot is made when it first starts. */
  void awaitRunning(Duration within) throws InterruptedException {
    if (!fes.awaitRunning(EXAMPLES.size(), within)) {
      throw new SceneFailed(
          "the streams did not run within " + within.toSeconds() + " s: " + fes.states());
    }
  }

  List<Story> stories() {
    return stories;
  }

  Duration sinceStart() {
    return Duration.between(start, Instant.now());
  }

  String whereToLook() {
    return """
                It goes on writing rows until you press Ctrl-C. Meanwhile:
                  all streams     curl %1$s/actuator/streams
                  manifests       %2$s  (edit one, or put another there)
                  insert a row    PGPASSWORD=%3$s psql -h 127.0.0.1 -p %4$d -U postgres orders \\
                                    -c "INSERT INTO my_events_outbox (my_event_payload) VALUES ('{\\"order\\": 1}')"
                  published       curl %5$s/event-types/%6$s/published
                  read a queue    curl '%7$s?Action=ReceiveMessage&Version=2012-11-05'
                """
        .formatted(
            fes.address(),
            fes.streams(),
            testbed.postgres().password(),
            testbed.postgres().port(),
            testbed.nakadi().baseUri(),
            EVENT_TYPE,
            shipments.url());
  }

  @Override
  public void close() {
    System.out.println("stopping everything");
    try (testbed) {
      fes.close();
    }
  }

  private static void prepare(PostgresServer postgres) {
    postgres.createDatabase(DATABASE);
    postgres.createReplicationRole(
        LocalInstallation.DATABASE_USER, LocalInstallation.DATABASE_PASSWORD);
    postgres.execute(
        DATABASE,
        "GRANT CREATE ON DATABASE orders TO fes",
        "CREATE TABLE my_events_outbox"
            + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, my_event_payload text NOT NULL)",
        "CREATE TABLE shipments_outbox"
            + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload text NOT NULL)",
        "ALTER TABLE my_events_outbox OWNER TO fes",
        "ALTER TABLE shipments_outbox OWNER TO fes");
  }

  private static String read(Path manifest) {
    try {
      return Files.readString(manifest);
    } catch (IOException e) {
      throw new SceneFailed("an example is missing: " + e.getMessage());
    }
  }

  private static List<Story> stories(Testbed testbed, QueueTarget shipments) {
    String order = "{\"order\": \"%s\", \"total\": 99.90}";
    String shipment = "{\"shipment\": \"%s\", \"carrier\": \"bicycle\"}";
    String notJson = "order %s, but not as JSON";
    Story.Target nakadi = new NakadiTarget(testbed.nakadi(), EVENT_TYPE);
    Story.Target deadLetters = new QueueTarget(testbed.sqs(), "my-dead-letter-queue");
    return List.of(
        story(testbed, "outbox to Nakadi", "my_events_outbox", "my_event_payload", order, nakadi),
        story(testbed, "outbox to SQS", "shipments_outbox", "payload", shipment, shipments),
        story(
            testbed,
            "bad row to dead letters",
            "my_events_outbox",
            "my_event_payload",
            notJson,
            deadLetters));
  }

  private static Story story(
      Testbed testbed,
      String name,
      String table,
      String column,
      String payload,
      Story.Target target) {
    return new Story(
        name, new Story.Row(DATABASE, table, column, payload), testbed.postgres(), target);
  }
}
