package dev.fes.api;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Postgres address taken apart as pgjdbc 42.7 does it, with nothing in it that the driver could
 * be misled by: {@code jdbc:postgresql://host[:port]/database[?parameters]}, parameters from an
 * allow-list only.
 *
 * @param parameters driver parameters by their pgjdbc names, decoded, in the order of their names
 */
public record JdbcUrl(Host host, String database, Map<String, String> parameters) {

  public JdbcUrl {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** Where the database's server is. */
  public record Host(String name, int port) {

    static final int DEFAULT_PORT = 5432;

    public Host {
      name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return name + ":" + port;
    }
  }

  /**
   * Takes the address of a resource apart.
   *
   * @throws InvalidResource with all that is wrong with it, and none of its values
   */
  public static JdbcUrl parse(String text) {
    return parse(text, JdbcParameters.RESOURCE);
  }

  /** As above, for whoever may set these parameters. */
  public static JdbcUrl parse(String text, JdbcParameters allowed) {
    return new JdbcUrlParser(text, allowed).parse();
  }

  /** The server, {@code host:port}: the same for every way to write the same address. */
  public String address() {
    return host.toString();
  }
}
