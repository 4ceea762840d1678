package dev.fes.sink.nakadi;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token in a file that the platform replaces in place, so it is read for each request. */
final class FileToken implements Token {

  private static final String BEARER = "Bearer";

  /** What may stand in a header; a client that refuses it would quote it. */
  private static final Pattern ONE_WORD = Pattern.compile("[\\x21-\\x7e]+");

  private final Path file;
  private final @Nullable Path typeFile;

  FileToken(Path file, @Nullable Path typeFile) {
    this.file = file;
    this.typeFile = typeFile;
  }

  @Override
  public Optional<String> authorization() {
    return Optional.of((typeFile == null ? BEARER : read(typeFile)) + " " + read(file));
  }

  private static String read(Path file) {
    String failing;
    try {
      String text = Files.readString(file).strip();
      if (ONE_WORD.matcher(text).matches()) {
        return text;
      }
      failing = text.isEmpty() ? "is empty" : "holds more than one word";
    } catch (IOException e) {
      failing = "cannot be read (" + e.getClass().getSimpleName() + ")";
    }
    throw new StageFailure(
        Failure.misconfigured(
            "token-missing",
            "the Nakadi token file " + file + " " + failing + ": let the platform mount it"));
  }
}
