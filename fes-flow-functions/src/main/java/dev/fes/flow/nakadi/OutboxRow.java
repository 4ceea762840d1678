package dev.fes.flow.nakadi;

import org.jspecify.annotations.Nullable;

/** What the flow takes from a row. */
record OutboxRow(Payload payload, @Nullable String flowId, SpanContext trace) {}
