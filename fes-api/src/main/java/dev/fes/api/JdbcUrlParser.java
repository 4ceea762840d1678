package dev.fes.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link JdbcUrl}. It follows pgjdbc's {@code Driver.parseURL}: parameter names count as
 * they are written, values and the database are decoded as of a form; what pgjdbc would read in two
 * ways or silently replace is refused.
 */
final class JdbcUrlParser {

  private static final int MAX_LENGTH = 2_048;
  private static final String PREFIX = "jdbc:postgresql://";
  private static final Pattern PLAIN = Pattern.compile("[!-~]*");
  private static final Pattern HOST =
      Pattern.compile(
          "(?<name>[A-Za-z0-9]([\\w.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(:(?<port>[0-9]{1,5}))?");

  /** Debezium puts the name into an address of its own as it is. */
  private static final Pattern MISREAD = Pattern.compile("[?&#%/\\\\;$'\"`\\s\\p{Z}]");

  private static final Pattern SPEAKABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,40}");

  private final String text;
  private final JdbcParameters allowed;
  private final Checks checks = new Checks();

  JdbcUrlParser(String text, JdbcParameters allowed) {
    this.text = text;
    this.allowed = allowed;
  }

  JdbcUrl parse() {
    checks
        .that(
            text.length() <= MAX_LENGTH,
            "",
            "has more than " + MAX_LENGTH + " characters: shorten it")
        .that(
            text.startsWith(PREFIX),
            "",
            "does not start with " + PREFIX + ": write that, host and database")
        .that(
            PLAIN.matcher(text).matches(),
            "",
            "has a blank or a character outside ASCII: encode it as %XX")
        .orThrow();
    int question = text.indexOf('?');
    String server = text.substring(PREFIX.length(), question < 0 ? text.length() : question);
    String arguments = question < 0 ? "" : text.substring(question + 1);
    refuseCredentials(server, arguments);
    int slash = server.indexOf('/');
    String address = slash < 0 ? server : server.substring(0, slash);
    JdbcUrl.Host host = host(address);
    String database = slash < 0 ? "" : database(server.substring(slash + 1));
    checks.that(slash >= 0, "", "names no database: write one after the host, HOST/DATABASE");
    Map<String, String> parameters = parameters(arguments);
    checks.orThrow();
    return new JdbcUrl(host, database, parameters);
  }

  /**
   * Stops at once: with a password in it, any other part of the address may be a piece of that
   * password.
   */
  private void refuseCredentials(String server, String arguments) {
    checks.that(
        !server.contains("@"), "", "has an @ before the database: take user and password out");
    for (String argument : arguments.split("&", -1)) {
      String name = argument.split("=", 2)[0];
      String decoded = decoded(name);
      String plain = (decoded == null ? name : decoded).toLowerCase(Locale.ROOT).strip();
      if (plain.endsWith("password")) {
        checks.that(
            false,
            "",
            "carries a password: take it out and name a Secret in databaseAuthentication");
        break;
      }
    }
    checks.orThrow();
  }

  private JdbcUrl.Host host(String address) {
    Matcher host = HOST.matcher(address);
    checks
        .that(
            !address.contains(","),
            "",
            "names several hosts, and a slot is on one: name the one that leads to the primary")
        .that(
            address.contains(",") || host.matches(),
            "",
            "names no host as HOST or HOST:PORT: correct what stands before the database")
        .orThrow();
    String port = host.group("port");
    int number = port == null ? JdbcUrl.Host.DEFAULT_PORT : Integer.parseInt(port);
    checks.that(number >= 1 && number <= 65_535, "", "has a port outside 1 to 65535: correct it");
    return new JdbcUrl.Host(host.group("name"), number);
  }

  private String database(String encoded) {
    String database = decoded(encoded);
    checks
        .that(!encoded.contains("/"), "", "has a second / after the host: take it out")
        .that(database != null, "", "has a broken %XX in the database: correct it")
        .that(
            !"".equals(database), "", "names no database: write one after the host, HOST/DATABASE")
        .that(
            database == null || database.isBlank() || !MISREAD.matcher(database).find(),
            "",
            "names a database with a character that the driver misreads: rename it");
    checks.identifier("", "".equals(database) ? null : database);
    return database == null ? "" : database;
  }

  private Map<String, String> parameters(String arguments) {
    Map<String, String> parameters = new HashMap<>();
    for (String argument : arguments.split("&", -1)) {
      if (!argument.isEmpty()) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        parameter(name, equals < 0 ? "" : argument.substring(equals + 1), parameters);
      }
    }
    return parameters;
  }

  private void parameter(String name, String encoded, Map<String, String> parameters) {
    if (!allowed.allows(name)) {
      checks.that(false, "", refusal(name));
      return;
    }
    String value = decoded(encoded);
    checks
        .that(
            allowed.allows(name, value),
            "",
            "has a value of the driver parameter "
                + name
                + " that is not allowed: "
                + allowed.mend(name))
        .that(
            !parameters.containsKey(name),
            "",
            "has the driver parameter " + name + " twice: keep one");
    parameters.put(name, value == null ? "" : value);
  }

  private String refusal(String name) {
    String subject =
        SPEAKABLE.matcher(name).matches() ? "the driver parameter " + name : "a driver parameter";
    return "has " + subject + " that is not allowed: take it out" + allowed.alternatives(name);
  }

  private static @Nullable String decoded(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
