package dev.fes.stage;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when whoever started it is gone: its end of standard input closes, also when it
 * was killed.
 */
final class Lifeline implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);
  private static final String VARIABLE = "FES_STAGE_LIFELINE";

  /** Does nothing unless the starter asked for it. */
  static void hold() {
    if ("stdin".equals(System.getenv(VARIABLE))) {
      Thread.ofPlatform().daemon().name("lifeline").start(new Lifeline());
    }
  }

  @Override
  public void run() {
    try {
      while (System.in.read() >= 0) {
        LOG.debug("still held");
      }
    } catch (IOException e) {
      LOG.debug("standard input broke", e);
    }
    LOG.info("whoever started this stage is gone, so it ends");
    System.exit(0);
  }
}
