package dev.fes.stage;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the garbage of the start collected, once: a heap that never fills up would keep it for as
 * long as the process lives. The flags of its JVM let the heap shrink then.
 */
final class Leftovers implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration START = Duration.ofSeconds(30);

  static void collectAfterStart() {
    Thread.ofPlatform().daemon().name("leftovers").start(new Leftovers());
  }

  @Override
  public void run() {
    try {
      Thread.sleep(START);
      System.gc();
    } catch (InterruptedException e) {
      LOG.debug("the process ends", e);
    }
  }
}
