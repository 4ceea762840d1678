package dev.fes.controller.plan;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go.
 *
 * @param endpoint a collector's address for OTLP over HTTP, such as {@code
 *     http://collector:4318/v1/traces}; none are recorded without one
 */
public record Tracing(@Nullable URI endpoint) {

  static Tracing off() {
    return new Tracing(null);
  }
}
