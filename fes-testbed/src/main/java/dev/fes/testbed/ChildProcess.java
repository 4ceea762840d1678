package dev.fes.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A program started by the testbed: ready when it says so, with its last words kept for the error
 * message.
 */
final class ChildProcess {

  private static final int LINES_KEPT = 40;
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration GONE_WITHIN = Duration.ofSeconds(15);

  private final Process process;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** Returns after the program has written a line that matches. */
  static ChildProcess start(List<String> command, Predicate<String> readyLine) {
    ChildProcess child = new ChildProcess(launch(command));
    // reading a pipe takes a virtual thread's carrier: two of them are all that two cores have
    Thread.ofPlatform().daemon().name("testbed-output").start(() -> child.readOutput(readyLine));
    child.readyLine();
    return child;
  }

  /** Runs a program to its end. */
  static void run(List<String> command) {
    ChildProcess child = new ChildProcess(launch(command));
    child.readOutput(line -> false);
    if (child.awaitExit() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed:\n" + child.output());
    }
  }

  String readyLine() {
    try {
      return ready.get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new IllegalStateException("Not ready:\n" + output(), e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a process", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal by name, such as INT, and waits for the end. */
  void stop(String signal) {
    run(List.of("sh", "-c", "kill -s " + signal + " " + process.pid()));
    if (!exitsInTime(process.toHandle())) {
      kill();
    }
  }

  /** As a power cut: the program and all its children at once. */
  void kill() {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(ChildProcess::exitsInTime);
  }

  private static boolean exitsInTime(ProcessHandle handle) {
    try {
      handle.onExit().get(GONE_WITHIN.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Process launch(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.getFirst(), e);
    }
  }

  private int awaitExit() {
    return process.onExit().join().exitValue();
  }

  private void readOutput(Predicate<String> readyLine) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        if (readyLine.test(line)) {
          ready.complete(line);
        }
      }
      ready.completeExceptionally(new IllegalStateException("The process ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private void keep(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == LINES_KEPT) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  private String output() {
    synchronized (lastLines) {
      return String.join("\n", lastLines);
    }
  }
}
