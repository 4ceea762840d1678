package dev.fes.sink.nakadi;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token in a file, read for each request. */
record FileToken(Path file, @Nullable Path typeFile) implements Token {

  @Override
  public Optional<String> authorization() {
    String type = typeFile == null ? BEARER : new CredentialFile(typeFile).read();
    return Optional.of(type + " " + new CredentialFile(file).read());
  }
}
