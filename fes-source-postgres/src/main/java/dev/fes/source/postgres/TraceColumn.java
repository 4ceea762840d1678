package dev.fes.source.postgres;

import dev.fes.api.event.Facts;
import dev.fes.stage.TraceContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where a row says in which trace it was written, if its table has such a column. */
record TraceColumn(String name) {

  /** The facts with the row's trace; as they are where it has none that can be read. */
  Facts in(@Nullable Row row, Facts facts) {
    if (row == null) {
      return facts;
    }
    String text = row.value(name);
    return text != null
        ? TraceContext.parse(traceparent(text))
            .map(trace -> facts.withTraceparent(trace.toString()))
            .orElse(facts)
        : facts;
  }

  private static @Nullable String traceparent(String text) {
    if (!text.startsWith("{")) {
      return text;
    }
    try {
      return JsonMapper.shared().readTree(text).path("traceparent").asString(null);
    } catch (JacksonException e) {
      return null; // it is the flow's to say that its column is no JSON
    }
  }
}
