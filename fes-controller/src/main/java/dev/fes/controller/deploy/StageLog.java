package dev.fes.controller.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/** A stage's output: appended to one file with one predecessor, and its last words kept. */
final class StageLog {

  private static final int WORDS = 8;
  private static final int WORDS_LENGTH = 600;

  private final Path file;
  private final long limit;
  private final Deque<String> lastLines = new ArrayDeque<>();

  StageLog(Path file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /** Copies until the stream ends. */
  void drain(InputStream output) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      Writer writer = open();
      try {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          remember(line);
          writer.write(line + "\n");
          if (!reader.ready()) {
            writer.flush();
          }
          if (Files.size(file) > limit) {
            writer.close();
            writer = open();
          }
        }
      } finally {
        writer.close();
      }
    } catch (IOException e) {
      remember("its log could not be written: " + e.getMessage());
    }
  }

  synchronized String lastWords() {
    String words = String.join(" / ", lastLines);
    return words.length() <= WORDS_LENGTH ? words : words.substring(words.length() - WORDS_LENGTH);
  }

  synchronized void forget() {
    lastLines.clear();
  }

  private synchronized void remember(String line) {
    if (line.isBlank()) {
      return;
    }
    lastLines.addLast(line.strip());
    if (lastLines.size() > WORDS) {
      lastLines.removeFirst();
    }
  }

  private Writer open() {
    try {
      if (Files.exists(file) && Files.size(file) > limit) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
