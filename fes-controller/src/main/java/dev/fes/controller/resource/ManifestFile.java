package dev.fes.controller.resource;

import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a file of manifests, and of one that is too large no more than shows that it is. */
public final class ManifestFile {

  private static final int LIMIT = ResourceReader.MAX_LENGTH;

  private ManifestFile() {}

  public static List<Reading> read(Path file) throws IOException {
    byte[] content = content(file);
    if (content.length > LIMIT) {
      return invalid("has more than " + LIMIT + " bytes: split it");
    }
    try {
      return ResourceReader.read(text(content));
    } catch (CharacterCodingException e) {
      return invalid("is not UTF-8 text: save it as YAML or JSON in UTF-8");
    }
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LIMIT + 1);
    }
  }

  private static String text(byte[] content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }

  private static List<Reading> invalid(String message) {
    return List.of(new Reading.Invalid(List.of(new Finding("", message))));
  }
}
