package dev.fes.controller.kustomize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A folder below deploy/ that kubectl can apply, and what its kustomization names. */
record Kustomization(Path folder, JsonNode content) {

  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final String FILE = "kustomization.yaml";
  private static final YAMLMapper YAML = new YAMLMapper();

  static Kustomization in(String folder) {
    return of(DEPLOY.resolve(folder));
  }

  static List<Kustomization> all() {
    return files()
        .filter(file -> file.endsWith(FILE))
        .map(Path::getParent)
        .map(Kustomization::of)
        .toList();
  }

  /** Every object that is written down anywhere below deploy/. */
  static List<JsonNode> objects() {
    return all().stream().flatMap(Kustomization::own).toList();
  }

  /** Other folders and files, relative to this one. */
  Set<String> named() {
    Set<String> named = new TreeSet<>();
    content.path("resources").forEach(one -> named.add(one.asString()));
    Stream.of("configMapGenerator", "secretGenerator")
        .flatMap(kind -> content.path(kind).valueStream())
        .flatMap(generator -> generator.path("files").valueStream())
        .forEach(file -> named.add(file.asString().replaceFirst("^[^=]*=", "")));
    return named;
  }

  /** The files in its folder, but not its own. */
  Set<String> present() {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> present = new TreeSet<>();
      files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.equals(FILE) && !file.endsWith(".md"))
          .forEach(present::add);
      return present;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects in the files that it names itself. */
  Stream<JsonNode> own() {
    return content
        .path("resources")
        .valueStream()
        .map(one -> folder.resolve(one.asString()))
        .filter(Files::isRegularFile)
        .flatMap(Kustomization::documents);
  }

  static String text(String file) {
    try {
      return Files.readString(DEPLOY.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kustomization of(Path folder) {
    return new Kustomization(folder, YAML.readTree(folder.resolve(FILE)));
  }

  private static Stream<JsonNode> documents(Path file) {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(file).readAll().stream();
  }

  private static Stream<Path> files() {
    try {
      return Files.walk(DEPLOY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
