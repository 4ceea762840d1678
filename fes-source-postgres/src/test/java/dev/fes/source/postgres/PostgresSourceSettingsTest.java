package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.Operation;
import dev.fes.stage.Stage;
import dev.fes.stage.StageSettings;
import dev.fes.stage.Streams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

class PostgresSourceSettingsTest {

  private static final Map<String, String> LEAST =
      Map.of(
          "fes.source.jdbc-url", "jdbc:postgresql://db.example/orders?user=fes",
          "fes.source.slot-name", "fes",
          "fes.source.routes[0].table", "outbox");

  @Test
  void hasDefaults() {
    assertThat(bind(LEAST, PostgresSourceSettings.class))
        .isEqualTo(
            new PostgresSourceSettings(
                "fes",
                "jdbc:postgresql://db.example/orders?user=fes",
                "fes",
                "fes",
                false,
                Duration.ofSeconds(10),
                "fes.readers",
                null,
                List.of(
                    new RouteSettings(
                        "outbox",
                        null,
                        "public",
                        "outbox",
                        "id",
                        null,
                        Set.of(Operation.INSERT, Operation.UPDATE, Operation.SNAPSHOT),
                        List.of(),
                        null))));
  }

  @Test
  void takesEveryKey() {
    Map<String, String> all = new HashMap<>(LEAST);
    all.putAll(
        Map.of(
            "fes.source.reader", "r",
            "fes.source.publication-name", "p",
            "fes.source.create-publication", "true",
            "fes.source.heartbeat-interval", "3s",
            "fes.source.readers-topic", "t",
            "fes.source.accept-gap", "0/1"));
    all.putAll(
        Map.of(
            "fes.source.routes[0].stream", "s",
            "fes.source.routes[0].topic", "s.changes",
            "fes.source.routes[0].schema", "app",
            "fes.source.routes[0].id-column", "key",
            "fes.source.routes[0].filter", "$.after",
            "fes.source.routes[0].operations", "INSERT,DELETE",
            "fes.source.routes[0].partition-key-fields", "a,b"));

    assertThat(bind(all, PostgresSourceSettings.class))
        .isEqualTo(
            new PostgresSourceSettings(
                "r",
                "jdbc:postgresql://db.example/orders?user=fes",
                "fes",
                "p",
                true,
                Duration.ofSeconds(3),
                "t",
                "0/1",
                List.of(
                    new RouteSettings(
                        "s",
                        "s.changes",
                        "app",
                        "outbox",
                        "key",
                        "$.after",
                        Set.of(Operation.INSERT, Operation.DELETE),
                        List.of("a", "b"),
                        null))));
  }

  @Test
  void areCalledAfterTheStreamInDataFlow() {
    assertThat(defaults(Map.of()))
        .returns("fes", reader -> settings(reader).reader())
        .returns("outbox", reader -> route(reader).stream());
    assertThat(defaults(Map.of("spring.cloud.dataflow.stream.name", "orders")))
        .returns("orders", reader -> settings(reader).reader())
        .returns("orders", reader -> route(reader).stream());
  }

  @Test
  void describeEveryKeyOfARoute() throws Exception {
    try (InputStream metadata =
        getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      assertThat(new String(metadata.readAllBytes(), UTF_8))
          .contains(
              Arrays.stream(RouteSettings.class.getRecordComponents())
                  .map(key -> DataObjectPropertyName.toDashedForm(key.getName()))
                  .map("\"name\": \"fes.source.%s\""::formatted)
                  .toList());
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(
            () -> new PostgresSourceSettings(null, null, "s", null, false, null, null, null, null))
        .hasMessage("fes.source.jdbc-url is missing");
  }

  @Test
  void refusesAnAddressWithAPassword() {
    String url = "jdbc:postgresql://db/orders?password=secret";
    assertThatThrownBy(
            () -> new PostgresSourceSettings(null, url, "s", null, false, null, null, null, null))
        .message()
        .contains("password")
        .doesNotContain("secret");
  }

  @Test
  void takesTheFilesOfCertificatesThatAnInstallationNames() {
    String url = "jdbc:postgresql://db/orders?sslmode=verify-full&sslrootcert=/secrets/pg/ca.pem";
    assertThat(
            new PostgresSourceSettings(null, url, "s", null, false, null, null, null, null)
                .address()
                .parameters())
        .containsEntry("sslrootcert", "/secrets/pg/ca.pem");
  }

  @Test
  void readsCredentialsFromFilesAgainAndAgain(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "one\n");
    Credentials credentials =
        bind(
            Map.of("fes.source.username", "me", "fes.source.password-file", file.toString()),
            Credentials.class);
    assertThat(credentials.currentPassword()).isEqualTo("one");

    Files.writeString(file, "two\n");

    assertThat(credentials.currentPassword()).isEqualTo("two");
    assertThat(credentials.currentUsername()).isEqualTo("me");
  }

