package dev.fes.testbed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One of {@code wrong.yaml} of fes-controller, which holds the definition alone against it; here a
 * real API server does.
 *
 * @param byApiServer or else by the controller
 * @param field the path that the refusal is about
 */
record WrongManifest(
    String name, Manifest manifest, boolean byApiServer, String field, String words) {

  private static final Path SAMPLES = Path.of("..", "fes-controller", "src/test/resources/crd");

  static Stream<WrongManifest> all() {
    try {
      return Manifest.yaml(Files.readString(SAMPLES.resolve("wrong.yaml")))
          .valueStream()
          .map(WrongManifest::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static WrongManifest read(JsonNode row) {
    Manifest sound = Manifest.read(SAMPLES.resolve(row.get("of").asString() + ".yaml"));
    Manifest broken = changed(sound, row.path("set"));
    if (row.has("again")) {
      JsonNode second = changed(broken, row.get("again")).get("spec.eventStreams[0]");
      ((ArrayNode) broken.get("spec.eventStreams")).add(second);
    }
    String name = row.get("name").asString();
    return new WrongManifest(
        name,
        broken.named("w-" + name.toLowerCase().replaceAll("[^a-z0-9]+", "-")),
        row.get("by").asString().equals("api server"),
        Manifest.full(row.get("field").asString()),
        row.get("words").asString());
  }

  private static Manifest changed(Manifest manifest, JsonNode fields) {
    Manifest changed = manifest;
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      changed = changed.with(field.getKey(), field.getValue());
    }
    return changed;
  }
}
