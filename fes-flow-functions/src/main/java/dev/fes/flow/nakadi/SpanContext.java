package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.flow.Tokens;
import dev.fes.stage.TraceContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The trace that a row was written in: an object of strings, as {@code span_ctx} of Nakadi's
 * metadata has it.
 *
 * @param json the object as it is, or null if the row has none
 * @param traceparent its W3C entry, if it has one that is a trace context: sinks put it into
 *     headers
 */
record SpanContext(@Nullable String json, @Nullable String traceparent) {

  static final SpanContext NONE = new SpanContext(null, null);

  /** Reads it where the parser stands: at the beginning of an object within the bytes. */
  static SpanContext read(JsonParser parser, byte[] bytes) {
    int start = Tokens.start(parser);
    String traceparent = null;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && name.equals("traceparent")) {
        traceparent =
            TraceContext.parse(parser.getString()).map(TraceContext::toString).orElse(null);
      }
      parser.skipChildren();
    }
    return new SpanContext(
        new String(bytes, start, Tokens.end(parser) - start, UTF_8), traceparent);
  }
}
