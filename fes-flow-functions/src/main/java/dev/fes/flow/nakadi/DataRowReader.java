package dev.fes.flow.nakadi;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.flow.MetadataPlace;
import dev.fes.flow.Payload;
import dev.fes.flow.PayloadReader;
import dev.fes.flow.Tokens;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Finds the parts of a Nakadi data event in a row. Without a data column the data are the row
 * itself, but for the columns that say what kind of event it is.
 */
final class DataRowReader {

  private static final byte[] EMPTY = {'{', '}'};
  private static final Payload NO_METADATA =
      new Payload(EMPTY, 0, EMPTY.length, new MetadataPlace.Present(1, true, Set.of()), Map.of());
  private static final Set<String> OPERATIONS = Set.of("C", "U", "D", "S");

  private final Flow.PostgresWalToNakadiDataEvent columns;
  private final PayloadReader payloads;

  DataRowReader(Flow.PostgresWalToNakadiDataEvent columns, PayloadReader payloads) {
    this.columns = columns;
    this.payloads = payloads;
  }

  DataRow read(Event change) {
    return Row.read(change, row -> new Reading(row).dataRow(change));
  }

  /** One pass over the columns of one row. */
  private final class Reading {

    private final Row row;
    private final ByteArrayOutputStream others = new ByteArrayOutputStream();
    private @Nullable Payload metadata;
    private @Nullable String type;
    private @Nullable String operation;
    private @Nullable Payload data;

    private Reading(Row row) {
      this.row = row;
    }

    private DataRow dataRow(Event change) {
      while (row.next()) {
        if (!isTaken(row.column()) && columns.dataColumn() == null) {
          keep();
        }
      }
      return new DataRow(
          columns.metadataColumn() == null
              ? NO_METADATA
              : row.found(metadata, columns.metadataColumn()),
          columns.dataTypeColumn() == null
              ? typeOf(change)
              : row.found(type, columns.dataTypeColumn()),
          columns.dataOpColumn() == null
              ? letterOf(change.facts())
              : row.found(operation, columns.dataOpColumn()),
          columns.dataColumn() == null ? kept() : row.found(data, columns.dataColumn()));
    }

    private boolean isTaken(String column) {
      if (column.equals(columns.metadataColumn())) {
        metadata = row.isNull() ? NO_METADATA : row.object(DataRowReader::metadata);
      } else if (column.equals(columns.dataTypeColumn())) {
        type = row.text("dataTypeColumn");
      } else if (column.equals(columns.dataOpColumn())) {
        operation = operation(row.text("dataOpColumn"));
      } else if (column.equals(columns.dataColumn())) {
        data = row.object("dataColumn", payloads::read);
      } else {
        return false;
      }
      return true;
    }

    private String operation(String letter) {
      if (!OPERATIONS.contains(letter)) {
        throw row.bad()
            .column(
                "operation-unknown",
                row.column(),
                "is none of C, U, D and S: write one of them there, or name another dataOpColumn");
      }
      return letter;
    }

    private void keep() {
      others.write(others.size() == 0 ? '{' : ',');
      row.copyTo(others);
    }

    private Payload kept() {
      if (others.size() == 0) {
        others.write('{');
      }
      others.write('}');
      return payloads.read(others.toByteArray());
    }
  }

  private String typeOf(Event change) {
    return columns.dataType() == null ? TableName.of(change) : columns.dataType();
  }

  private static String letterOf(Facts facts) {
    return switch (facts.op()) {
      case INSERT -> "C";
      case UPDATE -> "U";
      case DELETE -> "D";
      case SNAPSHOT -> "S";
    };
  }

  private static Payload metadata(JsonParser parser, byte[] bytes) {
    int start = Tokens.start(parser);
    int first = Tokens.end(parser);
    Set<String> names = new HashSet<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      names.add(name);
      parser.nextToken();
      parser.skipChildren();
    }
    var place = new MetadataPlace.Present(first, names.isEmpty(), Set.copyOf(names));
    return new Payload(bytes, start, Tokens.end(parser), place, Map.of());
  }
}
