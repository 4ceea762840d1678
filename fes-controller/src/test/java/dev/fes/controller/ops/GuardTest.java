package dev.fes.controller.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fes.api.ResourceKey;
import dev.fes.controller.ops.Refusal.Reason;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GuardTest {

  private static final ResourceKey KEY = new ResourceKey("shop", "orders");
  private static final Action SKIP = Action.on(KEY, "skip", Right.ACT, "outbox", "event=1");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.fes.audit");
  private final Guard guard =
      new Guard(
          new OneMayAct(),
          new Audit(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC)));

  /** Ann may; Bob is known and may not. */
  private static final class OneMayAct implements Access {

    @Override
    public Caller admit(@Nullable Principal principal, ResourceKey resource, Right right) {
      return admit(principal, resource.namespace(), right);
    }

    @Override
    public Caller admit(@Nullable Principal principal, String namespace, Right right) {
      if (principal == null) {
        throw new Refusal(Reason.UNKNOWN_CALLER, "who are you");
      }
      Caller caller = new Caller(principal.getName());
      if (!caller.name().equals("ann")) {
        throw new Refusal(Reason.FORBIDDEN, "not you", caller);
      }
      return caller;
    }
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void writesDownWhatWasDone() {
    assertThat(guard.run(() -> "ann", SKIP, () -> "done")).isEqualTo("done");

    assertThat(line())
        .isEqualTo(
            "{\"audit\":\"skip\",\"time\":\"2026-01-02T03:04:05Z\",\"who\":\"ann\",\"right\":\"act\","
                + "\"namespace\":\"shop\",\"resource\":\"orders\",\"stream\":\"outbox\","
                + "\"details\":[\"event=1\"],\"outcome\":\"done\",\"why\":null}");
  }

  @Test
  void doesNothingForWhoeverMayNotAndWritesThatDown() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> guard.run(() -> "bob", SKIP, GuardTest::never))
        .withMessage("not you");

    assertThat(line()).contains("\"who\":\"bob\"", "\"outcome\":\"refused\"", "not you");
  }

  @Test
  void writesDownThatSomebodyUnknownAsked() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(
            () ->
                guard.run(
                    null, Action.in("shop", "preview", Right.READ_PAYLOADS), GuardTest::never));

    assertThat(line())
        .contains("\"who\":null", "\"right\":\"read-payloads\"", "\"resource\":null", "refused");
  }

  @Test
  void writesDownWhatFailedAndOfTheUnexpectedOnlyItsKind() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(
            () ->
                guard.run(
                    () -> "ann",
                    SKIP,
                    () -> {
                      throw new Refusal(Reason.NOT_NOW, "does not block");
                    }));
    assertThat(line()).contains("\"outcome\":\"failed\"", "does not block");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                guard.run(
                    () -> "ann",
                    SKIP,
                    () -> {
                      throw new IllegalStateException("a row");
                    }));
    assertThat(line()).contains("IllegalStateException").doesNotContain("a row");
  }

  private static String never() {
    throw new AssertionError("was done");
  }

  private String line() {
    return log.list.getLast().getFormattedMessage();
  }
}
