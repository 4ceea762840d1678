package dev.fes.flow.nakadi;

import dev.fes.api.event.Facts;
import dev.fes.flow.Metadata;
import dev.fes.flow.Payload;
import org.jspecify.annotations.Nullable;

/** What the flow takes from a row. */
record OutboxRow(Payload payload, @Nullable String flowId, SpanContext trace) {

  Metadata metadata(Facts facts) {
    return Metadata.of(facts).text("flow_id", flowId).json("span_ctx", trace.json());
  }
}
