package dev.fes.source.postgres;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.DateTimeFormat;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.kafka.connect.errors.ConnectException;
import org.postgresql.core.Oid;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** What a column's value is in JSON: numbers, booleans and JSON as they are, all else a string. */
enum ColumnType {
  /**
   * A JSON number with all its digits; {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} as
   * strings.
   */
  NUMBER(true) {
    @Override
    String of(Object value) {
      String number = value instanceof BigDecimal exact ? exact.toPlainString() : value.toString();
      return isFinite(number) ? number : '"' + spelled(number) + '"';
    }
  },
  /** {@code true} or {@code false}. */
  BOOLEAN(true) {
    @Override
    String of(Object value) {
      return value.equals("t") ? "true" : value.equals("f") ? "false" : value.toString();
    }
  },
  /** json and jsonb: the very text that Postgres gives, embedded. */
  JSON(true),
  /** Base64. */
  BYTES(false) {
    @Override
    String of(Object value) {
      byte[] bytes =
          value instanceof byte[] array ? array : HexFormat.of().parseHex(hexDigits(value));
      return Base64.getEncoder().encodeToString(bytes);
    }
  },
  /** {@code 2026-11-22}. */
  DATE(false) {
    @Override
    String of(Object value) {
      if (!(value instanceof LocalDate date)) {
        return value.toString();
      }
      return date.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE)
          ? INFINITY
          : date.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE)
              ? MINUS_INFINITY
              : DateTimeFormatter.ISO_LOCAL_DATE.format(date);
    }
  },
  /** {@code 2026-11-22T16:30:05.123456}: without zone, as it was written. */
  TIMESTAMP(false) {
    @Override
    String of(Object value) {
      if (!(value instanceof Instant instant)) {
        return value.toString().replace(' ', 'T');
      }
      return instant.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT)
          ? INFINITY
          : instant.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT)
              ? MINUS_INFINITY
              : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
  },
  /** {@code 2026-11-22T16:30:05.123456Z}: an instant, in UTC. */
  TIMESTAMP_WITH_ZONE(false) {
    @Override
    String of(Object value) {
      OffsetDateTime time =
          value instanceof OffsetDateTime offset
              ? offset
              : DateTimeFormat.get()
                  .timestampWithTimeZoneToOffsetDateTime(value.toString())
                  .withOffsetSameInstant(ZoneOffset.UTC);
      return time.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME)
          ? INFINITY
          : time.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME)
              ? MINUS_INFINITY
              : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }
  },
  /** {@code 16:30:05.123456Z}, in UTC. */
  TIME_WITH_ZONE(false) {
    @Override
    String of(Object value) {
      return value instanceof OffsetTime time
          ? DateTimeFormatter.ISO_OFFSET_TIME.format(time)
          : value.toString();
    }
  },
  /** ISO 8601: {@code P1Y2M3DT4H5M6.7S}. */
  INTERVAL(false) {
    @Override
    String of(Object value) {
      return value instanceof PGInterval interval ? IsoInterval.of(interval) : value.toString();
    }
  },
  /**
   * Text, and everything else as the text that Postgres writes: uuid, enum, time, inet, ranges,
   * geometry, bits.
   */
  TEXT(false);

  private static final String INFINITY = "infinity";
  private static final String MINUS_INFINITY = "-infinity";

  private final boolean json;

  ColumnType(boolean json) {
    this.json = json;
  }

  static ColumnType of(int oid) {
    return switch (oid) {
      case Oid.INT2, Oid.INT4, Oid.INT8, Oid.OID, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC, Oid.MONEY ->
          NUMBER;
      case Oid.BOOL -> BOOLEAN;
      case Oid.JSON, Oid.JSONB -> JSON;
      case Oid.BYTEA -> BYTES;
      case Oid.DATE -> DATE;
      case Oid.TIMESTAMP -> TIMESTAMP;
      case Oid.TIMESTAMPTZ -> TIMESTAMP_WITH_ZONE;
      case Oid.TIMETZ -> TIME_WITH_ZONE;
      case Oid.INTERVAL -> INTERVAL;
      default -> TEXT;
    };
  }

  /** The type of an array's elements, by the array's type. */
  static ColumnType ofElements(int arrayOid) {
    return switch (arrayOid) {
      case Oid.INT2_ARRAY, Oid.INT4_ARRAY, Oid.INT8_ARRAY, Oid.OID_ARRAY -> NUMBER;
      case Oid.FLOAT4_ARRAY, Oid.FLOAT8_ARRAY, Oid.NUMERIC_ARRAY -> NUMBER;
      case Oid.BOOL_ARRAY -> BOOLEAN;
      case Oid.JSON_ARRAY, Oid.JSONB_ARRAY -> JSON;
      case Oid.BYTEA_ARRAY -> BYTES;
      case Oid.TIMESTAMP_ARRAY -> TIMESTAMP;
      case Oid.TIMESTAMPTZ_ARRAY -> TIMESTAMP_WITH_ZONE;
      default -> TEXT;
    };
  }

  /** Whether {@link #of(Object)} is JSON already, or the contents of a JSON string. */
  boolean isJson() {
    return json;
  }

  /**
   * The value, as the engine or Postgres' text gives it; what cannot be read stays the text it is.
   */
  String render(Object value) {
    try {
      return of(value);
    } catch (ConnectException | IllegalArgumentException e) {
      return value.toString();
    }
  }

  String of(Object value) {
    String text = value instanceof PGobject object ? object.getValue() : value.toString();
    return text == null ? "" : text;
  }

  private static String hexDigits(Object bytea) {
    return bytea.toString().substring("\\x".length());
  }

  private static boolean isFinite(String number) {
    char last = number.charAt(number.length() - 1);
    return last >= '0' && last <= '9';
  }

  private static String spelled(String special) {
    return switch (special) {
      case "NAN" -> "NaN";
      case "POSITIVE_INFINITY" -> "Infinity";
      case "NEGATIVE_INFINITY" -> "-Infinity";
      default -> special;
    };
  }
}
