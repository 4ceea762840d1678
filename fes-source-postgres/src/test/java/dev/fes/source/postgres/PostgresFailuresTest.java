package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.JdbcUrl;
import dev.fes.stage.Failure;
import io.debezium.DebeziumException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server says of a slot, as the driver gives it. */
class PostgresFailuresTest {

  private static final Database DATABASE =
      new Database(
          JdbcUrl.parse("jdbc:postgresql://db.example/orders"),
          new Credentials(null, null, null, null),
          "test");

  @Test
  void aPublicationThatIsMissingInThePastCannotBeReadOver() {
    Failure failure =
        of(
            "42704",
            "publication \"fes\" does not exist",
            "slot \"fes\", output plugin \"pgoutput\", in the change callback");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
    assertThat(failure.reason()).isEqualTo("publication-was-missing");
    assertThat(failure.message())
        .startsWith("database orders at db.example:5432: ERROR: publication \"fes\" does not exist")
        .contains("drop the slot", "accept the gap", "backfill")
        .doesNotContain("callback");
  }

  @Test
  void whatElseIsNotThereIsToldAsItIs() {
    assertThat(of("42704", "replication slot \"fes\" does not exist", "").reason())
        .isEqualTo("postgres-42704");
  }

  private static Failure of(String state, String message, String where) {
    PSQLException error =
        new PSQLException(
            new ServerErrorMessage(
                "SERROR\0C"
                    + state
                    + "\0M"
                    + message
                    + "\0"
                    + (where.isEmpty() ? "" : "W" + where + "\0")));
    return PostgresFailures.of(new DebeziumException("reading failed", error), DATABASE);
  }
}
