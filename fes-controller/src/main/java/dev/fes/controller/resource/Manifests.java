package dev.fes.controller.resource;

import dev.fes.api.Finding;
import dev.fes.api.Reading;
import dev.fes.api.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All manifests at one moment.
 *
 * @param resources by key; where two files define one, the first file by name has it
 * @param faults what is wrong that belongs to no resource: unreadable files, documents without a
 *     name, second definitions
 * @param complete whether all that is written could be read; if not, something missing here may
 *     still be written
 */
public record Manifests(
    Map<ResourceKey, Manifest> resources, List<Fault> faults, boolean complete) {

  /** What is wrong in one file. */
  public record Fault(String file, List<Finding> findings) {

    public Fault {
      findings = List.copyOf(findings);
    }
  }

  public Manifests {
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    faults = List.copyOf(faults);
  }

  /** All that are written, where none can hide behind another. */
  public static Manifests all(Collection<Manifest> manifests) {
    Map<ResourceKey, Manifest> byKey = new LinkedHashMap<>();
    manifests.forEach(manifest -> byKey.put(manifest.key(), manifest));
    return new Manifests(byKey, List.of(), true);
  }

  /** The same without one. */
  public Manifests without(ResourceKey key) {
    Map<ResourceKey, Manifest> rest = new LinkedHashMap<>(resources);
    rest.remove(key);
    return new Manifests(rest, faults, complete);
  }

  public static Manifests none() {
    return new Manifests(Map.of(), List.of(), false);
  }

  /**
   * What the files say now. A resource is gone only when it is gone from a file that can be read,
   * or its file is; in one that cannot, it stays, with what is wrong: a typo deletes nothing.
   */
  public Manifests next(SortedMap<String, List<Reading>> files) {
    SortedMap<String, Manifest> found = new TreeMap<>();
    List<Fault> newFaults = new ArrayList<>();
    files.forEach(
        (file, readings) -> {
          for (Manifest manifest : read(file, readings, newFaults)) {
            Manifest first = found.putIfAbsent(manifest.key().toString(), manifest);
            if (first != null && first.isOfAnotherKind() && !manifest.isOfAnotherKind()) {
              found.put(manifest.key().toString(), manifest);
              newFaults.add(new Fault(first.origin(), first.findings()));
            } else if (first != null) {
              newFaults.add(second(file, first));
            }
          }
        });
    Map<ResourceKey, Manifest> byKey = new LinkedHashMap<>();
    found.values().forEach(manifest -> byKey.put(manifest.key(), manifest));
    return new Manifests(
        byKey, newFaults, files.values().stream().noneMatch(Manifests::hasUnreadable));
  }

  private static boolean hasUnreadable(List<Reading> readings) {
    return readings.stream()
        .anyMatch(r -> r instanceof Reading.Invalid invalid && invalid.key() == null);
  }

  private List<Manifest> read(String file, List<Reading> readings, List<Fault> newFaults) {
    List<Manifest> manifests = new ArrayList<>();
    List<Finding> nameless = new ArrayList<>();
    for (Reading reading : readings) {
      switch (reading) {
        case Reading.Valid valid ->
            manifests.add(Manifest.valid(file, valid.resource(), valid.warnings()));
        case Reading.Invalid invalid when invalid.key() != null ->
            manifests.add(
                Manifest.invalid(file, invalid.key(), invalid.annotations(), invalid.findings()));
        case Reading.Invalid invalid -> nameless.addAll(invalid.findings());
      }
    }
    if (!nameless.isEmpty()) {
      newFaults.add(new Fault(file, nameless));
      lostIn(file, manifests).forEach(lost -> manifests.add(lost.unreadable(nameless)));
    }
    return manifests;
  }

  /** What the file defined before and may still define in the part that cannot be read. */
  private List<Manifest> lostIn(String file, List<Manifest> read) {
    List<ResourceKey> still = read.stream().map(Manifest::key).toList();
    return resources.values().stream()
        .filter(manifest -> manifest.origin().equals(file) && !still.contains(manifest.key()))
        .toList();
  }

  private static Fault second(String file, Manifest first) {
    return new Fault(
        file,
        List.of(
            new Finding(
                "metadata.name",
                first.key()
                    + " is already defined in "
                    + first.origin()
                    + ": rename or remove one of them")));
  }
}
