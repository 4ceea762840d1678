package dev.fes.source.postgres;

import dev.fes.api.JdbcParameters;
import dev.fes.api.JdbcUrl;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * One reader: the slot it reads and the routes its changes take.
 *
 * @param reader the reader's name, unique per Kafka and the same for ever: the key of its record in
 *     the readers topic. Default: the stream's name in Spring Cloud Data Flow, else the slot
 * @param jdbcUrl where the database is; no password in it. Driver parameters are those that an
 *     installation may set
 * @param slotName the replication slot; created on the reader's very first start if it is missing
 * @param publicationName the publication that names the tables. Default: named like the slot
 * @param createPublication whether a missing publication is created, and completed if it was
 *     created so. Default: no
 * @param heartbeatInterval how often the slot is moved while its tables are idle. Default: 10 s
 * @param readersTopic the compacted topic that remembers each reader's position. Default:
 *     fes.readers
 * @param acceptGap the position that a lost slot was at, as the failure names it: the gap is
 *     accepted
 * @param routes which table's changes go to which topic; without any, the keys of one route stand
 *     here themselves
 */
@ConfigurationProperties("fes.source")
record PostgresSourceSettings(
    String reader,
    String jdbcUrl,
    String slotName,
    String publicationName,
    boolean createPublication,
    Duration heartbeatInterval,
    String readersTopic,
    @Nullable String acceptGap,
    List<RouteSettings> routes) {

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final String READERS = "fes.readers";

  PostgresSourceSettings(
      @Nullable String reader,
      @Nullable String jdbcUrl,
      @Nullable String slotName,
      @Nullable String publicationName,
      boolean createPublication,
      @Nullable Duration heartbeatInterval,
      @Nullable String readersTopic,
      @Nullable String acceptGap,
      @Nullable List<RouteSettings> routes) {
    this.jdbcUrl = required(jdbcUrl, "jdbc-url");
    this.slotName = required(slotName, "slot-name");
    this.reader = said(reader, this.slotName);
    this.publicationName = publicationName == null ? this.slotName : publicationName;
    this.createPublication = createPublication;
    this.heartbeatInterval = heartbeatInterval == null ? HEARTBEAT : heartbeatInterval;
    this.readersTopic = readersTopic == null ? READERS : readersTopic;
    this.acceptGap = acceptGap;
    this.routes = routes == null ? List.of() : List.copyOf(routes);
    parsed(this.jdbcUrl);
  }

  JdbcUrl address() {
    return parsed(jdbcUrl);
  }

  /** What a manifest may say was checked before; the installation may say more. */
  private static JdbcUrl parsed(String jdbcUrl) {
    return JdbcUrl.parse(jdbcUrl, JdbcParameters.INSTALLATION);
  }

  /** A default may leave it blank, which says nothing. */
  static String said(@Nullable String value, String otherwise) {
    return value == null || value.isBlank() ? otherwise : value;
  }

  static String required(@Nullable String value, String key) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("fes.source." + key + " is missing");
    }
    return value;
  }
}
