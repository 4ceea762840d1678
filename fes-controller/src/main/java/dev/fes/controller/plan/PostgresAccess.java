package dev.fes.controller.plan;

import dev.fes.api.JdbcUrl;
import dev.fes.api.Source.DatabaseAuthenticationSecret;
import dev.fes.api.Source.JdbcConnection;
import dev.fes.controller.plan.Installation.Database;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a source reaches its database: the manifest's word, and the installation's where it has one
 * for that host.
 */
record PostgresAccess(
    String jdbcUrl,
    @Nullable String username,
    @Nullable Path passwordFile,
    boolean createPublication,
    Credentials credentials) {

  private static final Database UNKNOWN = new Database(null, null, null, false, Map.of());

  static PostgresAccess of(JdbcConnection connection, Map<String, Database> databases) {
    JdbcUrl url = connection.url();
    Database database = describedBy(url, databases).orElse(UNKNOWN);
    DatabaseAuthenticationSecret secret = connection.databaseAuthentication();
    return secret == null
        ? new PostgresAccess(
            text(url, database),
            database.username() == null ? url.parameters().get("user") : database.username(),
            database.passwordFile(),
            database.createPublication(),
            new Credentials.InSettings())
        : new PostgresAccess(
            text(url, database),
            null,
            null,
            database.createPublication(),
            new Credentials.Secret(secret.name(), secret.userKey(), secret.passwordKey()));
  }

  static Optional<Database> describedBy(JdbcUrl url, Map<String, Database> databases) {
    return url.hosts().stream()
        .flatMap(host -> Optional.ofNullable(databases.get(host.name())).stream())
        .findFirst();
  }

  private static String text(JdbcUrl url, Database database) {
    Map<String, String> parameters = new TreeMap<>(url.parameters());
    parameters.putAll(database.parameters());
    parameters.remove("user");
    String address = database.address() == null ? url.address() : database.address();
    String query =
        parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return "jdbc:postgresql://"
        + address
        + "/"
        + encoded(url.database())
        + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
