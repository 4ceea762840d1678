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
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

  /**
   * Lists: entries set here add to the manifest's; any other switch set here replaces the
   * manifest's value.
   */
  private static final Set<Annotation> LISTS =
      EnumSet.of(Annotation.PAUSED_STREAMS, Annotation.PAUSED_STAGES, Annotation.SKIPPED);

  /** The gap that the manifest accepted when another one was accepted here. */
  private static final String OVERRULED = Annotation.ACCEPT_GAP.key() + ".overruled";

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
    boolean changed = next.complete() && switches.keySet().retainAll(names(next));
    for (ResourceKey key : next.resources().keySet()) {
      changed |= forgetsEarlierGap(key);
    }
    if (changed) {
      write();
    }
    tell();
  }

  private static Set<String> names(Manifests manifests) {
    return manifests.resources().keySet().stream()
        .map(SwitchFile::name)
        .collect(Collectors.toSet());
  }

  /** A source takes one position, so what was accepted last counts, here or in the manifest. */
  private boolean forgetsEarlierGap(ResourceKey key) {
    Map<String, String> of = switched(key);
    String own = inManifest(key, Annotation.ACCEPT_GAP).orElse(null);
    if (own == null
        || own.equals(of.get(OVERRULED))
        || of.remove(Annotation.ACCEPT_GAP.key()) == null) {
      return false;
    }
    of.remove(OVERRULED);
    return true;
  }

  @Override
  public synchronized Optional<String> get(ResourceKey key, Annotation name) {
    return Optional.ofNullable(counting(key).get(name.key())).or(() -> inManifest(key, name));
  }

  @Override
  public synchronized void set(ResourceKey key, Annotation name, String value) {
    String own = inManifest(key, name).orElse(null);
    Map<String, String> of = switches.computeIfAbsent(name(key), _ -> new TreeMap<>());
    if (LISTS.contains(name)) {
      SortedSet<String> more = Annotation.names(value);
      if (!more.containsAll(Annotation.names(own))) {
        throw inManifest(name);
      }
      more.removeAll(Annotation.names(own));
      put(of, name.key(), more.isEmpty() ? null : String.join(",", more));
    } else {
      of.put(name.key(), value);
    }
    if (name == Annotation.ACCEPT_GAP) {
      put(of, OVERRULED, own);
    }
    write();
    tell();
  }

  @Override
  public synchronized void clear(ResourceKey key, Collection<Annotation> names) {
    for (Annotation name : names) {
      if (inManifest(key, name).filter(name::isOn).isPresent()) {
        throw inManifest(name);
      }
    }
    names.forEach(name -> switched(key).remove(name.key()));
    write();
    tell();
  }

  private static Refused inManifest(Annotation name) {
    return new Refused(
        "the manifest itself has the annotation " + name.key() + ": take it out there");
  }

  private static void put(Map<String, String> of, String name, @Nullable String value) {
    if (value == null) {
      of.remove(name);
    } else {
      of.put(name, value);
    }
  }

  private Map<String, String> switched(ResourceKey key) {
    return switches.getOrDefault(name(key), new TreeMap<>());
  }

  /** What is switched, as it counts beside what is in the manifest. */
  private Map<String, String> counting(ResourceKey key) {
    Map<String, String> all = new TreeMap<>(switched(key));
    all.remove(OVERRULED);
    for (Annotation list : LISTS) {
      all.computeIfPresent(
          list.key(),
          (_, more) -> inManifest(key, list).map(own -> joined(own, more)).orElse(more));
    }
    return all;
  }

  private static String joined(String some, String more) {
    return String.join(",", Annotation.names(some + "," + more));
  }

  private Optional<String> inManifest(ResourceKey key, Annotation name) {
    return Optional.ofNullable(written.resources().get(key))
        .flatMap(manifest -> Optional.ofNullable(name.in(manifest.life().annotations())));
  }

  private void tell() {
    Map<ResourceKey, Manifest> switched = new LinkedHashMap<>();
    written.resources().forEach((key, manifest) -> switched.put(key, manifest.with(counting(key))));
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
