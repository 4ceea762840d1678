package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.JdbcUrl;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** How to reach the database: with the credentials of now, and never waiting for ever. */
final class Database {

  private static final Map<String, String> LIMITS =
      Map.of(
          "connectTimeout",
          "10",
          "loginTimeout",
          "20",
          "socketTimeout",
          "60",
          "tcpKeepAlive",
          "true");

  private final JdbcUrl url;
  private final Credentials credentials;
  private final String reader;

  Database(JdbcUrl url, Credentials credentials, String reader) {
    this.url = url;
    this.credentials = credentials;
    this.reader = reader;
  }

  String name() {
    return url.database();
  }

  String address() {
    return url.address();
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(driverParameters());
    String user = user();
    String password = password();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "fes " + reader);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address() + "/" + URLEncoder.encode(url.database(), UTF_8),
        properties);
  }

  /** The parameters of the address, and limits of time where it sets none. */
  Map<String, String> driverParameters() {
    Map<String, String> parameters = new TreeMap<>(LIMITS);
    parameters.putAll(url.parameters());
    parameters.remove("user");
    return parameters;
  }

  String user() {
    String user = credentials.currentUsername();
    return user == null ? url.parameters().getOrDefault("user", "") : user;
  }

  String password() {
    String password = credentials.currentPassword();
    return password == null ? "" : password;
  }

  @Override
  public String toString() {
    return "database " + name() + " at " + address();
  }
}
