package dev.fes.source.postgres;

import java.time.DateTimeException;
import java.util.Base64;
import java.util.HexFormat;
import org.postgresql.core.Oid;

/**
 * What a column's value is in JSON: numbers, booleans and JSON as they are, all else a string. Made
 * of the text that Postgres writes, with the settings of {@link EngineSettings}.
 */
enum ColumnType {
  /**
   * A JSON number with all its digits; {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} as
   * strings.
   */
  NUMBER(true) {
    @Override
    String of(String value) {
      char last = value.charAt(value.length() - 1);
      return last >= '0' && last <= '9' ? value : '"' + value + '"';
    }
  },
  /** A JSON number, without the currency: {@code -$1,234.50} is {@code -1234.50}. */
  MONEY(true) {
    @Override
    String of(String value) {
      return value.replace("$", "").replace(",", "");
    }
  },
  /** {@code true} or {@code false}. */
  BOOLEAN(true) {
    @Override
    String of(String value) {
      return value.equals("t") ? "true" : "false";
    }
  },
  /** json and jsonb: the very text that Postgres gives, embedded. */
  JSON(true),
  /** Base64. */
  BYTES(false) {
    @Override
    String of(String value) {
      byte[] bytes = HexFormat.of().parseHex(value, HEX_PREFIX.length(), value.length());
      return Base64.getEncoder().encodeToString(bytes);
    }
  },
  /** {@code 2026-11-22}. */
  DATE(false) {
    @Override
    String of(String value) {
      return IsoTime.date(value);
    }
  },
  /** {@code 2026-11-22T16:30:05.123456}: without zone, as it was written. */
  TIMESTAMP(false) {
    @Override
    String of(String value) {
      return IsoTime.timestamp(value);
    }
  },
  /** {@code 2026-11-22T16:30:05.123456Z}: an instant, in UTC. */
  TIMESTAMP_WITH_ZONE(false) {
    @Override
    String of(String value) {
      return IsoTime.timestampInUtc(value);
    }
  },
  /** {@code 16:30:05.123456Z}, in UTC. */
  TIME_WITH_ZONE(false) {
    @Override
    String of(String value) {
      return IsoTime.timeInUtc(value);
    }
  },
  /**
   * Text, and everything else as the text that Postgres writes: uuid, enum, time, interval, inet.
   */
  TEXT(false);

  private static final String HEX_PREFIX = "\\x";

  private final boolean json;

  ColumnType(boolean json) {
    this.json = json;
  }

  static ColumnType of(int oid) {
    return switch (oid) {
      case Oid.INT2, Oid.INT4, Oid.INT8, Oid.OID, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC -> NUMBER;
      case Oid.MONEY -> MONEY;
      case Oid.BOOL -> BOOLEAN;
      case Oid.JSON, Oid.JSONB -> JSON;
      case Oid.BYTEA -> BYTES;
      case Oid.DATE -> DATE;
      case Oid.TIMESTAMP -> TIMESTAMP;
      case Oid.TIMESTAMPTZ -> TIMESTAMP_WITH_ZONE;
      case Oid.TIMETZ -> TIME_WITH_ZONE;
      default -> TEXT;
    };
  }

  /** The type of an array's elements, by the array's type. */
  static ColumnType ofElements(int arrayOid) {
    return switch (arrayOid) {
      case Oid.INT2_ARRAY, Oid.INT4_ARRAY, Oid.INT8_ARRAY, Oid.OID_ARRAY -> NUMBER;
      case Oid.FLOAT4_ARRAY, Oid.FLOAT8_ARRAY, Oid.NUMERIC_ARRAY -> NUMBER;
      case Oid.MONEY_ARRAY -> MONEY;
      case Oid.BOOL_ARRAY -> BOOLEAN;
      case Oid.JSON_ARRAY, Oid.JSONB_ARRAY -> JSON;
      case Oid.BYTEA_ARRAY -> BYTES;
      case Oid.DATE_ARRAY -> DATE;
      case Oid.TIMESTAMP_ARRAY -> TIMESTAMP;
      case Oid.TIMESTAMPTZ_ARRAY -> TIMESTAMP_WITH_ZONE;
      case Oid.TIMETZ_ARRAY -> TIME_WITH_ZONE;
      default -> TEXT;
    };
  }

  /** Whether {@link #render} gives JSON already, or the contents of a JSON string. */
  boolean isJson() {
    return json;
  }

  /** The value; what cannot be read stays the text it is. */
  String render(String value) {
    try {
      return of(value);
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return value;
    }
  }

  String of(String value) {
    return value;
  }
}