  @Test
  void takesCredentialsAndTheReleaseFromTheEnvironment() {
    Map<String, Object> variables =
        Map.of(
            "FES_SOURCE_USERNAME", "me",
            "FES_SOURCE_PASSWORD", "p",
            "FES_SOURCE_RELEASE", "true",
            "FES_SOURCE_RELEASE_WORDS_FILE", "/dev/termination-log");
    MockEnvironment environment = new MockEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));

    assertThat(Binder.get(environment).bind("fes.source", Credentials.class).get())
        .returns("me", Credentials::currentUsername)
        .returns("p", Credentials::currentPassword);
    assertThat(Binder.get(environment).bind("fes.source", ReleaseSettings.class).get())
        .returns(true, ReleaseSettings::release)
        .returns(Path.of("/dev/termination-log"), ReleaseSettings::releaseWordsFile);
  }

  @Test
  void isReleasedWhenItIsTold() {
    assertThat(bind(Map.of(), ReleaseSettings.class))
        .isEqualTo(new ReleaseSettings(false, Duration.ofMinutes(1), null));
    assertThat(
            bind(
                Map.of(
                    "fes.source.release", "true",
                    "fes.source.release-timeout", "8s",
                    "fes.source.release-words-file", "words"),
                ReleaseSettings.class))
        .isEqualTo(new ReleaseSettings(true, Duration.ofSeconds(8), Path.of("words")))
        .returns(Duration.ofSeconds(6), ReleaseSettings::patience);
  }

  @Test
  void neverPrintsAPassword() {
    assertThat(
            bind(
                Map.of("fes.source.username", "me", "fes.source.password", "secret"),
                Credentials.class))
        .returns("secret", Credentials::currentPassword)
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void oneRouteMayStandWithoutAList() {
    MockEnvironment environment =
        new MockEnvironment()
            .withProperty("fes.source.jdbc-url", "jdbc:postgresql://db/orders")
            .withProperty("fes.source.slot-name", "fes")
            .withProperty("fes.source.table", "outbox")
            .withProperty("fes.source.filter", "$.after")
            .withProperty("spring.cloud.stream.bindings.output.destination", "changes");
    PostgresSourceSettings settings =
        Binder.get(environment).bind("fes.source", PostgresSourceSettings.class).get();
    Streams streams =
        new Streams(
            new StageSettings(null, null, null, null, null, null, null), new SimpleMeterRegistry());

    Routes routes =
        new PostgresSourceConfiguration()
            .routes(settings, environment, streams, DataSize.ofMegabytes(1));

    assertThat(routes.all())
        .singleElement()
        .returns("changes", Route::topic)
        .returns("$.after", route -> route.settings().filter());
  }

  private static MockEnvironment defaults(Map<String, String> told) {
    MockEnvironment environment =
        new MockEnvironment()
            .withProperty("fes.source.jdbc-url", "jdbc:postgresql://db/orders")
            .withProperty("fes.source.slot-name", "fes")
            .withProperty("fes.source.table", "outbox");
    told.forEach(environment::setProperty);
    environment
        .getPropertySources()
        .addLast(
            new PropertiesPropertySource(
                "defaults", Stage.defaults(PostgresSourceApplication.class)));
    return environment;
  }

  private static PostgresSourceSettings settings(MockEnvironment reader) {
    return Binder.get(reader).bindOrCreate("fes.source", PostgresSourceSettings.class);
  }

  private static RouteSettings route(MockEnvironment reader) {
    return Binder.get(reader).bindOrCreate("fes.source", RouteSettings.class);
  }

  private static <T> T bind(Map<String, String> properties, Class<T> type) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("fes.source", type);
  }
}
