package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.resource.Manifest;
import dev.fes.controller.resource.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Switches beside manifests that are the user's own files: annotations in a file of the
 * controller's, which count as if they were in the manifest, and before what is there.
 */
public final class SwitchFile implements Switches {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<TreeMap<String, TreeMap<String, String>>> CONTENT =
      new TypeReference<>() {};

  private final Path file;
  private final Consumer<Manifests> listener;
  private final Map<String, TreeMap<String, String>> switches;
  private Manifests written = Manifests.none();

  /**
   * @param listener takes the manifests with what is switched
   */
  public SwitchFile(Path file, Consumer<Manifests> listener) {
    this.file = file;
    this.listener = listener;
    this.switches = read(file);
  }

  /** Takes up what is written now. A resource that is gone has nothing switched any more. */
  public synchronized void accept(Manifests next) {
    written = next;
    if (next.complete()
        && switches
            .keySet()
            .removeIf(
                name -> next.resources().keySet().stream().noneMatch(k -> name(k).equals(name)))) {
      write();
    }
    tell();
  }

  @Override
  public synchronized Optional<String> get(ResourceKey key, Annotation name) {
    String switched = switches.getOrDefault(name(key), new TreeMap<>()).get(name.key());
    return switched == null ? inManifest(key, name) : Optional.of(switched);
  }

  @Override
  public synchronized void set(ResourceKey key, Annotation name, @Nullable String value) {
    if (value == null && inManifest(key, name).isPresent()) {
      throw new Fixed(
          "the manifest itself has the annotation " + name.key() + ": take it out there");
    }
    Map<String, String> of = switches.computeIfAbsent(name(key), _ -> new TreeMap<>());
    if (value == null) {
      of.remove(name.key());
    } else {
      of.put(name.key(), value);
    }
    write();
    tell();
  }

  private Optional<String> inManifest(ResourceKey key, Annotation name) {
    return Optional.ofNullable(written.resources().get(key))
        .flatMap(manifest -> Optional.ofNullable(name.in(manifest.life().annotations())));
  }

  private void tell() {
    Map<ResourceKey, Manifest> switched = new LinkedHashMap<>();
    written
        .resources()
        .forEach(
            (key, manifest) ->
                switched.put(
                    key, manifest.with(switches.getOrDefault(name(key), new TreeMap<>()))));
    listener.accept(new Manifests(switched, written.faults(), written.complete()));
  }

  private static Map<String, TreeMap<String, String>> read(Path file) {
    try {
      return Files.exists(file) ? JSON.readValue(Files.readString(file), CONTENT) : new TreeMap<>();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (JacksonException e) {
      throw new IllegalStateException(
          file + " cannot be understood: mend it, or delete it to switch everything on again", e);
    }
  }

  private void write() {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(draft, JSON.writeValueAsString(switches));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String name(ResourceKey key) {
    return key.toString();
  }
}
