package dev.fes.compact;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Which stage a line of the log is of: a thread belongs to the stage whose thread has made it. */
final class StageName extends ClassicConverter {

  private static final InheritableThreadLocal<String> STAGE = new InheritableThreadLocal<>();

  /** Makes {@code %stage} known to log patterns. */
  static void register() {
    PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put("stage", StageName::new);
  }

  /** This thread, and all that it makes, work for the stage from now on. */
  static void assume(String stage) {
    STAGE.set(stage);
  }

  @Override
  public String convert(ILoggingEvent event) {
    String stage = STAGE.get();
    return stage == null ? "-" : stage;
  }
}
