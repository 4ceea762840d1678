package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Operation;
import dev.fes.stage.StreamState.Activity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, replica identities, partitions and names of every kind. */
class TableShapesTest {

  private static final Set<Operation> ALL =
      Set.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);

  private final TestDatabase database = new TestDatabase();
  private TestReader reader =
      TestReader.over(database).with(TestReader.route("things", null, ALL)).build();

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void aCompositeKeyIsKnownOfOldRows() {
    start("CREATE TABLE things (a int, b int, c text, PRIMARY KEY (a, b))");
    database.execute(
        "INSERT INTO things VALUES (1, 2, 'x')", "UPDATE things SET b = 3", "DELETE FROM things");
    reader.awaitPublished(3);

    assertThat(json(1))
        .contains("\"before\":{\"a\":1,\"b\":2,\"c\":null},\"after\":{\"a\":1,\"b\":3,\"c\":\"x\"}")
        .contains("\"op\":\"u\"");
    assertThat(json(2)).contains("\"before\":{\"a\":1,\"b\":3,\"c\":null},\"after\":null");
  }

  @Test
  void withFullIdentityAndNoKeyOldRowsAreKnown() {
    start("CREATE TABLE things (a int, b text)", "ALTER TABLE things REPLICA IDENTITY FULL");
    database.execute(
        "INSERT INTO things VALUES (1, 'x')", "UPDATE things SET a = 2", "DELETE FROM things");
    reader.awaitPublished(3);

    assertThat(json(1))
        .contains("\"before\":{\"a\":1,\"b\":\"x\"},\"after\":{\"a\":2,\"b\":\"x\"}");
    assertThat(json(2)).contains("\"before\":{\"a\":2,\"b\":\"x\"},\"after\":null");
  }

  @Test
  void anIndexAsIdentityIsTheKeyOfOldRows() {
    start(
        "CREATE TABLE things (id int PRIMARY KEY, b int NOT NULL, c text)",
        "CREATE UNIQUE INDEX by_b ON things (b)",
        "ALTER TABLE things REPLICA IDENTITY USING INDEX by_b");
    database.execute(
        "INSERT INTO things VALUES (1, 2, 'x')",
        "UPDATE things SET id = 9",
        "UPDATE things SET b = 3",
        "DELETE FROM things");
    reader.awaitPublished(4);

    assertThat(json(1)).contains("\"before\":null,\"after\":{\"id\":9,\"b\":2,\"c\":\"x\"}");
    assertThat(json(2))
        .contains("\"before\":{\"id\":null,\"b\":2,\"c\":null}")
        .contains("\"after\":{\"id\":9,\"b\":3,\"c\":\"x\"}")
        .contains("\"op\":\"u\"");
    assertThat(json(3)).contains("\"before\":{\"id\":null,\"b\":3,\"c\":null},\"after\":null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE things REPLICA IDENTITY NOTHING",
        "ALTER TABLE things REPLICA IDENTITY USING INDEX by_b; DROP INDEX by_b",
        "ALTER TABLE things DROP CONSTRAINT things_pkey",
        "ALTER TABLE things DROP CONSTRAINT things_pkey;"
            + " ALTER TABLE things ADD PRIMARY KEY (id) DEFERRABLE",
      })
  void whatHasNoIdentityIsNotPublishedForPostgresWouldRefuseItsUpdates(String change) {
    database.execute(
        "CREATE TABLE things (id int PRIMARY KEY, b int NOT NULL)",
        "CREATE UNIQUE INDEX by_b ON things (b)",
        change);
    reader.start().awaitState(Activity.BLOCKED);

    assertThat(reader.error())
        .contains("table public.things", "no replica identity", "REPLICA IDENTITY FULL");
    database.execute("INSERT INTO things VALUES (1, 1)", "UPDATE things SET b = 2");
  }

  @Test
  void aPartitionWithoutIdentityKeepsTheWholeTableFromBeingPublished() {
    database.execute(
        "CREATE TABLE things (id int, b text) PARTITION BY RANGE (id)",
        "CREATE TABLE things_1 PARTITION OF things FOR VALUES FROM (0) TO (100)",
        "ALTER TABLE things REPLICA IDENTITY FULL");
    reader.start().awaitState(Activity.BLOCKED);
    assertThat(reader.error())
        .contains("partition public.things_1")
        .contains("ALTER TABLE \"public\".\"things_1\" REPLICA IDENTITY FULL");
    database.execute("INSERT INTO things VALUES (1, 'a')", "UPDATE things SET b = 'b'");

    database.execute("ALTER TABLE things_1 REPLICA IDENTITY FULL");
    reader.awaitRunning();
    database.execute("UPDATE things SET b = 'c'");

    reader.awaitPublished(1);
    assertThat(json(0)).contains("\"before\":{\"id\":1,\"b\":\"b\"}");
  }

  @Test
  void aPartitionMayBeAStreamsOwnTable() {
    database.execute(
        "CREATE TABLE things (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE things_1 PARTITION OF things FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE things_2 PARTITION OF things FOR VALUES FROM (100) TO (200)",
        "CREATE PUBLICATION slot_" + database.name() + " FOR TABLE things");
    reader = TestReader.over(database).table("things_1").findsPublication().start().awaitRunning();

    database.execute("INSERT INTO things VALUES (150), (1)");

    reader.awaitPublished(1);
    assertThat(reader.topics.all())
        .extracting(published -> published.event().facts().table())
        .containsExactly("public.things_1");
  }

  @Test
  void aRowThatMovesToAnotherPartitionIsADeletionAndAnInsertion() {
    start(
        "CREATE TABLE things (id int PRIMARY KEY, b text) PARTITION BY RANGE (id)",
        "CREATE TABLE things_1 PARTITION OF things FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE things_2 (b text, gone int, id int NOT NULL, PRIMARY KEY (id))",
        "ALTER TABLE things_2 DROP COLUMN gone",
        "ALTER TABLE things ATTACH PARTITION things_2 FOR VALUES FROM (100) TO (200)");
    database.execute("INSERT INTO things VALUES (1, 'x')", "UPDATE things SET id = 150");

    reader.awaitPublished(3);
    assertThat(json(1)).contains("\"before\":{\"id\":1,\"b\":null},\"after\":null");
    assertThat(json(2)).contains("\"before\":null,\"after\":{\"id\":150,\"b\":\"x\"}");
  }

  @Test
  void rowsOfTablesThatInheritAreNotTheStreamsAndItSaysSo() {
    start(
        "CREATE TABLE things (id int PRIMARY KEY)",
        "CREATE TABLE \"more things\" (PRIMARY KEY (id)) INHERITS (things)");
    database.execute("INSERT INTO \"more things\" VALUES (1)", "INSERT INTO things VALUES (2)");
    reader.awaitPublished(1);

    assertThat(json(0)).contains("\"after\":{\"id\":2}");
    assertThat(reader.state("things").reason()).isEqualTo("children-not-published");
    assertThat(reader.error())
        .contains("table public.things")
        .contains("(public.more things), for Postgres publishes these under their own names");
    reader.close();

    reader =
        TestReader.over(database)
            .with(TestReader.route("things", null, ALL))
            .table("more things")
            .records(reader.records)
            .start()
            .awaitRunning();
    database.execute("INSERT INTO \"more things\" VALUES (3)");

    await()
        .atMost(TestReader.PATIENCE)
        .until(
            () ->
                reader.topics.of("more things.changes").stream()
                    .anyMatch(published -> published.json().contains("\"after\":{\"id\":3}")));
    assertThat(reader.state("things").error()).isNull();
  }

  @Test
  void updatesOfATableThatInheritsWithoutAKeyAreNotForbidden() {
    start("CREATE TABLE things (id int PRIMARY KEY)", "CREATE TABLE keyless () INHERITS (things)");

    database.execute("INSERT INTO keyless VALUES (1)", "UPDATE keyless SET id = 2");

    assertThat(database.query("SELECT string_agg(tablename, ',') FROM pg_publication_tables"))
        .isEqualTo("things");
  }

  @Test
  void namesAreExactlyAsPostgresHasThem() {
    List<String> names =
        List.of("Mixed Case", "with.dot", "comma, and", "quo\"te", "ümläut €", "select", "$1\\E");
    database.execute(
        "CREATE SCHEMA \"Odd.Schema\"", "CREATE TABLE \"mixed case\" (id int PRIMARY KEY)");
    TestReader.Builder builder = TestReader.over(database).table("mixed case");
    for (String name : names) {
      TableName table = new TableName("Odd.Schema", name);
      database.execute(
          "CREATE TABLE "
              + table.quoted()
              + " (\"Id\" int PRIMARY KEY, "
              + TableName.quote(name)
              + " text)");
      builder.with(new RouteSettings(name, null, "Odd.Schema", name, null, null, ALL, null, null));
    }
    reader = builder.start().awaitRunning();

    for (String name : names) {
      String table = new TableName("Odd.Schema", name).quoted();
      database.execute(
          "INSERT INTO " + table + " VALUES (1, 'x')",
          "UPDATE " + table + " SET \"Id\" = 2",
          "DELETE FROM " + table);
    }

    reader.awaitPublished(3 * names.size());
    for (String name : names) {
      assertThat(reader.topics.of(name + ".changes"))
          .hasSize(3)
          .allSatisfy(
              published ->
                  assertThat(published.event().facts().table()).isEqualTo("Odd.Schema." + name));
      assertThat(reader.topics.of(name + ".changes").getFirst().json())
          .contains(
              "\"after\":{\"Id\":1,\""
                  + name.replace("\\", "\\\\").replace("\"", "\\\"")
                  + "\":\"x\"}");
    }
  }

  private void start(String... definition) {
    database.execute(definition);
    reader.start().awaitRunning();
  }

  private String json(int index) {
    return reader.topics.all().get(index).json();
  }
}
