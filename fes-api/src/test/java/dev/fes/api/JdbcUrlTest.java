package dev.fes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

  private static final String DB = "jdbc:postgresql://db.example/orders";

  @Test
  void theOperatorsAddressIsTakenApart() {
    JdbcUrl url =
        JdbcUrl.parse(
            "jdbc:postgresql://acid-stream-cluster.default/foo?user=fes_user&ssl=true&sslmode=require");
    assertThat(url.host()).isEqualTo(new JdbcUrl.Host("acid-stream-cluster.default", 5432));
    assertThat(url.database()).isEqualTo("foo");
    assertThat(url.parameters()).hasToString("{ssl=true, sslmode=require, user=fes_user}");
  }

  @ParameterizedTest
  @CsvSource({"A.example:1, a.example:1", "[::1]:2, [::1]:2", "10.0.0.1, 10.0.0.1:5432"})
  void theHostMayBeOfAnyKind(String written, String address) {
    assertThat(JdbcUrl.parse("jdbc:postgresql://" + written + "/x").address()).isEqualTo(address);
  }

  @Test
  void valuesAndDatabaseAreDecodedLikeTheDriverDoes() {
    JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://h/a%2Db?user=f+s%26&ssl&&ApplicationName=a=b");
    assertThat(url.database()).isEqualTo("a-b");
    assertThat(url.parameters())
        .containsEntry("user", "f s&")
        .containsEntry("ssl", "")
        .containsEntry("ApplicationName", "a=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ApplicationName=fes",
        "channelBinding=require",
        "connectTimeout=10",
        "loginTimeout=10",
        "socketTimeout=1",
        "ssl=true",
        "sslmode=verify-full",
        "sslNegotiation=direct",
        "targetServerType=preferSecondary",
        "tcpKeepAlive=false",
        "user=fes"
      })
  void harmlessParametersAreAllowed(String parameter) {
    assertThat(JdbcUrl.parse(DB + "?" + parameter).parameters()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslfactory",
        "sslfactoryarg",
        "socketFactory",
        "socketFactoryArg",
        "sslhostnameverifier",
        "sslcert",
        "sslkey",
        "sslrootcert",
        "loggerFile",
        "loggerLevel",
        "authenticationPluginClassName",
        "sspiServiceClass",
        "xmlFactoryFactory",
        "classLoaderStrategy",
        "connectExecutor",
        "jaasApplicationName",
        "options",
        "service",
        "localSocketAddress",
        "host",
        "port",
        "dbname",
        "PGHOST",
        "PGPORT",
        "PGDBNAME",
        "replication",
        "currentSchema",
        "kerberosServerName",
        "gsslib",
        "readOnly",
        "preferQueryMode",
        "SSLMODE",
        "User",
        "ssl%6Dode",
        "user%00",
        "x"
      })
  void anyOtherParameterIsRefused(String name) {
    assertThat(findings(DB + "?" + name + "=v4lue"))
        .singleElement()
        .extracting(Finding::message, InstanceOfAssertFactories.STRING)
        .contains("driver parameter", "is not allowed: take it out", "allowed: ApplicationName")
        .doesNotContain("v4lue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gssEncMode=disable",
        "sslcert=/secrets/pg/client.crt",
        "sslkey=/secrets/pg/client.pk8",
        "sslrootcert=/secrets/pg/ca.pem",
        "user=fes"
      })
  void anInstallationMayNameFilesOfCertificatesAsWell(String parameter) {
    assertThat(JdbcUrl.parse(DB + "?" + parameter, JdbcParameters.INSTALLATION).parameters())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslrootcert=ca.pem",
        "sslrootcert=/a%0Ab",
        "sslfactory=x",
        "sslpassword=x",
        "loggerFile=/x",
        "options=x"
      })
  void anInstallationMayNotSayWhatLeadsElsewhere(String parameter) {
    assertThatThrownBy(() -> JdbcUrl.parse(DB + "?" + parameter, JdbcParameters.INSTALLATION))
        .isInstanceOf(InvalidResource.class);
  }

  @Test
  void aWrongCaseIsNamed() {
    assertThat(findings(DB + "?SslMode=require").getFirst().message())
        .contains("; did you mean sslmode?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?password=s3c&cret",
        "?user=x&PASSWORD=s3c",
        "?pass%77ord=s3c",
        "?PGPASSWORD=s3c",
        "?sslpassword=s3c&s3c",
        "?password",
        "?%20password=s3c"
      })
  void aPasswordIsRefusedAndNotRepeated(String parameters) {
    assertThat(findings(DB + parameters))
        .containsExactly(
            new Finding(
                "", "carries a password: take it out and name a Secret in databaseAuthentication"));
  }

  @Test
  void credentialsBeforeTheHostAreRefusedAndNotRepeated() {
    assertThat(findings("jdbc:postgresql://fes:s3cret@db.example/orders?bogus=1"))
        .containsExactly(
            new Finding("", "has an @ before the database: take user and password out"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql:orders|does not start with",
        "jdbc:postgresql:/orders|does not start with",
        "JDBC:postgresql://h/d|does not start with",
        "jdbc:postgresql://|names no host",
        "jdbc:postgresql:///orders|names no host",
        "jdbc:postgresql://h|names no database",
        "jdbc:postgresql://h/|names no database",
        "jdbc:postgresql://h/a/b|second /",
        "jdbc:postgresql://h/a%|broken %XX",
        "jdbc:postgresql://h/a%00b|control character",
        "jdbc:postgresql://h/%20|is blank",
        "jdbc:postgresql://h,/d|names several hosts",
        "jdbc:postgresql://a:1,b:2/d|names several hosts",
        "jdbc:postgresql://:5432/d|names no host",
        "jdbc:postgresql://h:x/d|names no host",
        "jdbc:postgresql://h:0/d|port outside",
        "jdbc:postgresql://h:65536/d|port outside",
        "jdbc:postgresql://h%2Fx/d|names no host",
        "jdbc:postgresql://h /d|blank",
        "jdbc:postgresql://h/d?sslmode=no|value of the driver parameter sslmode",
        "jdbc:postgresql://h/d?user=|value of the driver parameter user",
        "jdbc:postgresql://h/d?user=a%0Ab|value of the driver parameter user",
        "jdbc:postgresql://h/d?user=%zz|value of the driver parameter user",
        "jdbc:postgresql://h/d?connectTimeout=-1|value of the driver parameter connectTimeout",
        "jdbc:postgresql://h/d?connectTimeout=0|parameter connectTimeout that is not allowed: write 1 or more",
        "jdbc:postgresql://h/d?loginTimeout=00|value of the driver parameter loginTimeout",
        "jdbc:postgresql://h/d?socketTimeout=0|value of the driver parameter socketTimeout",
        "jdbc:postgresql://h/d?ssl=true&ssl=false|driver parameter ssl twice",
        "jdbc:postgresql://h/d?user=a?sslfactory=b&=x|a driver parameter that is not allowed"
      })
  void whatTheDriverMightReadOtherwiseIsRefused(String url, String words) {
    assertThat(findings(url)).anySatisfy(finding -> assertThat(finding.message()).contains(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo%3FsocketFactory%3Dx",
        "a%26b",
        "a%23b",
        "a%2562",
        "a%2Fb",
        "a%5Cb",
        "a%3Bb",
        "a%24b",
        "a$b",
        "a;b",
        "a%20b",
        "a+b",
        "a%22b",
        "a%27b",
        "a%C2%A0b"
      })
  void aDatabaseThatTheDriverMisreadsIsRefused(String database) {
    assertThat(findings("jdbc:postgresql://h/" + database))
        .containsExactly(
            new Finding(
                "", "names a database with a character that the driver misreads: rename it"));
  }

  @Test
  void aLongAddressIsRefused() {
    assertThatThrownBy(() -> JdbcUrl.parse(DB + "?user=" + "x".repeat(3_000)))
        .isInstanceOf(InvalidResource.class)
        .hasMessageContaining("2048 characters");
  }

  @Test
  void allFaultsAreFoundAtOnce() {
    assertThat(findings("jdbc:postgresql://h:0/?a=1&b=2")).hasSize(4);
  }

  private static List<Finding> findings(String url) {
    return catchThrowableOfType(InvalidResource.class, () -> JdbcUrl.parse(url)).findings();
  }
}
