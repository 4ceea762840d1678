package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stage, or several, as a child process: started, started again when it ends, stopped for good.
 */
final class StageProcess {

  private static final Logger LOG = LoggerFactory.getLogger(StageProcess.class);
  static final long LOG_LIMIT = 10L * 1024 * 1024;
  private final ResourceKey key;
  private final Unit unit;
  private final Launch launch;
  private final Patience patience;
  private final ScheduledExecutorService timer;
  private final Backoff backoff;
  private final Path portFile;
  private final StageLog log;
  private final Map<String, StageLiveness> liveness;

  private @Nullable Process process;
  private @Nullable String failure;
  private long startedAt;
  private int restarts;
  private boolean stopping;

  /** How long things may take. */
  record Patience(
      Duration firstRestart,
      Duration slowestRestart,
      Duration ranWell,
      Duration start,
      Duration stop) {

    static final Patience USUAL =
        new Patience(
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));
  }

  StageProcess(
      ResourceKey key,
      Unit unit,
      Launch launch,
      Patience patience,
      ScheduledExecutorService timer) {
    this.key = key;
    this.unit = unit;
    this.launch = launch;
    this.patience = patience;
    this.timer = timer;
    this.backoff =
        new Backoff(patience.firstRestart(), patience.slowestRestart(), patience.ranWell());
    Path directory = launch.workDirectory(key, unit.name());
    this.portFile = directory.resolve("port");
    this.log = new StageLog(directory.resolve("stage.log"), LOG_LIMIT);
    this.liveness =
        unit.running().stream()
            .collect(
                Collectors.toMap(
                    Stage::name, _ -> new StageLiveness(patience.start(), StageLiveness.GRACE)));
  }

  Unit unit() {
    return unit;
  }

  synchronized void start() {
    if (stopping) {
      return;
    }
    startedAt = System.nanoTime();
    liveness.values().forEach(stage -> stage.started(startedAt));
    try {
      Files.createDirectories(portFile.getParent());
      Files.deleteIfExists(portFile);
      Process child = spawn();
      process = child;
      Thread.ofPlatform()
          .daemon()
          .name("log-" + unit.name())
          .start(() -> log.drain(child.getInputStream()));
      var _ = child.onExit().thenAccept(this::ended);
      LOG.info("{}: started {}, pid {}", key, unit.name(), child.pid());
    } catch (IOException | RuntimeException e) {
      retry("cannot be started: " + e.getMessage());
    }
  }

  /** Asks it to end, waits, and ends it. */
  void stop() {
    Process child;
    synchronized (this) {
      stopping = true;
      child = process;
    }
    if (child == null || !child.isAlive()) {
      return;
    }
    // the process's own destroy() would cut its life line and its log as well
    child.toHandle().destroy();
    try {
      Duration within = patience.stop().multipliedBy(roles());
      if (!child.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{}: {} did not end within {}, killed", key, unit.name(), within);
        child.destroyForcibly().waitFor();
      } else {
        LOG.info("{}: stopped {}", key, unit.name());
      }
    } catch (InterruptedException _) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Where one of its stages listens. */
  Optional<StageAddress> address(Stage stage) {
    OptionalInt port = isAlive() ? StageProbe.port(portFile) : OptionalInt.empty();
    return port.isPresent()
        ? Optional.of(new StageAddress("127.0.0.1", port.getAsInt(), unit.path(stage)))
        : Optional.empty();
  }

  /** Stages are stopped one role after the other. */
  private long roles() {
    return unit.running().stream().map(Stage::role).distinct().count();
  }

  /** How one of its stages is. */
  StageStatus status(Stage stage, StageProbe probe) {
    OptionalInt port = isAlive() ? StageProbe.port(portFile) : OptionalInt.empty();
    Optional<StageReport> report =
        port.isPresent()
            ? probe.ask("127.0.0.1", port.getAsInt(), unit.path(stage))
            : Optional.empty();
    return status(stage, port, report);
  }

  private synchronized StageStatus status(
      Stage stage, OptionalInt port, Optional<StageReport> answer) {
    StageLiveness heard = Objects.requireNonNull(liveness.get(stage.name()));
    boolean alive = isAlive();
    long now = System.nanoTime();
    answer.ifPresent(
        report -> {
          heard.heard(report, now);
          failure = null;
        });
    StageReport report = heard.report(alive, now);
    StreamState state = heard.state(alive, failure == null ? 0 : backoff.attempts(), now);
    Long pid = alive && process != null ? process.pid() : null;
    return new StageStatus(
        stage,
        state,
        report != null || state == StreamState.STARTING ? null : words(alive),
        new StageStatus.Instance(
            pid, port.isPresent() ? port.getAsInt() : null, unit.path(stage), null, restarts),
        report == null ? StageReport.none() : report);
  }

  private String words(boolean alive) {
    if (failure != null) {
      return failure;
    }
    String last = log.lastWords();
    return (alive ? "does not answer" : "does not run")
        + (last.isEmpty() ? "" : "; its last words: " + last);
  }

  private synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  private synchronized void ended(Process child) {
    if (stopping) {
      return;
    }
    String last = log.lastWords();
    log.forget();
    retry(
        "ended with exit code "
            + child.exitValue()
            + (last.isEmpty() ? "" : "; its last words: " + last));
  }

  private void retry(String why) {
    Duration delay = backoff.next(Duration.ofNanos(System.nanoTime() - startedAt));
    failure = why;
    restarts++;
    LOG.warn("{}: {} {}; it is started again in {} ms", key, unit.name(), why, delay.toMillis());
    var _ = timer.schedule(this::start, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Its standard input is its life line: it closes when this process ends, however it ends. */
  private Process spawn() throws IOException {
    return launch.process(key, unit, portFile, Map.of()).start();
  }
}
