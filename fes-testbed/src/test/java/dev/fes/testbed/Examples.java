package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The manifests of deploy/examples, and what has to be there before they run. */
record Examples(Map<String, String> manifests) {

  /** The event streams that run by them. */
  static final int STREAMS = 9;

  /** Eight stages more, for a test of the full build. */
  static final String OPERATORS = "postgres-operator-emitted.json";

  /** Differs from another in its recovery alone, and is called the same. */
  private static final String TWIN = "postgres-outbox-no-recovery.yaml";

  /** Its stages are processes of their own, which tests stop and kill one by one. */
  private static final String STAGED = "postgres-outbox-to-nakadi.yaml";

  private static final String LAMBDA = "dynamodb-lambda-to-sqs-fifo.yaml";

  static Examples prepare(Testbed testbed) {
    database(testbed.postgres());
    operatorsDatabase(testbed.postgres());
    eventTypes(testbed.nakadi());
    Stream.of("shipments", "my-dead-letter-queue", "stock-changes")
        .forEach(testbed.sqs()::createQueue);
    Stream.of("basket-dead-letters", "basket-comings-and-goings")
        .forEach(testbed.sqs()::createQueue);
    Stream.of("invoices", "stock-dead-letters", "my-cdc-queue")
        .forEach(testbed.sqs()::createFifoQueue);
    testbed.dynamoDb().createTable("baskets", "id");
    testbed.lambda().register("cdc-converter", Examples::twoEvents);
    return new Examples(read(testbed.dynamoDb().createTable("my_table", "id")));
  }

  private static Map<String, String> read(String stream) {
    try (Stream<Path> files = Files.list(ExampleManifest.folder(RunningFes.HOME))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(TWIN) && !name.equals(OPERATORS))
          .collect(
              Collectors.toMap(
                  name -> name, name -> text(name, stream), (a, _) -> a, TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name, String stream) {
    ExampleManifest manifest = ExampleManifest.read(RunningFes.HOME, name);
    return switch (name) {
      case LAMBDA -> manifest.reading(stream).named("my-cdc-application").text();
      case STAGED -> manifest.annotated("fes.zalando.org/composition: staged").text();
      default -> manifest.text();
    };
  }

  private static void database(PostgresServer postgres) {
    postgres.createDatabase("orders");
    postgres.createReplicationRole(
        LocalInstallation.DATABASE_USER, LocalInstallation.DATABASE_PASSWORD);
    postgres.execute(
        "orders",
        "GRANT CREATE ON DATABASE orders TO fes",
        "CREATE SCHEMA warehouse AUTHORIZATION fes",
        "CREATE TABLE my_events_outbox (id bigserial PRIMARY KEY, my_event_payload text)",
        "CREATE TABLE shipments_outbox (id bigserial PRIMARY KEY, payload jsonb)",
        "CREATE TABLE invoices_outbox (id bigserial PRIMARY KEY, draft boolean, payload json)",
        "CREATE TABLE warehouse.stock"
            + " (sku text PRIMARY KEY, price numeric, colours text[], note text, at timestamptz)",
        "CREATE TABLE customers (id int PRIMARY KEY, name text, credit numeric)",
        "CREATE TABLE customers_outbox"
            + " (id bigserial PRIMARY KEY, payload jsonb, flow_id text, span_ctx json)",
        "ALTER TABLE my_events_outbox OWNER TO fes",
        "ALTER TABLE shipments_outbox OWNER TO fes",
        "ALTER TABLE invoices_outbox OWNER TO fes",
        "ALTER TABLE warehouse.stock OWNER TO fes",
        "ALTER TABLE customers OWNER TO fes",
        "ALTER TABLE customers_outbox OWNER TO fes");
  }

  /** As the postgres-operator leaves it: its publication is there, its role owns nothing. */
  private static void operatorsDatabase(PostgresServer postgres) {
    postgres.createDatabase("foo");
    postgres.createReplicationRole(
        LocalInstallation.OPERATORS_USER, LocalInstallation.DATABASE_PASSWORD);
    postgres.execute(
        "foo",
        "CREATE SCHEMA data",
        "CREATE TABLE data.bar (b_id bigserial PRIMARY KEY, b_payload text)",
        "CREATE TABLE data.foobar (id bigserial PRIMARY KEY, payload jsonb)",
        "CREATE TABLE foofoobar (id bigserial PRIMARY KEY, payload jsonb)",
        "CREATE PUBLICATION fes_foo_test_app FOR TABLE data.bar, data.foobar, foofoobar"
            + " WITH (publish = 'insert, update')");
  }

  private static void eventTypes(NakadiServer nakadi) {
    Stream.of("my-important-business-events", "customer-events", "customer-dead-letters")
        .forEach(type -> nakadi.createEventType(type, "business"));
    Stream.of("stream-type-a", "stream-type-b", "stream-type-c", "stream-type-a-dead-letter-queue")
        .forEach(type -> nakadi.createEventType(type, "business"));
    nakadi.createEventType("basket-changed", "business");
    nakadi.createEventType("customer-changed", "data");
  }

  /** The function of the Lambda example. */
  private static byte[] twoEvents(byte[] change) {
    JsonNode item = JsonMapper.shared().readTree(change).path("NewImage");
    String event = "{\"order\":%s,\"status\":%s,\"part\":\"%s\"}";
    String order = item.path("id").toString();
    String status = item.path("Status").path("Id").toString();
    return ("["
            + event.formatted(order, status, "a")
            + ","
            + event.formatted(order, status, "b")
            + "]")
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
