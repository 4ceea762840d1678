package dev.fes.stage;

import dev.fes.api.event.Facts;
import org.jspecify.annotations.Nullable;

/**
 * What one stage did with one event, as a part of the event's trace.
 *
 * @param parentId the span before it
 * @param facts of the event
 * @param error what went wrong; null if nothing did
 */
record Span(
    TraceContext context,
    String parentId,
    Facts facts,
    long startNanos,
    long endNanos,
    @Nullable String error) {}
