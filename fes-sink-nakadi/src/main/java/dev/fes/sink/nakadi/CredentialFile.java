package dev.fes.sink.nakadi;

import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** One word in a file that the platform replaces in place, so it is read whenever it is needed. */
record CredentialFile(Path path) {

  /** What may stand in a header; a client that refuses it would quote it. */
  static final Pattern ONE_WORD = Pattern.compile("[\\x21-\\x7e]+");

  /**
   * @throws StageFailure if there is no such word
   */
  String read() {
    String failing;
    try {
      String text = Files.readString(path).strip();
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
            "the Nakadi token file " + path + " " + failing + ": let the platform mount it"));
  }
}
