package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the ordering key is what it was meant to be, of deletes too. */
class OrderingKeyTest {

  private static final Set<Operation> ALL =
      Set.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);

  private final TestDatabase database = new TestDatabase();

  @BeforeEach
  void table() {
    database.execute(
        "CREATE TABLE orders (id int PRIMARY KEY, customer text NOT NULL, state text)");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aStreamWhoseDeletesHaveNoKeyRunsWithAWarningUntilTheyHave() {
    try (TestReader reader =
        TestReader.over(database).with(route(ALL, "after.customer")).start().awaitRunning()) {
      assertThat(reader.state("orders").reason()).isEqualTo("partition-key-not-sent");
      assertThat(reader.error())
          .contains("without customer")
          .contains("ALTER TABLE \"public\".\"orders\" REPLICA IDENTITY FULL");

      database.execute("ALTER TABLE orders REPLICA IDENTITY FULL");

      await().atMost(TestReader.PATIENCE).until(() -> reader.state("orders").error() == null);
    }
  }

  @Test
  void whatTheReplicaIdentityHasIsSent() throws SQLException {
    assertThat(warning(route(ALL, "id"))).isNull();

    database.execute(
        "CREATE UNIQUE INDEX identity ON orders (id, customer) INCLUDE (state)",
        "ALTER TABLE orders REPLICA IDENTITY USING INDEX identity");

    assertThat(warning(route(ALL, "before.customer", "id"))).isNull();
    assertThat(warning(route(ALL, "customer", "state")).message()).contains("without state,");
  }

  @Test
  void streamsWithoutDeletesOrInOneOrderNeedNone() throws SQLException {
    assertThat(warning(route(Set.of(Operation.INSERT, Operation.UPDATE), "customer"))).isNull();
    assertThat(warning(route(ALL))).isNull();
  }

  @Test
  void ofAPartitionedTableEachPartitionCounts() throws SQLException {
    database.execute(
        "CREATE TABLE parted (id int PRIMARY KEY, customer text) PARTITION BY RANGE (id)",
        "CREATE TABLE low PARTITION OF parted FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE high PARTITION OF parted FOR VALUES FROM (10) TO (20)",
        "ALTER TABLE low REPLICA IDENTITY FULL");
    RouteSettings route = route("parted", ALL, "customer");
    assertThat(warning(route).message()).contains("without customer");

    database.execute("ALTER TABLE high REPLICA IDENTITY FULL");

    assertThat(warning(route)).isNull();
  }

  @Test
  void aColumnThatIsNotThereIsNamedUntilItIs() {
    RouteSettings route = route(Set.of(Operation.INSERT), "id", "after.Customer", "state.name");
    try (TestReader reader = TestReader.over(database).with(route).start().awaitRunning()) {
      assertThat(reader.state("orders").reason()).isEqualTo("partition-key-missing");
      assertThat(reader.error()).contains("has no column Customer, state.name,");

      database.execute(
          "ALTER TABLE orders ADD \"Customer\" text", "ALTER TABLE orders ADD \"state.name\" text");

      await().atMost(TestReader.PATIENCE).until(() -> reader.state("orders").error() == null);
    }
  }

  @Test
  void aColumnThatIsNotPublishedIsNamedUntilItIs() {
    String publication = "slot_" + database.name();
    database.execute(
        "ALTER TABLE orders ADD region text GENERATED ALWAYS AS (left(customer, 2)) STORED",
        "CREATE PUBLICATION " + publication + " FOR TABLE orders (id, state)");
    RouteSettings route = route(Set.of(Operation.INSERT), "id", "after.customer", "region");
    try (TestReader reader = TestReader.over(database).with(route).start().awaitRunning()) {
      assertThat(reader.state("orders").reason()).isEqualTo("partition-key-missing");
      assertThat(reader.error())
          .contains("publication " + publication + " leaves out column customer, region of table");

      database.execute("ALTER PUBLICATION " + publication + " SET TABLE orders");
      await()
          .atMost(TestReader.PATIENCE)
          .until(() -> reader.error().contains("leaves out column region of table"));

      String mend =
          "ALTER PUBLICATION \"" + publication + "\" SET (publish_generated_columns = stored)";
      assertThat(reader.error()).contains(mend);
      database.execute(mend);

      await().atMost(TestReader.PATIENCE).until(() -> reader.state("orders").error() == null);
    }
  }

  private Failure warning(RouteSettings route) throws SQLException {
    Credentials credentials = new Credentials("postgres", null, null, null);
    return KeyOfDeletes.warning(database.connection(), route, database.database(credentials));
  }

  private static RouteSettings route(Set<Operation> operations, String... key) {
    return route("orders", operations, key);
  }

  private static RouteSettings route(String table, Set<Operation> operations, String... key) {
    return new RouteSettings(table, null, null, table, null, null, operations, List.of(key), null);
  }
}
