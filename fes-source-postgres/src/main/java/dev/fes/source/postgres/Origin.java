package dev.fes.source.postgres;

import java.util.HashMap;
import java.util.Map;

/**
 * Where changes come from: goes into every id and into the {@code source} of every change record.
 * For one thread.
 */
final class Origin {

  private final String systemIdentifier;
  private final String database;
  private final String reader;
  private final Map<TableName, byte[]> tables = new HashMap<>();

  Origin(String systemIdentifier, String database, String reader) {
    this.systemIdentifier = systemIdentifier;
    this.database = database;
    this.reader = reader;
  }

  String systemIdentifier() {
    return systemIdentifier;
  }

  String database() {
    return database;
  }

  void write(JsonBytes json, TableName table, LogPlace place) {
    json.raw(tables.computeIfAbsent(table, this::constantPart));
    json.raw(",\"ts_ms\":").number(Math.floorDiv(place.committedAt(), 1000));
    json.raw(",\"ts_us\":").number(place.committedAt());
    json.raw(",\"txId\":").number(place.transaction());
    json.raw(",\"lsn\":").number(place.lsn());
    json.raw('}');
  }

  /** Of a row that was read from the table: no single transaction is known to have written it. */
  void writeRead(JsonBytes json, TableName table, Lsn position, long readAtMicros) {
    json.raw(tables.computeIfAbsent(table, this::constantPart));
    json.raw(",\"ts_ms\":").number(Math.floorDiv(readAtMicros, 1000));
    json.raw(",\"ts_us\":").number(readAtMicros);
    json.raw(",\"txId\":null,\"lsn\":").number(position.value());
    json.raw('}');
  }

  private byte[] constantPart(TableName table) {
    JsonBytes json = new JsonBytes();
    json.raw("{\"version\":\"1\",\"connector\":\"postgresql\",\"name\":").text(reader);
    json.raw(",\"db\":").text(database);
    json.raw(",\"schema\":").text(table.schema());
    json.raw(",\"table\":").text(table.table());
    return json.toBytes();
  }
}
