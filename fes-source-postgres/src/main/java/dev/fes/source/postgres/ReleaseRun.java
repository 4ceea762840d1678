package dev.fes.source.postgres;

import dev.fes.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Releases the reader once, in bounded time, and ends the process: exit code 0 when it is done, one
 * line of words in either case. Before the bindings, which wait for Kafka without end.
 */
final class ReleaseRun implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseRun.class);
  private static final int NOT_DONE = 1;

  private final Callable<String> release;
  private final ReleaseSettings settings;

  ReleaseRun(Callable<String> release, ReleaseSettings settings) {
    this.release = release;
    this.settings = settings;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  /** Nothing else has begun that would want an orderly end. */
  @Override
  public void start() {
    Runtime.getRuntime().halt(release());
  }

  @Override
  public void stop() {
    LOG.debug("the process ends with the release");
  }

  @Override
  public boolean isRunning() {
    return false;
  }

  /** Answers the exit code. */
  int release() {
    FutureTask<String> task = new FutureTask<>(release);
    Thread.ofVirtual().name("release").start(task);
    Duration limit = settings.releaseTimeout();
    try {
      say(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
      return 0;
    } catch (ExecutionException e) {
      say("not released yet: " + words(e.getCause()));
    } catch (TimeoutException e) {
      say("not released yet: it takes longer than " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return NOT_DONE;
  }

  private static String words(@Nullable Throwable error) {
    return switch (error) {
      case StageFailure failure -> failure.failure().message();
      case null -> "unknown";
      default -> error.getClass().getSimpleName();
    };
  }

  private void say(String words) {
    String line = String.join(" ", words.lines().toList());
    LOG.info("{}", line);
    Path file = settings.releaseWordsFile();
    if (file != null) {
      try {
        Files.writeString(file, line + "\n");
      } catch (IOException e) {
        LOG.warn("cannot write {}: {}", file, e.getMessage());
      }
    }
  }
}
