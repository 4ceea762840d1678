package dev.fes.testbed;

import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An event stream of a test's own beside the examples, with its outbox, publication and slot; gone
 * again without a trace at the end.
 */
final class OwnStream implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String MANIFEST =
      """
      apiVersion: zalando.org/v1
      kind: FabricEventStream
      metadata:
        name: %1$s
        annotations: {%2$s}
      spec:
        applicationId: %1$s
        eventStreams:
          - source:
              type: PostgresLogicalReplication
              jdbcConnection: {slotName: %3$s, jdbcUrl: "jdbc:postgresql://db.example:5432/orders?user=fes"}
              table: {name: %4$s}
            flow: {type: PostgresWalToGenericNakadiEvent}
            sink: {%5$s}
            recovery: {type: None}
      """;

  private final House house;
  private final String name;
  private final String sink;

  private OwnStream(House house, String name, String sink) {
    this.house = house;
    this.name = name;
    this.sink = sink;
  }

  /**
   * Returns when it runs.
   *
   * @param sink the fields of the manifest's sink; without partition keys, so all is in order
   */
  static OwnStream open(House house, String name, String sink) {
    OwnStream stream = new OwnStream(house, name, sink);
    house
        .testbed()
        .postgres()
        .execute(
            "orders",
            "CREATE TABLE %s (id bigserial PRIMARY KEY, payload json)".formatted(stream.table()),
            "ALTER TABLE %s OWNER TO fes".formatted(stream.table()));
    stream.annotate(Map.of());
    try {
      stream.view().awaitState("Running");
      return stream;
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  String table() {
    return name + "_outbox";
  }

  String slot() {
    return "fes_" + name;
  }

  StreamView view() {
    return new StreamView(house.fes(), name);
  }

  /** Applies its manifest with exactly these annotations. */
  void annotate(Map<String, String> annotations) {
    String written =
        annotations.entrySet().stream()
            .map(annotation -> annotation.getKey() + ": \"" + annotation.getValue() + '"')
            .collect(Collectors.joining(", "));
    house.fes().apply(name + ".yaml", MANIFEST.formatted(name, written, slot(), table(), sink));
  }

  boolean hasSlot() {
    return count("") == 1;
  }

  void dropSlot() {
    await().atMost(PATIENCE).until(() -> count(" AND active") == 0);
    house
        .testbed()
        .postgres()
        .execute("orders", "SELECT pg_drop_replication_slot('%s')".formatted(slot()));
  }

  @Override
  public void close() {
    house.fes().remove(name + ".yaml");
    await().atMost(PATIENCE).until(() -> view().isGone());
    if (hasSlot()) {
      dropSlot();
    }
    house
        .testbed()
        .postgres()
        .execute("orders", "DROP PUBLICATION IF EXISTS " + slot(), "DROP TABLE " + table());
  }

  private int count(String condition) {
    String query =
        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '%s'%s"
            .formatted(slot(), condition);
    try (Connection connection = house.testbed().postgres().connect("orders");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
