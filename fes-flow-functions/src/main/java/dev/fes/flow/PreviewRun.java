package dev.fes.flow;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs once and ends the process, exit code 0 when all changes have their answer. Before the
 * bindings, so that no topic is read or written.
 */
final class PreviewRun implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(PreviewRun.class);
  private static final int NOT_DONE = 1;

  private final Preview preview;
  private final PreviewSettings settings;

  PreviewRun(Preview preview, PreviewSettings settings) {
    this.preview = preview;
    this.settings = settings;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  /** Nothing else has begun that would want an orderly end. */
  @Override
  public void start() {
    Runtime.getRuntime().halt(run());
  }

  @Override
  public void stop() {
    LOG.debug("the process ends with the preview");
  }

  @Override
  public boolean isRunning() {
    return false;
  }

  /** Answers the exit code. */
  int run() {
    try (BufferedReader changes = Files.newBufferedReader(settings.input());
        BufferedWriter answers = Files.newBufferedWriter(settings.output())) {
      for (String change = changes.readLine(); change != null; change = changes.readLine()) {
        answers.write(preview.of(change));
        answers.newLine();
      }
      return 0;
    } catch (IOException e) {
      LOG.error("the preview cannot be read or written: {}", e.getMessage());
      return NOT_DONE;
    }
  }
}
