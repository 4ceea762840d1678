package dev.fes.controller.ops;

import dev.fes.controller.ops.Refusal.Reason;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The one place where a refusal becomes an answer. */
@RestControllerAdvice
final class RefusalAdvice {

  /** What every answer that is no success has. */
  record Problem(String error) {}

  @ExceptionHandler
  ResponseEntity<Problem> answer(Refusal refusal) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(refusal.reason().status()).contentType(MediaType.APPLICATION_JSON);
    if (refusal.reason() == Reason.UNKNOWN_CALLER) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.body(new Problem(String.valueOf(refusal.getMessage())));
  }

  /** Actuator takes an object of texts as body, and its own words would not say so. */
  @ExceptionHandler
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException ignored) {
    return answer(
        new Refusal(Reason.MALFORMED, "the body cannot be read: send a JSON object of texts"));
  }
}
