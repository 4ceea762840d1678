package dev.fes.controller.plan;

import dev.fes.api.Source.DatabaseAuthenticationSecret;
import dev.fes.api.Source.JdbcConnection;
import dev.fes.controller.plan.Installation.Database;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a source reaches its database: the manifest's word, and the installation's where it has one for that host. */
record PostgresAccess(
        String jdbcUrl,
        @Nullable String username,
        @Nullable Path passwordFile,
        boolean createPublication,
        Credentials credentials) {

    static PostgresAccess of(JdbcConnection connection, Map<String, Database> databases) {
        PostgresAddress address = PostgresAddress.of(connection);
        Database database = entry(address, databases);
        DatabaseAuthenticationSecret secret = connection.databaseAuthentication();
        if (secret != null) {
            return new PostgresAccess(
                    url(address, database), null, null, database.createPublication(), credentials(secret));
        }
        String username = database.username() == null ? address.parameters().get("user") : database.username();
        return new PostgresAccess(
                url(address, database),
                username,
                database.passwordFile(),
                database.createPublication(),
                new Credentials.InSettings());
    }

    static boolean isDescribed(JdbcConnection connection, Map<String, Database> databases) {
        return PostgresAddress.of(connection).hosts().stream().anyMatch(databases::containsKey);
    }

    private static Database entry(PostgresAddress address, Map<String, Database> databases) {
        return address.hosts().stream()
                .filter(databases::containsKey)
                .map(databases::get)
                .findFirst()
                .orElseGet(() -> new Database(null, null, null, false, Map.of()));
    }

    private static Credentials credentials(DatabaseAuthenticationSecret secret) {
        return new Credentials.Secret(secret.name(), secret.userKey(), secret.passwordKey());
    }

    private static String url(PostgresAddress address, Database database) {
        Map<String, String> parameters = new TreeMap<>(address.parameters());
        parameters.putAll(database.parameters());
        parameters.remove("user");
        String server = database.address() == null ? address.server() : database.address();
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + server + "/" + address.database() + (query.isEmpty() ? "" : "?" + query);
    }
}
