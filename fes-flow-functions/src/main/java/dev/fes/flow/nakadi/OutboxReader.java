package dev.fes.flow.nakadi;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.flow.Payload;
import dev.fes.flow.PayloadReader;
import org.jspecify.annotations.Nullable;

/** Finds the columns of an outbox row in its change, and reads no further than the last of them. */
final class OutboxReader {

  private final Flow.PostgresWalToGenericNakadiEvent columns;
  private final PayloadReader payloads;

  OutboxReader(Flow.PostgresWalToGenericNakadiEvent columns, PayloadReader payloads) {
    this.columns = columns;
    this.payloads = payloads;
  }

  OutboxRow read(Event change) {
    return Row.read(change, row -> new Reading(row).outboxRow());
  }

  /** One pass over the columns of one row. */
  private final class Reading {

    private final Row row;
    private @Nullable Payload payload;
    private @Nullable String flowId;
    private @Nullable SpanContext trace;
    private boolean flowIdFound = columns.flowIdColumn() == null;

    private Reading(Row row) {
      this.row = row;
      this.trace = columns.spanCtxColumn() == null ? SpanContext.NONE : null;
    }

    private OutboxRow outboxRow() {
      while ((payload == null || trace == null || !flowIdFound) && row.next()) {
        read(row.column());
      }
      return new OutboxRow(
          row.found(payload, columns.payloadColumn()),
          flowIdFound ? flowId : row.found(flowId, columns.flowIdColumn()),
          row.found(trace, columns.spanCtxColumn()));
    }

    private void read(String column) {
      if (column.equals(columns.payloadColumn())) {
        payload = row.object("payloadColumn", payloads::read);
      }
      if (column.equals(columns.flowIdColumn())) {
        flowIdFound = true;
        flowId = row.textOrNull("flowIdColumn");
      }
      if (column.equals(columns.spanCtxColumn())) {
        trace = row.isNull() ? SpanContext.NONE : row.object(SpanContext::read);
      }
    }
  }
}
