package dev.fes.source.postgres;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;

/** The engine's configuration. */
final class EngineSettings {

  /**
   * Debezium's name for "the position is confirmed by us alone", and for "the driver moves it as
   * well".
   */
  private static final String BY_US = "connector";

  private static final String BY_DRIVER_TOO = "connector_and_driver";

  /** Values are read as text: in one form, whatever the database or role sets. */
  static final Map<String, String> TEXT_FORMS =
      Map.of(
          "lc_monetary",
          "C",
          "bytea_output",
          "hex",
          "IntervalStyle",
          "iso_8601",
          "extra_float_digits",
          "1");

  /** The publication's name to look it up by. */
  static final String PUBLICATION = "fes.publication";

  /** How often the server is told that reading goes on. */
  static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

  private EngineSettings() {}

  static Properties of(
      PostgresSourceSettings settings, Database database, Routes routes, boolean driverMayConfirm) {
    Properties engine = new Properties();
    engine.setProperty("name", settings.reader());
    engine.setProperty("topic.prefix", settings.reader().replaceAll("[^A-Za-z0-9_.-]", "_"));
    engine.setProperty("connector.class", SlotConnector.class.getName());
    engine.setProperty(HandOver.ENGINE, UUID.randomUUID().toString());
    engine.setProperty("queue.provider.type", HandOver.NAME);
    position(engine, driverMayConfirm);
    slot(engine, settings);
    database(engine, database);
    routes(engine, routes);
    flow(engine);
    return engine;
  }

  /** Always from where the slot is: offsets in memory are empty for every new engine. */
  private static void position(Properties engine, boolean driverMayConfirm) {
    engine.setProperty(
        "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
    engine.setProperty("offset.flush.interval.ms", "0");
    engine.setProperty("snapshot.mode", "no_data");
    engine.setProperty("offset.mismatch.strategy", "trust_slot");
    engine.setProperty("lsn.flush.mode", driverMayConfirm ? BY_DRIVER_TOO : BY_US);
    // records without contents that tell the end of the last transaction: only they can be
    // confirmed, so what an orderly stop leaves unconfirmed is what came since the last of them
    engine.setProperty("heartbeat.interval.ms", "50");
  }

  /** Nothing is made and nothing is tried again inside the engine: each failure ends it. */
  private static void slot(Properties engine, PostgresSourceSettings settings) {
    engine.setProperty("plugin.name", "pgoutput");
    engine.setProperty("slot.name", settings.slotName());
    engine.setProperty("slot.drop.on.stop", "false");
    engine.setProperty("slot.max.retries", "0");
    engine.setProperty("errors.max.retries", "0");
    publication(engine, settings.publicationName());
    engine.setProperty("publication.autocreate.mode", "disabled");
    engine.setProperty("status.update.interval.ms", String.valueOf(STATUS_INTERVAL.toMillis()));
    engine.setProperty("task.management.timeout.ms", "60000");
  }

  /**
   * The engine puts the name between apostrophes as it is, once to look it up and once where the
   * server reads a list of names, which it folds to lower case and parts at commas.
   */
  private static void publication(Properties engine, String name) {
    engine.setProperty(PUBLICATION, name.replace("'", "''"));
    engine.setProperty("publication.name", inList(name));
  }

  /** The name as the engine asks for it when it begins to read. */
  static String inList(String publication) {
    return TableName.quote(publication).replace("'", "''");
  }

  private static void database(Properties engine, Database database) {
    String address = database.address();
    int port = address.lastIndexOf(':');
    engine.setProperty("database.hostname", address.substring(0, port));
    engine.setProperty("database.port", address.substring(port + 1));
    engine.setProperty("database.dbname", database.name());
    engine.setProperty("database.user", database.user());
    engine.setProperty("database.password", database.password());
    database
        .driverParameters()
        .forEach((name, value) -> engine.setProperty("driver." + name, value));
    engine.setProperty(
        "driver.options",
        TEXT_FORMS.entrySet().stream()
            .map(form -> "-c " + form.getKey() + "=" + form.getValue())
            .collect(Collectors.joining(" ")));
  }

  private static void routes(Properties engine, Routes routes) {
    engine.setProperty(
        "table.include.list",
        routes.byTable().keySet().stream()
            .map(table -> literally(table.toString()))
            .collect(Collectors.joining(",")));
    engine.setProperty(
        "message.prefix.include.list",
        literally(Heartbeat.PREFIX) + "," + literally(BackfillWindow.PREFIX));
    engine.setProperty("converters", "fes");
    engine.setProperty("fes.type", ColumnConverter.class.getName());
    engine.setProperty("binary.handling.mode", "bytes"); // of heartbeats
  }

  /** As a regular expression without commas, for they part one from the next. */
  private static String literally(String name) {
    StringBuilder expression = new StringBuilder();
    name.codePoints()
        .forEach(
            character -> {
              if (Character.isLetterOrDigit(character) || character == '_') {
                expression.appendCodePoint(character);
              } else {
                expression.append("\\x{").append(Integer.toHexString(character)).append('}');
              }
            });
    return expression.toString();
  }

  /**
   * Little waiting: this is how long the reading thread sleeps when there is nothing in the log,
   * until it is quiet ({@link RowStream}).
   */
  private static void flow(Properties engine) {
    engine.setProperty("poll.interval.ms", "5");
    engine.setProperty("record.processing.threads", "1");
  }
}
