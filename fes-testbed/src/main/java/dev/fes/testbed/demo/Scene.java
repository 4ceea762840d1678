package dev.fes.testbed.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.testbed.ExampleManifest;
import dev.fes.testbed.LocalInstallation;
import dev.fes.testbed.Part;
import dev.fes.testbed.PostgresServer;
import dev.fes.testbed.SqsServer;
import dev.fes.testbed.Testbed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Everything the demo needs, started: the parts, FES beside them, the examples applied. */
final class Scene implements AutoCloseable {

  private static final List<String> EXAMPLES =
      List.of(
          "postgres-outbox-to-nakadi.yaml",
          "postgres-outbox-to-sqs.yaml",
          "dynamodb-lambda-to-sqs-fifo.yaml");
  private static final String ITEMS = "my_table";
  private static final String EVENT_TYPE = "my-important-business-events";

  private final Instant start = Instant.now();
  private final Testbed testbed;
  private final LocalInstallation fes;
  private final QueueTarget shipments;
  private final List<Story> stories;

  private Scene(Testbed testbed, Path home) {
    this.testbed = testbed;
    this.shipments = QueueTarget.standard(testbed.sqs(), "shipments");
    this.stories = stories(testbed, shipments);
    String changes = testbed.dynamoDb().createTable(ITEMS, "id");
    this.fes = LocalInstallation.start(testbed, home, LocalInstallation.usualOrFreePort());
    try {
      EXAMPLES.forEach(example -> fes.apply(example, manifest(home, example, changes)));
    } catch (RuntimeException e) {
      fes.close();
      throw e;
    }
  }

  /** Starts the parts and FES; rows may be written at once. */
  static Scene set(Path home) {
    System.out.println(
        "starting PostgreSQL, DynamoDB, Kafka, SQS, Lambda and Nakadi on this machine");
    Testbed testbed = Testbed.start(EnumSet.allOf(Part.class));
    try {
      prepare(testbed.postgres());
      testbed.nakadi().createEventType(EVENT_TYPE, "business");
      testbed.lambda().register("cdc-converter", Scene::itemOf);
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
    postgres.createDatabase(OutboxRow.DATABASE);
    postgres.createReplicationRole(
        LocalInstallation.DATABASE_USER, LocalInstallation.DATABASE_PASSWORD);
    postgres.execute(
        OutboxRow.DATABASE,
        "GRANT CREATE ON DATABASE orders TO fes",
        "CREATE TABLE my_events_outbox"
            + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, my_event_payload text NOT NULL)",
        "CREATE TABLE shipments_outbox"
            + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload text NOT NULL)",
        "ALTER TABLE my_events_outbox OWNER TO fes",
        "ALTER TABLE shipments_outbox OWNER TO fes");
  }

  private static String manifest(Path home, String example, String changes) {
    ExampleManifest manifest = ExampleManifest.read(home, example);
    return example.startsWith("dynamodb")
        ? manifest.reading(changes).named("my-items").text()
        : manifest.text();
  }

  /** The demo's Lambda function: the new item is the event. */
  private static byte[] itemOf(byte[] change) {
    return JsonMapper.shared().readTree(change).path("NewImage").toString().getBytes(UTF_8);
  }

  private static List<Story> stories(Testbed testbed, QueueTarget shipments) {
    PostgresServer postgres = testbed.postgres();
    SqsServer sqs = testbed.sqs();
    OutboxRow order =
        new OutboxRow(
            postgres,
            "my_events_outbox",
            "my_event_payload",
            "{\"order\": \"%s\", \"total\": 99.90}");
    OutboxRow shipment =
        new OutboxRow(
            postgres,
            "shipments_outbox",
            "payload",
            "{\"shipment\": \"%s\", \"carrier\": \"bicycle\"}");
    OutboxRow notJson =
        new OutboxRow(postgres, order.table(), order.column(), "order %s, but not as JSON");
    return List.of(
        new Story("outbox to Nakadi", order, new NakadiTarget(testbed.nakadi(), EVENT_TYPE)),
        new Story("outbox to SQS", shipment, shipments),
        new Story(
            "DynamoDB by Lambda to SQS FIFO",
            new TableItem(testbed.dynamoDb(), ITEMS),
            QueueTarget.fifo(sqs, "my-cdc-queue")),
        new Story(
            "bad row to dead letters", notJson, QueueTarget.standard(sqs, "my-dead-letter-queue")));
  }
}
