package dev.fes.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A temporary folder, with a small shell beside it that stops its server and deletes it when the
 * owner dies without a word.
 */
final class ScratchFolder implements AutoCloseable {

  /**
   * Reads the owner's pipe: end of file means that the owner is gone. Ctrl-C reaches the shell too
   * and must not stop it.
   */
  private static final String WARDEN =
      """
            trap '' INT HUP TERM
            while read -r word name number; do
              [ "$word" = done ] && exit 0
              signal=$name pid=$number
            done
            if [ -n "$pid" ]; then
              kill -s "$signal" "$pid"
              n=0
              while kill -0 "$pid" && [ $n -lt 100 ]; do n=$((n + 1)); sleep 0.1; done
            fi
            rm -rf "$1"
            """;

  private final Path path;
  private final Process warden;

  private ScratchFolder(Path path, Process warden) {
    this.path = path;
    this.warden = warden;
  }

  static ScratchFolder create(String name) {
    try {
      Path path = Files.createTempDirectory("fes-testbed-" + name + "-");
      Process warden =
          new ProcessBuilder(List.of("sh", "-c", WARDEN, "fes-testbed-warden", path.toString()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new ScratchFolder(path, warden);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a temporary folder for " + name, e);
    }
  }

  Path path() {
    return path;
  }

  /** From now on an orphaned process gets this signal before the folder goes. */
  void watch(String signal, long pid) {
    tell("watch " + signal + " " + pid);
  }

  void forget() {
    tell("watch");
  }

  @Override
  public void close() {
    if (!warden.isAlive()) {
      return;
    }
    try {
      deleteTree(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
    tell("done");
  }

  private void tell(String line) {
    try {
      OutputStream pipe = warden.getOutputStream();
      pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The warden of " + path + " is gone", e);
    }
  }

  static void deleteTree(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
