package dev.fes.testbed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The server settings of a testbed PostgreSQL, as command line arguments. */
final class PostgresSettings {

  private PostgresSettings() {}

  static List<String> arguments(
      String data, String host, int port, PostgresServer.Durability durability) {
    List<String> arguments = new ArrayList<>(List.of("-D", data, "-p", Integer.toString(port)));
    settings(host, durability)
        .forEach((key, value) -> arguments.addAll(List.of("-c", key + "=" + value)));
    return arguments;
  }

  private static Map<String, String> settings(String host, PostgresServer.Durability durability) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", host);
    settings.put("unix_socket_directories", "");
    settings.put("timezone", "UTC");
    settings.put("wal_level", "logical");
    settings.put("max_replication_slots", "30");
    settings.put("max_wal_senders", "30");
    settings.put("max_connections", "100");
    settings.put("shared_buffers", "64MB");
    if (durability == PostgresServer.Durability.FAST) {
      settings.put("fsync", "off");
      settings.put("full_page_writes", "off");
    }
    return settings;
  }
}
