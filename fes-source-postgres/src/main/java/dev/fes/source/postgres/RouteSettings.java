package dev.fes.source.postgres;

import static dev.fes.source.postgres.PostgresSourceSettings.required;
import static dev.fes.source.postgres.PostgresSourceSettings.said;

import dev.fes.api.Operation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way of one table's changes to one event stream.
 *
 * @param stream the event stream's name. Default: the table's
 * @param topic where the changes go. Default: the destination of the binding {@code output}
 * @param schema the table's schema. Default: public
 * @param table the table's name
 * @param idColumn the column that telemetry may name. Default: id
 * @param filter JSONPath over the change record; a match keeps the change
 * @param operations what is published. Default: everything but deletes
 * @param partitionKeyFields the columns whose values order is kept for. Default: none, the whole
 *     stream is in order
 * @param traceColumn the column with the trace that a row was written in: a traceparent, or a JSON
 *     object with one. Default: traceparent
 */
record RouteSettings(
    String stream,
    @Nullable String topic,
    String schema,
    String table,
    String idColumn,
    @Nullable String filter,
    Set<Operation> operations,
    List<String> partitionKeyFields,
    String traceColumn) {

  RouteSettings(
      @Nullable String stream,
      @Nullable String topic,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String idColumn,
      @Nullable String filter,
      @Nullable Set<Operation> operations,
      @Nullable List<String> partitionKeyFields,
      @Nullable String traceColumn) {
    this.table = required(table, "routes[].table");
    this.stream = said(stream, this.table);
    this.topic = topic;
    this.schema = schema == null ? "public" : schema;
    this.idColumn = idColumn == null ? "id" : idColumn;
    this.filter = filter;
    this.operations =
        operations == null || operations.isEmpty()
            ? Operation.publishedByDefault()
            : Set.copyOf(operations);
    this.partitionKeyFields =
        partitionKeyFields == null ? List.of() : List.copyOf(partitionKeyFields);
    this.traceColumn = traceColumn == null ? "traceparent" : traceColumn;
  }

  TableName tableName() {
    return new TableName(schema, table);
  }
}
