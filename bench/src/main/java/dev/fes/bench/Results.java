package dev.fes.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** All results that were ever measured here, a line of JSON each. */
record Results(Path file) {

  private static final JsonMapper JSON = JsonMapper.shared();

  void add(Result result) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          JSON.writeValueAsString(result) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  List<Result> all() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .map(line -> JSON.readValue(line, Result.class))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
