package dev.fes.source.postgres;

import dev.fes.api.Operation;
import io.debezium.connector.postgresql.PostgresStreamingChangeEventSource.PgConnectionSupplier;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a row of what the engine has decoded. For one thread. */
final class RowReader {

  private static final int MOST_PLANS = 1000;

  /** Text is never asked for through it. */
  private static final PgConnectionSupplier NO_CONNECTION =
      () -> {
        throw new IllegalStateException("values are text");
      };

  private final RelationNames schema;
  private final TextTypes types;
  private final Map<String, TableId> tables = new HashMap<>();
  private final Map<Table, Planned> plans = new IdentityHashMap<>();

  /** What is known of a table, in one version of its schema. */
  private record Planned(TableName name, TablePlan plan) {}

  RowReader(RelationNames schema, TextTypes types) {
    this.schema = schema;
    this.types = types;
  }

  /** The row in a message; null if there is none, or none of a table that the engine knows. */
  @Nullable RowRead read(ReplicationMessage message, @Nullable Lsn place) {
    Operation op =
        switch (message.getOperation()) {
          case INSERT -> Operation.INSERT;
          case UPDATE -> Operation.UPDATE;
          case DELETE -> Operation.DELETE;
          default -> null;
        };
    if (op == null || place == null || message.isSkippedMessage()) {
      return null;
    }
    Table table =
        schema.tableFor(tables.computeIfAbsent(message.getTable(), RelationNames::parsed));
    return table == null || !hasRow(op, message) ? null : read(op, planned(table), message, place);
  }

  /** A table may have no column at all, or publish none. */
  private static boolean hasRow(Operation op, ReplicationMessage message) {
    List<ReplicationMessage.Column> row = message.getNewTupleList();
    return op == Operation.DELETE || (row != null && !row.isEmpty());
  }

  private static RowRead read(Operation op, Planned table, ReplicationMessage message, Lsn place) {
    Row before = image(table.plan(), message.getOldTupleList());
    Row after = op == Operation.DELETE ? null : image(table.plan(), message.getNewTupleList());
    if (before != null && after != null) {
      after.complete(before);
    }
    return new RowRead(
        table.name(),
        op,
        new LogPlace(
            place.asLong(),
            message.getTransactionId().orElseThrow(),
            ChronoUnit.MICROS.between(Instant.EPOCH, message.getCommitTime())),
        before,
        after);
  }

  private static @Nullable Row image(
      TablePlan plan, @Nullable List<ReplicationMessage.Column> columns) {
    if (columns == null || columns.isEmpty()) {
      return null;
    }
    if (columns.size() != plan.width()) {
      throw new IllegalStateException(
          "a row has %d values and its table the columns %s"
              .formatted(columns.size(), plan.names()));
    }
    Row row = new Row(plan);
    for (int i = 0; i < columns.size(); i++) {
      ReplicationMessage.Column column = columns.get(i);
      if (column.isToastedColumn()) {
        row.setUnavailable(i);
      } else {
        Object value = column.getValue(NO_CONNECTION, true);
        row.set(i, value == null ? null : value.toString());
      }
    }
    return row;
  }

  private Planned planned(Table table) {
    if (plans.size() > MOST_PLANS) {
      plans.clear();
    }
    return plans.computeIfAbsent(table, this::plan);
  }

  private Planned plan(Table table) {
    return new Planned(
        new TableName(table.id().schema(), table.id().table()),
        new TablePlan(
            table.columns().stream()
                .map(
                    column ->
                        new TablePlan.Column(
                            column.name(),
                            ColumnForm.of(column.nativeType(), types.isArray(column.nativeType()))))
                .toList()));
  }
}
