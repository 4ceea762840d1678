package dev.fes.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.JdbcParameters;
import dev.fes.api.JdbcUrl;
import dev.fes.api.Source.DatabaseAuthenticationSecret;
import dev.fes.api.Source.JdbcConnection;
import dev.fes.controller.plan.Installation.Database;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresAccessTest {

  private static final String DB = "jdbc:postgresql://db.example:6432/orders";

  @Test
  void usesTheInstallationsCredentialsForTheHostItDescribes() {
    PostgresAccess access = access(DB, described(Map.of()));

    assertThat(access.username()).isEqualTo("fes");
    assertThat(access.jdbcUrl()).isEqualTo(DB);
  }

  @Test
  void letsNoManifestWeakenTheWayTheInstallationsPasswordTravels() {
    assertThat(access(DB + "?ssl=false&sslmode=disable", described(Map.of())).jdbcUrl())
        .isEqualTo(DB);
    assertThat(access(DB + "?sslmode=verify-full", described(Map.of())).jdbcUrl())
        .isEqualTo(DB + "?sslmode=verify-full");
  }

  @Test
  void replacesTheManifestsTlsByItsOwn() {
    assertThat(
            access(
                    DB + "?ssl=true&sslNegotiation=direct&sslmode=require&user=x",
                    described(Map.of("sslmode", "verify-full")))
                .jdbcUrl())
        .isEqualTo(DB + "?sslmode=verify-full");
  }

  @Test
  void letsAManifestBeStricterWhereTheInstallationOnlyNamesItsCertificates() {
    assertThat(
            access(
                    DB + "?sslmode=verify-full",
                    described(Map.of("sslrootcert", "/secrets/pg/ca.pem")))
                .jdbcUrl())
        .isEqualTo(DB + "?sslmode=verify-full&sslrootcert=%2Fsecrets%2Fpg%2Fca.pem");
  }

  @Test
  void writesWhatTheSourceReads() {
    Map<String, String> parameters =
        Map.of("sslmode", "verify-full", "sslrootcert", "/secrets/pg & co/ca.pem");

    String written = access(DB, described(parameters)).jdbcUrl();

    assertThat(JdbcUrl.parse(written, JdbcParameters.INSTALLATION).parameters())
        .isEqualTo(parameters);
  }

  @Test
  void leavesTheTlsOfAManifestWithItsOwnCredentialsAlone() {
    var secret = new DatabaseAuthenticationSecret("s", "u", "p");
    String url = DB + "?sslmode=disable";

    assertThat(
            PostgresAccess.of(
                    new JdbcConnection("fes", url, secret, null, "fes"),
                    Map.of("db.example", described(Map.of())))
                .jdbcUrl())
        .isEqualTo(url);
  }

  private static PostgresAccess access(String url, Database database) {
    return PostgresAccess.of(
        new JdbcConnection("fes", url, null, null, "fes"), Map.of("db.example", database));
  }

  private static Database described(Map<String, String> parameters) {
    return new Database(null, "fes", Path.of("secrets/password"), false, parameters);
  }
}
