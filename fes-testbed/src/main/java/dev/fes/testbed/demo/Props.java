package dev.fes.testbed.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.testbed.LocalInstallation;
import dev.fes.testbed.PostgresServer;
import dev.fes.testbed.SqsServer;
import dev.fes.testbed.Testbed;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What the examples read from and write to, and the stories that can be told with it. */
final class Props {

  static final String EVENT_TYPE = "my-important-business-events";

  private static final String ITEMS = "my_table";

  private final Testbed testbed;
  private final QueueTarget shipments;
  private final String changes;

  private Props(Testbed testbed) {
    this.testbed = testbed;
    this.shipments = QueueTarget.standard(testbed.sqs(), "shipments");
    this.changes = testbed.dynamoDb().createTable(ITEMS, "id");
  }

  /** Makes tables, event type, function and queues. */
  static Props in(Testbed testbed) {
    prepare(testbed.postgres());
    testbed.nakadi().createEventType(EVENT_TYPE, "business");
    testbed.lambda().register("cdc-converter", Props::itemOf);
    return new Props(testbed);
  }

  QueueTarget shipments() {
    return shipments;
  }

  /** The ARN of the items' stream. */
  String changes() {
    return changes;
  }

  List<Story> stories() {
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

  /** The demo's Lambda function: the new item is the event. */
  private static byte[] itemOf(byte[] change) {
    return JsonMapper.shared().readTree(change).path("NewImage").toString().getBytes(UTF_8);
  }
}
