package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Release.Progress;
import dev.fes.controller.deploy.StageProcess.Patience;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The release of a source's reader: its app, run once, as a child process. One that fails is run
 * again, after a pause, when somebody asks.
 */
final class ReleaseProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseProcess.class);

  private final ResourceKey key;
  private final Stage source;
  private final Launch launch;
  private final Backoff backoff;
  private final Path directory;
  private final Path words;
  private final StageLog log;

  private @Nullable Process process;
  private Release last = new Release(Progress.UNDER_WAY, "about to begin");
  private long nextStart = System.nanoTime();
  private boolean stopped;

  ReleaseProcess(ResourceKey key, Stage source, Launch launch, Patience patience) {
    this.key = key;
    this.source = source;
    this.launch = launch;
    this.backoff =
        new Backoff(patience.firstRestart(), patience.slowestRestart(), patience.ranWell());
    this.directory = launch.workDirectory(key, source.name());
    this.words = directory.resolve("release-words");
    this.log = new StageLog(directory.resolve("stage.log"), StageProcess.LOG_LIMIT);
  }

  synchronized Release ask() {
    Process current = process;
    if (current != null && !current.isAlive()) {
      last = result(current.exitValue());
      process = null;
      nextStart = System.nanoTime() + backoff.next(Duration.ZERO).toNanos();
    } else if (current == null && System.nanoTime() - nextStart >= 0 && !stopped) {
      start();
    }
    return last;
  }

  synchronized void stop() {
    stopped = true;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void start() {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(words);
      Process child =
          launch
              .process(
                  key,
                  Unit.of(source, Set.of()),
                  directory.resolve("port"),
                  Map.of(
                      "fes.source.release",
                      true,
                      "fes.source.release-words-file",
                      words.toAbsolutePath().toString()))
              .start();
      process = child;
      log.forget();
      Thread.ofPlatform()
          .daemon()
          .name("log-" + source.name())
          .start(() -> log.drain(child.getInputStream()));
      LOG.info("{}: releases the reader of {}, pid {}", key, source.name(), child.pid());
      if (last.progress() != Progress.FAILED) {
        last = new Release(Progress.UNDER_WAY, "the reader of " + source.name() + " is released");
      }
    } catch (IOException | RuntimeException e) {
      last = new Release(Progress.FAILED, "cannot be started: " + e.getMessage());
      nextStart = System.nanoTime() + backoff.next(Duration.ZERO).toNanos();
    }
  }

  private Release result(int exitCode) {
    String said = said();
    if (exitCode == 0) {
      return new Release(Progress.DONE, said);
    }
    return new Release(
        Progress.FAILED,
        said.isEmpty()
            ? "ended with exit code " + exitCode + "; its last words: " + log.lastWords()
            : said);
  }

  private String said() {
    try {
      return Files.readString(words).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
