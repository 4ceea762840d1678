package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import dev.fes.stage.StageSettings;
import dev.fes.stage.Streams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a database may refuse a backfill, and how to mend it, in words. */
class BackfillRefusalTest {

  private final TestDatabase database = new TestDatabase();
  private final String role = "backfiller_of_" + database.name();
  private final BackfillSource source =
      new BackfillSource(database.database(new Credentials(role, null, null, null)), "things");

  @BeforeEach
  void table() {
    database.execute(
        "CREATE TABLE things (id int PRIMARY KEY)",
        "CREATE TABLE keyless (id int)",
        "CREATE ROLE " + role + " LOGIN REPLICATION",
        "CREATE PUBLICATION things FOR TABLE things, keyless");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aTableThatTheRoleMayNotRead() throws SQLException {
    assertThat(refusal("things"))
        .contains("GRANT SELECT ON \"public\".\"things\" TO \"" + role + "\"");

    database.execute("GRANT SELECT ON things TO " + role);

    assertThat(source.refusal(route("things", Operation.publishedByDefault()))).isNull();
  }

  @Test
  void aTableWhoseRowsAreHidden() throws SQLException {
    database.execute(
        "GRANT SELECT ON things TO " + role,
        "ALTER TABLE things ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY not_all ON things USING (id > 5)");

    assertThat(refusal("things")).contains("row-level security").contains("BYPASSRLS");
  }

  @Test
  void aTableWithoutAKey() throws SQLException {
    database.execute("GRANT SELECT ON keyless TO " + role);

    assertThat(refusal("keyless"))
        .contains("no primary key")
        .contains("ALTER TABLE \"public\".\"keyless\" ADD PRIMARY KEY");
  }

  @Test
  void aTableThatIsNotPublished() throws SQLException {
    database.execute("CREATE TABLE other (id int PRIMARY KEY)", "GRANT SELECT ON other TO " + role);

    assertThat(refusal("other"))
        .contains("ALTER PUBLICATION \"things\" ADD TABLE \"public\".\"other\"");
    assertThat(refusal("nowhere")).contains("table public.nowhere does not exist");
  }

  @Test
  void aServerThatTakesNoMarks() throws SQLException {
    database.execute(
        "REVOKE EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text, text, boolean) FROM"
            + " PUBLIC");

    assertThat(refusal("things")).contains("GRANT EXECUTE ON FUNCTION pg_logical_emit_message");
  }

  @Test
  void aStreamThatDoesNotWantSuchRows() throws SQLException {
    Failure refusal = source.refusal(route("things", Set.of(Operation.INSERT)));

    assertThat(refusal).isNotNull();
    assertThat(refusal.message()).contains("SNAPSHOT (S)");
  }

  private String refusal(String table) throws SQLException {
    Failure refusal = source.refusal(route(table, Operation.publishedByDefault()));
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
    return refusal.message();
  }

  private static Route route(String table, Set<Operation> operations) {
    StageSettings stage = new StageSettings("app", "ns", "res", "reader", "source", null, null);
    return new Route(
        TestReader.route(table, null, operations),
        "topic",
        new Streams(stage, new SimpleMeterRegistry()).of(table),
        1 << 20);
  }
}
