package dev.fes.controller.plan;

import dev.fes.api.JdbcParameters;
import dev.fes.api.JdbcUrl;
import dev.fes.api.Source.DatabaseAuthenticationSecret;
import dev.fes.api.Source.JdbcConnection;
import dev.fes.controller.plan.Installation.Database;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<String> WEAK = Set.of("disable", "allow", "prefer", "false");
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "user", "write username beside parameters",
          "password", "name a password-file beside parameters");
  private static final Database UNKNOWN = new Database(null, null, null, false, Map.of());

  static PostgresAccess of(JdbcConnection connection, Map<String, Database> databases) {
    JdbcUrl url = connection.url();
    Database database = describedBy(url, databases).orElse(UNKNOWN);
    DatabaseAuthenticationSecret secret = connection.databaseAuthentication();
    return secret == null
        ? new PostgresAccess(
            text(url, underInstallation(url, database), database),
            database.username() == null ? url.parameters().get("user") : database.username(),
            database.passwordFile(),
            database.createPublication(),
            new Credentials.InSettings())
        : new PostgresAccess(
            text(url, url.parameters(), database),
            null,
            null,
            database.createPublication(),
            new Credentials.Secret(secret.name(), secret.userKey(), secret.passwordKey()));
  }

  /** What a source would refuse at its start is refused before there is one. */
  static void check(String key, Database database) {
    database
        .parameters()
        .forEach(
            (name, value) -> {
              String mend = ELSEWHERE.get(name);
              Optional<String> fault =
                  mend == null
                      ? JdbcParameters.INSTALLATION.fault(name, value)
                      : Optional.of("is not said here: " + mend);
              Limits.require(fault.isEmpty(), key + "." + name + " " + fault.orElse(""));
            });
  }

  static Optional<Database> describedBy(JdbcUrl url, Map<String, Database> databases) {
    return Optional.ofNullable(databases.get(url.host().name()));
  }

  private static String text(JdbcUrl url, Map<String, String> manifest, Database database) {
    Map<String, String> parameters = new TreeMap<>(manifest);
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

  /**
   * How the installation's password travels is the installation's word; a manifest may be stricter
   * where that says nothing.
   */
  private static Map<String, String> underInstallation(JdbcUrl url, Database database) {
    Map<String, String> parameters = new TreeMap<>(url.parameters());
    boolean said = database.parameters().keySet().stream().anyMatch(PostgresAccess::isStrictness);
    if (database.passwordFile() != null) {
      parameters
          .entrySet()
          .removeIf(entry -> isTls(entry.getKey()) && (said || WEAK.contains(entry.getValue())));
    }
    return parameters;
  }

  /** A file with certificates alone says nothing of how strict the connection is. */
  private static boolean isStrictness(String parameter) {
    return isTls(parameter) && JdbcParameters.RESOURCE.names().contains(parameter);
  }

  private static boolean isTls(String parameter) {
    return parameter.startsWith("ssl");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
