package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A manifest of deploy/examples, and what may have to be changed in it before it runs. */
public record ExampleManifest(String text) {

  /** Where the examples are. */
  public static Path folder(Path home) {
    return home.resolve("deploy/examples");
  }

  public static ExampleManifest read(Path home, String name) {
    try {
      return new ExampleManifest(Files.readString(folder(home).resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException("an example is missing", e);
    }
  }

  /**
   * The label of a DynamoDB stream is the moment it was made, so no manifest can know it before.
   */
  public ExampleManifest reading(String streamArn) {
    return replacing("\"arn:aws:dynamodb:[^\"]*\"", '"' + streamArn + '"');
  }

  /** Under another name, where two examples have the same. */
  public ExampleManifest named(String name) {
    return replacing("\n  name: .*", "\n  name: " + name);
  }

  /** With exactly these annotations, as they are written between braces. */
  public ExampleManifest annotated(String annotations) {
    return replacing("(\n  name: .*)", "$1\n  annotations: {" + annotations + "}");
  }

  private ExampleManifest replacing(String pattern, String replacement) {
    return new ExampleManifest(text.replaceFirst(pattern, replacement));
  }
}
