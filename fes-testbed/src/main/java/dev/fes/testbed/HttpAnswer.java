package dev.fes.testbed;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a stand-in answers to one request. */
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

  HttpAnswer {
    headers = Map.copyOf(headers);
  }

  static HttpAnswer empty(int status) {
    return new HttpAnswer(status, Map.of(), new byte[0]);
  }

  static HttpAnswer json(int status, String body) {
    return of(status, "application/json", body);
  }

  /** RFC 7807, as Nakadi writes it. */
  static HttpAnswer problem(int status, String title, String detail) {
    String body =
        "{\"type\":\"https://httpstatus.es/%d\",\"title\":%s,\"status\":%d,\"detail\":%s}"
            .formatted(status, Json.quote(title), status, Json.quote(detail));
    return of(status, "application/problem+json", body);
  }

  static HttpAnswer of(int status, String contentType, String body) {
    return new HttpAnswer(
        status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
  }
}
