package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.api.Operation;
import dev.fes.stage.StreamState.Activity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicationTest {

  private final TestDatabase database = new TestDatabase();
  private final String name = "slot_" + database.name();
  private TestReader reader = TestReader.over(database).table("outbox").build();

  @BeforeEach
  void table() {
    database.execute(
        "CREATE TABLE outbox (id int PRIMARY KEY)", "CREATE TABLE other (id int PRIMARY KEY)");
  }

  @AfterEach
  void stop() {
    reader.close();
    database.close();
  }

  @Test
  void isCreatedForTheRoutesAndTheirOperations() {
    reader.start().awaitRunning();

    String tables =
        "SELECT string_agg(tablename, ',') FROM pg_publication_tables WHERE pubname = '"
            + name
            + "'";
    assertThat(database.query(tables)).isEqualTo("outbox");
    assertThat(
            database.query(
                "SELECT (pubinsert, pubupdate, pubdelete, pubtruncate)::text FROM pg_publication"))
        .isEqualTo("(t,t,f,f)");
  }

  @Test
  void mayHaveAnyName() throws SQLException {
    String odd = name + ", My 'own' \"Publication\"";
    reader = TestReader.over(database).table("outbox").publication(odd).start().awaitRunning();
    database.execute("INSERT INTO outbox VALUES (1)");
    reader.awaitPublished(1);

    assertThat(database.query("SELECT pubname FROM pg_publication")).isEqualTo(odd);
    try (Connection connection = database.connect()) {
      assertThat(SlotReader.readingBy(connection, odd)).contains("pid");
    }
  }

  @Test
  void isWaitedForWhereItMayNotBeCreatedAndNoSlotIsMadeBefore() {
    reader = TestReader.over(database).table("outbox").findsPublication().start();
    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error())
        .contains("publication " + name + " is missing")
        .contains("CREATE PUBLICATION \"" + name + "\" FOR TABLE \"public\".\"outbox\"")
        .contains("WITH (publish = 'insert, update', publish_via_partition_root = true)");
    assertThat(
            database.query(
                "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + name + "'"))
        .isEqualTo("0");

    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox");

    reader.awaitRunning();
  }

  @Test
  void thatIsOursGetsTheTableOfANewRoute() {
    reader.start().awaitRunning().close();

    MemoryRecords records = reader.records;
    reader =
        TestReader.over(database)
            .table("outbox")
            .table("other")
            .records(records)
            .start()
            .awaitRunning();
    database.execute("INSERT INTO other VALUES (1)");

    reader.awaitPublished(1);
    assertThat(reader.topics.of("other.changes")).hasSize(1);
  }

  @Test
  void thatIsNotOursBlocksOnlyTheRouteThatItLacks() {
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox");
    reader = TestReader.over(database).table("outbox").table("other").start();

    reader.awaitState("outbox", Activity.RUNNING);
    reader.awaitState("other", Activity.BLOCKED);
    assertThat(reader.state("other").error())
        .contains("ALTER PUBLICATION \"" + name + "\" ADD TABLE \"public\".\"other\"");

    database.execute("ALTER PUBLICATION " + name + " ADD TABLE other");
    reader.awaitRunning();
  }

  @Test
  void withoutAnOperationThatIsWantedBlocksTheRoute() {
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox WITH (publish = 'insert')");
    reader =
        TestReader.over(database)
            .with(TestReader.route("outbox", null, Set.of(Operation.INSERT, Operation.DELETE)))
            .start();

    reader.awaitState(Activity.BLOCKED);

    assertThat(reader.error())
        .contains("does not publish delete")
        .contains("SET (publish = 'insert, delete')");
  }

  @Test
  void isNotMadeOfATableWhoseUpdatesItWouldForbid() {
    database.execute("CREATE TABLE keyless (id int)");
    reader = TestReader.over(database).table("keyless").start();

    reader.awaitState(Activity.BLOCKED);

    assertThat(reader.error())
        .contains("has no replica identity")
        .contains("REPLICA IDENTITY FULL, or let its streams have operations [INSERT] alone");
    database.execute("INSERT INTO keyless VALUES (1)", "UPDATE keyless SET id = 2");
  }

  @Test
  void ofATableWithoutKeyServesInsertsAlone() {
    database.execute("CREATE TABLE keyless (id int)");
    reader =
        TestReader.over(database)
            .with(TestReader.route("keyless", null, Set.of(Operation.INSERT)))
            .start()
            .awaitRunning();

    database.execute(
        "INSERT INTO keyless VALUES (1)",
        "UPDATE keyless SET id = 2",
        "INSERT INTO keyless VALUES (3)");

    reader.awaitPublished(2);
  }

  @Test
  void ofATableWithoutKeyIsToldByWhoWantsUpdates() {
    database.execute("CREATE TABLE keyless (id int)");
    reader =
        TestReader.over(database)
            .table("outbox")
            .with(TestReader.route("keyless", null, Set.of(Operation.INSERT)))
            .start();
    reader.awaitState("outbox", Activity.RUNNING);
    awaitBlocked("keyless");
    assertThat(reader.state("keyless").reason()).isEqualTo("no-replica-identity");
    assertThat(reader.state("keyless").error())
        .contains("for other streams or since it was made")
        .contains("ALTER TABLE \"public\".\"keyless\" REPLICA IDENTITY FULL")
        .contains("a slot and a publication of their own and operations [INSERT] alone");
    database.execute("INSERT INTO keyless VALUES (1)", "UPDATE keyless SET id = 2");

    database.execute("ALTER TABLE keyless REPLICA IDENTITY FULL");

    reader.awaitRunning();
  }

  @Test
  void isLackingATableThatDoesNotExistYet() {
    reader = TestReader.over(database).table("outbox").table("later").start();
    reader.awaitState("outbox", Activity.RUNNING);
    assertThat(reader.state("later").error()).contains("table public.later does not exist");

    database.execute("CREATE TABLE later (id int PRIMARY KEY)");

    reader.awaitRunning();
  }

  @Test
  void isLackingAViewForItsRowsAreInNoLog() {
    database.execute("CREATE VIEW seen AS SELECT * FROM outbox");
    reader = TestReader.over(database).table("outbox").table("seen").start();

    reader.awaitState("outbox", Activity.RUNNING);
    awaitBlocked("seen");
    assertThat(reader.state("seen").reason()).isEqualTo("table-missing");
    assertThat(reader.state("seen").error())
        .contains("public.seen of database " + database.name())
        .contains("is a view and no table");
  }

  @Test
  void thatIsDroppedWhileReadingIsSaidToBeMissing() {
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox");
    reader = TestReader.over(database).table("outbox").findsPublication().start().awaitRunning();

    database.execute("DROP PUBLICATION " + name);

    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error()).contains("publication " + name + " is missing");
  }

  @Test
  void thatIsMissingForATimeSaysWhatIsLostAndGoesOn() {
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox");
    reader = TestReader.over(database).table("outbox").findsPublication().start().awaitRunning();
    database.execute(
        "INSERT INTO outbox VALUES (1)",
        "DROP PUBLICATION " + name,
        "INSERT INTO outbox VALUES (2)");
    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error()).contains("what is written meanwhile cannot be had later");

    database.execute(
        "CREATE PUBLICATION " + name + " FOR TABLE outbox", "INSERT INTO outbox VALUES (3)");

    reader.awaitRunning().awaitPublished(2);
    assertThat(published()).containsExactly(1, 3);
  }

  @Test
  void thatLosesATableSaysWhatIsLostOfThatRouteAlone() {
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox, other");
    reader = TestReader.over(database).table("outbox").table("other").start().awaitRunning();
    database.execute(
        "ALTER PUBLICATION " + name + " DROP TABLE outbox",
        "INSERT INTO outbox VALUES (1)",
        "INSERT INTO other VALUES (2)");
    awaitBlocked("outbox");
    assertThat(reader.state("outbox").error())
        .contains("what is written meanwhile cannot be had later")
        .contains("ALTER PUBLICATION \"" + name + "\" ADD TABLE \"public\".\"outbox\"");
    reader.awaitState("other", Activity.RUNNING);

    database.execute(
        "ALTER PUBLICATION " + name + " ADD TABLE outbox", "INSERT INTO outbox VALUES (3)");

    reader.awaitRunning().awaitPublished(2);
    assertThat(published()).containsExactly(2, 3);
  }

  @Test
  void thatLostATableBetweenTwoLooksSaysSo() {
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox");
    reader = TestReader.over(database).table("outbox").start().awaitRunning();

    database.execute(
        "ALTER PUBLICATION " + name + " DROP TABLE outbox",
        "ALTER PUBLICATION " + name + " ADD TABLE outbox");

    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error())
        .contains("was taken out of publication " + name)
        .contains("what was written meanwhile cannot be had");
    reader.awaitRunning();
  }

  @Test
  void thatPublishesLessThanBeforeSaysWhatIsLost() {
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE outbox");
    reader = TestReader.over(database).table("outbox").start().awaitRunning();
    database.execute(
        "ALTER PUBLICATION " + name + " SET (publish = 'insert')",
        "INSERT INTO outbox VALUES (1)",
        "UPDATE outbox SET id = 2");
    reader.awaitState(Activity.BLOCKED);
    assertThat(reader.error())
        .contains("does not publish update")
        .contains("what is written meanwhile cannot be had later")
        .contains("SET (publish = 'insert, update')");

    database.execute(
        "ALTER PUBLICATION " + name + " SET (publish = 'insert, update')",
        "UPDATE outbox SET id = 3");

    reader.awaitRunning().awaitPublished(2);
    assertThat(published()).containsExactly(1, 3);
  }

  @Test
  void ofAPartitionThatGetsNoIdentityIsRunningAndSaysSo() {
    createPartitioned();
    database.execute("ALTER TABLE parts DROP CONSTRAINT parts_pkey");
    database.execute("ALTER TABLE parts_1 REPLICA IDENTITY FULL");
    reader = TestReader.over(database).table("parts").start().awaitRunning();

    database.execute("CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (100) TO (200)");

    await().atMost(TestReader.PATIENCE).until(() -> reader.state("parts").error() != null);
    reader.awaitState("parts", Activity.RUNNING);
    assertThat(reader.error()).contains("partition public.parts_2 of table public.parts");
  }

  @Test
  void lackingATableOfAnotherOwnerBlocksOnlyItsRoute() {
    startAsOwnerOfTheOutbox();
    awaitRunning("outbox");
    reader.awaitState("other", Activity.BLOCKED);
    assertThat(reader.state("other").error())
        .contains("must be owner of table other")
        .contains("ADD TABLE \"public\".\"other\"");

    database.execute("ALTER TABLE other OWNER TO owner_of_" + name);

    reader.awaitRunning();
  }

  @Test
  void ofAnotherOwnerBlocksOnlyTheRouteThatItLacks() {
    reader.start().awaitRunning().close();

    startAsOwnerOfTheOutbox();

    awaitRunning("outbox");
    assertThat(reader.state("other").error()).contains("must be owner of publication " + name);
  }

  @Test
  void thatMayNotBeMadeOfAnyTableBlocksEveryRoute() {
    database.execute("CREATE ROLE owner_of_" + name + " LOGIN REPLICATION");
    reader = asOwner().start();

    reader.awaitState(Activity.BLOCKED);

    assertThat(reader.error())
        .contains("permission denied for database")
        .contains("CREATE PUBLICATION \"" + name + "\" FOR TABLE");
  }

  @Test
  void ofAPartitionedTableGivesItsRowsUnderItsName() {
    createPartitioned();
    reader = TestReader.over(database).table("outbox").table("parts").start().awaitRunning();
    database.execute("INSERT INTO parts VALUES (1)");
    reader.awaitPublished(1).close();

    reader.start().awaitRunning();
    database.execute("INSERT INTO parts VALUES (2)");

    await().atMost(TestReader.PATIENCE).until(() -> Set.copyOf(published()).equals(Set.of(1, 2)));
    assertThat(reader.topics.of("parts.changes"))
        .extracting(published -> published.event().facts().table())
        .containsOnly("public.parts");
  }

  @Test
  void thatIsOursAndOlderIsMadeToGiveRowsUnderTheNameOfThePartitionedTable() {
    createPartitioned();
    database.execute(
        "CREATE PUBLICATION " + name + " FOR TABLE parts",
        "COMMENT ON PUBLICATION " + name + " IS 'made by Fabric Event Streams'");
    reader = TestReader.over(database).table("parts").start().awaitRunning();

    database.execute("INSERT INTO parts VALUES (1)");

    reader.awaitPublished(1);
  }

  @Test
  void thatIsNotOursIsSaidToGivePartitionsOnly() {
    createPartitioned();
    database.execute("CREATE PUBLICATION " + name + " FOR TABLE parts");
    reader = TestReader.over(database).table("parts").start().awaitState(Activity.BLOCKED);
    String mend = "ALTER PUBLICATION \"" + name + "\" SET (publish_via_partition_root = true)";
    assertThat(reader.error()).contains(mend);

    database.execute(mend);

    reader.awaitRunning();
  }

  @Test
  void isMadeWithItsMarkOrNotAtAll() {
    database.execute(
        "CREATE FUNCTION fail() RETURNS event_trigger LANGUAGE plpgsql"
            + " AS $$ BEGIN RAISE EXCEPTION 'no comments now'; END $$",
        "CREATE EVENT TRIGGER no_comments ON ddl_command_start WHEN TAG IN ('COMMENT')"
            + " EXECUTE FUNCTION fail()");
    reader.start().awaitState(Activity.BLOCKED);
    assertThat(reader.error()).contains("no comments now");
    assertThat(database.query("SELECT count(*) FROM pg_publication")).isEqualTo("0");

    database.execute("DROP EVENT TRIGGER no_comments");

    reader.awaitRunning();
    assertThat(database.query("SELECT obj_description(oid, 'pg_publication') FROM pg_publication"))
        .isEqualTo(PublicationState.MADE_BY);
  }

  private void createPartitioned() {
    database.execute(
        "CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100)");
  }

  private void startAsOwnerOfTheOutbox() {
    String owner = "owner_of_" + name;
    database.execute(
        "CREATE ROLE " + owner + " LOGIN REPLICATION",
        "GRANT CREATE ON DATABASE " + database.name() + " TO " + owner,
        "ALTER TABLE outbox OWNER TO " + owner);
    reader = asOwner().start();
  }

  private TestReader.Builder asOwner() {
    return TestReader.over(database)
        .table("other")
        .table("outbox")
        .records(reader.records)
        .credentials(new Credentials("owner_of_" + name, null, null, null));
  }

  private List<Integer> published() {
    return reader.topics.all().stream()
        .map(published -> published.json().replaceFirst(".*\"after\":\\{\"id\":(\\d+).*", "$1"))
        .map(Integer::valueOf)
        .toList();
  }

  private void awaitBlocked(String stream) {
    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> reader.state(stream).activity() == Activity.BLOCKED);
  }

  private void awaitRunning(String stream) {
    await()
        .atMost(TestReader.PATIENCE)
        .until(() -> reader.state(stream).activity() == Activity.RUNNING);
  }
}
