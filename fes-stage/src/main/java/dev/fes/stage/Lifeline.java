package dev.fes.stage;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when whoever started it is gone: its end of standard input closes, also when it
 * was killed.
 *
 * @param grace how long an orderly end may take; one waits for the start, which may wait for Kafka
 */
record Lifeline(Duration grace) implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);
  private static final String VARIABLE = "FES_STAGE_LIFELINE";
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Does nothing unless the starter asked for it. */
  static void hold() {
    if ("stdin".equals(System.getenv(VARIABLE))) {
      Thread.ofPlatform().daemon().name("lifeline").start(new Lifeline(GRACE));
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
    Thread.ofPlatform().daemon().name("last-resort").start(this::endAnyhow);
    System.exit(0);
  }

  private void endAnyhow() {
    try {
      Thread.sleep(grace);
    } catch (InterruptedException e) {
      LOG.debug("no grace", e);
    }
    Runtime.getRuntime().halt(1);
  }
}
